/** A plan of reorganisation is drawn up on the screens alone: units, lines and appointments are added, changed and taken out, checked, and nobody overwrites another. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openProvince, type Province, type Visitor } from './province.ts';

let province: Province;
let admin: Visitor;
let plan: string;
before(async () => {
  province = await openProvince();
  admin = await province.signIn('quantri');
});
after(() => province.close());

const view = async () => (await admin.api('identity.view-succession', { id: plan.split('/').at(-1)! })).succession;
/** Fills a form of the plan in and sends it. @returns where it leads, or the page again with what is wrong */
async function fill(where: string, values: Record<string, string>, from?: Visitor) {
  const visitor = from ?? admin;
  return visitor.submit(await visitor.get(`${plan}/${where}`), values, { form: `${plan}/${where}` });
}

test('A plan is begun with its name, and the list leads to it', async () => {
  const form = '/quan-tri/sap-xep/moi';
  const empty = await admin.submit(await admin.get(form), { 'title.vi': '' }, { form });
  assert.equal(empty.status, 422);
  assert.match(empty.text, /Hãy nhập tên phương án/);
  const sent = await admin.submit(
    empty,
    {
      'title.vi': 'Nhập Sở Giao thông vào Sở Xây dựng',
      'title.en': 'Merger',
      basis: 'NQ 1/NQ-HĐND',
      day: '2026-12-01',
    },
    { form },
  );
  plan = sent.location!;
  assert.match(plan, /^\/quan-tri\/sap-xep\/[0-9a-f-]{36}$/);
  assert.match((await admin.get('/quan-tri/sap-xep')).text, /Nhập Sở Giao thông vào Sở Xây dựng/);
});

test('A unit, lines, a change and an appointment are added; what is wrong is said at its field, with what was typed', async () => {
  const wrong = await fill('don-vi-moi/them', {
    'name.vi': 'Sở Xây dựng và Giao thông',
    key: 'Sở mới',
    code: 'h25',
  });
  assert.equal(wrong.status, 422);
  for (const words of [
    /Khóa gồm chữ thường/,
    /Mã gồm chữ số, chữ hoa/,
    /Hãy chọn đơn vị cấp trên/,
    /value="Sở Xây dựng và Giao thông"/,
  ])
    assert.match(wrong.text, words);
  await fill('don-vi-moi/them', {
    'name.vi': 'Sở Xây dựng và Giao thông',
    'name.en': 'Department of Construction and Transport',
    key: 'so-xay-dung-giao-thong',
    code: 'H25.99',
    parent: 'ubnd-tinh',
    kind: 'department',
    level: 'province',
  });
  const more = await fill('tiep-nhan/them', {
    from: 'so-giao-thong-van-tai',
    to: 'so-xay-dung',
    viec: 'them-nua',
  });
  assert.equal(more.location, `${plan}/tiep-nhan/them`);
  await fill('tiep-nhan/them', { from: 'so-thong-tin', to: 'so-van-hoa', fields: 'BA002.002' });
  await fill('thay-doi/them', { unit: 'so-xay-dung', symbol: 'SXDGT' });
  await fill('nhan-su/them', {
    who: 'sgtvt.phogiamdoc',
    unit: 'so-xay-dung',
    role: 'agency-head',
    'title.vi': 'Phó giám đốc Sở',
    'title.en': 'Deputy director',
  });
  const { body } = await view();
  assert.deepEqual(
    [body.begins.map((u) => u.key), body.lines.length, body.changes, body.appointments.map((a) => a.account)],
    [['so-xay-dung-giao-thong'], 2, [{ unit: 'so-xay-dung', symbol: 'SXDGT' }], ['sgtvt.phogiamdoc']],
  );
  assert.deepEqual(body.lines[1], { from: 'so-thong-tin', to: 'so-van-hoa', fields: ['BA002.002'] });
  const list = await admin.get(`${plan}/tiep-nhan?q=giao+thong`);
  assert.match(list.text, /Sở Giao thông Vận tải/);
  assert.doesNotMatch(list.text, /Sở Thông tin/);
  assert.match((await admin.get(`${plan}/nhan-su?dang=csv`)).text, /Phó giám đốc Sở/);
});

test('An item is changed and taken out; whoever changes what is no longer so is told, and nothing is lost', async () => {
  const stale = await admin.get(`${plan}/tiep-nhan/1`);
  assert.match(stale.text, /Báo chí/);
  await fill('tiep-nhan/0', { from: 'so-giao-thong-van-tai', to: 'so-xay-dung-giao-thong' });
  assert.equal((await view()).body.lines[0]!.to, 'so-xay-dung-giao-thong');
  const late = await admin.submit(stale, { to: 'so-khoa-hoc' }, { form: `${plan}/tiep-nhan/1` });
  assert.equal(late.status, 422);
  assert.equal((await view()).body.lines[1]!.to, 'so-van-hoa');
  const form = await admin.get(`${plan}/tiep-nhan/1`);
  await admin.submit(form, { viec: 'bo' }, { form: `${plan}/tiep-nhan/1` });
  assert.deepEqual(
    (await view()).body.lines.map((l) => l.from),
    ['so-giao-thong-van-tai'],
  );
});

test('The check follows what is edited, and once it is approved nothing is changed any more', async () => {
  await admin.submit(await admin.get(plan), {}, { form: plan });
  const { findings } = await admin.api('identity.check-succession', { id: plan.split('/').at(-1)! });
  assert.deepEqual(
    findings.filter((f) => f.severity === 'error'),
    [],
  );
  await admin.api('identity.propose-succession', { id: plan.split('/').at(-1)! });
  const leader = await province.signIn('lanhdao');
  assert.match((await leader.get(plan)).text, /đơn vị kết thúc hoạt động;[^<]*không rút lại được/);
  await leader.api('identity.approve-succession', { id: plan.split('/').at(-1)! });
  assert.equal((await admin.get(`${plan}/tiep-nhan/0`)).status, 404);
  const list = await admin.get(`${plan}/tiep-nhan`);
  assert.equal(list.status, 200);
  assert.doesNotMatch(list.text, /\/tiep-nhan\/(0|them)"/);
});

test('Who may not draw plans up sees them and no forms', async () => {
  const leader = await province.signIn('lanhdao');
  for (const official of [leader, await province.signIn('giamdoc')])
    assert.equal((await official.get(`${plan}/nhan-su`)).status, 200);
  assert.equal((await leader.get(`${plan}/nhan-su/0`)).status, 403);
  assert.equal((await leader.get('/quan-tri/sap-xep/moi')).status, 403);
  assert.equal((await admin.get(`${plan}/khong-co`)).status, 404);
});
