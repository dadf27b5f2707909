import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openProvince, type Visitor } from './province.ts';

const province = await openProvince();
after(() => province.close());
let officer: Visitor;
let controller: Visitor;
const keys = ['fee-none', 'fee-driving-licence-exchange', 'fee-building-permit'] as const;
before(async () => {
  officer = await province.signIn('nghiepvu');
  controller = await province.signIn('kiemsoat');
  for (const key of keys) {
    const text = (await officer.get(`/studio/decision/${key}/tep`)).text.replace('<description>', '<description>Bản sửa. ');
    const { draft } = await officer.api('studio.save-draft', { kind: 'decision', key, text, source: 'ours' });
    if (key === 'fee-none') continue;
    await officer.api('studio.submit-draft', { draft, effectiveFrom: '2026-11-18' });
    if (key === 'fee-building-permit') await controller.api('studio.publish-definition', { draft });
  }
});
const keysOf = (rows: readonly { readonly key: string }[]): string[] => rows.map((one) => one.key);

test('Drafts are searched without accents, filtered, sorted, and read page by page', async () => {
  const list = (input: object) => officer.api('studio.list-drafts', input);
  assert.deepEqual(keysOf((await list({ query: 'GIAY PHEP lai' })).drafts), [keys[1]]);
  assert.deepEqual(keysOf((await list({ query: '100%' })).drafts), []);
  assert.deepEqual(keysOf((await list({ state: 'writing' })).drafts), ['fee-none']);
  const sorted = keysOf((await list({ sort: 'title' })).drafts);
  assert.deepEqual(keysOf((await list({ sort: 'title', descending: true })).drafts), sorted.toReversed());
  const paged: string[] = [];
  let next: string | null | undefined;
  do {
    const page: { drafts: { key: string }[]; next: string | null } = await list({
      sort: 'title',
      limit: 1,
      ...(next && { after: next }),
    });
    paged.push(...keysOf(page.drafts));
    next = page.next;
  } while (next);
  assert.deepEqual(paged, sorted);
  for (const wrong of ['x', Buffer.from('["a"]').toString('base64url')])
    await assert.rejects(list({ after: wrong }), /malformed-request/);
});

test('The list of drafts is a screen, a file and a paper; a search that finds nothing says what to do', async () => {
  const screen = await officer.get('/studio/du-thao?tt=waiting');
  assert.match(screen.text, /1 dự thảo chờ phê duyệt/);
  assert.match(screen.text, /xep=title/);
  const rows = /<tbody>[^]*<\/tbody>/.exec(screen.text)![0];
  assert.match(rows, /Lệ phí đổi giấy phép lái xe/);
  assert.doesNotMatch(rows, /Không thu phí|Lệ phí cấp giấy phép xây dựng/, 'only what waits');
  const csv = await officer.get('/studio/du-thao?dang=csv');
  assert.match(csv.text, /fee-none[^]*Đang soạn/);
  assert.equal((await officer.get('/studio/du-thao?dang=xlsx')).status, 200);
  assert.match((await officer.get('/studio/du-thao?dang=in')).text, /Không thu phí, lệ phí/);
  assert.match((await officer.get('/studio/du-thao?q=khong-co-gi')).text, /Không có dự thảo nào như vậy/);
});

test('What a load of the pack keeps is listed with who wrote it, and exported', async () => {
  const { kept, next } = await officer.api('studio.list-kept', {});
  assert.deepEqual([keysOf(kept), next], [[keys[2]], null]);
  assert.equal(kept[0]?.author, 'Tạ Đình Tùng Lâm');
  assert.deepEqual((await officer.api('studio.list-kept', { query: 'xay dung', kind: 'process' })).kept, []);
  for (const sort of ['title', 'kind', 'author', 'from', 'at'] as const)
    assert.equal((await officer.api('studio.list-kept', { sort, descending: true })).kept.length, 1);
  const screen = await officer.get('/studio/nap');
  assert.match(screen.text, /Được giữ vì cán bộ đã sửa/);
  assert.match(screen.text, /Các lần nạp gần đây có thay đổi/);
  assert.match((await officer.get('/studio/nap?dang=csv')).text, /fee-building-permit/);
  assert.match((await officer.get('/studio/nap?q=khong-co-gi')).text, /Không có nội dung nào như vậy/);
});
