import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Call, Refusal } from '@dinh/kernel';
import { type House, nobody, openHouse } from '../../test-house.ts';
import { openAccount } from '../../test-work.ts';

let house: House;
let business: string;
before(async () => {
  house = await openHouse();
  const { businesses } = await house.app.run('identity.list-my-businesses', {}, await house.as('doanhnghiep'));
  business = businesses[0]!.id;
});
after(() => house.close());

const refusal = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code;
const papers = [{ kind: 'business-registration', number: '0000000001' }];
const ties = async (account: string) => (await house.as(account)).principal.authorities ?? [];
const signedIn = async (account: string): Promise<Call> => {
  const { token } = await house.app.run('identity.sign-in', { account, password: 'dinh' }, nobody);
  return { ...nobody, principal: await house.principals.principal(token) };
};
const invite = async (more: object = {}) =>
  house.app.run(
    'identity.invite-representative',
    { business, name: 'Nguyễn Thị Hoa Sen', idNumber: '000000000001', acts: ['file', 'follow'], ...more },
    await house.as('doanhnghiep'),
  );

test('Who manages a business invites another by number; the one named accepts, and may do no more than was given', async () => {
  const { invitation } = await invite({ matters: ['construction'] });
  const me = await house.as('congdan');
  const { invitations } = await house.app.run('identity.list-my-invitations', {}, me);
  assert.deepEqual(
    invitations.map((one) => [one.id, one.businessName]),
    [[invitation, 'Công ty Sông Châu']],
  );
  await house.app.run('identity.answer-invitation', { invitation, accept: true }, me);
  const [tie] = await ties('congdan');
  assert.deepEqual([tie!.acts, tie!.matters, tie!.verified], [['file', 'follow'], ['construction'], true]);
  await assert.rejects(
    house.app.run('identity.answer-invitation', { invitation, accept: true }, me),
    refusal('identity.invitation-not-found'),
  );
  await assert.rejects(
    house.app.run('identity.view-business', { business }, await house.as('congdan')),
    refusal('identity.business-not-found'),
  );
});

test('Nobody invites beyond what they hold, and nobody else sees or answers an invitation', async () => {
  const mine = await house.as('congdan');
  await assert.rejects(
    house.app.run('identity.invite-representative', { business, name: 'Ai đó', idNumber: '000000000009', acts: ['file'] }, mine),
    refusal('identity.business-not-found'),
  );
  const { invitation, code } = await invite({ name: 'Lê Minh Trúc', idNumber: '000000000099' });
  for (const account of ['congdan', 'chuyenvien']) {
    const call = await house.as(account);
    const { invitations } = await house.app.run('identity.list-my-invitations', { code }, call);
    assert.deepEqual(invitations, []);
    await assert.rejects(
      house.app.run('identity.answer-invitation', { invitation, code, accept: true }, call),
      refusal('identity.invitation-not-found'),
    );
  }
  await house.app.run('identity.withdraw-invitation', { invitation }, await house.as('doanhnghiep'));
});

test('Whoever is not yet known by papers answers with the code that was handed on', async () => {
  const { token } = await openAccount(house.app, {
    name: 'Phạm Tự Khai',
    idNumber: '035190000055',
    birthDate: '1990-01-01',
    phone: '0912000055',
    password: 'một cụm từ dài',
  });
  const call = { ...nobody, principal: await house.principals.principal(token) };
  const { invitation, code } = await invite({ name: 'Phạm Tự Khai', idNumber: '035190000055' });
  assert.deepEqual((await house.app.run('identity.list-my-invitations', {}, call)).invitations, []);
  await assert.rejects(
    house.app.run('identity.answer-invitation', { invitation, code: 'AAAA-BBBB-CCCC', accept: true }, call),
    refusal('identity.invitation-not-found'),
  );
  const shown = await house.app.run('identity.list-my-invitations', { code: code.toLowerCase() }, call);
  assert.equal(shown.invitations.length, 1);
  await house.app.run('identity.answer-invitation', { invitation, code, accept: true }, call);
});

test('An invitation runs out after two weeks', async () => {
  const { invitation } = await invite({ name: 'Lê Văn Muộn', idNumber: '000000000098' });
  house.clock.advance(15 * 86_400_000);
  const { invitations } = await house.app.run('identity.view-business', { business }, await house.as('doanhnghiep'));
  assert.equal(invitations.find((one) => one.id === invitation)!.state, 'expired');
});

test('Representatives are read page by page, found by name, with those who have ended when asked for, by managers and desks only', async () => {
  const manager = await house.as('doanhnghiep');
  const list = async (more: object, call: Call = manager) =>
    house.app.run('identity.list-representatives', { business, ...more }, call);
  const whole = (await list({})).representatives.map(({ id }) => id);
  assert.ok(whole.length >= 3, String(whole.length));
  const first = await list({ limit: 2 });
  assert.equal(first.next, 2);
  const rest = await list({ limit: 1000, offset: first.next! });
  assert.deepEqual(
    [...first.representatives, ...rest.representatives].map(({ id }) => id),
    whole,
  );
  const [found] = (await list({ query: 'pham tu khai' })).representatives;
  assert.equal(found!.name, 'Phạm Tự Khai');
  await house.app.run('identity.end-representative', { representative: found!.id, reason: 'Nghỉ việc' }, manager);
  assert.deepEqual((await list({ query: 'pham tu khai' })).representatives, []);
  const [ended] = (await list({ query: 'pham tu khai', past: true })).representatives;
  assert.equal(ended!.endReason, 'Nghỉ việc');
  assert.deepEqual((await list({}, await house.as('motcua'))).representatives.length, whole.length - 1);
  for (const account of ['congdan', 'chuyenvien'])
    await assert.rejects(list({}, await house.as(account)), refusal('identity.business-not-found'));
});

test('Limits are changed by whoever manages, not by oneself, and an end works at the next request', async () => {
  const manager = await house.as('doanhnghiep');
  const { representatives } = await house.app.run('identity.view-business', { business }, manager);
  const other = representatives.find((one) => one.name === 'Nguyễn Thị Hoa Sen')!;
  const own = representatives.find((one) => one.name === 'Phạm Quốc Khởi')!;
  await house.app.run(
    'identity.limit-representative',
    { representative: other.id, acts: ['follow'], until: '2026-12-31' },
    manager,
  );
  assert.deepEqual((await ties('congdan'))[0]!.acts, ['follow']);
  await assert.rejects(
    house.app.run('identity.limit-representative', { representative: own.id, acts: ['file'] }, manager),
    refusal('identity.authority-not-found'),
  );
  const session = await signedIn('congdan');
  await house.app.run('identity.act-for', { authority: other.id }, session);
  await house.app.run('identity.end-representative', { representative: other.id, reason: 'Thôi việc' }, manager);
  assert.deepEqual(await ties('congdan'), []);
});

test('Who manages a business alone leaves it only knowing that nobody manages it after them; with another it is as always', async () => {
  const manager = await house.as('doanhnghiep');
  const { business: alone } = await house.app.run(
    'identity.register-business',
    { taxCode: '0700888888', name: 'Công ty Một Người' },
    manager,
  );
  const mine = async () => (await ties('doanhnghiep')).find(({ subject }) => subject === alone)?.id as string;
  const leave = async (more: object = {}) =>
    house.app.run(
      'identity.end-representative',
      { representative: await mine(), reason: 'Nghỉ việc', ...more },
      await house.as('doanhnghiep'),
    );
  await assert.rejects(leave(), refusal('identity.last-manager'));
  assert.ok(await mine());
  await leave({ last: true });
  assert.equal(await mine(), undefined);
});

test('A tie ends by itself after its last day', async () => {
  const desk = await house.as('motcua');
  const person = await house.id('congdan');
  const today = '2026-12-05';
  await house.app.run('identity.add-representative', { business, person, until: today, papers }, desk);
  assert.equal((await ties('congdan')).length, 1);
  house.clock.advance(86_400_000);
  assert.deepEqual(await ties('congdan'), []);
});

test('A desk needs papers that prove the representation, and can end an impostor', async () => {
  const desk = await house.as('motcua');
  const impostor = await house.as('congdan');
  const { business: taken } = await house.app.run(
    'identity.register-business',
    { taxCode: '0700999999', name: 'Công ty Bị Chiếm' },
    impostor,
  );
  assert.equal((await ties('congdan'))[0]!.verified, false);
  const person = await house.id('doanhnghiep');
  await assert.rejects(
    house.app.run('identity.add-representative', { business: taken, person, papers: [{ kind: 'citizen-card' }] }, desk),
    refusal('identity.wrong-input'),
  );
  await house.app.run('identity.add-representative', { business: taken, person, papers }, desk);
  const { representatives } = await house.app.run('identity.view-business', { business: taken }, desk);
  const squatter = representatives.find((one) => !one.verified)!;
  await house.app.run('identity.end-representative', { representative: squatter.id, reason: 'Không có giấy tờ' }, desk);
  assert.deepEqual(await ties('congdan'), []);
});

test('A business whose registration was seen keeps its name; how it is reached its manager changes', async () => {
  await house.app.run('identity.verify-business', { business, name: 'Công ty TNHH Sông Châu', papers }, await house.as('motcua'));
  const manager = await house.as('doanhnghiep');
  await house.app.run('identity.update-business', { business, phone: '0226 333 444' }, manager);
  await assert.rejects(
    house.app.run('identity.update-business', { business, name: 'Tên Khác' }, manager),
    refusal('identity.wrong-input'),
  );
  const { business: seen } = await house.app.run('identity.view-business', { business }, manager);
  assert.deepEqual([seen.name, seen.phone], ['Công ty TNHH Sông Châu', '0226333444']);
});
