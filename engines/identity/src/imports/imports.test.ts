import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { jobContext, Refusal, sql } from '@dinh/kernel';
import { type House, openHouse } from '../test-house.ts';
import { carryOut } from './carry-out.ts';

let house: House;
before(async () => {
  house = await openHouse();
  house.clock.set('2026-11-20T09:00:00+07:00');
});
after(() => house.close());

const header = ['Số định danh *', 'HỌ TÊN', 'Ngày sinh', 'Đơn vị', 'vai trò', 'Chức danh', 'Đến hết ngày'];
const line = (n: number, more: Partial<Record<number, string>> = {}): string[] =>
  ['', 'Nguyễn Văn Nhập', '30/04/1985', 'so-xd.phong', 'specialist', 'Chuyên viên', '']
    .map((cell, i) => (i === 0 ? String(100_000_000_000 + n) : i === 1 ? `${cell} ${n}` : cell))
    .map((cell, i) => more[i] ?? cell);

async function check(rows: string[][], more: object = {}) {
  const admin = await house.as('quantri');
  const { import: id } = await house.app.run(
    'identity.check-import',
    { kind: 'officials', name: 'nhan-su.xlsx', header, rows, ...more },
    admin,
  );
  const view = await house.app.run('identity.view-import', { id }, admin);
  return { id, admin, view, counts: view.import.counts };
}
async function carryOutNow(id: string) {
  await carryOut(house.app, id, jobContext(house.app, 'test').call);
  return house.app.run('identity.view-import', { id }, await house.as('quantri'));
}
const count = async () =>
  (await house.app.db.one<{ n: number }>(sql`select count(*)::int as n from identity.person where origin = 'personnel'`)).n;

test('A table is checked whole before anything changes: each mistake with its cell and what to do', async () => {
  const { view, counts, id, admin } = await check([
    line(1),
    line(2, { 0: '12345' }),
    line(3, { 3: 'so-xdd.phong', 4: 'specialis' }),
    line(4, { 2: '30/02/1985' }),
    line(1),
    line(5, { 1: '=HYPERLINK("x")' }),
    ['', '', '', '', '', '', ''],
  ]);
  assert.deepEqual(counts, { new: 1, changed: 0, unchanged: 0, ended: 0, wrong: 5 });
  const told = view.rows.flatMap((row) => row.problems.map((p) => `${p.column}${row.number} ${p.vi}`)).join('\n');
  for (const expected of [
    /A3 Số định danh phải có đúng 12/,
    /D4 Không có đơn vị với mã này; mã có trong Danh mục đơn vị\. Gần nhất là “so-xd\.phong”\./,
    /E4 Không có vai trò với mã này; .* Gần nhất là “specialist”\./,
    /C5 Ngày sinh/,
    /D6 Trùng với dòng 2/,
    /B7 Ô này trông như công thức/,
  ])
    assert.match(told, expected);
  await assert.rejects(
    house.app.run('identity.carry-out-import', { id }, admin),
    (e) => e instanceof Refusal && e.code === 'identity.import-has-errors',
  );
  assert.equal(await count(), 0);
  await assert.rejects(
    check([line(1)], { header: ['Họ và tên'] }),
    (e) => e instanceof Refusal && /Thiếu cột “Số định danh”/.test(JSON.stringify(e.fields)),
  );
});

test('What is sound is carried out; the same again changes nothing; what differs is told', async () => {
  const rows = [line(1), line(2), line(3)];
  const first = await check(rows);
  assert.equal(first.counts['new'], 3);
  await house.app.run('identity.carry-out-import', { id: first.id }, first.admin);
  const done = await carryOutNow(first.id);
  assert.equal(done.import.state, 'done');
  assert.equal(await count(), 3);
  const again = await check(rows);
  assert.deepEqual(again.counts, { new: 0, changed: 0, unchanged: 3, ended: 0, wrong: 0 });
  const changed = await check([line(1, { 1: 'Nguyễn Đổi Tên' }), line(2, { 6: '2026-12-31' }), line(3)]);
  assert.deepEqual(
    changed.view.rows.map((row) => row.fields['what']),
    ['name', 'until', ''],
  );
  await house.app.run('identity.carry-out-import', { id: changed.id }, changed.admin);
  await carryOutNow(changed.id);
  const { to } = await house.app.db.one<{ to: string }>(
    sql`select o.valid_to::text as "to" from identity.position o join identity.person p on p.id = o.person_id where p.id_number = '100000000002'`,
  );
  assert.equal(to, '2027-01-01');
  assert.equal((await check([line(1, { 1: 'Nguyễn Đổi Tên' }), line(2, { 6: '31/12/2026' })])).counts['unchanged'], 2);
});

test('An address that a table replaces is kept as the former one: nobody takes an account over by a table', async () => {
  const at = async (email: string) => {
    const { id, admin } = await check([[...line(9), email]], { header: [...header, 'Thư điện tử'] });
    await house.app.run('identity.carry-out-import', { id }, admin);
    await carryOutNow(id);
  };
  const former = () =>
    house.app.db.all(
      sql`select f.kind, f.address from identity.former_address f join identity.person p on p.id = f.person_id where p.id_number = '100000000009'`,
    );
  await at('cu@vidu.vn');
  assert.deepEqual(await former(), []);
  await at('moi@vidu.vn');
  assert.deepEqual(await former(), [{ kind: 'email', address: 'cu@vidu.vn' }]);
});

test('Places that a complete file does not name end, after somebody else has agreed', async () => {
  const { id, admin, counts } = await check([line(1, { 1: 'Nguyễn Đổi Tên' })], { complete: true });
  assert.ok(counts['ended']! >= 2, JSON.stringify(counts));
  assert.deepEqual(await house.app.run('identity.carry-out-import', { id }, admin), { state: 'waiting' });
  await assert.rejects(
    house.app.run(
      'identity.approve-import',
      { id },
      {
        ...admin,
        principal: {
          ...admin.principal,
          grants: [...admin.principal.grants, { permission: 'people.approve-import', scope: 'all', units: [] }],
        },
      },
    ),
    (e) => e instanceof Refusal && e.code === 'identity.import-four-eyes',
  );
  const other = await house.as('giamdoc');
  await house.app.run(
    'identity.approve-import',
    { id },
    {
      ...other,
      principal: {
        ...other.principal,
        grants: [{ permission: 'people.approve-import', scope: 'all', units: [] }],
      },
    },
  );
  await carryOutNow(id);
  const { live } = await house.app.db.one<{ live: number }>(
    sql`select count(*)::int as live from identity.position o join identity.unit u on u.id = o.unit_id where u.key = 'so-xd.phong' and (o.valid_to is null or o.valid_to > '2026-11-20')`,
  );
  assert.equal(live, 1);
});

test('Units are made and changed, their place in the tree only by a reorganisation', async () => {
  const admin = await house.as('quantri');
  const send = async (rows: string[][]) => {
    const { import: id } = await house.app.run(
      'identity.check-import',
      {
        kind: 'units',
        name: 'don-vi.csv',
        header: ['Mã định danh', 'Cấp trên', 'Tên đơn vị', 'Loại', 'Cấp'],
        rows,
      },
      admin,
    );
    return { id, view: await house.app.run('identity.view-import', { id }, admin) };
  };
  const { code } = await house.app.db.one<{ code: string }>(sql`select code from identity.unit where key = 'so-xd'`);
  const rows = [
    [`${code}.77`, code, 'Phòng Mới', 'section', 'section'],
    [`${code}.77.01`, `${code}.77`, 'Tổ Mới', 'section', 'section'],
  ];
  const { id, view } = await send(rows);
  assert.deepEqual(view.import.counts, { new: 2, changed: 0, unchanged: 0, ended: 0, wrong: 0 }, JSON.stringify(view.rows));
  await house.app.run('identity.carry-out-import', { id }, admin);
  assert.equal((await carryOutNow(id)).import.state, 'done');
  const { path } = await house.app.db.one<{ path: number[] }>(
    sql`select path from identity.unit where code = ${`${code}.77.01`}`,
  );
  assert.ok(path.includes(await house.unit('so-xd')));
  assert.equal((await send(rows)).view.import.counts['unchanged'], 2);
  const moved = await send([[`${code}.77`, 'tinh', 'Phòng Mới', 'section', 'section']]);
  assert.match(JSON.stringify(moved.view.rows), /chỉ đổi qua phương án sắp xếp/);
});

test('A telephone number that lost its zero is told; what a table replaces is shown with what was there before', async () => {
  const withPhone = async (phone: string) => {
    const admin = await house.as('quantri');
    const { import: id } = await house.app.run(
      'identity.check-import',
      {
        kind: 'officials',
        name: 'dien-thoai.xlsx',
        header: ['Số định danh', 'Họ và tên', 'Mã đơn vị', 'Mã vai trò', 'Điện thoại'],
        rows: [['100000000777', 'Nguyễn Văn Gọi', 'so-xd.phong', 'specialist', phone]],
      },
      admin,
    );
    return { id, row: (await house.app.run('identity.view-import', { id }, admin)).rows[0]! };
  };
  const lost = (await withPhone('912345678')).row;
  assert.match(lost.problems[0]!.vi, /bắt đầu bằng số 0/);
  const { id, row } = await withPhone('0912 345 678');
  assert.deepEqual([row.change, row.problems], ['new', []]);
  await house.app.run('identity.carry-out-import', { id }, await house.as('quantri'));
  await carryOutNow(id);
  const next = (await withPhone('+84987654321')).row;
  assert.deepEqual(
    [next.change, next.fields['what'], next.fields['phone'], next.fields['was.phone']],
    ['changed', 'phone', '0987654321', '0912345678'],
  );
});
