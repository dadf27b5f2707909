import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Type } from 'typebox';
import { sql } from '../database/sql.ts';
import { callBy, openGround, somebody, type Ground } from '../test-ground.ts';
import { command, query } from './operation.ts';
import { shape } from './shape.ts';

let runs = 0;
const add = command({
  name: 'ground.add-thing',
  title: { vi: 'Thêm', en: 'Add' },
  input: shape({ name: Type.String({ maxLength: 40 }), size: Type.Optional(Type.Integer()) }),
  output: shape({ id: Type.Integer() }),
  may: 'signed-in',
  onDuplicate: ['thing_name_key'],
  async run(ctx, { name }) {
    runs++;
    const there = await ctx.db.maybe<{ id: number }>(sql`select id from ground.thing where name = ${name}`);
    if (there) return there;
    // All see nothing before any writes: what a race looks like.
    await new Promise((go) => setTimeout(go, 30));
    ctx.db.send(sql`insert into ground.thing (name) values (${name})`);
    return ctx.db.one<{ id: number }>(sql`select id from ground.thing where name = ${name}`);
  },
});
let failures = 0;
const stubborn = command({
  name: 'ground.try-thing',
  title: { vi: 'Thử', en: 'Try' },
  input: shape({}),
  output: Type.Any(),
  may: 'anyone',
  async run(ctx) {
    if (failures-- > 0) await ctx.db.run(sql`do $$ begin raise exception 'again' using errcode = '40001'; end $$`);
    return { tries: failures };
  },
});
const see = query({
  name: 'ground.see-thing',
  title: { vi: 'Xem', en: 'See' },
  input: shape({ day: Type.Optional(Type.String({ format: 'date' })), data: Type.Optional(Type.Unknown()) }),
  output: Type.Any(),
  may: 'anyone',
  run: async () => ({}),
});

let reached = 0;
const hold = query({
  name: 'ground.hold-thing',
  title: { vi: 'Giữ', en: 'Hold' },
  input: shape({ name: Type.String() }),
  output: Type.Any(),
  may: 'ground.hold-thing',
  run: async () => ({ reached: ++reached }),
});

let ground: Ground;
before(async () => {
  ground = await openGround({
    operations: [add, stubborn, see, hold],
    setUp:
      'create schema ground; create table ground.thing (id int generated always as identity, name text constraint thing_name_key unique)',
  });
});
after(() => ground.close());

const by = (idempotencyKey?: string) => callBy(somebody, { idempotencyKey });
const count = async (): Promise<number> =>
  (await ground.app.db.one<{ n: number }>(sql`select count(*) as n from ground.thing`)).n;

test('The same request with the same key is carried out once, at once or later', async () => {
  runs = 0;
  const answers = await Promise.all(Array.from({ length: 5 }, () => ground.app.run(add, { name: 'once' }, by('key-of-once'))));
  assert.equal(new Set(answers.map((answer) => answer.id)).size, 1);
  assert.deepEqual(await ground.app.run(add, { name: 'once' }, by('key-of-once')), answers[0]);
  assert.equal(runs, 1);
});

test('A key that was used for another input, or another operation, is refused', async () => {
  await ground.app.run(add, { name: 'first' }, by('key-of-first'));
  await assert.rejects(ground.app.run(add, { name: 'second' }, by('key-of-first')), /idempotency-key-reused/);
  await assert.rejects(ground.app.run(stubborn, {}, by('key-of-first')), /idempotency-key-reused/);
});

test('Keys of different people have nothing to do with each other', async () => {
  const other = { ...somebody, id: '019aa000-0000-7000-8000-000000000002' };
  await ground.app.run(add, { name: 'mine' }, by('same-key-12'));
  await ground.app.run(add, { name: 'theirs' }, callBy(other, { idempotencyKey: 'same-key-12' }));
});

test('A request that failed leaves its key free', async () => {
  failures = 99;
  await assert.rejects(ground.app.run(stubborn, {}, by('key-of-failed')), /again/);
  failures = 0;
  await ground.app.run(stubborn, {}, by('key-of-failed'));
});

test('Who comes second sees what the first did', async () => {
  const before = await count();
  const answers = await Promise.all(Array.from({ length: 6 }, () => ground.app.run(add, { name: 'raced' }, by())));
  assert.equal(new Set(answers.map((answer) => answer.id)).size, 1);
  assert.equal(await count(), before + 1);
});

test('When PostgreSQL asks for it a transaction is tried three times, not more', async () => {
  failures = 2;
  assert.deepEqual(await ground.app.run(stubborn, {}, by()), { tries: -1 });
  failures = 3;
  await assert.rejects(ground.app.run(stubborn, {}, by()), /again/);
});

test('What the database could not hold is refused with its place', async () => {
  const wrong = async (input: unknown): Promise<string> => {
    const error = await ground.app.run('name' in (input as object) ? add : see, input, by()).catch((e: unknown) => e);
    assert.equal(error.code, 'kernel.invalid-input', String(error));
    return error.fields[0].path;
  };
  assert.equal(await wrong({ name: 'a\u0000b' }), 'name');
  assert.equal(await wrong({ name: 'a\ud800' }), 'name');
  assert.equal(await wrong({ name: 'a', size: 2 ** 31 }), 'size');
  assert.equal(await wrong({ data: { deep: ['\u0000'] } }), 'data.deep.0');
  assert.equal(await wrong({ data: { 'a\u0000': 1 } }), 'data');
  assert.equal(await wrong({ day: '0000-01-01' }), 'day');
  assert.equal(await wrong({ day: '2026-02-30' }), 'day');
  await wrong({ data: JSON.parse('['.repeat(5000) + ']'.repeat(5000)) });
});

test('Whoever may not is refused before their input is looked at, and that is in the trail', async () => {
  await assert.rejects(
    ground.app.run(add, { nonsense: 1 }, callBy({ ...somebody, kind: 'anonymous', id: '' })),
    /sign-in-needed/,
  );
  const trail = () =>
    ground.app.db.all<{ outcome: string }>(
      sql`select outcome from audit.entry where operation = 'ground.hold-thing' order by at`,
    );
  // Right input or wrong: neither is looked at.
  for (const input of [{ name: 'fine' }, { nonsense: 1 }])
    await assert.rejects(ground.app.run(hold, input, callBy(somebody)), /kernel\.not-allowed/);
  assert.equal(reached, 0);
  assert.deepEqual(
    (await trail()).map(({ outcome }) => outcome),
    ['refused', 'refused'],
  );
  const grants = [{ permission: 'ground.hold-thing', scope: 'all' as const, units: [] }];
  const holder = callBy({ ...somebody, grants });
  assert.deepEqual(await ground.app.run(hold, { name: 'fine' }, holder), { reached: 1 });
  await assert.rejects(ground.app.run(hold, { nonsense: 1 }, holder), /kernel\.invalid-input/);
  assert.equal((await trail()).length, 2);
});
