/** A calendar changes while processes wait in working time: what is moved, by how much, and what is told of it. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { sql } from '@dinh/kernel';
import { createProcessEngine } from './engine.ts';
import { addDuration } from './run/moment.ts';
import { bpmn, path, person, testProgram, user } from './testing.ts';

const program = await testProgram();
after(() => program.close());
const { app, clock } = program;
const me = person('Trần Thu Cúc');
const day = 86_400_000;
/** Days off that the calendar has in all, and what it is called then. */
let daysOff = 0;
let version = 'first';
const parts = {
  owner: 'test',
  workingTime: (_at: unknown, _scope: unknown, duration: string, from: Date) =>
    new Date(addDuration(from, duration)!.getTime() + daysOff * day),
  calendars: () => version,
};
const [one, two] = [createProcessEngine(parts), createProcessEngine(parts)];
const waiting = (timer: string) =>
  bpmn(`<bpmn:startEvent id="start"/><bpmn:endEvent id="end"/>${user('a')}
    <bpmn:intermediateCatchEvent id="later"><bpmn:timerEventDefinition id="t" ${timer}</bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>${path('start', 'later', 'a', 'end')}`);
const models = {
  working: 'dinh:working="true"><bpmn:timeDuration>P3D</bpmn:timeDuration>',
  computed: 'dinh:working="true"><bpmn:timeDuration>="P" + string(days) + "D"</bpmn:timeDuration>',
  calendar: '><bpmn:timeDuration>P3D</bpmn:timeDuration>',
};
const began = clock.now().getTime();
for (const [key, timer] of Object.entries(models)) {
  const definition = await program.publish(key, waiting(timer));
  await program.as(me, (ctx) => one.startProcess(ctx, { definition, businessKey: key, variables: { days: 2 } }));
}
await one.recount(app);

const due = async () =>
  Object.fromEntries(
    (
      await app.db.all<{ key: string; due: Date }>(
        sql`select i.business_key as key, t.due_at as due from process.timer t join process.instance i on i.id = t.instance_id where t.state = 'waiting'`,
      )
    ).map((row) => [row.key, (row.due.getTime() - began) / day]),
  );
const told = () =>
  app.db.all<{ key: string; element: string; detail: { before: string; after: string }; by: string }>(
    sql`select i.business_key as key, c.element, c.detail, c.by_name as by from process.v_change c join process.instance i on i.id = c.instance_id
        where c.kind = 'recounted' order by c.at, key`,
  );

test('A holiday is added: timers in working time move, told once each; those in calendar time and everything before stay', async () => {
  assert.deepEqual(await due(), { working: 3, computed: 2, calendar: 3 });
  clock.advance(day);
  daysOff = 2;
  assert.equal(await one.recount(app), 0, 'it goes by what the calendars are called');
  version = 'second';
  const moved = await Promise.all([one.recount(app), two.recount(app)]);
  assert.equal(moved[0] + moved[1], 2, 'once, whoever counts');
  assert.deepEqual(await due(), { working: 5, computed: 4, calendar: 3 });
  const lines = await told();
  assert.deepEqual(
    lines.map(({ key, element }) => [key, element]),
    [
      ['computed', 'later'],
      ['working', 'later'],
    ],
  );
  const { before, after } = lines[1]!.detail;
  assert.deepEqual([Date.parse(before) - began, Date.parse(after) - began], [3 * day, 5 * day]);
  assert.equal(await one.recount(app), 0);
});

test('The holiday is taken back when the time would have come: the timer fires at once', async () => {
  clock.advance(2 * day); // three days after they began
  assert.equal(await one.fireDueTimers(app), 1, 'in calendar time');
  daysOff = 0;
  version = 'third';
  assert.equal(await one.recount(app), 2);
  assert.equal(await one.fireDueTimers(app), 2);
  assert.equal((await told()).length, 4);
});

test('A worker that is killed while it counts leaves the rest to the next, which moves nothing twice', async () => {
  const definition = await program.publish('many', waiting(models.working));
  for (let i = 0; i < 250; i++) await program.as(me, (ctx) => one.startProcess(ctx, { definition, businessKey: `many-${i}` }));
  daysOff = 1;
  version = 'fourth';
  let counted = 0;
  const dying = createProcessEngine({
    ...parts,
    workingTime: (...asked) => {
      if (++counted > 220) throw new Error('killed');
      return parts.workingTime(...asked);
    },
  });
  await assert.rejects(dying.recount(app), /killed/);
  assert.equal((await told()).length, 4 + 200, 'a page is whole or not at all');
  assert.equal(await two.recount(app), 50);
  assert.equal((await told()).length, 4 + 250);
});
