/** Names of units in the texts of the pack follow a reorganisation by drafts that somebody else approves, and never by themselves. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { localDate } from '@dinh/kernel';
import { openProvince, type Province, type Visitor } from './province.ts';

let province: Province;
let admin: Visitor;
let officer: Visitor;
let controller: Visitor;
let id: string;
const day = '2026-12-01';
const body = {
  begins: [],
  changes: [{ unit: 'so-xay-dung', name: { vi: 'Sở Xây dựng và Giao thông', en: 'Department of Construction and Transport' } }],
  lines: [{ from: 'so-giao-thong-van-tai', to: 'so-xay-dung' }],
  appointments: [],
};
before(async () => {
  province = await openProvince();
  admin = await province.signIn('quantri');
  officer = await province.signIn('nghiepvu');
  controller = await province.signIn('kiemsoat');
  ({ id } = await admin.api('identity.save-succession', {
    title: { vi: 'Nhập Sở Giao thông vào Sở Xây dựng', en: 'Merger' },
    basis: 'NQ 1/NQ-HĐND',
    day,
    body,
  }));
});
after(() => province.close());

const page = () => `/studio/ten-don-vi/${id}`;
const items = async () => (await officer.api('studio.list-still-named', { succession: id })).items;
test('What names a unit as it was called is listed with how often, and the plan leads there', async () => {
  await admin.api('identity.check-succession', { id });
  assert.match((await admin.get(`/quan-tri/sap-xep/${id}`)).text, new RegExp(`href="${page()}"`));
  const all = await items();
  assert.ok(
    all.some(({ replaced }) => replaced > 0),
    JSON.stringify(all.map(({ kind, key, replaced }) => [kind, key, replaced])),
  );
  const shown = await officer.get(page());
  assert.match(shown.text, /Tên đơn vị trong nội dung[\s\S]*có hiệu lực từ 01\/12\/2026[\s\S]*không có gì thay đổi/);
  assert.match((await controller.get(`${page()}?lang=en`)).text, /to hold from 01\/12\/2026 on; nothing changes/);
});

test('While a plan has no day its names are listed and drafts wait: nobody knows from when on they would hold', async () => {
  const { id: undated } = await admin.api('identity.save-succession', {
    title: { vi: 'Nhập hai sở, chưa định ngày', en: 'Merger without a day' },
    basis: 'NQ 1/NQ-HĐND',
    body,
  });
  const { items: all, dated } = await officer.api('studio.list-still-named', { succession: undated });
  const one = all.find(({ mine, replaced, draft }) => mine && replaced > 0 && draft === null);
  assert.ok(one && !dated, JSON.stringify(all));
  const shown = (await officer.get(`/studio/ten-don-vi/${undated}`)).text;
  assert.match(shown, /Phương án sắp xếp chưa có ngày áp dụng[\s\S]*từ ngày áp dụng phương án/);
  assert.doesNotMatch(shown, /name="nd"|Tạo dự thảo/);
  await assert.rejects(
    officer.api('studio.draft-renamed', { succession: undated, kind: one.kind, key: one.key }),
    /studio\.plan-not-dated/,
  );
});

test('A draft is begun with the new names for the day of the plan; nothing changes until somebody else approves, and then from that day on', async () => {
  const before = await items();
  const one = before.find(({ mine, replaced, draft }) => mine && replaced > 0 && draft === null)!;
  const today = localDate(province.clock.now());
  const bodyOn = async (on: string) => JSON.stringify((await province.app.definitions.at(one.kind, one.key, on))!.body);
  const old = await bodyOn(day);
  const done = await officer.submit(await officer.get(page()), { nd: `${one.kind} ${one.key}` }, { form: page() });
  assert.equal(done.status, 200);
  assert.match(done.text, /Đã tạo 1 dự thảo/);
  assert.equal(await bodyOn(day), old, 'a draft changes nothing');
  const { draft } = (await items()).find(({ kind, key }) => kind === one.kind && key === one.key)!;
  const { draft: written } = await officer.api('studio.view-draft', { draft: draft!.id });
  assert.deepEqual([written.state, written.effectiveFrom, written.problems], ['writing', day, []]);
  await assert.rejects(
    officer.api('studio.draft-renamed', { succession: id, kind: one.kind, key: one.key }),
    /studio\.draft-there/,
  );
  await officer.api('studio.submit-draft', { draft: draft!.id, effectiveFrom: day });
  await assert.rejects(officer.api('studio.publish-definition', { draft: draft!.id }), /four-eyes|not-allowed/);
  await controller.api('studio.publish-definition', { draft: draft!.id });
  assert.equal(await bodyOn(today), old, 'until that day it stands as it was');
  const fresh = await bodyOn(day);
  assert.match(fresh, /Sở Xây dựng và Giao thông/);
  assert.equal(
    (await items()).filter(({ kind, key }) => kind === one.kind && key === one.key).every(({ replaced }) => replaced === 0),
    true,
  );
});

test('Whoever may not write something begins no draft of it', async () => {
  const one = (await items())[0] ?? { kind: 'procedure', key: '1.009994' };
  await assert.rejects(
    controller.api('studio.draft-renamed', { succession: id, kind: 'message', key: one.key }),
    /not-allowed|no-old-names/,
  );
});
