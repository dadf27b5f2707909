import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createProcessEngine } from '../src/engine.ts';
import { openTasks } from '../src/queries.ts';
import { person, testProgram } from '../src/testing.ts';
import { type Supplied, executable, waysOf } from './miwg-play.ts';

// The models belong to others and are not in the repository: DINH_CONFORMANCE names the folder, or they lie beside it.
const beside = ['..', '../..', '../../..', '../../../..', '../../../../..'];
const folder = [process.env['DINH_CONFORMANCE'], ...beside.map((up) => join(import.meta.dirname, up, 'shared/conformance'))].find(
  (one) => one && existsSync(join(one, 'bpmn-miwg')),
);
const skip = folder === undefined && 'the models of the interchange group are not here (DINH_CONFORMANCE)';

const program = await testProgram();
after(() => program.close());
const me = person('Người chơi');
let served = 0;
const engine = createProcessEngine({ owner: 'miwg', handlers: { 'miwg.serve': () => void served++ } });
let number = 0;

interface Course {
  readonly chosen: Readonly<Record<string, string>>;
  /** Other ways once this task has been done: loops end. */
  readonly after?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly message?: string;
  readonly supplied?: Supplied;
}

/** Plays a model from its start until nothing is open, and tells what people did, in order, and how all ended. */
async function play(name: string, course: Course) {
  const file = readFileSync(join(folder!, 'bpmn-miwg', `${name}.bpmn`), 'utf8');
  const model = executable(file, course.supplied);
  const key = `${name}-${++number}`;
  const definition = await program.publish(key, model);
  let ways = waysOf(model, course.chosen);
  await program.as(me, (ctx) =>
    engine.startProcess(ctx, { definition, businessKey: key, variables: { ways }, message: course.message }),
  );
  const done: string[] = [];
  for (;;) {
    await engine.fireDueTimers(program.app);
    const open = await openTasks(program.app.db, key);
    const [task] = open.sort((a, b) => (a.name.vi < b.name.vi ? -1 : 1));
    if (!task || done.length > 100) break;
    const title = task.name.vi;
    done.push(title);
    ways = { ...ways, ...waysOf(model, course.after?.[title] ?? {}) };
    await program.as(me, (ctx) => engine.completeTask(ctx, { taskId: task.id, variables: { ways } }));
  }
  const { rows } = await program.app.db.pool.query(
    `select i.state, i.end_element as end, (select count(*)::int from process.token t where t.instance_id = i.id) as tokens
     from process.instance i where business_key = $1 order by root_id nulls first`,
    [key],
  );
  return { done, rows, states: rows.map((r) => r.state) };
}

const approved = { 'Invoice approved?': 'yes' };
for (const name of ['C.1.0', 'C.1.1']) {
  const message = name === 'C.1.0' ? 'invoice-received-C.1.0' : undefined;
  test(`MIWG ${name}: an invoice is approved and paid, or clarified first, or not processed`, { skip }, async () => {
    const good = await play(name, { message, chosen: approved });
    assert.deepEqual(good.done, ['Assign Approver', 'Approve Invoice', 'Prepare Bank Transfer']);
    assert.deepEqual(good.rows, [{ state: 'completed', end: 'invoiceProcessed', tokens: 0 }]);
    const clarified = await play(name, {
      message,
      chosen: { 'Invoice approved?': 'no', 'Review successful?': 'yes' },
      after: { 'Rechnung klären': approved },
    });
    assert.deepEqual(clarified.done.slice(1, 4), ['Approve Invoice', 'Rechnung klären', 'Approve Invoice']);
    assert.equal(clarified.rows[0].end, 'invoiceProcessed');
    const refused = await play(name, {
      message,
      chosen: { 'Invoice approved?': 'no', 'Review successful?': 'no' },
    });
    assert.equal(refused.rows[0].end, 'invoiceNotProcessed');
  });
}

test(
  'MIWG C.2.0: a customer orders, the card is charged, goods are packed and carried: four participants',
  { skip },
  async () => {
    const error = '<§error id="declined" errorCode="declined"/>';
    const supplied = {
      root: error,
      replace: [
        [/<semantic:errorEventDefinition( id="[^"]*")?\s*\/>/g, '<§errorEventDefinition$1 errorRef="declined"/>'],
        [/<(\/?)semantic:task\b/g, '<$1§userTask'], // people do what the drawing calls tasks
      ] as const,
    };
    const model = executable(readFileSync(join(folder!, 'bpmn-miwg/C.2.0.bpmn'), 'utf8'), supplied);
    assert.equal(Object.keys(waysOf(model, { 'Done Shopping?': 'Yes' })).length, 1);
    const gateways = [...model.matchAll(/exclusiveGateway [^>]*name="([^"]+)"/g)].map((m) => m[1]!);
    const chosen = Object.fromEntries(gateways.map((name) => [name.replace(/&#10;/g, ' '), 'Yes']));
    const bought = await play('C.2.0', { chosen, supplied });
    assert.deepEqual(bought.states, ['completed', 'completed', 'completed', 'completed']);
  },
);

test(
  'MIWG C.3.0: a customer request is a warranty, a repair of either level, or an emergency with its time limit',
  { skip },
  async () => {
    const inside =
      '<§startEvent id="in-s"/><§userTask id="in-t" name="Emergency at work"/><§endEvent id="in-e"/><§sequenceFlow id="in-1" sourceRef="in-s" targetRef="in-t"/><§sequenceFlow id="in-2" sourceRef="in-t" targetRef="in-e"/>';
    const supplied = {
      replace: [[/(<subProcess\b[^>]*>)([\s\S]*?)(<\/subProcess>)/, `$1$2${inside}$3`]] as const,
    };
    const ends = new Map<string, string>();
    for (const [kind, chosen] of Object.entries<Record<string, string>>({
      warranty: { 'Service type': 'Warranty' },
      standard: { 'Service type': 'Regular repair service', 'Service level': 'Standard' },
      premium: { 'Service type': 'Regular repair service', 'Service level': 'Premium' },
      emergency: { 'Service type': 'Emergency service', 'Successful?': 'yes' },
      hopeless: { 'Service type': 'Emergency service', 'Successful?': 'no' },
    })) {
      const it = await play('C.3.0', { chosen, supplied, message: 'Service Level' });
      assert.deepEqual(it.states, ['completed'], kind);
      ends.set(kind, it.done.at(-1)!);
    }
    assert.deepEqual(
      [...ends.values()],
      [
        'Replace fridge',
        'Perform repair (standard level)',
        'Perform repair (premium level)',
        'Emergency at work',
        'Replace fridge',
      ],
    );
  },
);

test('MIWG C.4.0: a new employee: four departments begin by a signal, and the first waits for the others', { skip }, async () => {
  const catches = {
    it: '_74e2cc7b-99ca-426b-ad53-ad70a56506aa',
    payroll: '_fe77c2f2-278f-4752-9d03-aa0c8a12af1e',
    facilities: '_db9147a9-7fbc-4657-a506-15e777f2cfd9',
  };
  const ends = {
    it: '_c82dd8eb-ce54-4aa7-b8c4-b8d3e8fd654e',
    payroll: '_efbd0983-76cd-4a4c-acf3-6dde71d7c760',
    facilities: '_5ee09fe4-f38f-454d-b6e4-1c3703a6a239',
  };
  const flows = (['it', 'payroll', 'facilities'] as const)
    .map((who) => `<§messageFlow id="from-${who}" sourceRef="${ends[who]}" targetRef="${catches[who]}"/>`)
    .join('');
  const supplied = {
    root: `<§collaboration id="all-together">${flows}</§collaboration>`,
    replace: [['<semantic:standardLoopCharacteristics', '<§standardLoopCharacteristics loopMaximum="2"']] as const,
  };
  const hired = await play('C.4.0', {
    supplied,
    chosen: { 'Contract terms accepted ?': 'No', 'All necessary data available?': 'No' },
    after: { 'Review terms of contract': { 'Contract terms accepted ?': 'Yes' } },
  });
  assert.deepEqual(hired.states, ['completed', 'completed', 'completed', 'completed']);
  assert.equal(hired.done.at(-1), 'Give employee welcome package');
  assert.ok(hired.done.includes('Prepare IT part of welcome package'));
  assert.ok(served > 0, 'the workstation was configured by the service task');
});

test(
  'MIWG C.5.0: a bank takes on a customer: checks side by side, and a called process with its own steps',
  { skip },
  async () => {
    const supplied = {
      root: '<§signal id="told" name="told"/>',
      replace: [[/<semantic:signalEventDefinition /g, '<§signalEventDefinition signalRef="told" ']] as const,
    };
    const usual = {
      'Legal entity or individual?': 'Individual Person',
      'Data complete?': 'Yes',
      'Subject to approval?': 'No',
      'Group of connected Clients existing?': 'Yes',
    };
    const taken = await play('C.5.0', { chosen: usual, supplied });
    assert.deepEqual(taken.states, ['completed', 'completed']);
    assert.ok(taken.done.includes('Check if group of connected clients exists'));
    assert.equal(taken.done.at(-1), 'Create customer in the system');
    const hard = {
      ...usual,
      'Legal entity or individual?': 'Legal Entity',
      'Identity of the economic owner certifiable?': 'Yes',
      'Data complete?': 'No',
      'Subject to approval?': 'Yes',
      'Approval?': 'No',
      'Group of connected Clients existing?': 'No',
    };
    const refused = await play('C.5.0', { chosen: hard, supplied });
    assert.deepEqual(refused.states, ['completed']);
    assert.equal(refused.done.at(-1), 'Check risk and decide about approval');
    const ended = await play('C.5.0', { chosen: { ...hard, 'Identity of the economic owner certifiable?': 'No' }, supplied });
    assert.equal(ended.done.at(-1), 'End business relation');
  },
);
