/** Settling across agencies, limits and money: what happens beside the straight way from desk to result. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { jobContext, sql } from '@dinh/kernel';
import { file, holderOf, openTask, statusOf } from './filing.ts';
import { openProvince, type Province, type Visitor } from './province.ts';

let province: Province;
const permit = 'HNM.6739-14';
const house = { workKind: 'house', permitKind: 'new' };

before(async () => void (province = await openProvince()));
after(() => province.close());

const as = (account: string): Promise<Visitor> => province.signIn(account);

/** Does a step as whoever holds it. */
async function does(id: string, element: string, outcome: string, more: Record<string, unknown> = {}, unit?: number) {
  province.clock.advance(10 * 60_000);
  const { app } = province;
  const task =
    unit === undefined
      ? await openTask(app, id, element)
      : await app.db.one<Awaited<ReturnType<typeof openTask>>>(
          sql`select id, element, role, unit_id as unit, assignee, version from process.v_task where business_key = ${id} and state = 'open' and element = ${element} and unit_id = ${unit}`,
        );
  const account = task.assignee
    ? (await app.db.one<{ account: string }>(sql`select account from identity.person where id = ${task.assignee}`)).account
    : await holderOf(app, task.unit, task.role);
  return (await as(account)).api('one-stop.complete-step', {
    taskId: task.id,
    version: task.version,
    outcome,
    ...more,
  });
}

/** A dossier that is accepted and given to a specialist of the section that holds it. */
async function withSpecialist(code: string, own: Record<string, unknown> = {}): Promise<string> {
  const { id } = await file(province, await as('congdan'), code, own);
  const receive = await openTask(province.app, id, 'receive');
  await (await as(await holderOf(province.app, receive.unit, 'desk'))).api('one-stop.accept-dossier', { id, feeTaken: true });
  const assign = await openTask(province.app, id, 'assign');
  const specialist = await province.person(await holderOf(province.app, assign.unit, 'specialist'));
  await does(id, 'assign', 'assign', { specialist });
  return id;
}

async function work(name: string): Promise<void> {
  const job = province.app.jobs.find((one) => one.name === name);
  assert.ok(job, `no job ${name}`);
  await job.run(jobContext(province.app, name), {});
}
const messages = (id: string, template: string) =>
  province.app.db.all<{ account: string; subject: string }>(
    sql`select p.account, m.subject from notify.message m join identity.person p on p.id = m.person_id
        where m.about = ${`dossier:${id}`} and m.template = ${template} and m.channel = 'inbox' order by p.account`,
  );
const row = (id: string) =>
  province.app.db.one<{ due_at: Date; paused_at: Date | null; breach: string | null; fee_state: string }>(
    sql`select due_at, paused_at, breach, fee_state from one_stop.dossier where id = ${id}`,
  );

test('P2 two agencies are asked at once; one answers, one is late: the head of the one-stop is told, of that one', async () => {
  const id = await withSpecialist(permit, house);
  const [police, culture] = [
    await province.unit('cong-an-tinh.quan-ly-hanh-chinh'),
    await province.unit('so-van-hoa.quan-ly-van-hoa'),
  ];
  await does(id, 'study', 'consult', {
    consultations: [police, culture].map((unit) => ({ unit, subject: 'Cho ý kiến', days: 3 })),
  });
  await does(id, 'answer', 'agree', { comment: 'Nhất trí' }, police);
  province.clock.advance(2 * 86_400_000);
  await work('one-stop.fire-timers');
  assert.deepEqual(await messages(id, 'consultation-late'), []);
  province.clock.advance(5 * 86_400_000);
  await work('one-stop.fire-timers');
  await work('one-stop.fire-timers');
  const told = await messages(id, 'consultation-late');
  assert.deepEqual(
    told.map((one) => one.account),
    ['truongtrungtam'],
  );
  assert.match(told[0]!.subject, /Văn hóa|văn hóa/);
  await does(id, 'answer', 'agree-with-remarks', { comment: 'Giữ khoảng lùi' }, culture);
  assert.equal((await openTask(province.app, id)).element, 'appraise');
  const asked = await province.app.db.all<{ unit_id: number; opinion: string; told: boolean }>(
    sql`select unit_id, opinion, late_told_at is not null as told from one_stop.consultation where dossier_id = ${id} order by told`,
  );
  assert.deepEqual(asked, [
    { unit_id: police, opinion: 'agree', told: false },
    { unit_id: culture, opinion: 'agree-with-conditions', told: true },
  ]);
});

test('P2 whoever was asked for an opinion sees the dossier, and neither stops it nor promises another date', async () => {
  const id = await withSpecialist(permit, house);
  const police = await province.unit('cong-an-tinh.quan-ly-hanh-chinh');
  await does(id, 'study', 'consult', { consultations: [{ unit: police, subject: 'Cho ý kiến', days: 3 }] });
  const asked = await as(await holderOf(province.app, police, 'specialist'));
  assert.ok(await asked.api('one-stop.view-dossier', { id }));
  const reason = 'Không đồng ý';
  await assert.rejects(asked.api('one-stop.stop-dossier', { id, reason }), /dossier-not-found/);
  await assert.rejects(asked.api('one-stop.extend-deadline', { id, reason, newDate: '2027-03-01' }), /dossier-not-found/);
  await assert.rejects(asked.api('one-stop.apologise', { id, reason }), /dossier-not-found/);

  // The agency stops while the opinion is still out: nothing is left to be answered, and nobody is told of a delay.
  await (await as('chuyenvien')).api('one-stop.stop-dossier', { id, reason: 'Dự án bị thu hồi' });
  assert.equal(await statusOf(province.app, id), 8);
  await assert.rejects(openTask(province.app, id), /no open task/);
  province.clock.advance(10 * 86_400_000);
  await work('one-stop.fire-timers');
  assert.deepEqual(await messages(id, 'consultation-late'), []);
});

test('P3 the founding of an association goes up to the People’s Committee, is decided there, and comes back to its desk', async () => {
  const id = await withSpecialist('HNM.0905');
  await does(id, 'study', 'no-consultation');
  await does(id, 'appraise', 'propose-approval');
  await does(id, 'review', 'forward');
  await does(id, 'submit', 'submit');
  const above = await openTask(province.app, id, 'upper-appraise');
  assert.equal(above.unit, await province.unit('van-phong-ubnd.tong-hop'));
  await does(id, 'upper-appraise', 'send-back', { comment: 'Làm rõ điều lệ' });
  await does(id, 'submit', 'submit').catch(async () => {
    // sent back further down: the agency goes its way up again
    await does(id, 'appraise', 'propose-approval');
    await does(id, 'review', 'forward');
    await does(id, 'submit', 'submit');
  });
  await does(id, 'upper-appraise', 'propose-approval');
  assert.equal((await openTask(province.app, id, 'approve')).unit, await province.unit('ubnd-tinh.leadership'));
  await does(id, 'approve', 'sign');
  await does(id, 'stamp', 'issue');
  assert.equal(await statusOf(province.app, id), 9);
  const back = await openTask(province.app, id, 'return');
  assert.equal(back.role, 'desk');
  await does(id, 'return', 'return');
  assert.equal(await statusOf(province.app, id), 10);
});

test('P5 the holder of the step and the head are warned two days and one day before, each once; then the breach is recorded', async () => {
  province.clock.set('2027-01-05T09:00:00+07:00'); // no holiday before Tết in February
  const id = await withSpecialist(permit, house);
  const { due_at: due } = await row(id);
  const heard: { kind: string; at: Date }[] = [];
  for (let at = due.getTime() - 7 * 86_400_000; at <= due.getTime() + 3 * 3_600_000; at += 3 * 3_600_000) {
    province.clock.set(new Date(at));
    await work('one-stop.watch-deadlines');
    const all = await province.app.db.all<{ kind: string; at: Date }>(
      sql`select kind, at from one_stop.warning where dossier_id = ${id} order by at`,
    );
    heard.push(...all.slice(heard.length));
  }
  assert.deepEqual(
    heard.map((one) => one.kind),
    ['due-in-2', 'due-in-1', 'late'],
  );
  const inDay = (when: Date, days: number) => when >= new Date(due.getTime() - days * 86_400_000);
  assert.ok(inDay(heard[0]!.at, 5) && !inDay(heard[0]!.at, 1.5), String(heard[0]!.at)); // a weekend may lie between
  assert.ok(inDay(heard[1]!.at, 4) && !inDay(heard[1]!.at, 0.5), String(heard[1]!.at));
  const people = (await messages(id, 'step-due-soon')).map((one) => one.account);
  assert.deepEqual([...new Set(people)].sort(), ['chuyenvien', 'giamdoc', 'sxd.phogiamdoc']);
  assert.equal(people.length, 6);
  assert.equal((await messages(id, 'dossier-late')).length, 3);
  assert.equal((await row(id)).breach, 'late');
  const late = await province.app.db.all(sql`select number from one_stop.history where dossier_id = ${id} and act = 'late'`);
  assert.equal(late.length, 1);
});

test('P5 an apology that comes before the limit is refused and leaves no breach', async () => {
  const id = await withSpecialist(permit, house);
  await assert.rejects((await as('chuyenvien')).api('one-stop.apologise', { id, reason: 'Sẽ muộn' }), /one-stop\.not-late-yet/);
  assert.equal((await row(id)).breach, null);
});

test('P11 the clock stands while a duty is unpaid and goes on when it is paid: what was left is left, to the minute', async () => {
  province.clock.set('2027-02-22T09:00:00+07:00');
  const id = await withSpecialist('HNM.1118');
  await does(id, 'appraise', 'propose-approval');
  await does(id, 'review', 'forward');
  const inputs = { taxableValue: 500_000_000 };
  await does(id, 'notify-duty', 'notify', {
    duty: { amount: 12_500_000, reason: 'Thuế thu nhập cá nhân', inputs },
  });
  assert.equal(await statusOf(province.app, id), 6);
  const { due_at: before, paused_at: paused } = await row(id);
  assert.deepEqual(paused, province.clock.now());
  const citizen = await as('congdan');
  const { redirect } = await citizen.api('one-stop.pay-online', { id, provider: 'sandbox' });
  province.clock.advance(7 * 86_400_000); // a week later at the same hour: five working days
  await work('one-stop.watch-deadlines');
  await (
    await as('congdan')
  ).inside('payments.sandbox-pay' as never, { ref: redirect.split('/').at(-1), behaviour: 'prompt' } as never);
  await province.settle();
  assert.equal(await statusOf(province.app, id), 4);
  const { due_at: now, paused_at } = await row(id);
  assert.equal(paused_at, null);
  assert.equal(now.getTime() - before.getTime(), 7 * 86_400_000);
  const acts = await province.app.db.all<{ act: string; number: number }>(
    sql`select act, number from one_stop.history where dossier_id = ${id} order by number`,
  );
  assert.ok(acts.some((one) => one.act === 'duty-paid'));
  assert.deepEqual(
    acts.map((one) => one.number),
    acts.map((_, i) => i + 1),
  );

  // The head sends it back, and a second duty is notified: it is charged by itself, and only its own payment ends it.
  await does(id, 'approve', 'send-back', { comment: 'Thiếu lệ phí trước bạ' });
  await does(id, 'appraise', 'propose-approval');
  await does(id, 'review', 'forward');
  await does(id, 'notify-duty', 'notify', { duty: { amount: 900_000, reason: 'Lệ phí trước bạ', inputs } });
  assert.equal(await statusOf(province.app, id), 6);
  const page = await (await as('congdan')).get(`/ho-so/${await referenceOf(id)}`);
  assert.match(page.text, /Bạn cần nộp 900\.000/);
  await (await as('congdan')).api('one-stop.pay-online', { id, provider: 'sandbox' });
  const { desk } = await province.app.db.one<{ desk: number }>(
    sql`select desk_id as desk from one_stop.dossier where id = ${id}`,
  );
  await (await as(await holderOf(province.app, desk, 'desk'))).api('one-stop.collect-fee', { id });
  await province.settle();
  assert.equal(await statusOf(province.app, id), 4);
  assert.deepEqual(
    await province.app.db.all(
      sql`select amount::int as amount, occasion, state from payments.v_payment where subject = ${`dossier:${id}`} and purpose = 'duty' order by created_at`,
    ),
    [
      { amount: 12_500_000, occasion: 1, state: 'paid' },
      { amount: 900_000, occasion: 2, state: 'expired' },
      { amount: 900_000, occasion: 2, state: 'paid' },
    ],
  );
});

const referenceOf = async (id: string): Promise<string> =>
  (await province.app.db.one<{ reference: string }>(sql`select reference from one_stop.dossier where id = ${id}`)).reference;

test('S3 a dossier that was never accepted costs nothing, also when its money comes after the refusal', async () => {
  const citizen = await as('congdan');
  const desk = await as('motcua');
  const pay = async (id: string, behaviour: string) => {
    const { redirect } = await citizen.api('one-stop.pay-online', { id, provider: 'sandbox' });
    await citizen.inside('payments.sandbox-pay' as never, { ref: redirect.split('/').at(-1), behaviour } as never);
    await province.settle();
  };
  const money = async (id: string) =>
    (
      await province.app.db.all<{ state: string }>(sql`select state from payments.v_payment where subject = ${`dossier:${id}`}`)
    ).map((p) => p.state);
  const paid = async () => (await file(province, citizen, permit, house, { payAtDesk: false })).id;

  const refused = await paid();
  await pay(refused, 'prompt');
  assert.equal((await row(refused)).fee_state, 'paid');
  await desk.api('one-stop.refuse-dossier', { id: refused, reason: 'Không thuộc thẩm quyền' });
  await province.settle();
  assert.deepEqual(await money(refused), ['refunded']);
  assert.equal((await row(refused)).fee_state, 'refunded');

  const late = await paid();
  await pay(late, 'silent');
  await citizen.api('one-stop.withdraw-dossier', { id: late });
  province.clock.advance(5 * 60_000);
  await work('payments.reconcile');
  await province.settle();
  assert.deepEqual(await money(late), ['refunded']);
  assert.equal((await row(late)).fee_state, 'refunded');

  const begun = await paid();
  await pay(begun, 'prompt');
  await desk.api('one-stop.accept-dossier', { id: begun, feeTaken: true });
  await citizen.api('one-stop.withdraw-dossier', { id: begun });
  await province.settle();
  assert.deepEqual(await money(begun), ['paid']);
});

test('Where there is no fee nothing is collected, and what has ended takes no money', async () => {
  const free = await file(province, await as('congdan'), 'HNM.0905');
  const receive = await openTask(province.app, free.id);
  const desk = await as(await holderOf(province.app, receive.unit, 'desk'));
  await assert.rejects(desk.api('one-stop.collect-fee', { id: free.id }), /payments\.nothing-to-pay/);
  await assert.rejects(
    (await as('congdan')).api('one-stop.pay-online', { id: free.id, provider: 'sandbox' }),
    /payments\.nothing-to-pay/,
  );
});

test('Acts of many at once follow each other in the history, without a gap', async () => {
  const id = await withSpecialist(permit, house);
  const [specialist, head] = [await as('chuyenvien'), await as('truongphong')];
  const task = await openTask(province.app, id);
  const visit = {
    id,
    at: '2027-04-01T09:00:00+07:00',
    place: 'Thôn 3',
    people: 'Chuyên viên',
    subject: 'Xem',
  };
  const to = await province.person('chuyenvien2');
  const before = await numbers(id);
  await Promise.all([
    ...Array.from({ length: 12 }, () => specialist.api('one-stop.arrange-visit', visit)),
    ...Array.from({ length: 12 }, (_, i) => (i % 2 ? task.assignee! : to)).map((person) =>
      head
        .api('one-stop.reassign-tasks', { taskIds: [task.id], to: person, reason: 'Cân đối' })
        .catch((error: unknown) => assert.match(String(error), /one-stop\.holds-already/)),
    ),
  ]);
  const after = await numbers(id);
  assert.ok(after.length >= before.length + 13);
  assert.deepEqual(
    after,
    after.map((_, i) => i + 1),
  );
});
const numbers = async (id: string) =>
  (
    await province.app.db.all<{ number: number }>(
      sql`select number from one_stop.history where dossier_id = ${id} order by number`,
    )
  ).map((one) => one.number);
