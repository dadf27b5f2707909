import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Call, type Notice, Refusal, sql } from '@dinh/kernel';
import { type House, nobody, openHouse } from '../../test-house.ts';
import { openAccount } from '../../test-work.ts';

let house: House;
let desk: Call;
let admin: Call;
before(async () => {
  house = await openHouse();
  desk = await house.as('motcua');
  admin = await house.as('quantri');
});
after(() => house.close());

const refusal = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code;
let numbers = 0;
/** Two records of one person: one made at a desk without a number, one by themselves. */
async function twice(name: string): Promise<{ paper: string; own: string; token: string; phone: string }> {
  const n = String(++numbers).padStart(3, '0');
  const phone = `0913000${n}`;
  const { person: paper } = await house.app.run('identity.make-person', { name, phone, birthDate: '1980-02-03' }, desk);
  const { token, person: own } = await openAccount(house.app, {
    name,
    idNumber: `035180000${n}`,
    birthDate: '1980-02-04',
    phone,
    password: 'một cụm từ dài',
  });
  return { paper, own, token, phone };
}
const propose = (from: string, to: string, fields: 'birthDate'[] = []) =>
  house.app.run('identity.propose-merge', { from, to, fields, reason: 'Cùng một người' }, desk);

test('Duplicates are found by likeness, with the reasons, and told apart for good', async () => {
  const { paper, own } = await twice('Bùi Văn Trùng');
  const { pairs } = await house.app.run('identity.duplicates-of', { person: own }, desk);
  assert.deepEqual(
    pairs.map((one) => [one.other, one.reasons]),
    [[paper, ['same-phone']]],
  );
  const stranger = await house.app.run('identity.make-person', { name: 'Người Dùng Chung Máy', phone: '0913000001' }, desk);
  assert.equal((await house.app.run('identity.duplicates-of', { person: stranger.person }, desk)).pairs.length, 0);
  const { found } = await house.app.run('identity.look-for-duplicates', {}, admin);
  assert.equal(found, 1);
  const listed = await house.app.run('identity.list-duplicates', {}, admin);
  assert.deepEqual([listed.total, listed.pairs[0]!.reasons], [1, ['same-phone']]);
  await house.app.run('identity.tell-apart', { a: own, b: paper }, admin);
  await house.app.run('identity.look-for-duplicates', {}, admin);
  assert.equal((await house.app.run('identity.list-duplicates', {}, admin)).total, 0);
  assert.equal((await house.app.run('identity.duplicates-of', { person: own }, desk)).pairs.length, 0);
});

test('Two pairs of eyes: who proposes does not decide; then facts, places and businesses follow, and whoever was signed in is not', async () => {
  const { paper, own, token } = await twice('Bùi Thị Gộp');
  await house.app.run(
    'identity.give-position',
    { person: own, unit: await house.unit('so-xd.phong'), role: 'specialist' },
    admin,
  );
  const { business } = await house.app.run(
    'identity.register-business',
    { taxCode: '0700555111', name: 'HTX Gộp' },
    { ...nobody, principal: await house.principals.ofPerson(own) },
  );
  // The desk's record stays: it takes over number and birth date of the other.
  const { merge } = await house.app.run(
    'identity.propose-merge',
    { from: own, to: paper, fields: ['idNumber'], reason: 'Cùng một người' },
    admin,
  );
  await assert.rejects(
    house.app.run('identity.decide-merge', { merge, accept: true }, admin),
    refusal('identity.merge-self-decided'),
  );
  const second = await secondAdmin();
  await house.app.run('identity.decide-merge', { merge, accept: true }, second);
  assert.equal((await house.principals.principal(token)).kind, 'anonymous');
  const now = await house.principals.ofPerson(paper);
  assert.deepEqual([now.id, now.role, now.authorities?.[0]?.subject], [paper, 'official', business]);
  const { idNumber, birthDate } = await house.app.run('identity.view-person', { person: own }, desk);
  assert.deepEqual([idNumber, birthDate], [`035180000${String(numbers).padStart(3, '0')}`, '1980-02-03']);
  await assert.rejects(
    house.app.run('identity.sign-in', { account: idNumber!, password: 'một cụm từ dài' }, nobody),
    refusal('identity.wrong-password'),
  );

  await house.app.run('identity.undo-merge', { merge, reason: 'Nhầm người' }, second);
  assert.equal((await house.principals.principal(token)).kind, 'anonymous', 'nobody is signed in again by it');
  const back = await house.principals.ofPerson(own);
  assert.deepEqual([back.id, back.role, back.authorities?.[0]?.subject], [own, 'official', business]);
  assert.equal((await house.app.run('identity.view-person', { person: paper }, desk)).idNumber, null);
  assert.equal((await house.app.run('identity.view-person', { person: own }, desk)).idNumber, idNumber);
  await house.app.run('identity.sign-in', { account: idNumber!, password: 'một cụm từ dài' }, nobody);
});

let second: Call | undefined;
async function secondAdmin(): Promise<Call> {
  if (!second) {
    const unit = await house.unit('tinh');
    await house.app.run('identity.give-position', { person: await house.id('giamdoc'), unit, role: 'administrator' }, admin);
    second = await house.as('giamdoc');
  }
  return second;
}

test('Whoever the records were of hears by all addresses that they became one and by what they sign in, and hears when it is undone', async () => {
  const { paper, own, phone } = await twice('Bùi Văn Nghe');
  await house.app.db.run(sql`update identity.person set email = 'nghe@vidu.vn' where id = ${own}`);
  await house.app.db.run(sql`update identity.person set phone = '0988000111', account = null where id = ${paper}`);
  await house.app.events.drain(); // what is still to be told of the merges before
  const said: Notice[] = [];
  let told: Notice[] = [];
  const { messenger } = house.app;
  house.app.messenger = { tell: async (_, notice) => void said.push(notice), reaches: () => true };
  const heard = async () => {
    await house.app.events.drain();
    told = said.splice(0);
    return told.map(({ template, to }) => [template, to.personId, to.email ?? to.phone]);
  };
  const { merge } = await propose(paper, own);
  await house.app.run('identity.decide-merge', { merge, accept: true }, admin);
  assert.deepEqual(await heard(), [
    ['persons-merged', own, 'nghe@vidu.vn'],
    ['persons-merged', undefined, '0988000111'],
  ]);
  const number = `035180000${String(numbers).padStart(3, '0')}`;
  assert.match(String(told[0]!.data['how']), new RegExp(`^Từ nay bạn đăng nhập bằng •+${number.slice(-3)}\\.$`));
  assert.equal(told[0]!.to.phone, phone);
  await house.app.run('identity.undo-merge', { merge, reason: 'Hai người' }, admin);
  assert.deepEqual(await heard(), [
    ['merge-undone', paper, '0988000111'],
    ['merge-undone', own, 'nghe@vidu.vn'],
  ]);

  // The other way round: what one signed in by is no longer taken, and nothing takes its place yet.
  const back = await propose(own, paper);
  await house.app.run('identity.decide-merge', { merge: back.merge, accept: true }, admin);
  await heard();
  const how = String(told[0]!.data['how']);
  assert.match(how, /chưa có mật khẩu: xin mang căn cước[^]*Tên đăng nhập •+\d{3} và mật khẩu của nó không dùng được nữa/);
  assert.ok(told.some(({ to }) => to.email === 'nghe@vidu.vn'));
  house.app.messenger = messenger;
});

test('Nothing goes back once something new rests on the merge', async () => {
  const { paper, own } = await twice('Bùi Văn Mới');
  const { merge } = await propose(paper, own);
  await house.app.run('identity.decide-merge', { merge, accept: true }, admin);
  house.clock.advance(60_000);
  await house.app.run(
    'identity.give-position',
    { person: own, unit: await house.unit('so-xd.phong'), role: 'specialist' },
    admin,
  );
  await assert.rejects(house.app.run('identity.undo-merge', { merge, reason: 'Muộn' }, admin), refusal('identity.merge-in-use'));
});

test('An old number leads a desk to the record that stands, also after a second merge', async () => {
  const first = await twice('Bùi Thị Chuỗi');
  const third = await house.app.run('identity.make-person', { name: 'Bùi Thị Chuỗi', phone: first.phone }, desk);
  const one = await propose(first.own, first.paper);
  await house.app.run('identity.decide-merge', { merge: one.merge, accept: true }, admin);
  const two = await propose(first.paper, third.person);
  await house.app.run('identity.decide-merge', { merge: two.merge, accept: true }, admin);
  const number = `035180000${String(numbers).padStart(3, '0')}`;
  const { persons } = await house.app.run('identity.find-person', { query: number }, desk);
  assert.deepEqual(
    persons.map((p) => p.id),
    [third.person],
  );
  assert.equal((await house.app.run('identity.view-person', { person: first.own }, desk)).id, third.person);
  await assert.rejects(
    house.app.run('identity.undo-merge', { merge: one.merge, reason: 'Sai thứ tự' }, admin),
    refusal('identity.merge-not-found'),
  );
  await house.app.run('identity.undo-merge', { merge: two.merge, reason: 'Đúng thứ tự' }, admin);
  await house.app.run('identity.undo-merge', { merge: one.merge, reason: 'Đúng thứ tự' }, admin);
  assert.equal((await house.app.run('identity.view-person', { person: first.own }, desk)).id, first.own);
});

test('What cannot be one person is not proposed, nor twice', async () => {
  const { paper, own } = await twice('Bùi Văn Cấm');
  const { merge } = await propose(paper, own);
  await assert.rejects(propose(own, paper), refusal('identity.merge-impossible'));
  await house.app.run('identity.withdraw-merge', { merge }, desk);
  const verified = await house.id('doanhnghiep');
  await assert.rejects(propose(await house.id('congdan'), verified), refusal('identity.merge-impossible'));
  await assert.rejects(propose(own, own), refusal('identity.merge-impossible'));
  await house.app.run(
    'identity.record-authority',
    { kind: 'attorney', agent: own, subject: paper, papers: [{ kind: 'power-of-attorney', number: '1' }] },
    desk,
  );
  await assert.rejects(propose(paper, own), refusal('identity.merge-impossible'));
});

test('A declined merge changes nothing', async () => {
  const { paper, own } = await twice('Bùi Thị Thôi');
  const { merge } = await propose(paper, own);
  await house.app.run('identity.decide-merge', { merge, accept: false, comment: 'Hai mẹ con' }, admin);
  const { merges } = await house.app.run('identity.list-merges', { person: own }, desk);
  assert.deepEqual([merges[0]!.state, merges[0]!.comment, merges[0]!.moved], ['declined', 'Hai mẹ con', 0]);
  const { state } = await house.app.db.one<{ state: string }>(sql`select state from identity.person where id = ${paper}`);
  assert.equal(state, 'active');
});
