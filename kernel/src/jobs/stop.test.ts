/** A stop in the middle of work that would take ten minutes: it ends within seconds, and the next start takes it up. */
import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { eventually } from '@dinh/testing';
import { Type } from 'typebox';
import { startApp } from '../app.ts';
import { sql } from '../database/sql.ts';
import { unavailable } from '../errors.ts';
import type { Consumer } from '../events/dispatcher.ts';
import { command } from '../operations/operation.ts';
import { shape } from '../operations/shape.ts';
import { callBy, type Ground, openGround } from '../test-ground.ts';
import { enqueueSql } from './enqueue.ts';
import { job } from './jobs.ts';

/** How long what is done now sleeps in the database, seconds; with the clock of the machine, because the database sleeps by it. */
let seconds = 600;
const begun = new Map<string, number>();
const count = (what: string) => begun.set(what, (begun.get(what) ?? 0) + 1);

const long = job({
  name: 'ground.long',
  async run({ app }) {
    count('long');
    await app.db.transaction(async (tx) => {
      await tx.run(sql`insert into ground.done (what) values ('long')`);
      await tx.run(sql`select pg_sleep(${seconds})`);
    });
  },
});
/** Does not let itself be disturbed: notes what failed and goes on. */
const stubborn = job({
  name: 'ground.stubborn',
  async run({ app }) {
    count('stubborn');
    try {
      await app.db.run(sql`select pg_sleep(${seconds})`);
    } catch {
      await app.db.run(sql`insert into ground.done (what) values ('a fault that is none')`);
    }
    await app.db.run(sql`insert into ground.done (what) values ('stubborn')`);
  },
});
/** Waits for something that is no database, and that the tests let come. */
let answered = Promise.withResolvers<void>();
const outside = job({
  name: 'ground.outside',
  async run({ app }) {
    count('outside');
    await answered.promise;
    await app.db.run(sql`insert into ground.done (what) values ('outside')`);
  },
});
const hear: Consumer = {
  name: 'ground.hear',
  events: ['ground.told'],
  async handle(ctx) {
    count('hear');
    await ctx.db.run(sql`select pg_sleep(${seconds})`);
    await ctx.db.run(sql`insert into ground.done (what) values ('heard')`);
  },
};
const tell = command({
  name: 'ground.tell',
  title: { vi: 'Báo', en: 'Tell' },
  input: shape({ sleep: Type.Number() }),
  output: shape({}),
  may: 'anyone',
  async run(ctx, input) {
    count('tell');
    await ctx.db.run(sql`select pg_sleep(${input.sleep})`);
    ctx.emit({ name: 'ground.told', key: 'it' });
    return {};
  },
});

const open: Ground[] = [];
async function openHouse(): Promise<Ground> {
  const ground = await openGround({
    operations: [tell],
    consumers: [hear],
    jobs: [long, stubborn, outside],
    setUp: 'create schema ground; create table ground.done (what text)',
  });
  open.push(ground);
  return ground;
}
beforeEach(() => {
  seconds = 600;
  answered = Promise.withResolvers();
  begun.clear();
});
after(async () => {
  for (const ground of open) await ground.close();
});

const done = async ({ app }: Ground): Promise<string[]> =>
  (await app.db.all<{ what: string }>(sql`select what from ground.done order by what`)).map((r) => r.what);
const jobs = (ground: Ground) =>
  ground.app.db.all<{ name: string; attempts: number; locked: boolean; due: boolean }>(
    sql`select task_identifier as name, attempts, locked_at is not null as locked, run_at <= clock_timestamp() as due
        from graphile_worker.jobs order by task_identifier`,
  );
const holders = ({ app }: Ground) =>
  app.db.all(sql`select locked_by from graphile_worker.jobs where task_identifier = 'ground.outside' and locked_at is not null`);
const until = (what: string, holds: () => boolean | Promise<boolean>): Promise<void> =>
  eventually(async () => assert.ok(await holds(), `it does not happen that ${what}`));

test('Jobs that a stop breaks off are as if they had never begun, and the next start carries them out once', async () => {
  const ground = await openHouse();
  const first = ground.another();
  const stop = await startApp(first);
  for (const name of ['long', 'stubborn', 'outside']) await ground.app.db.run(enqueueSql(`ground.${name}`, {}));
  await until('all of them have begun', () => begun.size === 3);
  await stop();

  assert.deepEqual(await done(ground), []);
  const waiting = { attempts: 0, locked: false, due: true };
  assert.deepEqual(await jobs(ground), [
    { name: 'ground.long', ...waiting },
    { name: 'ground.outside', ...waiting },
    { name: 'ground.stubborn', ...waiting },
  ]);

  seconds = 0;
  answered = Promise.withResolvers(); // the answer to the broken off one never comes
  answered.resolve();
  const stopNext = await startApp(ground.another());
  await until('they are done', async () => (await jobs(ground)).length === 0);
  await stopNext();
  assert.deepEqual(await done(ground), ['long', 'outside', 'stubborn']);
  assert.deepEqual(Object.fromEntries(begun), { long: 2, stubborn: 2, outside: 2 });
});

test('A consumer that a stop breaks off has not failed; a command is told that it was not carried out', async () => {
  const ground = await openHouse();
  const first = ground.another();
  const stop = await startApp(first);
  await first.run(tell, { sleep: 0 }, callBy());
  await until('the consumer has begun', () => begun.has('hear'));
  const asked = assert.rejects(first.run(tell, { sleep: 600 }, callBy()), { code: unavailable.code });
  await until('the command has begun', () => begun.get('tell') === 2);
  await stop();
  await asked;
  const consumer = await ground.app.db.one(sql`select failures, error, retry_at from kernel.consumer where name = 'ground.hear'`);
  assert.deepEqual(consumer, { failures: 0, error: null, retry_at: null });
  assert.deepEqual(await ground.app.db.one(sql`select count(*)::int as told from kernel.event`), { told: 1 });
  const stream = await ground.app.db.one<{ ended: boolean; unsealed: number }>(
    sql`select ended_at is not null as ended,
               (select count(*)::int from audit.entry e where e.stream = s.id
                  and not exists (select from audit.seal where stream = s.id and numbers @> e.number)) as unsealed
        from audit.stream s where id = ${first.audit.stream}`,
  );
  assert.deepEqual(stream, { ended: true, unsealed: 0 });

  seconds = 0;
  const stopNext = await startApp(ground.another());
  await until('it was heard', async () => (await done(ground)).length > 0);
  await stopNext();
  assert.deepEqual(await done(ground), ['heard']);
});

test('What a killed process held is taken up by those that live, and what a living one holds is left to it', async () => {
  const ground = await openHouse();
  const stop = await startApp(ground.another());
  await ground.app.db.run(enqueueSql('ground.outside', {}));
  await until('the job has begun', () => begun.has('outside'));
  const locks = sql`select from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`;
  await until('its worker is known to live', async () => (await ground.app.db.all(locks)).length > 0);
  // Both are held for long enough to be asked about.
  await ground.app.db.run(enqueueSql('ground.stubborn', {}, { runAt: new Date(Date.now() + 3_600_000) }));
  await ground.app.db.run(
    sql`update graphile_worker._private_jobs set locked_at = clock_timestamp() - interval '20 seconds', run_at = clock_timestamp(),
          locked_by = coalesce(locked_by, 'pool-of-the-dead')`,
  );
  const living = await holders(ground);
  seconds = 0;
  const stopNext = await startApp(ground.another());
  await until('the job of the dead is done', async () => (await done(ground)).length > 0);
  assert.deepEqual(await done(ground), ['stubborn']);
  assert.deepEqual(await holders(ground), living);
  answered.resolve();
  await stopNext();
  await stop();
});
