import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from '@dinh/kernel';
import { file, openTask } from './filing.ts';
import { openProvince, type Province, type Visitor } from './province.ts';

let province: Province;
const permit = 'HNM.6739-14';
const who = {} as Record<'citizen' | 'desk' | 'specialist' | 'sectionHead' | 'head' | 'clerk' | 'controller', Visitor>;
const accounts = {
  citizen: 'congdan',
  desk: 'motcua',
  specialist: 'chuyenvien',
  sectionHead: 'truongphong',
  head: 'giamdoc',
  clerk: 'vanthu',
  controller: 'kiemsoat',
} as const;

/** Sessions end when the clock is moved by days: everybody signs in again. */
async function signIn(): Promise<void> {
  for (const [name, account] of Object.entries(accounts)) who[name as keyof typeof who] = await province.signIn(account);
}

before(async () => {
  province = await openProvince();
  await signIn();
});
after(() => province.close());

const day = 86_400_000;

async function step(
  by: keyof typeof who,
  id: string,
  element: string,
  outcome: string,
  more: Record<string, unknown> = {},
): Promise<void> {
  const task = await openTask(province.app, id, element);
  await who[by].api('one-stop.complete-step', { taskId: task.id, outcome, ...more });
}

async function accepted(): Promise<string> {
  const { id } = await file(province, who.citizen, permit, { workKind: 'house', permitKind: 'new' });
  await who.desk.api('one-stop.accept-dossier', { id, feeTaken: true });
  await step('sectionHead', id, 'assign', 'assign', { specialist: await province.person('chuyenvien') });
  return id;
}

const november = { from: '2026-11-01', to: '2026-11-30' };
const figuresOf = async (period: { from: string; to: string }) =>
  (await who.controller.api('one-stop.statistics', { ...period, by: 'unit' })).total;

test('P13 a head sees who has how much', async () => {
  await accepted();
  const { rows } = await who.head.api('one-stop.workload', november);
  const holder = rows.find((row) => row.open > 0);
  assert.deepEqual([holder?.person, holder?.open, holder?.late], [await province.person('chuyenvien'), 1, 0]);
  const done = rows.filter((row) => row.done > 0).map((row) => [row.person, row.done] as const);
  assert.deepEqual(
    new Map(done),
    new Map([
      [await province.person('truongphong'), 1],
      [await province.person('motcua'), 1],
    ]),
  );
});

test('A3 a dossier is counted where it stands: received, waiting, settled, with the working time that it took', async () => {
  const before = await figuresOf(november);
  const settled = await accepted();
  const waiting = await accepted();
  province.clock.advance(2 * day); // Friday, two working days later
  await signIn();
  for (const [by, element, outcome] of [
    ['specialist', 'study', 'no-consultation'],
    ['specialist', 'appraise', 'propose-approval'],
    ['sectionHead', 'review', 'forward'],
    ['head', 'approve', 'sign'],
    ['clerk', 'stamp', 'issue'],
  ] as const)
    await step(by, settled, element, outcome);
  const task = await openTask(province.app, waiting, 'study');
  await who.specialist.api('one-stop.complete-step', { taskId: task.id, outcome: 'no-consultation' });
  await who.specialist.api('one-stop.request-supplement', {
    id: waiting,
    items: [{ name: 'Bản vẽ', reason: 'mờ' }],
    reason: 'Bản vẽ chưa rõ',
  });
  await province.settle();
  const now = await figuresOf(november);
  const more = (figure: keyof typeof now.figures) => now.figures[figure] - before.figures[figure];
  assert.deepEqual(
    [
      more('received'),
      more('receivedOnline'),
      more('settled'),
      more('settledEarly'),
      more('underWay'),
      more('waitingSupplement'),
    ],
    [2, 2, 1, 1, 1, 1],
  );
  assert.equal(now.timed - before.timed, 1);
  assert.equal(
    now.workedMinutes - before.workedMinutes,
    2 * 450,
    'two working days of seven and a half hours, not forty-eight hours',
  );
  // Seen from December the end of November looks the same, though the dossier has been supplemented since.
  province.clock.advance(20 * day);
  await signIn();
  await who.citizen.api('one-stop.supplement-dossier', { id: waiting, components: [] });
  const later = await figuresOf(november);
  assert.equal(later.figures.waitingSupplement, now.figures.waitingSupplement);
  const list = await who.controller.api('one-stop.list-counted', {
    ...november,
    figure: 'waitingSupplement',
  });
  assert.deepEqual(
    list.rows.map((row) => row.id),
    [waiting],
  );
  const december = await figuresOf({ from: '2026-12-01', to: '2026-12-31' });
  assert.equal(december.figures.carriedOver, later.figures.underWay);
  assert.equal(december.figures.waitingSupplement, 0);
});

test('P5 P4 what was late is listed with its rule; an apology takes it off the list of those without', async () => {
  const [late] = await province.app.db.all<{ id: string }>(
    sql`select id from one_stop.dossier where status in (2, 4) order by due_at limit 1`,
  );
  province.clock.advance(60 * day);
  await signIn();
  const period = { from: '2026-11-01', to: '2027-03-31' };
  const first = await who.controller.api('one-stop.list-breaches', period);
  assert.ok(first.counts.late > 0);
  assert.equal(first.counts['no-apology'], first.counts.late);
  assert.equal(first.rows.length, first.counts.late, 'those without an apology stand among the late');
  await who.specialist.api('one-stop.apologise', { id: late!.id, reason: 'Hồ sơ phức tạp' });
  const second = await who.controller.api('one-stop.list-breaches', period);
  assert.deepEqual([second.counts.late, second.counts['no-apology']], [first.counts.late, first.counts.late - 1]);
  // Another unit's consultation and a hand-over that came after their limits; a supplement asked for too late.
  const clock = province.clock.now();
  const places = sql`(select unit_id from one_stop.dossier where id = ${late!.id})`;
  await province.app.db.run(sql`insert into one_stop.consultation (id, dossier_id, unit_id, subject, asked_at, asked_by, due_at)
    values (gen_random_uuid(), ${late!.id}, ${places}, 'x', ${clock}, gen_random_uuid(), ${new Date(clock.getTime() - day)})`);
  await province.app.db.run(sql`insert into one_stop.hand_over (id, dossier_id, from_unit, to_unit, due_at, made_at, reason)
    values (gen_random_uuid(), ${late!.id}, ${places}, ${places}, ${new Date(clock.getTime() - day)}, ${clock}, 'accepted')`);
  await province.app.db.run(sql`insert into one_stop.history (dossier_id, number, at, act, status, person_name, data)
    values (${late!.id}, 900, ${clock}, 'supplement-requested', 5, 'x', '{"breach": true}')`);
  const { counts } = await who.controller.api('one-stop.list-breaches', period);
  assert.deepEqual([counts['consultation-late'], counts['hand-over-late'], counts['supplement-late']], [1, 1, 1]);
  const one = await who.controller.api('one-stop.list-breaches', { ...period, kind: 'hand-over-late' });
  assert.deepEqual(
    one.rows.map((row) => row.id),
    [late!.id],
  );
  // What counts as late is said where it is counted, with what the province has set itself.
  assert.match(
    (await who.controller.get('/ban-lam-viec/vi-pham')).text,
    /nhận sau 15:00 thì chuyển đầu giờ ngày làm việc tiếp theo \(đến 60 phút làm việc đầu ngày[^<]*do tỉnh đặt\)/,
  );
});
