/** Personnel offices send their tables: a template, a file with everything checked, four eyes, and the same again changes nothing. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { buffer } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { readSheet, xlsx } from '@dinh/ui';
import { jobContext, sql } from '@dinh/kernel';
import { root } from '../src/version.ts';
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
  Array.from({ length: count }, (_, i) => [`${300_000_000_000 + i}`, `Nguyễn Văn Thử ${i}`, section, 'specialist']);
const form = '/quan-tri/nhap-tep/moi';

async function send(name: string, data: Uint8Array | string) {
  return admin.submit(await admin.get(form), { kind: 'officials' }, { form, files: [{ field: 'file', name, data }] });
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
  province.app.db.one<{ state: string }>(sql`select state from identity.import where id::text = ${where.split('/').at(-1)!}`);

test('A file that cannot be read leaves what was ticked beside it', async () => {
  const refused = await admin.submit(
    await admin.get(form),
    { kind: 'officials', complete: 'on' },
    { form, files: [{ field: 'file', name: 'sai.csv', data: Buffer.from([0x61, 0x2c, 0xd0, 0xf2, 0x0a]) }] },
  );
  assert.equal(refused.status, 422);
  assert.match(refused.text, /<input[^>]*name="complete"[^>]*checked/);
  assert.doesNotMatch((await admin.get(form)).text, /<input[^>]*name="complete"[^>]*checked/);
});

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

  // Who does not agree says why; whoever sent it reads that, and asks again.
  const decline = (reason: string) => leader.postForm(large.location!, { viec: 'khong-duyet', reason });
  const unsaid = await decline('');
  assert.equal(unsaid.status, 422);
  assert.match(
    unsaid.text,
    /<details[^>]* open[^]*<textarea[^>]* id="reason"[^]*href="#reason"|href="#reason"[^]*<details[^>]* open/,
  );
  assert.equal((await waiting(large.location!)).state, 'waiting');
  assert.equal((await decline('Thiếu quyết định kèm theo')).status, 303);
  assert.equal((await decline('Thiếu quyết định kèm theo')).status, 422, 'once');
  const declined = await admin.get(large.location!);
  assert.match(declined.text, /Không được phê duyệt[^]*Dương Hữu Phước: Thiếu quyết định kèm theo/);
  const { body } = await province.app.db.one<{ body: string }>(
    sql`select body from notify.message where template = 'import-declined' and channel = 'inbox'`,
  );
  assert.match(body, /“lon.xlsx”. Lý do: Thiếu quyết định kèm theo/);
  await admin.submit(declined, {}, { form: large.location! });
  assert.doesNotMatch((await admin.get(large.location!)).text, /Thiếu quyết định/);

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

test('Whoever gives a table up is told what is lost before they press, also without JavaScript', async () => {
  const { location = '' } = await send('nham.xlsx', await workbook(people(1)));
  const page = await admin.get(location!);
  const [asks = ''] = /<details[^>]*id="give-up"[^]*?<\/details>/.exec(page.text) ?? [];
  assert.match(asks, /<summary[^>]*>[^<]*Bỏ tệp này/);
  assert.match(asks, /phải gửi lại tệp[^]*value="bo"/);
  assert.equal(page.text.split('value="bo"').length, 2, 'nowhere else');
  await admin.submit(page, { viec: 'bo' }, { form: location! });
  assert.equal((await waiting(location!)).state, 'withdrawn');
});

test('Two thousand lines whose carrying out is killed twice go on where they stood: nobody is missing, doubled or without a trace', async () => {
  const rows = people(2250).slice(250);
  const sent = await send('rat-lon.xlsx', await workbook(rows));
  const leader = await province.signIn('lanhdao');
  await admin.submit(await admin.follow(sent), {}, { form: sent.location! });
  const id = sent.location!.split('/').at(-1)!;
  // Only the children carry it out.
  await province.app.db.run(sql`update identity.import set state = 'running' where id = ${id}`);
  const done = async () =>
    (
      await province.app.db.one<{ n: number }>(
        sql`select count(*)::int as n from identity.import_row where import_id = ${id} and done_at is not null`,
      )
    ).n;
  for (const until of [300, 900]) {
    await killedOnceDone(until, done);
    // What it had sent may still be under way in the database: until that has ended its import is locked.
    await province.app.db.run(sql`select from identity.import where id = ${id} for update`);
  }
  const half = await done();
  assert.ok(half >= 900 && half < 2000, `${half} lines before the last process`);
  const screen = await leader.get(sent.location!);
  assert.match(screen.text, new RegExp(`value="${half}" max="2000"`));
  const { app } = province;
  await app.jobs.find((job) => job.name === 'identity.carry-out-imports')!.run(jobContext(app, 'test'), {});
  assert.equal((await waiting(sent.location!)).state, 'done');
  const found = await app.db.one(
    sql`select count(*)::int as places, count(distinct o.person_id)::int as persons,
               (select count(*)::int from audit.entry a where a.operation = 'identity.give-position' and a.outcome = 'done'
                and a.subject = any(array_agg('person:' || o.person_id))) as audited,
               (select count(*)::int from kernel.event e where e.name = 'identity.position-given' and e.key = any(array_agg(o.id::text))) as told
        from identity.position o join identity.person p on p.id = o.person_id where p.id_number >= '300000000250' and p.id_number < '300000002250'`,
  );
  assert.deepEqual(found, { places: 2000, persons: 2000, audited: 2000, told: 2000 });
});

/** Starts a process that carries imports out, and kills it once so many lines are done. */
async function killedOnceDone(count: number, done: () => Promise<number>): Promise<void> {
  const { app, clock } = province;
  const child = spawn(
    process.execPath,
    [join(root, 'platform/test/job-child.ts'), app.db.url, 'identity.carry-out-imports', clock.now().toISOString()],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  while (child.exitCode === null && (await done()) < count) await sleep(5);
  child.kill('SIGKILL');
  await ended;
}
