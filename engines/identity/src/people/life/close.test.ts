import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Refusal, sql } from '@dinh/kernel';
import { type House, nobody, openHouse } from '../../test-house.ts';
import { openAccount } from '../../test-work.ts';

let house: House;
before(async () => void (house = await openHouse()));
after(() => house.close());

const refusal = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code;
const person = {
  name: 'Đặng Văn Đóng',
  idNumber: '035190000201',
  birthDate: '1970-01-01',
  phone: '0912000201',
  password: 'một cụm từ dài',
};
const signUp = async () => {
  const { token } = await openAccount(house.app, person);
  return { token, call: { ...nobody, principal: await house.principals.principal(token) } };
};

test('A person is told what is kept and why, closes their account, and is signed in nowhere any more', async () => {
  const { token, call } = await signUp();
  const { kept, holdsPosition } = await house.app.run('identity.view-closing', {}, call);
  assert.deepEqual([kept.length, holdsPosition], [1, false]);
  await house.app.run('identity.close-account', { reason: 'Không dùng nữa' }, call);
  assert.equal((await house.principals.principal(token)).kind, 'anonymous');
  await assert.rejects(
    house.app.run('identity.sign-in', { account: person.idNumber, password: person.password }, nobody),
    refusal('identity.wrong-password'),
  );
  const row = await house.app.db.one<{ phone: string | null; number: string; hash: string | null }>(
    sql`select phone, id_number as number, password_hash as hash from identity.person where id = ${call.principal.id}`,
  );
  assert.deepEqual(row, { phone: null, number: person.idNumber, hash: null });
});

test('A desk opens it again with the card, and nobody else can take the number meanwhile', async () => {
  await assert.rejects(signUp(), /has an account/);
  const { id } = await house.app.db.one<{ id: string }>(sql`select id from identity.person where id_number = ${person.idNumber}`);
  const desk = await house.as('motcua');
  const reopen = (papers: { kind: string }[]) =>
    house.app.run('identity.reopen-person', { person: id, reason: 'Muốn dùng lại', papers }, desk);
  await assert.rejects(reopen([{ kind: 'birth-certificate' }]), refusal('identity.papers-needed'));
  await reopen([{ kind: 'citizen-card' }]);
  const { password } = await house.app.run('identity.issue-password', { person: id, papersSeen: true }, desk);
  await house.app.run('identity.sign-in', { account: person.idNumber, password }, nobody);
});

test('A session that somebody found open does not close the account: it is asked anew who they are', async () => {
  const account = { account: 'congdan', password: 'dinh' };
  const { token } = await house.app.run('identity.sign-in', account, nobody);
  house.clock.advance(16 * 60_000);
  const call = { ...nobody, principal: await house.principals.principal(token) };
  await assert.rejects(house.app.run('identity.close-account', {}, call), refusal('kernel.assurance-needed'));
  assert.equal((await house.principals.principal(token)).kind, 'person');
});

test('Who holds a position does not close their account', async () => {
  const account = { account: 'chuyenvien', password: 'dinh' };
  const { token } = await house.app.run('identity.sign-in', account, nobody);
  const call = { ...nobody, principal: await house.principals.principal(token) };
  await assert.rejects(house.app.run('identity.close-account', {}, call), refusal('identity.close-holds-position'));
});

test('A death ends places, delegations and authorities, and needs the certificate', async () => {
  const desk = await house.as('motcua');
  const dead = await house.id('chuyenvien');
  const agent = await house.id('congdan');
  await house.app.run(
    'identity.record-authority',
    {
      kind: 'attorney',
      agent,
      subject: dead,
      papers: [{ kind: 'power-of-attorney', number: '9' }],
    },
    desk,
  );
  const record = (papers: { kind: string; number?: string }[], diedOn = '2026-11-18') =>
    house.app.run('identity.record-death', { person: dead, diedOn, papers }, desk);
  await assert.rejects(record([{ kind: 'citizen-card' }]), refusal('identity.wrong-input'));
  await assert.rejects(record([{ kind: 'death-certificate', number: '3' }], '2026-11-21'), refusal('identity.period-wrong'));
  await record([{ kind: 'death-certificate', number: '3' }]);
  assert.equal((await house.principals.ofPerson(dead)).kind, 'anonymous');
  assert.deepEqual((await house.as('congdan')).principal.authorities ?? [], []);
  const { live } = await house.app.db.one<{ live: number }>(
    sql`select count(*) as live from identity.position where person_id = ${dead} and valid_to is null`,
  );
  assert.equal(live, 0);
});

test('Why and by whom an account was suspended is kept', async () => {
  const admin = await house.as('quantri');
  const suspended = await house.id('phogiamdoc');
  await house.app.run('identity.suspend-person', { person: suspended, reason: 'Đang bị điều tra' }, admin);
  const row = await house.app.db.one<{ reason: string; by: string }>(
    sql`select state_reason as reason, state_by as by from identity.person where id = ${suspended}`,
  );
  assert.deepEqual(row, { reason: 'Đang bị điều tra', by: admin.principal.id });
});

test('Whoever is the last to manage a business is told which before they close their account', async () => {
  const alone = async (account: string) => (await house.app.run('identity.view-closing', {}, await house.as(account))).alone;
  assert.deepEqual(await alone('doanhnghiep'), ['Công ty Sông Châu']);
  assert.deepEqual(await alone('congdan'), []);
});

test('Whoever has delegated to somebody who leaves or dies hears that nobody stands in for them any more; who takes it back does not', async () => {
  const head = await house.as('giamdoc');
  const admin = await house.as('quantri');
  const to = await house.id('motcua');
  // A consumer whose transaction is tried again says it to this stand-in once more.
  const told = new Set<string>();
  const { messenger } = house.app;
  house.app.messenger = {
    tell: async (_, { template, to: one }) => void told.add(`${template} ${one.personId}`),
    reaches: () => true,
  };
  const delegate = async () => {
    const days = { from: '2026-11-20', until: '2026-11-30' };
    const given = await house.app.run('identity.delegate-authority', { to, ...days, reason: 'Đi công tác' }, head);
    return given.delegation;
  };
  const heard = async () => {
    await house.app.events.drain();
    const heardNow = [...told].filter((one) => one.startsWith('delegation-'));
    told.clear();
    return heardNow;
  };
  const own = await delegate();
  await heard();
  await house.app.run('identity.revoke-delegation', { delegation: own }, head);
  assert.deepEqual(await heard(), [`delegation-revoked ${to}`]);
  await delegate();
  const papers = [{ kind: 'death-certificate', number: '4' }];
  await house.app.run('identity.record-death', { person: to, diedOn: '2026-11-19', papers }, admin);
  assert.deepEqual(await heard(), [`delegation-ended ${head.principal.id}`]);
  house.app.messenger = messenger;
});

test('Why somebody acts for a business no more is said in words, whoever reads it', async () => {
  const account = { account: 'doanhnghiep', password: 'dinh' };
  const { token } = await house.app.run('identity.sign-in', account, nobody);
  const call = { ...nobody, principal: await house.principals.principal(token) };
  const { businesses } = await house.app.run('identity.list-my-businesses', {}, call);
  const business = businesses[0]!.id;
  await house.app.run('identity.close-account', {}, call);
  const admin = await house.as('quantri');
  for (const [lang, words] of [
    ['vi', 'người đó đã đóng tài khoản'],
    ['en', 'that person has closed their account'],
  ] as const) {
    const reader = { ...admin, lang };
    const listed = await house.app.run('identity.list-representatives', { business, past: true }, reader);
    const seen = await house.app.run('identity.view-business', { business }, reader);
    for (const { representatives } of [listed, seen])
      assert.deepEqual(
        representatives.map(({ endReason }) => endReason),
        [words],
      );
  }
});
