/** Everybody sees who looked at their data, when and for what. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql, verifyTrail } from '@dinh/kernel';
import { file } from './filing.ts';
import { openProvince, type Province } from './province.ts';

let province: Province;
before(async () => void (province = await openProvince()));
after(() => province.close());

test('A citizen sees the official who opened their dossier, with title, unit and purpose, and nobody else does', async () => {
  let citizen = await province.signIn('congdan');
  const { id } = await file(province, citizen, 'HNM.6739-14', { workKind: 'house', permitKind: 'new' });
  await citizen.api('one-stop.view-dossier', { id });
  assert.deepEqual((await citizen.api('identity.list-seen', {})).entries, [], 'their own looking is not told');
  const desk = await province.signIn('motcua');
  await desk.api('one-stop.view-dossier', { id });
  province.clock.advance(31 * 60_000);
  await desk.api('one-stop.view-dossier', { id });
  const { entries } = await citizen.api('identity.list-seen', {});
  assert.equal(entries.length, 1, 'what one person did for one purpose on one day is one line');
  assert.equal(entries[0]!.times, 2);
  assert.equal(entries[0]!.looks.length, 2);
  assert.match(entries[0]!.matter!, /^[A-Z0-9]{4}(-[A-Z0-9]{4}){2}$/);
  assert.equal(entries[0]!.name, 'Trần Thu Cúc');
  assert.match(entries[0]!.unit!.vi, /Sở Xây dựng/);
  assert.match(entries[0]!.act.vi, /hồ sơ/i);
  // Another purpose, and another day, are lines of their own.
  await desk.api('one-stop.control-sheet', { id });
  province.clock.advance(24 * 3_600_000);
  citizen = await province.signIn('congdan');
  await (await province.signIn('motcua')).api('one-stop.view-dossier', { id });
  const seen = async (input = {}) =>
    (await citizen.api('identity.list-seen', input)).entries.map(({ act, times }) => [act.vi, times]);
  assert.deepEqual(await seen(), [
    ['Xem hồ sơ', 1],
    ['In phiếu kiểm soát của hồ sơ', 1],
    ['Xem hồ sơ', 2],
  ]);
  assert.deepEqual(await seen({ sort: 'last' }), (await seen()).toReversed());
  const { day } = entries[0]!;
  assert.equal((await seen({ until: day })).length, 2);
  assert.equal((await seen({ from: day, until: day, find: 'kiem soat thu cuc' })).length, 1);
  assert.equal((await seen({ find: entries[0]!.matter! })).length, 3);
  assert.equal((await seen({ find: '%' })).length, 0);
  assert.equal((await seen({ from: '2026-02-31' })).length, 3);
  const first = await citizen.api('identity.list-seen', { limit: 1 });
  const second = await citizen.api('identity.list-seen', { limit: 2, after: first.next! });
  assert.equal(second.next, null);
  assert.equal(second.entries.length, 2);
  assert.equal((await citizen.rawApi('identity.list-seen', { after: 'x' })).status, 404);
  assert.deepEqual((await (await province.signIn('congdan2')).api('identity.list-seen', {})).entries, []);
  const page = await citizen.get('/tai-khoan/ai-da-xem');
  assert.ok(page.text.includes('Trần Thu Cúc'));
  const sheet = await citizen.get('/tai-khoan/ai-da-xem?dang=csv');
  assert.equal(sheet.text.split('\r\n').length, 5);
});

test('A page that asks several things about a person is one look at them', async () => {
  const person = await province.person('congdan');
  const desk = await province.signIn('motcua');
  const citizen = await province.signIn('congdan');
  assert.equal((await desk.get(`/quan-tri/tai-quay/nguoi/${person}`)).status, 200);
  const seen = (await citizen.api('identity.list-seen', {})).entries.filter(({ act }) => /cá nhân/.test(act.vi));
  assert.deepEqual(
    seen.map(({ times, looks }) => [times, looks.length]),
    [[1, 1]],
  );
});

test('Whoever takes a list of dossiers away as a file is seen by those whose dossiers are in it, once for each file', async () => {
  const person = 'congdan2';
  const citizen = await province.signIn(person);
  await file(province, citizen, 'HNM.6739-14', { workKind: 'house', permitKind: 'new' }, { account: person });
  const head = await province.signIn('giamdoc');
  const { rows } = await head.inside('one-stop.export-dossiers', {});
  assert.ok(rows.length > 1);
  const { entries } = await citizen.api('identity.list-seen', {});
  assert.deepEqual(
    entries.map(({ name, act }) => [name, act.vi]),
    [['Hoàng Đức Tùng', 'Lấy ra tệp danh sách có hồ sơ của bạn']],
  );
});

test('What one person does for one purpose without a long pause is one look; the trail keeps every request', async () => {
  const citizen = await province.signIn('congdan2');
  const { id } = await file(province, citizen, 'HNM.6739-14', {}, { account: 'congdan2' });
  const desk = await province.signIn('motcua');
  const began = province.clock.now().toISOString();
  for (let page = 0; page < 50; page++) {
    await desk.api('one-stop.view-dossier', { id });
    province.clock.advance(60_000);
  }
  const [seen] = (await citizen.api('identity.list-seen', {})).entries.filter(({ act }) => act.vi === 'Xem hồ sơ');
  assert.deepEqual([seen!.times, seen!.looks], [1, [began]]);
  assert.equal(new Date(seen!.last).getTime() - new Date(seen!.first).getTime(), 49 * 60_000);
  const { kept } = await province.app.db.one<{ kept: number }>(
    sql`select count(*)::int as kept from audit.v_entry where subject = ${`dossier:${id}`} and operation = 'one-stop.view-dossier'`,
  );
  assert.equal(kept, 50);
});

test('Whom an entry concerns is part of what is sealed', async () => {
  const { app } = province;
  await app.audit.seal();
  const verdict = await verifyTrail(app.db, app.keys.sealers, app.clock.now());
  assert.equal(verdict.broken, undefined);
  await app.db.run(sql`alter table audit.entry disable trigger entry_is_final`);
  await app.db.run(sql`update audit.entry set concerns = null where concerns is not null`);
  assert.match((await verifyTrail(app.db, app.keys.sealers, app.clock.now())).broken ?? '', /./);
});
