/** Officials come and go: what they held goes on with somebody else or in the queue of the unit, and nothing stays with who cannot act. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { jobContext, sql } from '@dinh/kernel';
import { carryOutHandOver } from '@dinh/identity';
import { file, openTask } from './filing.ts';
import { openProvince, type Province, type Visitor } from './province.ts';

let province: Province;
let admin: Visitor;
let head: Visitor;
const permit = 'HNM.6739-14';

before(async () => {
  province = await openProvince();
  [admin, head] = await Promise.all([province.signIn('quantri'), province.signIn('truongphong')]);
});
after(() => province.close());

/** A dossier that lies with a specialist. */
async function withSpecialist(account: string): Promise<string> {
  const [citizen, desk] = await Promise.all([province.signIn('congdan'), province.signIn('motcua')]);
  const { id } = await file(province, citizen, permit);
  await desk.api('one-stop.accept-dossier', { id, feeTaken: true });
  const task = await openTask(province.app, id);
  await head.api('one-stop.complete-step', {
    taskId: task.id,
    version: task.version,
    outcome: 'assign',
    specialist: await province.person(account),
  });
  return id;
}

const placeOf = (person: string) =>
  province.app.db.one<{ id: string; unit: number; role: string }>(
    sql`select position_id as id, unit_id as unit, role from identity.v_official where person_id = ${person} order by valid_to is null desc, main desc limit 1`,
  );
const placesOf = (person: string) =>
  province.app.db.all<{ id: string }>(
    sql`select position_id as id from identity.v_official where person_id = ${person} and valid_to is null order by position_id`,
  );
const heldBy = async (person: string): Promise<number> =>
  (
    await province.app.db.one<{ count: number }>(
      sql`select count(*)::int as count from process.v_task where state = 'open' and assignee = ${person}`,
    )
  ).count;
const historyOf = (id: string) =>
  province.app.db.all<{ act: string; comment: string | null; who: string }>(
    sql`select act, comment, person_name as who from one_stop.history where dossier_id = ${id} order by number`,
  );

/** A new official in the place of another: their account is not needed. */
async function colleagueOf(account: string, name: string): Promise<string> {
  const { unit, role } = await placeOf(await province.person(account));
  const id = crypto.randomUUID();
  await province.app.db.run(
    sql`insert into identity.person (id, kind, name, state, origin, created_at) values (${id}, 'official', ${name}, 'active', 'personnel', ${province.clock.now()})`,
  );
  await admin.api('identity.give-position', { person: id, unit, role });
  return id;
}

test('A standing deputy of the post counts as somebody for what waits there, while they are there, and does it', async () => {
  const [citizen, desk] = await Promise.all([province.signIn('congdan'), province.signIn('motcua')]);
  const { id } = await file(province, citizen, permit);
  await desk.api('one-stop.accept-dossier', { id, feeTaken: true });
  const task = await openTask(province.app, id);
  const holder = await province.person('truongphong');
  const { id: position, unit } = await placeOf(holder);
  assert.deepEqual([task.unit, task.role], [unit, 'section-head']);
  const alone = async (): Promise<number> => {
    const { parts } = await admin.api('identity.preview-hand-over', { person: holder, position });
    return parts.find(({ part }) => part === 'one-stop.tasks')!.alone;
  };
  assert.ok((await alone()) > 0, 'they are the only one');
  const person = await province.person('chuyenvien2');
  const { deputy } = await admin.api('identity.appoint-deputy', { position, person, basis: 'QĐ 8/QĐ-SXD' });
  assert.equal(await alone(), 0);
  const day = province.clock.now().toISOString().slice(0, 10);
  const { absence } = await admin.api('identity.note-absence', {
    person,
    kind: 'leave',
    from: day,
    until: day,
  });
  assert.ok((await alone()) > 0, 'the deputy is away');
  await admin.api('identity.cancel-absence', { absence });

  await admin.api('identity.suspend-person', { person: holder, reason: 'Kiểm tra' });
  await province.settle();
  await admin.api('identity.look-for-stranded', {});
  const { rows } = await admin.api('identity.list-stranded', {});
  assert.deepEqual(
    rows.filter((row) => row.unit === unit),
    [],
    'nor is it stranded',
  );
  const standIn = await province.signIn('chuyenvien2');
  await standIn.api('one-stop.claim-task', { taskId: task.id });
  await standIn.api('one-stop.give-back-task', { taskId: task.id, reason: 'Trưởng phòng về' });
  await admin.api('identity.resume-person', { person: holder, reason: 'Xong kiểm tra' });
  await admin.api('identity.end-deputy', { deputy, reason: 'Hết nhiệm kỳ' });
  head = await province.signIn('truongphong');
});

test('When a position ends on the screen its open work goes to the receiver, with a preview before and both names in the history', async () => {
  const dossier = await withSpecialist('chuyenvien');
  const person = await province.person('chuyenvien');
  const { id: position } = await placeOf(person);
  const to = await colleagueOf('chuyenvien', 'Lê Thị Kế Nhiệm');
  const address = `/quan-tri/nguoi/${person}/ban-giao?viec=thoi-chuc-vu&chuc-vu=${position}`;
  const preview = await admin.get(`${address}&to=${to}`);
  assert.equal(preview.status, 200);
  const held = await heldBy(person);
  assert.match(preview.text, new RegExp(`Việc đang mở trên hồ sơ[\\s\\S]*?>${held}<[\\s\\S]*?>${held}<`));
  const done = await admin.submit(preview, { reason: 'QĐ 12/QĐ-SXD' }, { form: `/quan-tri/nguoi/${person}/ban-giao` });
  assert.match(done.location ?? '', /^\/quan-tri\/ban-giao\//);
  await province.settle();
  assert.equal(await heldBy(person), 0);
  assert.equal((await openTask(province.app, dossier)).assignee, to);
  const last = (await historyOf(dossier)).findLast(({ act }) => act === 'work-handed-over')!;
  assert.match(last.comment ?? '', /→ Lê Thị Kế Nhiệm\. QĐ 12\/QĐ-SXD/);
  assert.equal(last.who, 'Ngô Gia Lộc');
  const shown = await admin.get(done.location!);
  assert.match(shown.text, /Đã xong/);
  assert.match((await admin.get('/quan-tri/ban-giao')).text, /Lê Thị Kế Nhiệm/);
  // Not handed over twice, and nothing more to do.
  await province.settle();
  assert.equal((await historyOf(dossier)).filter(({ act }) => act === 'work-handed-over').length, 1);
});

test('A step that the process would give to somebody who has left goes to whom their work went, else it waits in the queue', async () => {
  const dossier = await withSpecialist('chuyenvien2');
  const person = await province.person('chuyenvien2');
  const task = await openTask(province.app, dossier);
  assert.equal(task.assignee, person);
  const specialist = await province.signIn('chuyenvien2');
  await specialist.api('one-stop.complete-step', { taskId: task.id, outcome: 'no-consultation' });
  const appraise = await openTask(province.app, dossier);
  await specialist.api('one-stop.complete-step', {
    taskId: appraise.id,
    outcome: 'propose-refusal',
    comment: 'Không đủ điều kiện',
  });
  for (const { id: position } of await placesOf(person))
    await admin.api('identity.end-position', { position, reason: 'Nghỉ hưu' });
  await province.settle();
  const review = await openTask(province.app, dossier);
  await head.api('one-stop.complete-step', {
    taskId: review.id,
    version: review.version,
    outcome: 'send-back',
    comment: 'Xem lại',
  });
  const back = await openTask(province.app, dossier);
  assert.equal(back.element, 'appraise');
  assert.equal(back.assignee, null);
});

test('Hand-overs go on where they were broken off, and a last day ahead is waited for', async () => {
  const name = 'Trần Văn Sắp Nghỉ';
  const leaver = await colleagueOf('truongphong', name);
  const { unit } = await placeOf(await province.person('truongphong'));
  await admin.api('identity.give-position', { person: leaver, unit, role: 'specialist' });
  const dossier = await withSpecialistId(leaver);
  const place = await province.app.db.one<{ id: string }>(
    sql`select position_id as id from identity.v_official where person_id = ${leaver} and role = 'specialist'`,
  );
  const today = province.clock.now().toISOString().slice(0, 10);
  const { handOver } = await admin.api('identity.end-position', {
    position: place.id,
    lastDay: today,
    reason: 'Chuyển công tác',
  });
  assert.ok(handOver);
  await province.settle();
  assert.equal((await openTask(province.app, dossier)).assignee, leaver, 'until the end of the last day');
  province.clock.advance(86_400_000);
  const { call } = jobContext(province.app, 'identity.hand-over-work');
  await carryOutHandOver(province.app, handOver, call, () => false); // broken off after the first batch
  await carryOutHandOver(province.app, handOver, call);
  assert.equal((await openTask(province.app, dossier)).assignee, null, 'the other place does not keep it');
  [admin, head] = await Promise.all([province.signIn('quantri'), province.signIn('truongphong')]);
  const { handOver: shown } = await admin.api('identity.view-hand-over', { id: handOver });
  assert.deepEqual([shown.state, shown.queued], ['done', 1]);
});

async function withSpecialistId(person: string): Promise<string> {
  const id = await withSpecialist('truongphong');
  const task = await openTask(province.app, id);
  await head.api('one-stop.reassign-tasks', { taskIds: [task.id], to: person, reason: 'Cân đối' });
  return id;
}

test('Work that somebody holds who cannot act is found once a day and handed over from there', async () => {
  const person = await colleagueOf('chuyenvien', 'Phạm Bị Quên');
  const id = await withSpecialistId(person);
  // As a change behind the program's back, or of a later day, would leave it.
  await province.app.db.run(sql`update identity.position set valid_to = valid_from where person_id = ${person}`);
  province.clock.advance(86_400_000);
  [admin, head] = await Promise.all([province.signIn('quantri'), province.signIn('truongphong')]);
  await province.app.jobs.find(({ name }) => name === 'identity.find-stranded')!.run(jobContext(province.app, 'x'), {});
  const list = await admin.get('/quan-tri/ban-giao/khong-nguoi-lam');
  assert.match(list.text, /Phạm Bị Quên/);
  await province.settle();
  // Who hands the work out in its unit, the heads of the section, are told, and whoever gives places; each once.
  assert.deepEqual(await toldOfStranded(), ['Ngô Gia Lộc', 'Trần Văn Sắp Nghỉ', 'Vũ Thị Quế']);
  const [notice] = await noticesTo('Vũ Thị Quế');
  assert.match(notice!.text, /Phòng Quản lý xây dựng/);
  const theirs = await head.get(notice!.link);
  assert.match(theirs.text, /Phạm Bị Quên/, 'the way leads to the work');
  await admin.api('identity.look-for-stranded', {});
  await province.settle();
  assert.deepEqual(await toldOfStranded(), ['Ngô Gia Lộc', 'Trần Văn Sắp Nghỉ', 'Vũ Thị Quế'], 'not again for the same work');
  await admin.api('identity.hand-over-stranded', { person, reason: 'Không còn giữ chức vụ' });
  await province.settle();
  assert.equal((await openTask(province.app, id)).assignee, null);
  assert.equal((await admin.api('identity.look-for-stranded', {})).found, 0);
});

test('Whoever is suspended gives their work into the queue, and nobody outside of office can receive it', async () => {
  const person = await colleagueOf('chuyenvien', 'Đỗ Tạm Ngừng');
  const id = await withSpecialistId(person);
  const refused = await admin.rawApi('identity.suspend-person', {
    person,
    reason: 'Kiểm tra',
    to: await province.person('congdan'),
  });
  assert.equal(refused.status, 422);
  assert.match(refused.text, /hand-over-to-nobody/);
  await admin.api('identity.suspend-person', { person, reason: 'Kiểm tra' });
  await province.settle();
  assert.equal((await openTask(province.app, id)).assignee, null);
  const resumed = await admin.submit(
    await admin.get(`/quan-tri/nguoi/${person}`),
    { reason: 'Xong kiểm tra' },
    { form: `/quan-tri/nguoi/${person}/hoat-dong-lai` },
  );
  const page = await admin.get(resumed.location!);
  assert.match(page.text, /Tài khoản đã hoạt động lại[\s\S]*Đỗ Tạm Ngừng đăng nhập được ngay/);
});

const noticesTo = (name: string) =>
  province.app.db.all<{ text: string; link: string }>(
    sql`select m.body as text, m.link from notify.message m join identity.v_person p on p.id = m.person_id
        where m.template = 'work-stranded' and m.channel = 'inbox' and p.name = ${name} order by m.id`,
  );
const toldOfStranded = async () =>
  (
    await province.app.db.all<{ name: string }>(
      sql`select p.name from notify.message m join identity.v_person p on p.id = m.person_id
          where m.template = 'work-stranded' and m.channel = 'inbox' order by p.name`,
    )
  ).map(({ name }) => name);

test('When the last who could do a step leaves, those responsible hear of the queue that nobody serves, and see it', async () => {
  await province.app.db.run(sql`delete from notify.message where template = 'work-stranded'`);
  const citizen = await province.signIn('congdan');
  const desk = await province.signIn('motcua');
  const { id } = await file(province, citizen, permit);
  await desk.api('one-stop.accept-dossier', { id, feeTaken: true });
  const task = await openTask(province.app, id);
  assert.equal(task.role, 'section-head');
  const sections = await province.app.db.all<{ id: string; person: string }>(
    sql`select position_id as id, person_id as person from identity.v_official where unit_id = ${task.unit} and role = 'section-head' and valid_to is null`,
  );
  for (const [i, { id: position, person }] of sections.entries()) {
    const leave = `/quan-tri/nguoi/${person}/ban-giao?viec=thoi-chuc-vu&chuc-vu=${position}`;
    const warned = /\d+ việc sẽ không còn ai làm/.test((await admin.get(leave)).text);
    assert.equal(warned, i === sections.length - 1, 'whoever ends the last is warned before');
    await admin.api('identity.end-position', { position, reason: 'Nghỉ hưu' });
  }
  await province.settle();
  admin = await province.signIn('quantri');
  const { rows } = await admin.api('identity.list-stranded', {});
  const row = rows.find(({ person, unit }) => person === null && unit === task.unit)!;
  assert.equal(row.role?.vi, 'Trưởng phòng');
  assert.ok((await toldOfStranded()).includes('Hoàng Đức Tùng'), 'the head of the agency, since the section has none');
  const shown = await admin.get('/quan-tri/ban-giao/khong-nguoi-lam');
  assert.match(shown.text, /Chưa ai giữ, chờ trưởng phòng/);
});

test('Of work with nobody who can do it hears who may hand it out: not by a role cut down to other procedures, nor by one that has ended', async () => {
  await province.app.db.run(sql`delete from notify.message where template = 'work-stranded'`);
  await province.app.db.run(sql`delete from identity.stranded`);
  const [task] = await province.app.db.all<{ unit: number }>(
    sql`select unit_id as unit from process.v_task where state = 'open' and assignee is null and role = 'section-head' limit 1`,
  );
  const roles: [key: string, procedures: string[], retiredOn: string | null][] = [
    ['hands-out', [permit], null],
    ['hands-out-others', ['HNM.1426'], null],
    ['handed-out', [permit], '2020-01-01'],
  ];
  for (const [key, procedures, retiredOn] of roles) {
    const permissions = [{ permission: 'one-stop.reassign-task', scope: 'unit', procedures }];
    await province.app.db.run(
      sql`insert into identity.role (key, name_vi, name_en, place, permissions, retired_on, source)
          values (${key}, ${key}, ${key}, 'unit', ${JSON.stringify(permissions)}::jsonb, ${retiredOn}::date, 'ours')`,
    );
    const id = crypto.randomUUID();
    await province.app.db.run(
      sql`insert into identity.person (id, kind, name, state, origin, created_at) values (${id}, 'official', ${`Người ${key}`}, 'active', 'personnel', ${province.clock.now()})`,
    );
    await province.app.db.run(
      sql`insert into identity.position (id, person_id, unit_id, role, title_vi, title_en, valid_from, created_at)
          values (gen_random_uuid(), ${id}, ${task!.unit}, ${key}, 'Thử', 'Trial', '2020-01-01', ${province.clock.now()})`,
    );
  }
  await province.app.db.run(sql`update kernel.revision set number = number + 1 where topic = 'identity'`);
  await admin.api('identity.look-for-stranded', {});
  await province.settle();
  assert.deepEqual(await toldOfStranded(), ['Ngô Gia Lộc', 'Người hands-out']);
});
