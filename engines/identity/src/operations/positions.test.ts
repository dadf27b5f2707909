import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Refusal, sql } from '@dinh/kernel';
import { type House, nobody, openHouse } from '../test-house.ts';

let house: House;
before(async () => void (house = await openHouse()));
after(() => house.close());

const refusal = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code;

test('A place works at once in a session that is open, and ends at once', async () => {
  const { token, person } = await house.app.run('identity.sign-in', { account: 'chuyenvien', password: 'dinh' }, nobody);
  const admin = await house.as('quantri');
  const unit = await house.unit('so-yt');
  const may = async () => (await house.principals.principal(token)).grants.some((g) => g.permission === 'people.register-person');
  assert.equal(await may(), false);
  const { position } = await house.app.run('identity.give-position', { person, unit, role: 'desk' }, admin);
  assert.equal(await may(), true);
  await assert.rejects(
    house.app.run('identity.give-position', { person, unit, role: 'desk' }, admin),
    refusal('identity.position-held'),
  );
  await house.app.run('identity.end-position', { position, reason: 'Chuyển công tác' }, admin);
  assert.equal(await may(), false);
});

test('Places are given only in the units in reach, and no role wider than the giver', async () => {
  const head = await house.as('giamdoc');
  const person = await house.id('phogiamdoc');
  const give = async (unit: string, role: string) =>
    house.app.run('identity.give-position', { person, unit: await house.unit(unit), role }, head);
  await assert.rejects(give('so-yt', 'desk'), refusal('identity.unit-not-found'));
  await assert.rejects(give('so-xd', 'administrator'), refusal('identity.role-too-wide'));
  await assert.rejects(give('so-xd', 'citizen'), refusal('identity.role-not-found'));
  await give('so-xd.desk', 'desk');
});

test('The last administrator keeps the place', async () => {
  const admin = await house.as('quantri');
  const { id } = await house.app.db.one<{ id: string }>(
    sql`select position_id as id from identity.v_official where person_id = ${admin.principal.id}`,
  );
  await assert.rejects(
    house.app.run('identity.end-position', { position: id, reason: 'Thôi việc' }, admin),
    refusal('identity.last-administrator'),
  );
  await assert.rejects(
    house.app.run('identity.suspend-person', { person: admin.principal.id, reason: 'Thử' }, admin),
    refusal('identity.not-yourself'),
  );
});

test('S7 a desk finds an applicant without accents, or makes one on the spot, and who looked is in the audit', async () => {
  const desk = await house.as('motcua');
  const { persons } = await house.app.run('identity.find-person', { query: 'sen hoa' }, desk);
  assert.deepEqual(
    persons.map((p) => [p.name, p.idNumber]),
    [['Nguyễn Thị Hoa Sen', '000••••••001']],
  );
  const { person } = await house.app.run(
    'identity.make-person',
    {
      name: 'Lê Bảo Ngân',
      idNumber: '035201000123',
      birthDate: '2001-03-21',
      papers: [{ kind: 'citizen-card', number: '035201000123' }],
    },
    desk,
  );
  const found = await house.app.run('identity.find-person', { query: '035 201 000 123' }, desk);
  assert.deepEqual(
    found.persons.map((p) => p.id),
    [person],
  );
  await assert.rejects(
    house.app.run('identity.make-person', { name: 'Người Khác', idNumber: '035201000123' }, desk),
    refusal('identity.person-exists'),
  );
  await house.app.run('identity.view-person', { person }, desk);
  const viewed = await house.app.db.all<{ operation: string }>(
    sql`select operation from audit.entry where principal = ${`person:${desk.principal.id}`} and outcome = 'viewed' order by at, number`,
  );
  assert.deepEqual(
    viewed.map((v) => v.operation),
    ['identity.find-person', 'identity.find-person', 'identity.view-person'],
  );
  await assert.rejects(
    house.app.run('identity.find-person', { query: 'sen hoa' }, await house.as('congdan')),
    refusal('kernel.not-allowed'),
  );
});

test('A desk hands a password to a citizen whose card was seen, never to an official', async () => {
  const desk = await house.as('motcua');
  const citizen = await house.id('congdan');
  await assert.rejects(
    house.app.run('identity.issue-password', { person: citizen, papersSeen: false }, desk),
    refusal('identity.papers-needed'),
  );
  await assert.rejects(
    house.app.run('identity.issue-password', { person: await house.id('quantri'), papersSeen: true }, desk),
    refusal('identity.officials-account'),
  );
  const issued = await house.app.run('identity.issue-password', { person: citizen, papersSeen: true }, desk);
  const signIn = () => house.app.run('identity.sign-in', { account: issued.account, password: issued.password }, nobody);
  assert.equal((await signIn()).changePassword, true);
  // Twelve of 32 letters and digits are 60 bits.
  assert.match(issued.password, /^[a-z0-9]{4}(-[a-z0-9]{4}){2}$/);
  house.clock.advance(6 * 24 * 3_600_000);
  assert.ok((await signIn()).token, 'it lasts a week');
  house.clock.advance(2 * 24 * 3_600_000);
  await assert.rejects(
    house.app.run('identity.sign-in', { account: issued.account, password: issued.password }, nobody),
    refusal('identity.wrong-password'),
  );
});

test('A person registers their business once; another comes with papers to the desk', async () => {
  const citizen = await house.as('congdan');
  const { business } = await house.app.run('identity.register-business', { taxCode: '0700123456', name: 'HTX Thử' }, citizen);
  await assert.rejects(
    house.app.run('identity.register-business', { taxCode: '0700123456', name: 'HTX Thử' }, await house.as('doanhnghiep')),
    refusal('identity.business-exists'),
  );
  const person = await house.id('doanhnghiep');
  await house.app.run(
    'identity.add-representative',
    { business, person, papers: [{ kind: 'business-registration', number: '0700123456' }] },
    await house.as('motcua'),
  );
  const mine = await house.app.run('identity.list-my-businesses', {}, await house.as('doanhnghiep'));
  assert.deepEqual(
    mine.businesses.map((b) => [b.taxCode, b.verified]),
    [
      ['0000000001', true],
      ['0700123456', true],
    ],
  );
});

test('The directory of units is searched without accents and read below a unit', async () => {
  const { units } = await house.app.run('identity.list-units', { query: 'xay dung' }, nobody);
  assert.deepEqual(
    units.map((u) => u.key),
    ['so-xd', 'so-xd.phong'],
  );
  const below = await house.app.run('identity.list-units', { under: await house.unit('so-xd'), limit: 2 }, nobody);
  assert.deepEqual([below.units.map((u) => u.key), below.next], [['so-xd', 'so-xd.desk'], 'H99.02.02']);
});
