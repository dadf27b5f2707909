import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from '@dinh/kernel';
import { type House, openHouse } from './test-house.ts';

let house: House;
before(async () => void (house = await openHouse()));
after(() => house.close());

test('The telephone book is read by everybody who works here, unit by unit, and found without accents', async () => {
  const call = await house.as('bacsi');
  const names = async (input: object) => (await house.app.run('people.phone-book', input, call)).entries.map((e) => e.name);
  assert.deepEqual(await names({}), ['Ngô Gia Lộc', 'Hoàng Đức Tùng', 'Lê Minh Trúc', 'Đỗ Văn Sồi']);
  assert.deepEqual(await names({ query: 'soi do' }), ['Đỗ Văn Sồi']);
  assert.deepEqual(await names({ query: 'so y te' }), ['Đỗ Văn Sồi'], 'by the unit, too');
  const paged: string[] = [];
  let next: string | undefined;
  do {
    const page: { entries: { name: string }[]; next: string | null } = await house.app.run(
      'people.phone-book',
      { limit: 1, ...(next && { after: next }) },
      call,
    );
    paged.push(...page.entries.map((e) => e.name));
    next = page.next ?? undefined;
  } while (next);
  assert.deepEqual(paged, await names({}));
});

test('Whoever holds two roles by one title in a unit stands there once', async () => {
  const { id } = await house.app.db.one<{ id: string }>(
    sql`insert into identity.position (id, person_id, unit_id, role, title_vi, title_en, main, valid_from, created_at)
        select gen_random_uuid(), person_id, unit_id, 'administrator', title_vi, title_en, false, valid_from, now() from identity.v_official
        where name = 'Đỗ Văn Sồi' returning id`,
  );
  const { entries } = await house.app.run('people.phone-book', { query: 'soi do' }, await house.as('bacsi'));
  assert.deepEqual(
    entries.map(({ name, main }) => [name, main]),
    [['Đỗ Văn Sồi', true]],
  );
  await house.app.db.run(sql`delete from identity.position where id = ${id}`);
});

test('It is exported as cards and printed; the title of the catalogue is a page', async () => {
  const { text } = await house.open('bacsi', '/quan-tri/danh-ba?dang=vcf&q=soi');
  assert.match(text, /^BEGIN:VCARD\r\nVERSION:4\.0\r\n/);
  assert.match(text, /FN:Đỗ Văn Sồi/);
  assert.match((await house.open('bacsi', '/quan-tri/danh-ba?dang=in')).text, /Hoàng Đức Tùng/);
  assert.match((await house.open('bacsi', '/quan-tri/danh-ba?dang=csv')).text, /Đỗ Văn Sồi/);
  assert.match((await house.open('bacsi', '/quan-tri/chuc-danh')).text, /Danh mục còn trống/);
});

test('A unit keeps its old name in its history, and the tree of a day shows it', async () => {
  const edit = (fields: object) =>
    house.open('quantri', '/quan-tri/don-vi/so-yt', {
      nameVi: 'Sở Y tế và Dân số',
      nameEn: 'Health',
      ...fields,
    });
  const wrong = await edit({ from: '2027-01-01' });
  assert.match(wrong.text, /không ở tương lai/);
  assert.equal((await edit({ from: '2026-11-01', basis: 'NQ 5' })).kind, 'redirect');
  const unit = await house.open('bacsi', '/quan-tri/don-vi/so-yt');
  assert.match(unit.text, /01\/11\/2026 –[\s\S]*Sở Y tế và Dân số[\s\S]*NQ 5/);
  assert.match(unit.text, /01\/01\/2020 – 31\/10\/2026[\s\S]*Sở Y tế</);
  const before = await house.open('bacsi', '/quan-tri/don-vi?ngay=2026-10-31');
  assert.match(before.text, /Sở Y tế</);
  assert.doesNotMatch(before.text, /Dân số/);
  assert.match((await house.open('bacsi', '/quan-tri/don-vi')).text, /Dân số/);
});

test('The directory of a day is exported in open formats', async () => {
  const { text } = await house.open('bacsi', '/quan-tri/don-vi?dang=json&ngay=2026-10-31');
  const directory = JSON.parse(text);
  assert.equal(directory.day, '2026-10-31');
  assert.deepEqual(
    directory.units.map((u: { code: string; parent: string | null }) => [u.code, u.parent]),
    [
      ['H99', null],
      ['H99.02', 'tinh'],
      ['H99.02.11', 'so-xd'],
      ['H99.03', 'tinh'],
    ],
  );
  assert.equal(directory.positions.length, 4);
  assert.doesNotMatch(text, /0900000001/);
  const csv = await house.open('bacsi', '/quan-tri/don-vi?dang=csv&ngay=2026-10-31');
  assert.match(csv.text, /H99\.03,so-yt,tinh,Sở Y tế,/);
  assert.equal((await house.open('bacsi', '/quan-tri/don-vi?ngay=2026-02-30')).kind, 'html', 'a day that is none is today');
});

test('Two who change the same unit at once: other details stay, the same one is told and may be saved all the same', async () => {
  const path = '/quan-tri/don-vi/so-yt';
  const shown = (await house.open('quantri', path)).text;
  const was = Object.fromEntries(
    [...shown.matchAll(/name="(was\.\w+)" value="([^"]*)"/g)].map(([, name, value]) => [name!, value!]),
  );
  assert.deepEqual(Object.keys(was), [
    'was.nameVi',
    'was.nameEn',
    'was.address',
    'was.phone',
    'was.email',
    'was.hoursVi',
    'was.hoursEn',
  ]);
  const form = { ...was, nameVi: was['was.nameVi']!, nameEn: was['was.nameEn']! };
  await house.open('quantri', path, { ...form, phone: '0226 111' });
  await house.open('quantri', path, { ...form, address: '1 Lê Lợi' });
  assert.match((await house.open('quantri', path)).text, /1 Lê Lợi[^]*0226 111/);
  const late = await house.open('quantri', path, { ...form, phone: '0226 222' });
  assert.match(late.text, /Người khác vừa sửa đúng thông tin[^]*0226 111[^]*name="was\.phone" value="0226 111"/);
  assert.match(late.text, /value="0226 222"/, 'what was typed stays');
  await house.open('quantri', path, { ...form, 'was.phone': '0226 111', phone: '0226 222' });
  assert.match((await house.open('quantri', path)).text, /1 Lê Lợi[^]*0226 222/);
});
