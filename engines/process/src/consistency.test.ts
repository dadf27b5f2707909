import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Refusal } from '@dinh/kernel';
import { createProcessEngine } from './engine.ts';
import { compileBpmn } from './model/compile.ts';
import { openTasks } from './queries.ts';
import { addDuration } from './run/moment.ts';
import { packProcess, person, testProgram } from './testing.ts';

const program = await testProgram();
after(() => program.close());
const { app, clock } = program;
const model = await packProcess('settle-with-consultation');
const definition = await program.publish('settle-with-consultation', model);
const { graph } = compileBpmn(model);
let told = 0;
const parts = {
  owner: 'one-stop',
  handlers: { 'one-stop.tell-late-consultation': () => void told++ },
  workingTime: (_ctx: unknown, _scope: unknown, duration: string, from: Date) => addDuration(from, duration)!,
};
const engines = [createProcessEngine(parts), createProcessEngine(parts)];
const units = { reception: 1, section: 2, leadership: 3, clerk: 4 };

/** Numbers that look random and are the same in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

/** What must hold between the rows whatever happens; each query gives the rows that break it. */
const rules = {
  'an open task belongs to a token that stands at its element': `select k.* from process.task k
    left join process.token t on t.id = k.token_id and t.element = k.element where k.state = 'open' and t.id is null`,
  'a waiting timer or subscription belongs to a token': `select w.* from
    (select id, token_id from process.timer where state in ('waiting', 'failed')
     union all select id, token_id from process.subscription where state = 'waiting') w
    left join process.token t on t.id = w.token_id where t.id is null`,
  'a token has one open task at most': `select token_id from process.task where state = 'open' group by 1 having count(*) > 1`,
  'a token inside belongs to a token around it': `select t.* from process.token t
    left join process.token p on p.id = t.parent_id where t.parent_id is not null and p.id is null`,
  'a process that runs stands somewhere, one that ended nowhere': `select i.* from process.instance i
    where (i.state = 'running') <> exists (select from process.token t where t.instance_id = i.id)`,
  'every token waits for something': `select t.* from process.token t
    where not exists (select from process.task k where k.token_id = t.id and k.state = 'open')
      and not exists (select from process.timer r where r.token_id = t.id and r.state in ('waiting', 'failed'))
      and not exists (select from process.subscription s where s.token_id = t.id and s.state = 'waiting')
      and not exists (select from process.token c where c.parent_id = t.id)`,
};

test('Eight officials, two workers and the citizens act at once on few dossiers: no step is lost, doubled or stuck', async () => {
  const keys = Array.from({ length: 6 }, (_, i) => `dossier-${i}`);
  const consultations = [1, 2, 3].map((n) => ({ unit: 20 + n, days: n }));
  const start = (businessKey: string) =>
    program.as(person('x'), (ctx) =>
      engines[0]!.startProcess(ctx, { definition, businessKey, variables: { units, consultations } }),
    );
  for (const key of keys) await start(key);
  const refusals = new Map<string, number>();
  const actor = async (seed: number) => {
    const pick = numbers(seed);
    const me = person(`Cán bộ ${seed}`);
    const engine = engines[seed % 2]!;
    for (let i = 0; i < 60; i++) {
      const key = keys[pick(keys.length)]!;
      const what = pick(100);
      try {
        if (what < 75) {
          const tasks = await openTasks(app.db, key);
          const task = tasks[pick(tasks.length)];
          if (!task) continue;
          const node = graph!.nodes.get(task.element)!;
          assert.equal(node.kind, 'user-task');
          const outcomes = node.kind === 'user-task' ? node.outcomes : [];
          await program.as(me, (ctx) =>
            engine.completeTask(ctx, {
              taskId: task.id,
              outcome: outcomes[pick(outcomes.length)]!.key,
              comment: 'vì thế',
              version: task.version,
            }),
          );
        } else if (what < 88) await program.as(me, (ctx) => engine.sendMessage(ctx, { businessKey: key, name: 'supplemented' }));
        else if (what < 91)
          await program.as(me, (ctx) => engine.sendMessage(ctx, { businessKey: key, name: 'consultation-closed' }));
        else if (what < 93) await program.as(me, (ctx) => engine.cancelInstance(ctx, { businessKey: key, reason: 'rút' }));
        else {
          clock.advance(20 * 3_600_000);
          await engine.fireDueTimers(app);
        }
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        refusals.set(error.code, (refusals.get(error.code) ?? 0) + 1);
      }
    }
  };
  await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(actor));
  for (const [rule, query] of Object.entries(rules)) {
    const { rows } = await app.db.pool.query(query);
    assert.deepEqual(rows, [], rule);
  }
  const expected = ['process.task-changed', 'process.not-running'];
  assert.deepEqual(
    [...refusals.keys()].filter((code) => !expected.includes(code)),
    [],
  );
  // Each timer that fired has told the head of the one-stop once.
  const { rows } = await app.db.pool.query(`select count(*)::int as n from process.timer where state = 'fired'`);
  assert.equal(told, rows[0].n);
});
