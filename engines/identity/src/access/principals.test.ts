import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { actingFor, type Principal, reach, Refusal, sql } from '@dinh/kernel';
import { secretHash } from '../sign-in/session.ts';
import { type House, nobody, openHouse } from '../test-house.ts';

let house: House;
before(async () => void (house = await openHouse()));
after(() => house.close());

const refusal = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code;
const signIn = async (account: string) => (await house.app.run('identity.sign-in', { account, password: 'dinh' }, nobody)).token;
const held = (principal: Principal) => principal.grants.map((g) => `${g.permission} ${g.scope}`);

test('A place gives its permissions in its unit, and below it where the role says so', async () => {
  const [agency, section, desk] = await Promise.all(['so-xd', 'so-xd.phong', 'so-xd.desk'].map((key) => house.unit(key)));
  const head = (await house.as('giamdoc')).principal;
  assert.deepEqual(
    reach(head, 'test.view').units,
    [agency, desk, section].sort((a, b) => a! - b!),
  );
  const specialist = (await house.as('chuyenvien')).principal;
  assert.deepEqual(reach(specialist, 'test.view').units, [section]);
  assert.deepEqual(reach(specialist, 'test.view').assignees, [specialist.id]);
  assert.equal(specialist.role, 'official');
});

test('The title at the top of a page names the agency, once', async () => {
  assert.equal((await house.as('chuyenvien')).principal.title?.vi, 'Chuyên viên, Sở Xây dựng');
  assert.equal((await house.as('giamdoc')).principal.title?.vi, 'Giám đốc Sở Xây dựng');
});

test('A session ends by signing out, by idling eight hours, and after seven days however busy', async () => {
  const token = await signIn('congdan');
  const start = house.clock.now();
  assert.equal((await house.principals.principal(token)).kind, 'person');
  const call = { ...nobody, principal: await house.principals.principal(token) };
  const other = await signIn('congdan');
  await house.app.run('identity.sign-out', {}, call);
  assert.equal((await house.principals.principal(token)).kind, 'anonymous');

  let alive = 0;
  for (; alive < 40; alive++) {
    house.clock.advance(7.5 * 3_600_000);
    if ((await house.principals.principal(other)).kind === 'anonymous') break;
    await seen(other);
  }
  assert.equal(alive, 22); // 23 × 7.5 h is over seven days
  const idle = await signIn('congdan');
  house.clock.advance(8 * 3_600_000 + 1000);
  assert.equal((await house.principals.principal(idle)).kind, 'anonymous');
  house.clock.set(start);
});

/** The note that a session was seen is not waited for by the request that makes it. */
async function seen(secret: string): Promise<void> {
  for (;;) {
    const row = await house.app.db.maybe(
      sql`select from identity.session where secret = ${secretHash(secret)} and seen_at = ${house.clock.now()}`,
    );
    if (row) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

test('What is no secret of ours is nobody, without asking the database', async () => {
  for (const secret of ['', 'x', "' or 1=1 --", 'a'.repeat(5000), 'é'.repeat(43), 'A'.repeat(43)])
    assert.equal((await house.principals.principal(secret)).kind, 'anonymous');
});

test('P9 authority is handed over for a period, and the audit shows who acted for whom', async () => {
  house.clock.set('2026-11-20T09:00:00+07:00');
  const head = await house.as('giamdoc');
  const to = await house.id('phogiamdoc');
  const before = (await house.as('phogiamdoc')).principal;
  assert.ok(!held(before).includes('test.approve assigned'));

  const { delegation } = await house.app.run(
    'identity.delegate-authority',
    { to, from: '2026-11-23', until: '2026-11-24', reason: 'Đi công tác' },
    head,
  );
  assert.ok(!held((await house.as('phogiamdoc')).principal).includes('test.approve assigned'), 'not before its first day');
  house.clock.set('2026-11-23T00:00:00+07:00');
  const deputy = (await house.as('phogiamdoc')).principal;
  assert.ok(held(deputy).includes('test.approve assigned'));
  assert.deepEqual([...reach(deputy, 'test.approve').assignees], [head.principal.id]);
  assert.equal(actingFor(deputy, 'test.approve', { assignee: head.principal.id }), head.principal.id);
  const own = await house.unit('so-xd.phong');
  const agency = await house.unit('so-xd');
  assert.equal(actingFor(deputy, 'test.view', { unit: own }), undefined, 'in their own unit they act for themselves');
  assert.equal(actingFor(deputy, 'test.view', { unit: agency }), head.principal.id);
  assert.ok(!held(deputy).includes('identity.delegate-authority own'), 'what was received is not handed on');

  // A place given by the deputy is noted as given for the head.
  await house.app.run(
    'identity.give-position',
    { person: await house.id('chuyenvien'), unit: own, role: 'head', reason: 'Phụ trách tạm' },
    { ...nobody, principal: deputy },
  );
  const { behalf } = await house.app.db.one<{ behalf: string }>(
    sql`select behalf_of as behalf from audit.entry where operation = 'identity.give-position' and principal = ${`person:${deputy.id}`}`,
  );
  assert.equal(behalf, head.principal.id);

  house.clock.set('2026-11-25T00:00:00+07:00');
  assert.ok(!held((await house.as('phogiamdoc')).principal).includes('test.approve assigned'), 'not after its last day');

  house.clock.set('2026-11-24T10:00:00+07:00');
  assert.ok(held((await house.as('phogiamdoc')).principal).includes('test.approve assigned'));
  await assert.rejects(
    house.app.run('identity.revoke-delegation', { delegation }, await house.as('chuyenvien')),
    refusal('identity.delegation-not-found'),
  );
  await house.app.run('identity.revoke-delegation', { delegation }, head);
  assert.ok(!held((await house.as('phogiamdoc')).principal).includes('test.approve assigned'), 'not once revoked');
});

test('Authority goes to officials only, for days that are not past, and only what one holds', async () => {
  house.clock.set('2026-11-20T09:00:00+07:00');
  const head = await house.as('giamdoc');
  const days = { from: '2026-11-23', until: '2026-11-24', reason: 'Nghỉ phép' };
  const to = await house.id('phogiamdoc');
  const delegate = (input: object) => house.app.run('identity.delegate-authority', { to, ...days, ...input }, head);
  await assert.rejects(delegate({ to: await house.id('congdan') }), refusal('identity.delegate-not-official'));
  await assert.rejects(delegate({ until: '2026-11-22' }), refusal('identity.period-wrong'));
  await assert.rejects(delegate({ from: '2026-02-30' }), refusal('identity.period-wrong'));
  await assert.rejects(delegate({ permissions: ['people.manage-person'] }), refusal('identity.nothing-to-delegate'));
  await assert.rejects(delegate({ to: head.principal.id }), refusal('identity.delegate-not-official'));
});

test('A delegation lasts no longer than the pack allows: a wrong year is told beside its field, with the last day that would do', async () => {
  house.clock.set('2026-11-20T09:00:00+07:00');
  const head = await house.as('giamdoc');
  const to = await house.id('phogiamdoc');
  const delegate = (until: string) =>
    house.app.run('identity.delegate-authority', { to, from: '2026-11-23', until, reason: 'Nghỉ phép' }, head);
  for (const until of ['2036-11-24', '2027-11-23'])
    await assert.rejects(
      delegate(until),
      (error) =>
        error instanceof Refusal &&
        error.code === 'identity.delegation-too-long' &&
        error.fields[0]?.path === 'until' &&
        /12 tháng: ngày cuối chậm nhất là 22\/11\/2027/.test(error.fields[0].message.vi),
      until,
    );
  const { delegation } = await delegate('2027-11-22');
  await house.app.run('identity.revoke-delegation', { delegation }, head);
});

test('What somebody has from the giver on those days is not given twice: to revoke one of two would end nothing', async () => {
  house.clock.set('2026-11-26T09:00:00+07:00');
  const head = await house.as('giamdoc');
  const to = await house.id('phogiamdoc');
  const delegate = (from: string, until: string, more: object = {}) =>
    house.app.run('identity.delegate-authority', { to, from, until, reason: 'Nghỉ phép', ...more }, head);
  const twice = await Promise.allSettled([delegate('2027-02-01', '2027-02-03'), delegate('2027-02-02', '2027-02-04')]);
  assert.deepEqual(twice.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected']);
  const again = refusal('identity.already-delegated');
  await assert.rejects(delegate('2027-02-03', '2027-02-03', { permissions: ['test.approve'] }), again);
  const { delegation } = await delegate('2027-02-05', '2027-02-06');
  await house.app.run('identity.revoke-delegation', { delegation }, head);
  await delegate('2027-02-05', '2027-02-06');
});

test('When the giver is suspended, what they handed over ends too, and every session of theirs', async () => {
  house.clock.set('2026-12-01T09:00:00+07:00');
  const head = await house.as('giamdoc');
  const token = await signIn('giamdoc');
  const to = await house.id('phogiamdoc');
  await house.app.run('identity.delegate-authority', { to, from: '2026-12-01', until: '2026-12-05', reason: 'Đi học' }, head);
  assert.ok(held((await house.as('phogiamdoc')).principal).includes('test.approve assigned'));
  const admin = await house.as('quantri');
  await house.app.run('identity.suspend-person', { person: head.principal.id, reason: 'Kiểm tra' }, admin);
  assert.ok(!held((await house.as('phogiamdoc')).principal).includes('test.approve assigned'));
  const session = async () => (await house.principals.principal(token)).kind;
  assert.equal(await session(), 'anonymous');
  await house.app.run('identity.resume-person', { person: head.principal.id, reason: 'Xong' }, admin);
  assert.ok(held((await house.as('phogiamdoc')).principal).includes('test.approve assigned'));
  assert.equal(await session(), 'anonymous', 'it does not come back');
});

test('A change of a role in the pack is seen by the next request', async () => {
  const token = await signIn('motcua');
  assert.ok(!held(await house.principals.principal(token)).includes('test.new unit'));
  const counts = await house.load((pack) => {
    const desk = pack.roles.findIndex((role) => role.key === 'desk');
    pack.roles[desk] = {
      ...pack.roles[desk]!,
      permissions: { 'people.register-person': 'unit', 'test.new': 'unit' },
    };
  });
  assert.equal(counts['roles changed'], 1);
  assert.ok(held(await house.principals.principal(token)).includes('test.new unit'));
  await house.load();
});

test('Loading the same pack again changes nothing', async () => {
  const counts = await house.load();
  assert.deepEqual(counts, { 'units unchanged': 5, 'roles unchanged': 6, 'people unchanged': 8 });
});

test('A unit that an officer has edited is kept', async () => {
  const unit = await house.unit('so-yt');
  await house.app.run('identity.edit-unit', { unit, phone: '0226 111 222' }, await house.as('quantri'));
  const counts = await house.load((pack) => {
    pack.units = pack.units.map((row) => ({ ...row, value: { ...row.value, phone: '0226 999 999' } }));
  });
  assert.equal(counts['units kept'], 1);
  assert.equal(counts['units changed'], 4);
  const { phone } = await house.app.db.one<{ phone: string }>(sql`select phone from identity.v_unit where key = 'so-yt'`);
  assert.equal(phone, '0226 111 222');
});

test('While a session files for a business its principal says so', async () => {
  const token = await signIn('doanhnghiep');
  const call = async () => ({ ...nobody, principal: await house.principals.principal(token) });
  const { businesses } = await house.app.run('identity.list-my-businesses', {}, await call());
  assert.deepEqual(
    businesses.map((b) => b.name),
    ['Công ty Sông Châu'],
  );
  await house.app.run('identity.act-for-business', { business: businesses[0]!.id }, await call());
  assert.equal((await call()).principal.business, businesses[0]!.id);
  const citizen = { ...nobody, principal: await house.principals.principal(await signIn('congdan')) };
  await assert.rejects(
    house.app.run('identity.act-for-business', { business: businesses[0]!.id }, citizen),
    refusal('identity.business-not-found'),
  );
});
