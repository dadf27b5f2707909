import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { eventually } from '@dinh/testing';
import { Type } from 'typebox';
import { sql } from '../database/sql.ts';
import { command } from '../operations/operation.ts';
import { shape } from '../operations/shape.ts';
import { callBy, openGround, type Ground } from '../test-ground.ts';
import type { Consumer, Dispatcher } from './dispatcher.ts';

const tell = command({
  name: 'ground.tell',
  title: { vi: 'Báo', en: 'Tell' },
  input: shape({ what: Type.String() }),
  output: shape({}),
  may: 'anyone',
  async run(ctx, { what }) {
    ctx.emit({ name: 'ground.told', key: what, topics: [`thing:${what}`] });
    return {};
  },
});
const poisoned = new Set<string>();
/** What happens before an event is heard. */
let meanwhile: () => Promise<void> = async () => {};
const hear: Consumer = {
  name: 'ground.hear',
  events: ['ground.told'],
  async handle(ctx, event) {
    if (poisoned.has(event.key)) throw new Error(`poisoned by ${event.key}`);
    await meanwhile();
    await ctx.db.run(sql`insert into ground.heard (what) values (${event.key})`);
  },
};
/** Hears the same, all that is there at a time. */
const batches: string[][] = [];
const gather: Consumer = {
  name: 'ground.gather',
  events: ['ground.told'],
  async handleAll(ctx, events) {
    batches.push(events.map(({ key }) => key));
    for (const { key } of events) {
      if (poisoned.has(key)) throw new Error(`poisoned by ${key}`);
      await ctx.db.run(sql`insert into ground.gathered (what) values (${key})`);
    }
  },
};

let ground: Ground;
before(async () => {
  ground = await openGround({
    operations: [tell],
    consumers: [hear, gather],
    setUp: `create schema ground; create table ground.heard (id int generated always as identity, what text);
            create table ground.gathered (id int generated always as identity, what text);
            insert into kernel.consumer (name) values ('ground.hear'), ('ground.gather')`,
  });
});
after(() => ground.close());
beforeEach(() => {
  poisoned.clear();
  meanwhile = async () => {};
});

const say = (what: string) => ground.app.run(tell, { what }, callBy());
const heard = async (): Promise<string[]> =>
  (await ground.app.db.all<{ what: string }>(sql`select what from ground.heard order by id`)).map((row) => row.what);

/** No transaction on the server, whoever it belongs to, holds back an event any more. */
const allSettled = () =>
  eventually(async () =>
    assert.deepEqual(
      await ground.app.db.all(sql`select key from kernel.event where xid >= pg_snapshot_xmin(pg_current_snapshot())`),
      [],
    ),
  );

test('Each event is handled once, by whichever of two processes', async () => {
  const other = await ground.second();
  for (let i = 0; i < 40; i++) await say(`a${i}`);
  await Promise.all([ground.app.events.drain(), other.events.drain(), ground.app.events.drain()]);
  await ground.app.events.drain();
  assert.deepEqual(
    await heard(),
    Array.from({ length: 40 }, (_, i) => `a${i}`),
  );
});

test('Where the number of transactions gets one more figure, events keep their order, and each is handled once', async () => {
  const { db } = ground.app;
  await db.run(sql`delete from kernel.event`);
  await db.run(sql`update kernel.consumer set xid = '0', id = 0`);
  for (const [what, xid] of [
    ['x8', '8'],
    ['x9', '9'],
    ['x10', '10'],
    ['x100', '100'],
  ])
    await db.run(
      sql`insert into kernel.event (xid, at, name, key, data) values (${xid}::xid8, '2026-11-18', 'ground.told', ${what}, '{}')`,
    );
  // One that has just begun, and looks for what others have left.
  const other = await ground.second();
  await other.events.drain();
  await other.events.drain();
  assert.deepEqual(
    (await heard()).filter((what) => what.startsWith('x')),
    ['x8', 'x9', 'x10', 'x100'],
  );
});

/** A transaction of somebody who is slow; it is ended whatever comes. */
async function slowly(begin: string, work: (commit: () => Promise<unknown>) => Promise<void>): Promise<void> {
  const slow = await ground.app.db.pool.connect();
  try {
    await slow.query('begin');
    await slow.query(begin);
    await work(() => slow.query('commit'));
  } finally {
    await slow.query('rollback');
    slow.release();
  }
}

test('An event of a transaction that commits late is not passed over', () =>
  slowly(`insert into kernel.event (at, name, key, data) values ('2026-11-18', 'ground.told', 'late', '{}')`, async (commit) => {
    await say('early');
    await ground.app.events.drain(0);
    assert.ok(!(await heard()).includes('early'), 'it waits for the transaction that began before it');
    await commit();
    await ground.app.events.drain();
    assert.deepEqual((await heard()).slice(-2), ['late', 'early']);
  }));

test('Draining waits for events that another transaction holds back, whoever it belongs to', () =>
  slowly('select pg_current_xact_id()', async (commit) => {
    await say('patient');
    const drained = ground.app.events.drain();
    await setTimeout(50);
    await commit();
    await drained;
    assert.equal((await heard()).at(-1), 'patient');
  }));

test('Draining waits for what began to look of itself while it was asked whether anything is held back', async () => {
  const other = await ground.second();
  await (other.events as Dispatcher).start(3_600_000);
  const [begun, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  meanwhile = async () => (begun.resolve(), goOn.promise);
  const { db } = other;
  const one: typeof db.one = async (question) => {
    if (question.compile().text.includes('as held')) {
      other.events.wake();
      await begun.promise;
    }
    return db.one(question);
  };
  (other as { db: object }).db = Object.assign(Object.create(db), { one });
  await say('of itself');
  await allSettled(); // else the look that begins of itself finds nothing
  const drained = other.events.drain();
  await setTimeout(50);
  goOn.resolve();
  await drained;
  assert.equal((await heard()).at(-1), 'of itself');
  await (other.events as Dispatcher).stop();
});

test('An event that cannot be handled holds up the rest for a while, and is then set aside where an operator sees it', async () => {
  poisoned.add('bad');
  for (const what of ['before', 'bad', 'behind']) await say(what);
  for (let i = 0; i < 12; i++) {
    await ground.app.events.drain();
    ground.clock.advance(600_000);
  }
  assert.deepEqual((await heard()).slice(-2), ['before', 'behind']);
  const dead = await ground.app.db.all<{ consumer: string; error: string }>(
    sql`select consumer, error from kernel.dead_event where consumer = ${hear.name}`,
  );
  assert.equal(dead.length, 1);
  assert.match(dead[0]!.error, /poisoned by bad/);
});

test('A consumer that fails for a moment handles everything in order afterwards', async () => {
  poisoned.add('x1');
  await say('x1');
  await say('x2');
  await ground.app.events.drain();
  poisoned.clear();
  ground.clock.advance(600_000);
  await ground.app.events.drain();
  assert.deepEqual((await heard()).slice(-2), ['x1', 'x2']);
});

test('A consumer that takes many at a time gets those one by one among which one cannot be handled, each once', async () => {
  await ground.app.events.drain();
  batches.length = 0;
  for (const what of ['y1', 'y2', 'y3']) await say(what);
  await allSettled(); // what is still held back would come in a batch of its own
  await ground.app.events.drain();
  assert.ok(
    batches.some((batch) => batch.length > 1),
    'together while all is well',
  );
  poisoned.add('z2');
  for (const what of ['z1', 'z2', 'z3']) await say(what);
  for (let i = 0; i < 12; i++) {
    await ground.app.events.drain();
    ground.clock.advance(600_000);
  }
  const gathered = await ground.app.db.all<{ what: string }>(sql`select what from ground.gathered order by id desc limit 5`);
  assert.deepEqual(
    gathered.map(({ what }) => what),
    ['z3', 'z1', 'y3', 'y2', 'y1'],
  );
});
