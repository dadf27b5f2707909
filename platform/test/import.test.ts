/** Personnel offices send their tables: a template, a file with everything checked, four eyes, and the same again changes nothing. */
import assert from 'node:assert/strict';
import { buffer } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { readSheet, xlsx } from '@dinh/ui';
import { sql } from '@dinh/kernel';
import { openProvince, type Province, type Visitor } from './province.ts';

let province: Province;
let admin: Visitor;
let section: string;
before(async () => {
  province = await openProvince();
  admin = await province.signIn('quantri');
  ({ key: section } = await province.app.db.one<{ key: string }>(
    sql`select key from identity.v_unit where kind = 'section' order by code limit 1`,
  ));
});
after(() => province.close());

const heads = ['Số định danh', 'Họ và tên', 'Mã đơn vị', 'Mã vai trò'];
const people = (count: number): string[][] =>
  Array.from({ length: count }, (_, i) => [
    `${300_000_000_000 + i}`,
    `Nguyễn Văn Thử ${i}`,
    section,
    'specialist',
  ]);
const form = '/quan-tri/nhap-tep/moi';

async function send(name: string, data: Uint8Array | string) {
  return admin.submit(
    await admin.get(form),
    { kind: 'officials' },
    { form, files: [{ field: 'file', name, data }] },
  );
}
const workbook = (rows: string[][]): Promise<Buffer> =>
  buffer(
    xlsx('vi', {
      title: 'Nhân sự',
      columns: heads.map((label, i) => ({ label, value: (row: string[]) => row[i] })),
      rows,
    }),
  );
const waiting = (where: string) =>
  province.app.db.one<{ state: string }>(
    sql`select state from identity.import where id::text = ${where.split('/').at(-1)!}`,
  );

test('The template is read back with its own heads, and what is no table is refused on the screen in words', async () => {
  for (const kind of ['officials', 'units']) {
    const template = await admin.get(`${form}?mau=${kind}`);
    const back = await admin.submit(
      await admin.get(form),
      { kind },
      { form, files: [{ field: 'file', name: 'mau.xlsx', data: template.bytes }] },
    );
    assert.match(back.location ?? '', /^\/quan-tri\/nhap-tep\/[0-9a-f-]{36}$/, kind);
    assert.ok(readSheet(template.bytes).rows.length === 2);
  }
  const windows1258 = Buffer.from([0x48, 0xf2, 0x2c, 0xd0, 0x0a]);
  const refused = await send('cu.csv', windows1258);
  assert.equal(refused.status, 422);
  assert.match(refused.text, /Windows-1258/);
  assert.match((await send('trong.xlsx', '')).text, /Tệp rỗng/);
});

test('A small table is carried out at once; a large one waits for another pair of eyes; both only once', async () => {
  const small = await send('nho.xlsx', await workbook(people(30)));
  const page = await admin.follow(small);
  assert.match(page.text, /Mới[\s\S]*30/);
  await admin.submit(page, {}, { form: small.location! });
  await province.settle();
  assert.match((await admin.get(small.location!)).text, /Đã xong[\s\S]*30 \/ 30/);

  const large = await send('lon.xlsx', await workbook(people(250)));
  await admin.submit(await admin.follow(large), {}, { form: large.location! });
  await province.settle();
  assert.equal((await waiting(large.location!)).state, 'waiting');
  const leader = await province.signIn('lanhdao');
  await leader.submit(await leader.get(large.location!), {}, { form: large.location! });
  await province.settle();
  assert.equal((await waiting(large.location!)).state, 'done');
  const { count } = await province.app.db.one<{ count: number }>(
    sql`select count(*)::int as count from identity.v_official where name like 'Nguyễn Văn Thử %'`,
  );
  assert.equal(count, 250);
  const again = await admin.follow(await send('lon.xlsx', await workbook(people(250))));
  assert.match(again.text, /Không đổi[\s\S]{0,80}250/);
});

test('Mistakes come back in the file, beside their lines', async () => {
  const rows = people(3);
  rows[1]![0] = '12';
  const sent = await send('loi.xlsx', await workbook(rows));
  const page = await admin.follow(sent);
  assert.match(page.text, /A3: Số định danh phải có đúng 12 chữ số/);
  const marked = readSheet((await admin.get(`${sent.location!}?dang=xlsx`)).bytes);
  assert.deepEqual(
    marked.rows.map((row) => row[1]),
    ['Kết quả kiểm tra', 'Không đổi', 'Lỗi', 'Không đổi'],
  );
});
