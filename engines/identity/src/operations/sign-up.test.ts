import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Refusal } from '@dinh/kernel';
import { type House, nobody, openHouse } from '../test-house.ts';

let house: House;
before(async () => void (house = await openHouse()));
after(() => house.close());

const person = {
  name: 'Nguyễn  Văn Thử',
  idNumber: '035190000001',
  birthDate: '1990-09-05',
  phone: '+84 912 345 678',
  password: 'một cụm từ dài',
};
const fieldsOf = async (work: Promise<unknown>): Promise<string[]> => {
  const error = await work.then(
    () => assert.fail('it was accepted'),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof Refusal, String(error));
  return error.fields.map((field) => field.path);
};

test('S1 a citizen signs up, is signed in, and signs in again with the identity number', async () => {
  // typed on a Mac: accents as separate characters
  const { token } = await house.app.run(
    'identity.sign-up',
    { ...person, name: person.name.normalize('NFD') },
    nobody,
  );
  const call = { ...nobody, principal: await house.app.principals.principal(token) };
  const profile = await house.app.run('identity.view-profile', {}, call);
  assert.equal(profile.name, 'Nguyễn Văn Thử');
  assert.equal(profile.phone, '0912345678');
  assert.equal(profile.verifiedLevel, 0);
  await house.app.run(
    'identity.sign-in',
    { account: person.idNumber, password: person.password.normalize('NFD') },
    nobody,
  );
});

test('A second account with the same identity number is refused beside its field', async () => {
  assert.deepEqual(await fieldsOf(house.app.run('identity.sign-up', person, nobody)), ['idNumber']);
});

test('What is wrong is told field by field', async () => {
  assert.deepEqual(
    await fieldsOf(
      house.app.run(
        'identity.sign-up',
        { ...person, birthDate: '1990-02-30', password: 'matkhau123' },
        nobody,
      ),
    ),
    ['birthDate', 'password'],
  );
  assert.deepEqual(
    await fieldsOf(house.app.run('identity.sign-up', { ...person, birthDate: '2027-01-01' }, nobody)),
    ['birthDate'],
  );
  assert.deepEqual(
    await fieldsOf(house.app.run('identity.sign-up', { ...person, password: person.idNumber }, nobody)),
    ['password'],
  );
  assert.deepEqual(
    await fieldsOf(house.app.run('identity.sign-up', { ...person, idNumber: '12', name: 'X' }, nobody)),
    ['name', 'idNumber'],
  );
  assert.deepEqual(
    await fieldsOf(house.app.run('identity.sign-up', { ...person, name: 'Nguyễn\u0000Văn' }, nobody)),
    ['name'],
  );
});

test('A new password ends the other sessions and needs the old one', async () => {
  const first = await house.app.run(
    'identity.sign-in',
    { account: person.idNumber, password: person.password },
    nobody,
  );
  const second = await house.app.run(
    'identity.sign-in',
    { account: person.idNumber, password: person.password },
    nobody,
  );
  const call = { ...nobody, principal: await house.app.principals.principal(second.token) };
  assert.deepEqual(
    await fieldsOf(
      house.app.run('identity.change-password', { password: 'sai rồi', newPassword: 'cụm từ mới hơn' }, call),
    ),
    ['password'],
  );
  await house.app.run(
    'identity.change-password',
    { password: person.password, newPassword: 'cụm từ mới hơn' },
    call,
  );
  assert.equal((await house.app.principals.principal(first.token)).kind, 'anonymous');
  assert.equal((await house.app.principals.principal(second.token)).kind, 'person');
  await assert.rejects(
    house.app.run('identity.sign-in', { account: person.idNumber, password: person.password }, nobody),
  );
  await house.app.run('identity.sign-in', { account: person.idNumber, password: 'cụm từ mới hơn' }, nobody);
});

test('What was checked against papers only a desk changes', async () => {
  const call = await house.as('congdan');
  assert.deepEqual(await fieldsOf(house.app.run('identity.update-profile', { name: 'Người Khác' }, call)), [
    'name',
  ]);
  const { token } = await house.app.run('identity.sign-in', { account: 'congdan', password: 'dinh' }, nobody);
  const fresh = { ...call, principal: await house.app.principals.principal(token) };
  const after = await house.app.run(
    'identity.update-profile',
    { phone: '0987 654 321', locale: 'en' },
    fresh,
  );
  assert.equal(after.phone, '0987654321');
  assert.equal(after.locale, 'en');
});
