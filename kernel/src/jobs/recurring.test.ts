/** Recurring work: soon after the first start, once for all processes, and not again because a process starts again. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { sql } from '../database/sql.ts';
import { type Ground, openGround } from '../test-ground.ts';
import { job } from './jobs.ts';
import { handOverDue } from './recurring.ts';

let ground: Ground;
before(async () => {
  ground = await openGround({});
});
after(() => ground.close());
beforeEach(() => ground.app.db.run(sql`delete from kernel.recurring_job`));

const run = async () => {};
const jobs = [
  job({ name: 'ground.nightly', every: 1440, run }),
  job({ name: 'ground.hourly', every: 60, run }),
  job({ name: 'ground.often', every: 1, run }),
  job({ name: 'ground.by-hand', run }),
];
const due = (limit?: number) => handOverDue(ground.app.db, jobs, limit);
/** As if the last run had been so long ago. */
const ago = (name: string, minutes: number) =>
  ground.app.db.run(
    sql`update kernel.recurring_job set handed_at = clock_timestamp() - make_interval(mins => ${minutes}) where name = ${name}`,
  );

test('What has never run is due at the start, a few at a time, what recurs by hand never', async () => {
  assert.deepEqual(await due(2), ['ground.often', 'ground.hourly']);
  assert.deepEqual(await due(2), ['ground.nightly']);
  assert.deepEqual(await due(2), []);
});

test('A process that starts again does nothing again, until its turn has come', async () => {
  assert.equal((await due()).length, 3);
  await ago('ground.hourly', 59);
  await ago('ground.nightly', 1439);
  assert.deepEqual(await due(), []);
  await ago('ground.hourly', 60);
  assert.deepEqual(await due(), ['ground.hourly']);
  assert.deepEqual(await due(), []);
});

test('Processes that look at the same time take a turn once, as one job in the queue', async () => {
  const taken = (await Promise.all(Array.from({ length: 8 }, () => due(3)))).flat().toSorted();
  assert.deepEqual(taken, ['ground.hourly', 'ground.nightly', 'ground.often']);
  const { jobs: queued } = await ground.app.db.one<{ jobs: number }>(
    sql`select count(*) as jobs from graphile_worker.jobs where key = 'every:ground.hourly'`,
  );
  assert.equal(Number(queued), 1);
});
