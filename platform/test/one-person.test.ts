/** Two records of one person become one, with everything that apps and engines keep under their ids; and an account is closed. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from '@dinh/kernel';
import { begin } from './citizen.ts';
import { file } from './filing.ts';
import { openProvince, Problem, type Province, type Visitor } from './province.ts';

let province: Province;
let desk: Visitor;
let admin: Visitor;
const permit = 'HNM.6739-14';
const house = { workKind: 'house', permitKind: 'new' };
before(async () => {
  province = await openProvince();
  [desk, admin] = await Promise.all([province.signIn('motcua'), province.signIn('quantri')]);
});
after(() => province.close());

const mine = async (visitor: Visitor) =>
  (await visitor.api('one-stop.my-dossiers', {})).rows.map((row: { reference: string }) => row.reference);

test('Dossiers, drafts and messages follow when records are merged, and go back when it is undone', async () => {
  const gone = await province.signIn('congdan');
  const filed = await file(province, gone, permit, house);
  await begin(gone, permit);
  await province.settle();
  const [from, to] = await Promise.all([province.person('congdan'), province.person('congdan2')]);
  // Both demonstration persons count as checked: the one that goes is as if it had been declared only.
  await province.app.db.run(sql`update identity.person set verified_level = 0 where id = ${from}`);
  const { a } = await desk.api('identity.compare-persons', { a: from, b: to });
  assert.ok(a.records.some(({ what, count }) => what.en === 'Dossiers filed' && count === 1));
  const { merge } = await desk.api('identity.propose-merge', {
    from,
    to,
    fields: [],
    reason: 'Cùng một người',
  });
  await admin.api('identity.decide-merge', { merge, accept: true });

  const stays = await province.signIn('congdan2');
  assert.deepEqual(await mine(stays), [filed.reference]);
  assert.equal((await stays.get(`/ho-so/${filed.reference}`)).status, 200);
  assert.equal((await stays.api('services.list-drafts', {})).drafts.length, 1);
  assert.ok((await stays.api('notify.my-messages', { limit: 10 })).messages.length > 0);
  assert.equal((await admin.get(`/quan-tri/nguoi/${from}`)).location, `/quan-tri/nguoi/${to}`);

  await admin.api('identity.undo-merge', { merge, reason: 'Nhầm người' });
  assert.deepEqual(await mine(stays), []);
  // Whoever was signed in by the record that gave way signs in again.
  assert.equal((await gone.rawApi('one-stop.my-dossiers', {})).status, 401);
  assert.deepEqual(await mine(await province.signIn('congdan')), [filed.reference]);
});

test('A dossier filed after the merge stands in the way of undoing it', async () => {
  const [from, to] = await Promise.all([province.person('congdan'), province.person('congdan2')]);
  const { merge } = await desk.api('identity.propose-merge', {
    from,
    to,
    fields: [],
    reason: 'Cùng một người',
  });
  await admin.api('identity.decide-merge', { merge, accept: true });
  province.clock.advance(60_000);
  await file(province, await province.signIn('congdan2'), permit, house, { account: 'congdan2' });
  await assert.rejects(
    admin.api('identity.undo-merge', { merge, reason: 'Muộn' }),
    (error) => error instanceof Problem && /hồ sơ đã nộp \(1\)/.test(error.problem.title),
  );
});

test('Who closes their account is told what is under way and what is kept; the dossier goes on', async () => {
  const citizen = await province.signIn('congdan2');
  const page = await citizen.get('/tai-khoan/dong');
  assert.match(page.text, /Hồ sơ đã nộp: 2/);
  assert.match(page.text, /Chứng từ kế toán phải giữ ít nhất 10 năm/);
  const unsure = await citizen.submit(page, {}, { form: '/tai-khoan/dong' });
  assert.equal(unsure.status, 422);
  const closed = await citizen.submit(page, { sure: 'on' }, { form: '/tai-khoan/dong' });
  assert.match((await citizen.follow(closed)).text, /Tài khoản đã đóng/);
  assert.equal((await citizen.get('/ho-so')).status, 303);
  await province.settle();
  const told = await province.app.db.all<{ act: string }>(
    sql`select h.act from one_stop.history h join one_stop.dossier d on d.id = h.dossier_id where h.act = 'party-closed'`,
  );
  assert.equal(told.length, 2);
  const left = await province.app.db.one<{ open: number }>(
    sql`select count(*) as open from services.draft where state = 'open' and person_id = ${await province.person('congdan2')}`,
  );
  assert.equal(left.open, 0);
});
