/** How somebody changes by which address they are reached: once a code has shown that it is theirs. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from '@dinh/kernel';
import { openProvince, type Province, type Visitor } from './province.ts';

let province: Province;
let citizen: Visitor;
before(async () => {
  province = await openProvince();
  citizen = await province.signIn('congdan');
});
after(() => province.close());

const email = async () => (await citizen.api('identity.view-profile', {})).email;
const edit = '/tai-khoan/sua';

/** Types another e-mail into the page, and is sent on with the form as a browser is. */
async function change(fields: Record<string, string>) {
  const sent = await citizen.submit(await citizen.get(edit), fields, { form: edit });
  if (sent.status !== 307) return sent;
  return citizen.postForm(sent.location!, {
    ...fields,
    tiep: '/tai-khoan?xong=thong-tin',
  });
}
const codeIn = (text: string) => /ngay ở đây: (?:<[^>]*>)*(\d{6})/.exec(text)?.[1] ?? '';

test('Another e-mail is used once its code has been typed; until then messages go where they went', async () => {
  const before = await email();
  const asked = await change({ email: 'moi@example.test' });
  assert.equal(asked.status, 200);
  assert.match(asked.text, /Mã đã gửi tới/);
  assert.equal(await email(), before);
  const wrong = await citizen.submit(asked, { 'xt.code': '000000' });
  assert.equal(wrong.status, 422);
  assert.equal(await email(), before);
  const done = await citizen.submit(asked, { 'xt.code': codeIn(asked.text) });
  assert.equal(done.location, '/tai-khoan?xong=thong-tin');
  assert.equal(await email(), 'moi@example.test');
  // The one before hears of it.
  await province.settle();
  const told = await province.app.db.all<{ subject: string }>(
    sql`select subject from notify.message where address = ${before} order by created_at desc limit 1`,
  );
  assert.match(told[0]!.subject, /đã đổi/);
});

test('An address that was used before comes back in the same way, and taking one away needs no code', async () => {
  await change({ email: 'khac@example.test' }).then((asked) => citizen.submit(asked, { 'xt.code': codeIn(asked.text) }));
  assert.equal(await email(), 'khac@example.test');
  const back = await change({ email: 'moi@example.test' });
  await citizen.submit(back, { 'xt.code': codeIn(back.text) });
  assert.equal(await email(), 'moi@example.test');
  assert.equal((await change({ email: '' })).location, '/tai-khoan?xong=thong-tin');
  assert.equal(await email(), null);
});

test('What is no address, and two new ones at once, are refused with the reason beside the field; other details are saved at once', async () => {
  const none = await change({ email: 'khong-phai-thu' });
  assert.equal(none.status, 422);
  assert.match(none.text, /ten@noi\.vn/);
  const both = await change({ email: 'hai@example.test', phone: '0912 000 111' });
  assert.equal(both.status, 422);
  assert.match(both.text, /Hãy đổi từng thứ một/);
  const same = await change({ phone: '0900 000 001', locale: 'vi' });
  assert.equal(same.location, '/tai-khoan?xong=thong-tin');
  assert.equal((await citizen.api('identity.view-profile', {})).phone, '0900000001');
});
