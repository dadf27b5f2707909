import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Call, Refusal, sql } from '@dinh/kernel';
import { type House, nobody, openHouse } from '../test-house.ts';
import type { SignInEvent } from './events.ts';
import { follow } from './stream.ts';

let house: House;
let watcher: Call;
before(async () => {
  house = await openHouse();
  await house.load((pack) => {
    const role = pack.roles.find(({ key }) => key === 'administrator')!;
    (role.permissions as Record<string, string>)['identity.watch-sign-ins'] = 'all';
  });
  watcher = await house.as('quantri');
});
after(() => house.close());

const signIn = (password: string, account = 'giamdoc') => house.app.run('identity.sign-in', { account, password }, nobody);
const read = async (input: object) => {
  await house.app.events.drain(); // transactions of other tests on the same server hold events back for a moment
  return house.app.run('identity.list-sign-in-events', input, watcher);
};

test('A collector reads all sign-ins, refused ones too, once each and in their order', async () => {
  const { token } = await signIn('dinh');
  await assert.rejects(signIn('sai rồi'));
  await assert.rejects(signIn('sai rồi', 'mat-khau-cua-toi'));
  const principal = await house.app.principals.principal(token);
  await house.app.run('identity.sign-out', {}, { ...nobody, principal });

  const all: SignInEvent[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < 10; page++) {
    const { events, next } = await read({ limit: 3, ...(cursor && { after: cursor }) });
    if (events.length === 0) break;
    all.push(...events);
    cursor = next ?? undefined;
  }
  assert.equal(new Set(all.map((event) => event.cursor)).size, all.length);
  assert.deepEqual(
    all.map((event) => [event.event, event.name, event.detail]),
    [
      ['identity.signed-in', 'Hoàng Đức Tùng', null],
      ['identity.sign-in-refused', 'Hoàng Đức Tùng', 'password'],
      ['identity.sign-in-refused', null, 'password'],
      ['identity.signed-out', 'Hoàng Đức Tùng', 'own'],
    ],
  );
  const [first] = all;
  assert.deepEqual(
    [first!.level, first!.factors, first!.method, first!.address, first!.agent],
    [2, ['pwd'], 'password', '127.0.0.1', 'Firefox on Linux'],
  );
  assert.ok(!JSON.stringify(all).includes('mat-khau-cua-toi'), 'what was typed as an account is not told');

  assert.deepEqual((await read({ after: cursor! })).events, []);
  assert.equal((await read({ after: cursor! })).next, cursor, 'the place is kept while nothing is new');
  await signIn('dinh');
  assert.equal((await read({ after: cursor! })).events.length, 1);
});

test('People read the newest first, of one kind or one person', async () => {
  const { events } = await read({ newest: true, event: 'identity.sign-in-refused', limit: 1 });
  assert.equal(events[0]!.person, null);
  const person = await house.id('giamdoc');
  const own = await read({ newest: true, person });
  assert.ok(own.events.length >= 3 && own.events.every((event) => event.person === person));
});

test('Whoever looks sees the newest at once; a collector waits for what began before it', async () => {
  const slow = await house.app.db.pool.connect();
  const { last } = await house.app.db.one<{ last: number }>(sql`select coalesce(max(id), 0)::int as last from kernel.event`);
  const later = ({ events }: { events: SignInEvent[] }) => events.filter(({ cursor }) => Number(cursor.split('.')[1]) > last);
  const asked = async (input: object) =>
    later(await house.app.run('identity.list-sign-in-events', { limit: 1000, ...input }, watcher)).length;
  try {
    await slow.query('begin');
    await slow.query('select pg_current_xact_id()');
    await signIn('dinh');
    assert.deepEqual([await asked({ newest: true }), await asked({})], [1, 0]);
  } finally {
    await slow.query('rollback');
    slow.release();
  }
  assert.equal(later(await read({ limit: 1000 })).length, 1);
});

test('Only who may watch does, and a cursor that is none is told', async () => {
  for (const account of ['congdan', 'giamdoc'])
    await assert.rejects(
      house.app.run('identity.list-sign-in-events', {}, { ...nobody, principal: (await house.as(account)).principal }),
      (error) => error instanceof Refusal && error.code === 'kernel.not-allowed',
    );
  for (const after of ['', 'x', '1', '1.x', '-1.2', '99999999999999999999.1'])
    await assert.rejects(read({ after }), (error) => error instanceof Refusal && error.status === 422, after);
});

test('Whoever follows is told each event as it happens, hears in between that the line stands, and no more once it must not', async () => {
  const before = await read({ newest: true, limit: 1 });
  let may = true;
  const line = follow(
    house.app,
    { events: [], next: before.events[0]!.cursor },
    (after) => read(after === undefined ? {} : { after }),
    async () => may,
    { pause: 1, silence: 3 },
  );
  assert.deepEqual(await line.next(), { done: false, value: undefined }, 'nothing yet, and the line stands');
  await signIn('dinh');
  await house.app.events.drain();
  let told: SignInEvent | undefined;
  while (!told) told = (await line.next()).value ?? undefined;
  assert.deepEqual([told.event, told.name], ['identity.signed-in', 'Hoàng Đức Tùng']);
  may = false;
  await signIn('dinh');
  assert.equal((await line.next()).done, true);
});
