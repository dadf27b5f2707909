import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from '@dinh/kernel';
import fc from 'fast-check';
import { course, writeDossiers } from './courses.ts';
import { file } from './filing.ts';
import { openProvince, type Province, type Visitor } from './province.ts';

let province: Province;
let controller: Visitor;

before(async () => {
  province = await openProvince();
  controller = await province.signIn('kiemsoat');
});
after(() => province.close());

test('D7 the ledger has every accepted dossier of unit and period once, in the order of codes', async () => {
  await writeDossiers(province, fc.sample(course, { numRuns: 400, seed: 5 }));
  const period = { from: '2026-10-01', to: '2026-10-31' };
  const unit = await province.unit('ubnd-tinh');
  const { rows } = await controller.api('one-stop.ledger', { unit, ...period, limit: 2000 });
  const accepted = await province.app.db.all<{ code: string }>(
    sql`select code from one_stop.dossier where accepted_at >= '2026-10-01T00:00+07:00' and accepted_at < '2026-11-01T00:00+07:00' order by (accepted_at at time zone 'Asia/Ho_Chi_Minh')::date, code`,
  );
  assert.ok(rows.length > 30);
  assert.deepEqual(
    rows.map((row) => row.code),
    accepted.map((row) => row.code),
  );
  const { total } = await controller.api('one-stop.statistics', { ...period, by: 'channel' });
  assert.equal(rows.length, total.figures.received, 'the ledger is what the statistics count as received');
  // Lines go on from the begin of the year; positions from the begin of the period.
  const { count } = await province.app.db.one<{ count: number }>(
    sql`select count(*)::int as count from one_stop.dossier where accepted_at < '2026-10-01T00:00+07:00'`,
  );
  assert.deepEqual(
    rows.map((row) => [row.line, row.position]),
    rows.map((_, i) => [count + i + 1, i + 1]),
  );
  const second = await controller.api('one-stop.ledger', { unit, ...period, after: 10, limit: 5 });
  assert.deepEqual(
    second.rows.map((row) => row.code),
    rows.slice(10, 15).map((row) => row.code),
  );
});

test('D7 it prints on the form of its ruleset, one book for each', async () => {
  await province.app.db.run(sql`update one_stop.dossier set ruleset = 'nd61-2018' where accepted_at < '2026-10-10T00:00+07:00'`);
  const unit = await province.unit('ubnd-tinh');
  const { books, rows } = await controller.api('one-stop.ledger-books', {
    unit,
    from: '2026-10-01',
    to: '2026-10-31',
  });
  assert.deepEqual(
    books.map((book) => [book.number, book.ruleset]),
    [
      [1, 'nd61-2018'],
      [2, 'tt03-2025'],
    ],
  );
  assert.equal(books[1]!.after, books[0]!.rows);
  assert.equal(rows, books[0]!.rows + books[1]!.rows);
  const address = `/ban-lam-viec/so-theo-doi/in?co-quan=${unit}&tu=2026-10-01&den=2026-10-31&quyen=2`;
  const paper = await controller.get(address);
  assert.equal(paper.status, 200, paper.text.slice(0, 500));
  assert.equal(paper.headers.get('content-type'), 'application/pdf');
  assert.match(Buffer.from(paper.bytes.subarray(0, 8)).toString('latin1'), /^%PDF-/);
});

test('D7 a desk keeps the ledger of what it accepted, and no other', async () => {
  const desk = await province.signIn('motcua');
  const citizen = await province.signIn('congdan');
  const { id } = await file(province, citizen, 'HNM.6739-14', { workKind: 'house', permitKind: 'new' });
  await desk.api('one-stop.accept-dossier', { id, feeTaken: true });
  const page = await desk.get('/ban-lam-viec/so-theo-doi?tu=2026-10-01&den=2026-10-31');
  assert.equal(page.status, 200);
  const { desk: own, unit } = await province.app.db.one<{ desk: number; unit: number }>(
    sql`select s.id as desk, s.parent_id as unit from identity.v_unit s where s.key = 'so-xay-dung.desk'`,
  );
  const period = { from: '2026-01-01', to: '2026-12-31', limit: 2000 };
  const kept = (await desk.api('one-stop.ledger', { unit: own, ...period })).rows;
  const accepted = await province.app.db.all<{ id: string }>(
    sql`select id from one_stop.dossier where desk_id = ${own} and accepted_at is not null`,
  );
  assert.ok(kept.some((one) => one.id === id));
  assert.deepEqual(new Set(kept.map(({ id }) => id)), new Set(accepted.map(({ id }) => id)));
  for (const wider of [unit, await province.unit('ubnd-tinh')]) {
    const { rows } = await desk.api('one-stop.ledger', { unit: wider, ...period });
    assert.ok(rows.every(({ id }) => accepted.some((one) => one.id === id)));
  }
});
