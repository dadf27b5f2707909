import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { beginning, type Course, course, hour, writeDossiers } from './courses.ts';
import { openProvince, type Province, type Visitor } from './province.ts';

let province: Province;
let controller: Visitor;

before(async () => {
  province = await openProvince();
  controller = await province.signIn('kiemsoat');
});
after(() => province.close());

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
      fc.array(course, { minLength: 1, maxLength: 120 }),
      fc.constantFrom(
        ['2026-10-01', '2026-10-31'],
        ['2026-09-10', '2026-11-18'],
        ['2026-11-01', '2026-12-31'],
        ['2026-09-01', '2026-12-31'],
      ),
      async (dossiers, [from, to]) => {
        await writeDossiers(
          province,
          dossiers.filter((d) => beginning + d.submitted * hour <= province.clock.now().getTime()),
        );
        const totals = [];
        for (const by of groupings) {
          const { rows, total } = await controller.api('one-stop.statistics', { from: from, to: to, by });
          for (const { figures: f, label } of [...rows, { ...total, label: { vi: 'total', en: '' } }]) {
            const where = `${by} ${label.vi}`;
            assert.equal(f.received + f.carriedOver, f.settled + f.underWay + f.withdrawn + f.stopped, where);
            assert.equal(f.filed + f.atDeskBefore, f.received + f.notAccepted + f.withdrawnAtDesk + f.atDesk, where);
            assert.equal(f.settled, f.settledEarly + f.settledOnTime + f.settledLate, where);
            assert.equal(f.received, f.receivedOnline + f.receivedCounter + f.receivedPost, where);
            assert.equal(f.underWay, f.withinLimit + f.pastLimit + f.waiting, where);
            assert.equal(f.waiting, f.waitingSupplement + f.waitingDuty, where);
          }
          for (const figure of by === 'month' ? flows : (Object.keys(total.figures) as (typeof flows)[number][]))
            assert.equal(
              rows.reduce((sum, row) => sum + row.figures[figure], 0),
              total.figures[figure],
              `${by} ${figure}`,
            );
          if (by === 'month') {
            assert.equal(rows[0]!.figures.carriedOver, total.figures.carriedOver);
            assert.equal(rows.at(-1)!.figures.underWay, total.figures.underWay);
            rows.slice(1).forEach((row, i) => assert.equal(row.figures.carriedOver, rows[i]!.figures.underWay, row.label.vi));
          }
          totals.push(total);
        }
        for (const total of totals) assert.deepEqual(total, totals[0]);
      },
    ),
    { numRuns: 12, seed: 21 },
  );
});

test('A3 each number opens exactly the dossiers that it counts', async () => {
  await writeDossiers(province, fc.sample(course, { numRuns: 300, seed: 7 }));
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
  const one = (takes: number): Course => ({
    submitted: 720,
    waits: 10,
    takes,
    allowed: due,
    end: 'granted',
    state: 4,
    channel: 'online',
    procedure: 3,
  });
  await writeDossiers(province, [one(due - 11), one(due - 9), one(due), one(due + 1)]); // the evening before, the same day, the very hour, after it
  const { total } = await controller.api('one-stop.statistics', {
    from: '2026-10-01',
    to: '2026-11-18',
    by: 'unit',
  });
  const { settledEarly, settledOnTime, settledLate } = total.figures;
  assert.deepEqual({ settledEarly, settledOnTime, settledLate }, { settledEarly: 1, settledOnTime: 2, settledLate: 1 });
});

test('A3 figures reach as far as the permission: the head of an agency sees that agency only', async () => {
  await writeDossiers(province, fc.sample(course, { numRuns: 300, seed: 11 }));
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
  assert.ok(rows.length > 0 && rows.every((row) => row.ownerName === null && !row.open), 'figures do not open dossiers');
  await assert.rejects((await province.signIn('congdan')).api('one-stop.statistics', period), /kernel\.not-allowed/);
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

test('R4 a day that is not in the calendar is refused by its name, whatever is counted', async () => {
  const head = await province.signIn('giamdoc');
  for (const [name, more] of Object.entries({
    statistics: { by: 'unit' },
    'list-counted': { by: 'unit', figure: 'received' },
    'list-breaches': {},
    workload: {},
    ledger: { unit: 1 },
    'ledger-books': { unit: 1 },
  })) {
    const asked = new URLSearchParams({ from: '2021-02-01', to: '2021-02-30', ...more } as never);
    const answer = await (/workload|ledger/.test(name) ? head : controller).get(`/api/one-stop/${name}?${asked}`);
    assert.equal(answer.status, 422, `${name}: ${answer.text}`);
    assert.match(answer.text, /"\/to"|"to"/, name);
  }
  // Out of an address it is taken as not said.
  assert.equal((await head.get('/ban-lam-viec/so-theo-doi?tu=2021-02-01&den=2021-02-30')).status, 200);
  assert.equal((await controller.get('/ban-lam-viec/thong-ke?tu=2021-02-30')).status, 200);
});
