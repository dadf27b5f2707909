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
  const citizen = await province.signIn('congdan');
  const { id } = await file(province, citizen, 'HNM.6739-14', { workKind: 'house', permitKind: 'new' });
  await citizen.api('one-stop.view-dossier', { id });
  assert.deepEqual(
    (await citizen.api('identity.list-seen', {})).entries,
    [],
    'their own looking is not told',
  );
  const desk = await province.signIn('motcua');
  await desk.api('one-stop.view-dossier', { id });
  await desk.api('one-stop.view-dossier', { id });
  const { entries } = await citizen.api('identity.list-seen', {});
  assert.equal(entries.length, 2);
  assert.equal(entries[0]!.name, 'Trần Thu Cúc');
  assert.match(entries[0]!.unit!.vi, /Sở Xây dựng/);
  assert.match(entries[0]!.act.vi, /hồ sơ/i);
  const first = await citizen.api('identity.list-seen', { limit: 1 });
  const second = await citizen.api('identity.list-seen', { limit: 1, after: first.next! });
  assert.equal(second.next, null);
  assert.equal((await citizen.rawApi('identity.list-seen', { after: 'x' })).status, 404);
  assert.deepEqual((await (await province.signIn('congdan2')).api('identity.list-seen', {})).entries, []);
  const page = await citizen.get('/tai-khoan/ai-da-xem');
  assert.ok(page.text.includes('Trần Thu Cúc'));
  const sheet = await citizen.get('/tai-khoan/ai-da-xem?dang=csv');
  assert.equal(sheet.text.split('\r\n').length, 4);
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
    [['Hoàng Đức Tùng', 'Xuất danh sách hồ sơ']],
  );
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
