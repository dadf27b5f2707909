import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Call, Refusal, sql, systemPrincipal } from '@dinh/kernel';
import { type House, nobody, openHouse } from '../test-house.ts';

let house: House;
before(async () => void (house = await openHouse()));
after(() => house.close());

const program: Call = { ...nobody, principal: systemPrincipal('administrator') };
const refusal = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code;
const make = (more: object = {}) =>
  house.app.run(
    'identity.make-administrator',
    { account: 'ngo.loc', name: 'Ngô Văn Lộc', idNumber: '035080000123', ...more },
    program,
  );
const any = async () => (await house.app.run('identity.has-administrator', {}, program)).any;

test('A province has no administrator once its demonstration is over, and the program makes the first one', async () => {
  const { app, principals } = house;
  assert.equal(await any(), true, 'the made-up one');
  (app.config as { demonstration: boolean }).demonstration = false;
  assert.equal(await any(), false);
  const made = await make();
  assert.equal(await any(), true);
  assert.deepEqual([made.role, made.unit], ['administrator', 'Tỉnh Thử']);

  const opened = await app.run('identity.sign-in', { account: 'ngo.loc', password: made.password }, nobody);
  assert.equal(opened.changePassword, true);
  const principal = await principals.principal(opened.token);
  assert.equal(principal.role, 'official');
  assert.ok(principal.grants.some((g) => g.permission === 'people.manage-position' && g.scope === 'all'));
  const trail = await app.db.one<{ principal: string; subject: string }>(
    sql`select principal, subject from audit.entry where operation = 'identity.make-administrator'`,
  );
  assert.deepEqual(trail, { principal: 'system:administrator', subject: `person:${made.person}` });
});

test('The password ends after seven days', async () => {
  const made = await make({ account: 'ngo.loc2', idNumber: '035080000124' });
  house.clock.advance(7 * 24 * 3_600_000);
  await assert.rejects(
    house.app.run('identity.sign-in', { account: 'ngo.loc2', password: made.password }, nobody),
    refusal('identity.wrong-password'),
  );
});

test('Nobody is made twice, no other role is given this way, and nobody but the program does it', async () => {
  (house.app.config as { demonstration: boolean }).demonstration = true;
  await assert.rejects(make({ idNumber: '035080000125' }), refusal('identity.account-taken'));
  await assert.rejects(make({ account: 'ngo.loc3' }), refusal('identity.person-exists'));
  const other = { account: 'ngo.loc4', idNumber: '035080000126' };
  await assert.rejects(make({ ...other, role: 'desk' }), refusal('identity.role-not-found'));
  await assert.rejects(make({ ...other, unit: 'so-khong-co' }), refusal('identity.unit-not-found'));
  await assert.rejects(make({ ...other, account: 'Ngô Lộc' }), refusal('kernel.invalid-input'));
  await assert.rejects(
    house.app.run('identity.make-administrator', { ...other, name: 'Kẻ Gian' }, await house.as('giamdoc')),
    refusal('kernel.not-allowed'),
  );
});
