import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from '@dinh/kernel';
import fc from 'fast-check';
import { file, openTask } from './filing.ts';
import { openProvince, type Province, type Visitor } from './province.ts';

let province: Province;
let controller: Visitor;
const permit = 'HNM.6739-14';

before(async () => {
  province = await openProvince();
  controller = await province.signIn('kiemsoat');
});
after(() => province.close());

interface Made {
  readonly submitted: number;
  readonly waits: number | null;
  readonly takes: number | null;
  readonly allowed: number;
  readonly end: 'granted' | 'refused' | 'withdrawn' | 'stopped';
  readonly state: 4 | 5 | 6;
  readonly channel: 'online' | 'counter' | 'post';
  readonly procedure: number;
}

/** A dossier of any course: hours from the first of September 2026. */
const made: fc.Arbitrary<Made> = fc.record({
  submitted: fc.integer({ min: 0, max: 1800 }),
  waits: fc.option(fc.integer({ min: 0, max: 200 })),
  takes: fc.option(fc.integer({ min: 0, max: 700 })),
  allowed: fc.integer({ min: 1, max: 500 }),
  end: fc.constantFrom('granted', 'refused', 'withdrawn', 'stopped'),
  state: fc.constantFrom(4, 5, 6),
  channel: fc.constantFrom('online', 'counter', 'post'),
  procedure: fc.nat({ max: 40 }),
});

const start = Date.parse('2026-09-01T00:00:00+07:00');
const hour = 3_600_000;

/** Writes dossiers as they would stand now after such a course. */
async function write(dossiers: readonly Made[]): Promise<void> {
  const now = province.clock.now().getTime();
  const rows = dossiers.map((d, i) => {
    const submitted = start + d.submitted * hour;
    const accepted = d.waits === null ? null : submitted + d.waits * hour;
    const ended = d.takes === null ? null : (accepted ?? submitted) + d.takes * hour;
    const settled = ended !== null && ended <= now ? ended : null;
    const at = (time: number | null) => (time === null || time > now ? null : new Date(time).toISOString());
    const ends = { granted: 10, refused: 9, withdrawn: 7, stopped: 8 };
    return {
      i,
      submitted: new Date(submitted).toISOString(),
      accepted: at(accepted),
      due: accepted === null || accepted > now ? null : new Date(accepted + d.allowed * hour).toISOString(),
      settled: at(settled),
      status:
        settled === null
          ? accepted === null
            ? 1
            : d.state
          : accepted === null
            ? d.end === 'withdrawn'
              ? 7
              : 3
            : ends[d.end],
      outcome:
        settled === null
          ? null
          : accepted === null
            ? d.end === 'withdrawn'
              ? 'withdrawn'
              : 'not-accepted'
            : d.end,
      channel: d.channel,
      procedure: d.procedure,
    };
  });
  await province.app.db.run(sql`truncate one_stop.dossier cascade`);
  await province.app.db.run(
    sql`insert into one_stop.dossier (id, reference, code, procedure_code, version_id, form_id, ruleset, title, business_type, unit_id, section_id, desk_id, units, status,
          channel, applicant_name, owner_name, contact, data, delivery, words, submitted_at, accepted_at, limit_minutes, due_at, settled_at, outcome, changed_at, worked_minutes)
        select gen_random_uuid(), 'R' || r.i, case when r.accepted is not null then 'H25.00-' || to_char(r.accepted at time zone 'Asia/Ho_Chi_Minh', 'YYMMDD') || '-' || lpad(r.i::text, 4, '0') end,
          p.code, p.version_id, p.version_id, 'tt03-2025', p.short_name, p.business_type, p.agency_id, p.section_id, p.agency_id, array[p.agency_id], r.status,
          r.channel, 'Hoa', 'Hoa', '{}', '{}', '{}', '', r.submitted, r.accepted, 480, r.due, r.settled, r.outcome, r.submitted, case when r.status in (9, 10) then 240 end
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
          as r (i int, submitted timestamptz, accepted timestamptz, due timestamptz, settled timestamptz, status smallint, outcome text, channel text, procedure int)
        join (select *, row_number() over (order by code) - 1 as n from procedures.v_procedure) p
          on case when r.procedure < 6 then p.code = ${permit} else p.n = r.procedure * 20 end`,
  );
}

const groupings = ['unit', 'field', 'procedure', 'level', 'channel', 'month'] as const;
/** Figures of what flows in the period; the others stand at one of its ends. */
const flows = [
  'filed',
  'notAccepted',
  'withdrawnAtDesk',
  'received',
  'receivedOnline',
  'receivedCounter',
  'receivedPost',
  'settled',
  'settledEarly',
  'settledOnTime',
  'settledLate',
  'refused',
  'withdrawn',
  'stopped',
] as const;

test('A3 the sums agree for dossiers of any course, however they are divided', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(made, { minLength: 1, maxLength: 120 }),
      fc.constantFrom(
        ['2026-10-01', '2026-10-31'],
        ['2026-09-10', '2026-11-18'],
        ['2026-11-01', '2026-12-31'],
        ['2026-09-01', '2026-12-31'],
      ),
      async (dossiers, [from, to]) => {
        await write(dossiers.filter((d) => start + d.submitted * hour <= province.clock.now().getTime()));
        const totals = [];
        for (const by of groupings) {
          const { rows, total } = await controller.api('one-stop.statistics', { from: from!, to: to!, by });
          for (const { figures: f, label } of [...rows, { ...total, label: { vi: 'total', en: '' } }]) {
            const where = `${by} ${label.vi}`;
            assert.equal(f.received + f.carriedOver, f.settled + f.underWay + f.withdrawn + f.stopped, where);
            assert.equal(
              f.filed + f.atDeskBefore,
              f.received + f.notAccepted + f.withdrawnAtDesk + f.atDesk,
              where,
            );
            assert.equal(f.settled, f.settledEarly + f.settledOnTime + f.settledLate, where);
            assert.equal(f.received, f.receivedOnline + f.receivedCounter + f.receivedPost, where);
            assert.equal(f.underWay, f.withinLimit + f.pastLimit + f.waiting, where);
            assert.equal(f.waiting, f.waitingSupplement + f.waitingDuty, where);
          }
          for (const figure of by === 'month'
            ? flows
            : (Object.keys(total.figures) as (typeof flows)[number][]))
            assert.equal(
              rows.reduce((sum, row) => sum + row.figures[figure], 0),
              total.figures[figure],
              `${by} ${figure}`,
            );
          if (by === 'month') {
            assert.equal(rows[0]!.figures.carriedOver, total.figures.carriedOver);
            assert.equal(rows.at(-1)!.figures.underWay, total.figures.underWay);
            rows
              .slice(1)
              .forEach((row, i) =>
                assert.equal(row.figures.carriedOver, rows[i]!.figures.underWay, row.label.vi),
              );
          }
          totals.push(total);
        }
        for (const total of totals) assert.deepEqual(total, totals[0]);
      },
    ),
    { numRuns: 12 },
  );
});

test('A3 each number opens exactly the dossiers that it counts', async () => {
  await write(fc.sample(made, { numRuns: 300, seed: 7 }));
  const period = { from: '2026-10-01', to: '2026-11-30' };
  for (const by of ['unit', 'month', 'channel'] as const) {
    const { rows, total } = await controller.api('one-stop.statistics', { ...period, by });
    for (const figure of Object.keys(total.figures) as (typeof flows)[number][]) {
      for (const row of rows.slice(0, 4)) {
        const list = await controller.api('one-stop.list-counted', {
          ...period,
          by,
          key: row.key,
          figure,
          limit: 1000,
        });
        assert.equal(list.rows.length, row.figures[figure], `${by} ${row.label.vi} ${figure}`);
      }
      const whole = await controller.api('one-stop.list-counted', { ...period, figure, limit: 1000 });
      assert.equal(whole.rows.length, total.figures[figure], figure);
      assert.equal(new Set(whole.rows.map((row) => row.id)).size, whole.rows.length);
    }
  }
});

test('A3 the list behind a number comes page by page, each dossier once', async () => {
  const question = { from: '2026-09-01', to: '2026-11-30', figure: 'filed' as const, limit: 37 };
  const seen: string[] = [];
  for (let cursor: string | undefined, n = 0; n < 20; n++) {
    const { rows, next } = await controller.api('one-stop.list-counted', {
      ...question,
      ...(cursor && { cursor }),
    });
    seen.push(...rows.map((row) => row.id));
    if (!next) break;
    cursor = next;
  }
  const { total } = await controller.api('one-stop.statistics', {
    ...question,
    by: 'channel',
    limit: undefined,
    figure: undefined,
  } as never);
  assert.equal(seen.length, total.figures.filed);
  assert.equal(new Set(seen).size, seen.length);
});

test('A3 early, on time and late go by the promised day and hour', async () => {
  const due = 24 * 30; // hours allowed: the first of October, 0:00, plus …
  const one = (takes: number): Made => ({
    submitted: 720,
    waits: 10,
    takes,
    allowed: due,
    end: 'granted',
    state: 4,
    channel: 'online',
    procedure: 3,
  });
  await write([one(due - 11), one(due - 9), one(due), one(due + 1)]); // the evening before, the same day, the very hour, after it
  const { total } = await controller.api('one-stop.statistics', {
    from: '2026-10-01',
    to: '2026-11-18',
    by: 'unit',
  });
  const { settledEarly, settledOnTime, settledLate } = total.figures;
  assert.deepEqual(
    { settledEarly, settledOnTime, settledLate },
    { settledEarly: 1, settledOnTime: 2, settledLate: 1 },
  );
});

test('A3 figures reach as far as the permission: the head of an agency sees that agency only', async () => {
  await write(fc.sample(made, { numRuns: 300, seed: 11 }));
  const period = { from: '2026-09-01', to: '2026-11-30', by: 'unit' } as const;
  const all = await controller.api('one-stop.statistics', period);
  const head = await province.signIn('giamdoc');
  const agency = String(await province.unit('so-xay-dung'));
  const own = await head.api('one-stop.statistics', period);
  assert.equal(own.rows.length, 1);
  assert.deepEqual(
    own.rows,
    all.rows.filter((row) => row.key === agency),
  );
  const administrator = await province.signIn('quantri');
  const { rows } = await administrator.api('one-stop.list-counted', {
    from: period.from,
    to: period.to,
    figure: 'received',
  });
  assert.ok(
    rows.length > 0 && rows.every((row) => row.ownerName === null && !row.open),
    'figures do not open dossiers',
  );
  await assert.rejects(
    (await province.signIn('congdan')).api('one-stop.statistics', period),
    /kernel\.not-allowed/,
  );
});

test('A3 a period that runs backwards is told, and the public page counts nothing but numbers', async () => {
  await assert.rejects(
    controller.api('one-stop.statistics', { from: '2026-10-02', to: '2026-10-01', by: 'unit' }),
    /one-stop\.period-backwards/,
  );
  const page = await province.get('/thong-ke');
  assert.equal(page.status, 200);
  assert.ok(page.text.includes('Sở Xây dựng'));
  assert.ok(!/Hoa<|H25\.00-/.test(page.text));
});

test('D7 the ledger has every accepted dossier of unit and period once, in the order of codes', async () => {
  await write(fc.sample(made, { numRuns: 400, seed: 5 }));
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
  await province.app.db.run(
    sql`update one_stop.dossier set ruleset = 'nd61-2018' where accepted_at < '2026-10-10T00:00+07:00'`,
  );
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

test('A3 D7 the screens of figures open, and their tables come as files', async () => {
  const unit = await province.unit('ubnd-tinh');
  for (const path of [
    'thong-ke',
    'thong-ke?theo=month&tu=2026-09-01&den=2026-11-30',
    'thong-ke/in',
    'thong-ke/danh-sach?so-lieu=settledLate',
    `so-theo-doi?co-quan=${unit}`,
    'vi-pham',
  ]) {
    const page = await controller.get(`/ban-lam-viec/${path}`);
    assert.equal(page.status, 200, `${path}: ${page.text.slice(0, 300)}`);
    const sheet = await controller.get(`/ban-lam-viec/${path}${path.includes('?') ? '&' : '?'}dang=csv`);
    if (path !== 'thong-ke/in') assert.match(sheet.headers.get('content-type') ?? '', /text\/csv/, path);
  }
  const head = await province.signIn('giamdoc');
  const page = await head.get('/ban-lam-viec/khoi-luong');
  assert.equal(page.status, 200);
  assert.match(page.text, /Khối lượng công việc/);
});

test('P5 P13 what was late is listed with its rule, and a head sees who has how much', async () => {
  await province.app.db.run(sql`truncate one_stop.dossier cascade`);
  const citizen = await province.signIn('congdan');
  const [desk, sectionHead, head] = await Promise.all(
    ['motcua', 'truongphong', 'giamdoc'].map((who) => province.signIn(who)),
  );
  const filed = await file(province, citizen, permit, { workKind: 'house', permitKind: 'new' });
  await desk!.api('one-stop.accept-dossier', { id: filed.id });
  const task = await openTask(province.app, filed.id, 'assign');
  await sectionHead!.api('one-stop.complete-step', {
    taskId: task.id,
    outcome: 'assign',
    specialist: await province.person('chuyenvien'),
  });
  const month = { from: '2026-11-01', to: '2026-12-31' };
  const load = await head!.api('one-stop.workload', month);
  const specialist = load.rows.find((row) => row.open > 0);
  assert.deepEqual(
    [specialist?.person, specialist?.open, specialist?.late],
    [await province.person('chuyenvien'), 1, 0],
  );
  assert.equal(load.rows.find((row) => row.name && row.done > 0)?.done, 1);

  const before = await controller.api('one-stop.list-breaches', month);
  assert.equal(before.rows.length, 0);
  province.clock.advance(60 * 86_400_000);
  const { rows, counts } = await (
    await province.signIn('kiemsoat')
  ).api('one-stop.list-breaches', { from: '2026-11-01', to: '2027-01-31' });
  assert.deepEqual(rows.map((row) => row.kind).sort(), ['late']);
  assert.deepEqual([counts.late, counts['no-apology']], [1, 1]);
});
