/** What a personnel system may say of people, what it may not undo, and how it is told. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from '@dinh/kernel';
import { openPersonnel, patch, type Personnel } from './personnel.ts';
import type { Province } from './province.ts';

let personnel: Personnel;
let province: Province;
let section: number;
let scim: Personnel['scim'];
let machine: Personnel['machine'];

before(async () => {
  personnel = await openPersonnel();
  ({ province, section, scim, machine } = personnel);
});
after(() => province.close());

test('Who is not active any more goes on as a citizen; what an administrator has suspended the next table does not resume', async () => {
  const { body: made } = await scim('POST', '/Users', { userName: 've.huu', displayName: 'Lê Về Hưu' });
  const path = `/Users/${made.id}`;
  const state = async () =>
    (await province.app.db.one<{ state: string }>(sql`select state from identity.person where id = ${made.id}`)).state;
  const active = async (value: boolean) =>
    (await scim('PATCH', path, patch({ op: 'replace', path: 'active', value }))).body.active;
  assert.equal(await active(false), false);
  assert.equal(await state(), 'active', 'the account is theirs');
  const inactive = (await scim('GET', `/Users?filter=${encodeURIComponent('active eq false')}`)).body;
  assert.ok(inactive.Resources.some(({ id }: { id: string }) => id === made.id));
  assert.equal(await active(true), true);

  const admin = await province.signIn('quantri');
  await admin.api('identity.suspend-person', { person: made.id, reason: 'Nghi tài khoản bị lộ' });
  const put = await scim('PUT', path, { userName: 've.huu', displayName: 'Lê Về Hưu', active: true });
  assert.deepEqual([put.status, put.body.active, await state()], [200, false, 'suspended']);
  await admin.api('identity.resume-person', { person: made.id, reason: 'Đã đổi mật khẩu' });
  assert.equal((await scim('GET', path)).body.active, true);
});

test('What a system lacks, and what it says wrongly, is told to it in its own terms', async () => {
  const half = await machine('nua-quyen', ['people.provision-person']);
  const as = { authorization: `Bearer ${half}` };
  const { body: made } = await scim('POST', '/Users', { userName: 'nua.quyen', displayName: 'Nửa Quyền' }, as);
  const joined = await scim(
    'PATCH',
    `/Groups/${section}:specialist`,
    patch({ op: 'add', path: 'members', value: [{ value: made.id }] }),
    as,
  );
  assert.equal(joined.status, 403);
  assert.match(joined.body.detail, /people\.manage-position/);
  const taken = await scim('POST', '/Users', { userName: 'nua.quyen', displayName: 'Người Khác' });
  assert.deepEqual([taken.status, taken.body.detail], [409, 'Somebody else has this userName.']);
  for (const more of [{ emails: [{ value: 'no address' }] }, { phoneNumbers: [{ value: 'abc' }] }]) {
    const wrong = await scim('POST', '/Users', { userName: 'sai.thu', displayName: 'Sai Thư', ...more });
    assert.deepEqual([wrong.status, wrong.body.scimType], [400, 'invalidValue'], JSON.stringify(more));
  }
  const written = await scim('POST', '/Users', {
    userName: 'dung.so',
    displayName: 'Đúng Số',
    phoneNumbers: [{ value: 'tel:+84-226-000-0100' }],
  });
  assert.equal(written.body.phoneNumbers[0].value, '02260000100');
});
