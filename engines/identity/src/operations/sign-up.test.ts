import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Notice, Refusal, sql } from '@dinh/kernel';
import { type House, nobody, openHouse } from '../test-house.ts';
import { openAccount, workOf } from '../test-work.ts';

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
const refusal = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code;
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
  const { token } = await openAccount(house.app, { ...person, name: person.name.normalize('NFD') });
  const call = { ...nobody, principal: await house.app.principals.principal(token) };
  const profile = await house.app.run('identity.view-profile', {}, call);
  assert.equal(profile.name, 'Nguyễn Văn Thử');
  assert.equal(profile.phone, '0912345678');
  assert.equal(profile.verifiedLevel, 0);
  await house.app.run('identity.sign-in', { account: person.idNumber, password: person.password.normalize('NFD') }, nobody);
});

test('Asking for an account is the same work and the same answer, whether or not number, telephone or e-mail have one', async () => {
  const asked: { work: string[]; answer: string[] }[] = [];
  const known = await house.app.db.one<{ phone: string }>(sql`select phone from identity.person where account = 'congdan'`);
  for (const who of [
    { idNumber: '035190000777', phone: '0912 345 777' },
    { idNumber: person.idNumber, phone: '0912 345 776' },
    { idNumber: '000000000001', phone: known.phone },
  ]) {
    let answer: object = {};
    const work = await workOf(house.app, async () => {
      answer = await house.app.run('identity.sign-up', { ...person, ...who, email: 'ai.do@vidu.vn' }, nobody);
    });
    asked.push({ work, answer: Object.keys(answer) });
    await house.app.db.run(sql`delete from identity.attempt`);
  }
  const [free, ...taken] = asked;
  assert.ok(
    free!.work.some((one) => one.includes('identity.sign_up')),
    free!.work.join('\n'),
  );
  assert.equal(free!.work.filter((one) => /argon2/i.test(one)).length, 1, 'one password is hashed');
  assert.equal(free!.work.filter((one) => /identity\.person\b/.test(one)).length, 0);
  for (const one of taken) assert.deepEqual(one, free);
});

test('No second account is opened with an identity number; its owner is told, and monitoring hears of it', async () => {
  const told: Notice[] = [];
  const { messenger } = house.app;
  const { proof, code } = await house.app.run('identity.sign-up', { ...person, phone: '0999888777' }, nobody);
  house.app.messenger = { tell: async (_, notice) => void told.push(notice), reaches: () => false };
  const finish = () => house.app.run('identity.finish-sign-up', { proof, code: code! }, nobody);
  assert.deepEqual(await finish(), { opened: null });
  house.app.messenger = messenger;
  assert.deepEqual(
    told.map(({ template, to }) => [template, to.phone]),
    [['sign-up-tried', '0912345678']],
  );
  const { n } = await house.app.db.one<{ n: number }>(
    sql`select count(*)::int as n from kernel.event where name = 'identity.sign-up-refused'`,
  );
  assert.equal(n, 1);
  await assert.rejects(finish(), refusal('identity.wrong-code'));
});

test('The code opens the account, a guess or an old one does not; another is sent within a day', async () => {
  const asked = { ...person, idNumber: '035190000778', phone: '0912345778' };
  const finish = (proof: string, code: string | undefined) =>
    house.app.run('identity.finish-sign-up', { proof, code: code! }, nobody);
  const resend = (signUp: string) => house.app.run('identity.resend-sign-up-code', { signUp }, nobody);
  const first = await house.app.run('identity.sign-up', asked, nobody);
  const guess = first.code === '000000' ? '111111' : '000000';
  await assert.rejects(finish(first.proof, guess), refusal('identity.wrong-code'));
  house.clock.advance(11 * 60_000);
  await assert.rejects(finish(first.proof, first.code), refusal('identity.wrong-code'));
  const again = await resend(first.signUp);
  assert.ok((await finish(again.proof, again.code)).opened?.token);
  await assert.rejects(resend(first.signUp), refusal('identity.sign-up-over'));
  const late = await house.app.run('identity.sign-up', { ...asked, idNumber: '035190000779' }, nobody);
  house.clock.advance(25 * 3_600_000);
  await assert.rejects(resend(late.signUp), refusal('identity.sign-up-over'));
});

test('What is wrong is told field by field', async () => {
  assert.deepEqual(
    await fieldsOf(house.app.run('identity.sign-up', { ...person, birthDate: '1990-02-30', password: 'matkhau123' }, nobody)),
    ['birthDate', 'password'],
  );
  assert.deepEqual(await fieldsOf(house.app.run('identity.sign-up', { ...person, birthDate: '2027-01-01' }, nobody)), [
    'birthDate',
  ]);
  assert.deepEqual(await fieldsOf(house.app.run('identity.sign-up', { ...person, password: person.idNumber }, nobody)), [
    'password',
  ]);
  assert.deepEqual(await fieldsOf(house.app.run('identity.sign-up', { ...person, idNumber: '12', name: 'X' }, nobody)), [
    'name',
    'idNumber',
  ]);
  assert.deepEqual(await fieldsOf(house.app.run('identity.sign-up', { ...person, name: 'Nguyễn\u0000Văn' }, nobody)), ['name']);
});

test('A new password ends the other sessions and needs the old one', async () => {
  const first = await house.app.run('identity.sign-in', { account: person.idNumber, password: person.password }, nobody);
  const second = await house.app.run('identity.sign-in', { account: person.idNumber, password: person.password }, nobody);
  const call = { ...nobody, principal: await house.app.principals.principal(second.token) };
  assert.deepEqual(
    await fieldsOf(house.app.run('identity.change-password', { password: 'sai rồi', newPassword: 'cụm từ mới hơn' }, call)),
    ['password'],
  );
  await house.app.run('identity.change-password', { password: person.password, newPassword: 'cụm từ mới hơn' }, call);
  assert.equal((await house.app.principals.principal(first.token)).kind, 'anonymous');
  assert.equal((await house.app.principals.principal(second.token)).kind, 'person');
  await assert.rejects(house.app.run('identity.sign-in', { account: person.idNumber, password: person.password }, nobody));
  await house.app.run('identity.sign-in', { account: person.idNumber, password: 'cụm từ mới hơn' }, nobody);
});

test('What was checked against papers only a desk changes', async () => {
  const call = await house.as('congdan');
  assert.deepEqual(await fieldsOf(house.app.run('identity.update-profile', { name: 'Người Khác' }, call)), ['name']);
  const { token } = await house.app.run('identity.sign-in', { account: 'congdan', password: 'dinh' }, nobody);
  const fresh = { ...call, principal: await house.app.principals.principal(token) };
  const after = await house.app.run('identity.update-profile', { phone: '0987 654 321', locale: 'en' }, fresh);
  assert.equal(after.phone, '0987654321');
  assert.equal(after.locale, 'en');
});
