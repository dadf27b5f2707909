/**
 * Vietnam's own case: on one day the districts end, 109 communes become 33, departments merge, and dossiers are under way.
 * `DINH_SUCCESSION` asks for more of them (10,000).
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { jobContext, localDate, sql } from '@dinh/kernel';
import { loadDemonstration } from '../src/commands/demo/load.ts';
import { root } from '../src/version.ts';
import { openProvince, type Province, type Visitor } from './province.ts';
import { happens, publish, review } from './general-work.ts';
import { Crew, settle } from './settle.ts';
import { addDistrictProcedures } from './district-procedures.ts';

const dossiers = Number(process.env['DINH_SUCCESSION'] ?? 260);
/** So many of those under way are taken to their end by their officials; all when few are wanted. */
const settled = Number(process.env['DINH_SUCCESSION_SETTLED'] ?? 60);
const theDay = '2026-12-01';

let province: Province;
let admin: Visitor;
let leader: Visitor;
let crew: Crew;
let plan: string;
let open: Open[];
let figuresBefore: unknown;
/** What stands in the general list: an outgoing document that a department which ends has begun, and what came to it for the one-stop. */
let matters: string[];

interface Open {
  readonly id: string;
  readonly code: string | null;
  readonly reference: string;
  readonly unit: string;
  readonly status: number;
}

before(async () => {
  province = await openProvince('2026-11-27T10:00:00+07:00');
  const procedures = await addDistrictProcedures(province);
  const few = Math.ceil(dossiers / 5);
  await loadDemonstration(province.app, { dossiers: few, seed: 1, days: 12, procedures }, () => {});
  await loadDemonstration(province.app, { dossiers: dossiers - few, seed: 2, days: 12 }, () => {});
  [admin, leader] = [await province.signIn('quantri'), await province.signIn('lanhdao')];
  crew = new Crew(province);
});
after(() => province.close());

const all = <T extends object>(query: ReturnType<typeof sql>) => province.app.db.all<T>(query);
const underWay = () =>
  all<Open>(
    sql`select d.id, d.code, d.reference, u.key as unit, d.status from one_stop.dossier d join identity.v_unit u on u.id = d.unit_id
        where d.status in (1, 2, 4, 5, 6, 9) order by d.id`,
  );
const november = { from: '2026-11-01', to: '2026-11-30', by: 'unit' as const };
const figures = async () =>
  (await admin.api('one-stop.statistics', november)).rows.map(({ label, figures: f }) => [
    label.vi,
    f.received,
    f.filed,
    f.receivedOnline,
  ]);

test('The plan of the pack is checked: nothing is wrong with it, and everything that it touches is told', async () => {
  const { successions } = await admin.api('identity.list-successions', {});
  const draft = successions.find((one) => one.title.vi === 'Chính quyền địa phương hai cấp')!;
  assert.equal(draft.source, 'ours');
  plan = draft.id;
  const { succession } = await admin.api('identity.view-succession', { id: plan });
  const { title, basis, version } = succession;
  await admin.api('identity.save-succession', { id: plan, version, title, basis, day: theDay });
  const { findings, touched, derived } = await admin.api('identity.check-succession', { id: plan });
  assert.deepEqual(
    findings.filter((f) => f.severity === 'error'),
    [],
  );
  assert.deepEqual(
    findings.filter((f) => /người đứng đầu/.test(f.vi)).map((f) => f.vi),
    [],
    'nobody heads a unit beside another',
  );
  assert.deepEqual(
    findings.filter((f) => /chưa có ai giữ vai trò/.test(f.vi)).map((f) => f.vi),
    [],
    'what a commune works on goes to somebody of the same role',
  );
  const total = Object.fromEntries(touched.map((one) => [one.part, one.total]));
  assert.ok(total['one-stop.dossiers']! > 20, JSON.stringify(total));
  assert.ok(total['procedures.procedures']! > 200);
  assert.ok(total['identity.positions']! > 450);
  assert.ok(derived > 100, 'inner units follow from their agencies');
});

test('It is proposed by one and approved by another, and waits for its day', async () => {
  await admin.api('identity.propose-succession', { id: plan });
  assert.equal((await admin.rawApi('identity.approve-succession', { id: plan })).status, 403);
  await leader.api('identity.approve-succession', { id: plan });
  await province.app.run(
    'one-stop.save-view',
    { name: 'Sở cũ', query: `hang=tat-ca&don-vi=${await unitId('so-giao-thong-van-tai')}` },
    await callOf('sxd.phogiamdoc'),
  );
  matters = [await internalWork(), await complaint()];
  open = await underWay();
  assert.ok(open.filter((one) => isOld(one.unit)).length > 20);
  figuresBefore = await figures();
});

test('On the day it is carried out by processes that are killed in the middle, and each goes on where the last one stood', async () => {
  const { app, clock } = province;
  clock.set(`${theDay}T00:05:00+07:00`);
  // The sessions of last week have ended.
  [admin, crew] = [await province.signIn('quantri'), new Crew(province)];
  for (const after of ['procedures.procedures', 'one-stop.dossiers', 'one-stop.dossiers']) await killedAfter(after);
  const half = await admin.api('identity.view-succession', { id: plan });
  assert.equal(half.succession.state, 'applying');
  await app.jobs.find((job) => job.name === 'identity.apply-successions')!.run(jobContext(app, 'test'), {});
  await province.settle();
  const whole = await admin.api('identity.view-succession', { id: plan });
  assert.equal(whole.succession.state, 'applied');
  assert.deepEqual(
    whole.parts.map(({ part, expected }) => [part, expected]),
    whole.parts.map(({ part, moved }) => [part, moved]),
    'as much is moved as was counted',
  );
  for (const part of whole.parts) assert.ok(part.endedAt, part.part);
});

test('No dossier under way is left behind, each has passed on once, and its code stays', async () => {
  const now = new Map((await underWay()).map((one) => [one.id, one]));
  assert.equal(now.size, open.length);
  for (const before of open) {
    const one = now.get(before.id)!;
    assert.equal(one.code, before.code);
    assert.equal(one.status, before.status);
    assert.ok(!isOld(one.unit), `${one.reference} is still under ${one.unit}`);
  }
  const wrong = await all(
    sql`select d.reference from one_stop.dossier d
        where d.status in (1, 2, 4, 5, 6, 9) and (
          exists (select from unnest(d.units || d.desk_id || coalesce(d.section_id, d.unit_id)) x join identity.v_unit u on u.id = x where u.valid_to <= ${theDay}::date)
          or exists (select from process.v_task t join identity.v_unit u on u.id = t.unit_id where t.business_key = d.id::text and t.state = 'open' and u.valid_to <= ${theDay}::date)
          or exists (select from process.v_instance i cross join lateral jsonb_each_text(i.variables->'units') v join identity.v_unit u on u.id = v.value::int
                     where i.business_key = d.id::text and i.state = 'running' and u.valid_to <= ${theDay}::date))`,
  );
  assert.deepEqual(wrong, []);
  const twice = await all(sql`select dossier_id from one_stop.history where act = 'passed-on' group by 1 having count(*) <> 1`);
  assert.deepEqual(twice, []);
});

/** Begins an outgoing document in the department of transport. @returns its instance */
async function internalWork(): Promise<string> {
  const [clerk] = await all<{ account: string }>(
    sql`select p.account from identity.v_official o join identity.v_unit u on u.id = o.unit_id join identity.person p on p.id = o.person_id
        where u.key like 'so-giao-thong-van-tai.%' and o.role = 'specialist' order by p.account limit 1`,
  );
  const specialist = await crew.as(clerk!.account);
  const { processes } = await specialist.api('work.list-beginnings', { process: 'outgoing-document' });
  const { instance } = await specialist.api('work.begin-process', {
    process: 'outgoing-document',
    title: 'Công văn của Sở Giao thông',
    units: Object.fromEntries(processes[0]!.places.map((one) => [one.key, one.units[0]!.id])),
  });
  return instance;
}

/** A process of the one-stop about no dossier, begun by a message. @returns its instance */
async function complaint(): Promise<string> {
  const message = {
    start: '<bpmn:messageEventDefinition id="md" messageRef="m"/>',
    declared: '<bpmn:message id="m" name="complained"/>',
  };
  await publish(province, 'process', 'complaint-review', {
    bpmn: review('complaint-review', message.start, 'dinh:unit="units.leadership"', message.declared).replace(
      'dinh:role="section-head"',
      'dinh:role="agency-head"',
    ),
    source: 'ours',
  });
  await publish(province, 'event-rule', 'test.complaint', {
    title: { vi: 'Phản ánh', en: 'Complaint' },
    when: { kind: 'count', event: 'test.complaint', within: 'PT1H', atLeast: 1 },
    do: {
      message: {
        name: 'complained',
        key: 'event.key',
        variables: { units: '{ leadership: event.data.unit }' },
      },
    },
    source: 'ours',
  });
  await happens(province, 'test.complaint', 'road-7', {
    unit: await unitId('so-giao-thong-van-tai.leadership'),
  });
  const [begun] = await all<{ id: string }>(
    sql`select id from process.v_instance where business_key = 'road-7' and owner = 'one-stop' and general`,
  );
  return begun!.id;
}

test('What stands in the general list goes on where its unit goes on, with its steps to come, whichever app runs it', async () => {
  const places = await all<{ instance: string; key: string; ended: boolean }>(
    sql`select i.id as instance, u.key, u.valid_to is not null as ended from process.v_instance i cross join lateral jsonb_each_text(i.variables->'units') v
          join identity.v_unit u on u.id = v.value::int where i.id = any(${matters}::uuid[])
        union all select t.instance_id, u.key, u.valid_to is not null from process.v_task t join identity.v_unit u on u.id = t.unit_id
          where t.instance_id = any(${matters}::uuid[]) and t.state = 'open'`,
  );
  const [work, complaint] = matters.map((one) => places.filter(({ instance }) => instance === one));
  assert.ok(work!.length >= 4, 'the places of its steps, and the step that waits');
  assert.deepEqual(
    complaint!.map(({ key }) => key),
    ['so-xay-dung.leadership', 'so-xay-dung.leadership'],
  );
  assert.deepEqual(
    places.filter(({ ended }) => ended),
    [],
  );
  const keys = work!.map(({ key }) => key);
  assert.ok(keys.includes('so-xay-dung.leadership') && keys.includes('so-xay-dung.clerk'), keys.join());
});

test('Every open task has somebody who can do it', async () => {
  const orphans = await all(
    sql`select u.key, t.role, count(*)::int as tasks from process.v_task t join identity.v_unit u on u.id = t.unit_id
        where t.state = 'open' and not exists (select from identity.v_official o where o.state = 'active' and o.unit_id = t.unit_id and o.role = t.role
          and o.valid_from <= ${theDay}::date and (o.valid_to is null or o.valid_to > ${theDay}::date)) group by 1, 2`,
  );
  assert.deepEqual(orphans, []);
});

test('Dossiers of a district go to the commune in which their owner lives, those of a department by their field', async () => {
  const rows = await all<{ from: string; commune: string; field: string; to: string }>(
    sql`select f.key as "from", d.data #>> '{applicant,address,commune}' as commune, d.business_type as field, t.key as "to"
        from one_stop.passed_on p join one_stop.dossier d on d.id = p.dossier_id join identity.v_unit f on f.id = p.from_unit join identity.v_unit t on t.id = p.to_unit`,
  );
  const { lines } = (await admin.api('identity.view-succession', { id: plan })).succession;
  const heir = new Map(lines.filter((l) => !l.fields && !l.areas).map((l) => [l.from, l.to]));
  const districts = rows.filter((row) => row.from.startsWith('huyen-') || /^t[px]-/.test(row.from));
  assert.ok(districts.length > 5, `${districts.length} of districts`);
  for (const row of districts) assert.equal(row.to, heir.get(row.commune), JSON.stringify(row));
  for (const row of rows.filter((one) => one.from === 'so-lao-dong'))
    assert.equal(
      row.to,
      row.field.startsWith('BA002.004')
        ? 'so-giao-duc-dao-tao'
        : ['BA002.003.006', 'BA002.003.007', 'BA002.003.011'].includes(row.field)
          ? 'so-y-te'
          : 'so-noi-vu',
    );
});

test('Officials see what they should: their new work, what their predecessors left, and nothing else', async () => {
  const head = await crew.as('phuly.chutich');
  const { rows } = await head.api('one-stop.list-dossiers', { queue: 'all', limit: 200 });
  assert.ok(rows.length > 0);
  const units = await all<{ key: string }>(
    sql`select distinct u.key from one_stop.dossier d join identity.v_unit u on u.id = d.unit_id where d.id = any(${rows.map((r) => r.id)}::uuid[])`,
  );
  for (const { key } of units) assert.ok(['phuong-phu-ly', 'tp-phu-ly'].includes(key), key);
  const [closed] = await all<{ id: string; unit: string }>(
    sql`select d.id, u.key as unit from one_stop.dossier d join identity.v_unit u on u.id = d.unit_id
        where d.status = 10 and u.key = 'so-giao-thong-van-tai' limit 1`,
  );
  if (closed) {
    const successor = await crew.as('sxd.phogiamdoc');
    assert.equal((await successor.rawApi('one-stop.view-dossier', { id: closed.id })).status, 200);
    const other = await crew.as('syt.giamdoc');
    assert.equal((await other.rawApi('one-stop.view-dossier', { id: closed.id })).status, 404);
  }
});

test('Old links still open: dossier, tracking, agency, unit, and a saved list', async () => {
  const passed = open.find((one) => one.code && one.unit === 'so-giao-thong-van-tai')!;
  const head = await crew.as('sxd.phogiamdoc');
  const dossier = await head.get(`/ban-lam-viec/ho-so/${passed.id}`);
  assert.equal(dossier.status, 200);
  const says = (page: { text: string }, what: RegExp) => assert.ok(what.test(page.text), String(what));
  says(dossier, /Chuyển sang cơ quan kế thừa/);
  says(dossier, /Sở Giao thông Vận tải → Sở Xây dựng/);
  assert.equal((await province.get(`/tra-cuu/${passed.code}`)).status, 200);
  const agency = await province.get('/co-quan/so-giao-thong-van-tai');
  assert.equal(agency.status, 200);
  says(agency, /hết ngày 30\/11\/2026[\s\S]*href="\/co-quan\/so-xay-dung"/);
  const unit = await head.get('/quan-tri/don-vi/tp-phu-ly');
  says(unit, /đã kết thúc hoạt động, ngày cuối là 30\/11\/2026[\s\S]*phường Phủ Lý/);
  const old = await unitId('so-giao-thong-van-tai');
  const list = await head.get(`/ban-lam-viec?hang=tat-ca&don-vi=${old}&q=${passed.code}`);
  assert.ok(list.text.includes(passed.code!), 'a list of the old agency finds what it passed on');
  // Page by page the list of the old agency has all that was its, and nothing else.
  const listed: string[] = [];
  for (let address: string | undefined = `/ban-lam-viec?hang=tat-ca&don-vi=${old}`; address;) {
    const page = await head.get(address);
    assert.equal(page.status, 200);
    listed.push(...new Set([...page.text.matchAll(/[?;]ho-so=([0-9a-f-]{36})/g)].map((m) => m[1]!)));
    address = /<a[^>]*href="([^"]+)"[^>]*rel="next"|<a[^>]*rel="next"[^>]*href="([^"]+)"/
      .exec(page.text)
      ?.slice(1)
      .find(Boolean)
      ?.replaceAll('&amp;', '&');
  }
  const owned = await all<{ id: string }>(
    sql`select d.id from one_stop.dossier d left join one_stop.passed_on p on p.dossier_id = d.id where coalesce(p.from_unit, d.unit_id) = ${old}`,
  );
  assert.deepEqual(listed.toSorted(), owned.map(({ id }) => id).toSorted());
  assert.ok(dossiers < 1000 || listed.length > 50, `${listed.length} dossiers of the old agency, on several pages`);
  const { views } = await province.app.run('one-stop.list-views', {}, await callOf('sxd.phogiamdoc'));
  assert.deepEqual(
    views.map((view) => view.query),
    [`hang=tat-ca&don-vi=${await unitId('so-xay-dung')}`],
  );
});

test('Papers and history keep the old names; new dossiers are filed with the new agency', async () => {
  const paper = (
    await all<{ id: string }>(
      sql`select p.id from one_stop.paper p join one_stop.passed_on o on o.dossier_id = p.dossier_id join identity.v_unit u on u.id = o.from_unit
          where p.template = 'receipt' and u.key = 'so-giao-thong-van-tai' limit 1`,
    )
  )[0]!;
  const facts = await (await crew.as('sxd.phogiamdoc')).api('one-stop.paper-facts', { id: paper.id });
  assert.equal(facts.data['agency'].name, 'Sở Giao thông Vận tải');
  const { procedure, agency } = await province.api('procedures.view-procedure', { code: 'HNM.0807' });
  assert.equal(procedure.agency, 'so-xay-dung');
  assert.equal(agency.name.vi, 'Sở Xây dựng');
  const before = await province.api('procedures.view-procedure', { code: 'HNM.0807', day: '2026-11-30' });
  assert.equal(before.procedure.agency, 'so-giao-thong-van-tai');
});

test('Statistics count under both: November as it was, and each unit with what it had or took over', async () => {
  assert.deepEqual(await figures(), figuresBefore);
  const of = async (key: string, from: string, to: string) =>
    (await admin.api('one-stop.statistics', { from, to, by: 'field', unit: await unitId(key) })).total.figures;
  const old = await of('so-giao-thong-van-tai', '2026-11-01', '2026-11-30');
  assert.ok(old.received > 0);
  const both = await of('so-xay-dung', '2026-11-01', theDay);
  const alone = await all<{ n: number }>(
    sql`select count(*)::int as n from one_stop.dossier d join identity.v_unit u on u.id = d.unit_id left join one_stop.passed_on p on p.dossier_id = d.id
        where u.key in ('so-xay-dung', 'so-giao-thong-van-tai') and d.accepted_at >= '2026-11-01T00:00:00+07:00'`,
  );
  assert.equal(both.received, alone[0]!.n);
});

test('Every dossier goes on to its result', async () => {
  // Made-up dossiers have no signed result: where it waits to be stamped there is nothing to issue.
  const stamped = new Set(
    (
      await all<{ id: string }>(sql`select business_key as id from process.v_task where state = 'open' and element = 'stamp'`)
    ).map((task) => task.id),
  );
  const ours = open.filter((one) => isOld(one.unit) && !stamped.has(one.id));
  const chosen = ours.length <= settled ? ours : ours.filter((_, i) => i % Math.ceil(ours.length / settled) === 0);
  province.clock.set(`${theDay}T09:00:00+07:00`);
  crew = new Crew(province);
  let done = 0;
  for (const one of chosen) {
    await settle(province, crew, one);
    done++;
  }
  assert.ok(done >= Math.min(settled / 2, ours.length));
  const [{ left } = { left: -1 }] = await all<{ left: number }>(
    sql`select count(*)::int as left from one_stop.dossier where id = any(${chosen.map((one) => one.id)}::uuid[]) and status <> 10`,
  );
  assert.equal(left, 0);
  // Results bear the number of the agency that follows.
  const numbers = await all<{ number: string; unit: string }>(
    sql`select r.number, u.key as unit from results.v_result r join identity.v_unit u on u.id = r.unit_id
        where r.dossier_id = any(${chosen.map((one) => one.id)}::uuid[]) and r.state = 'issued'`,
  );
  assert.ok(numbers.length > 0);
  for (const { unit } of numbers) assert.ok(!isOld(unit), unit);
});

test('Nothing is left when it is looked once more', async () => {
  const { app } = province;
  await app.jobs.find((job) => job.name === 'identity.apply-successions')!.run(jobContext(app, 'test'), {});
  const { at } = await app.db.one<{ at: Date | null }>(sql`select swept_at as at from identity.succession where id = ${plan}`);
  assert.ok(at);
  assert.equal(localDate(at), theDay);
});

/** The units that end by the plan, as far as dossiers stand under them. */
const isOld = (key: string) =>
  /^(huyen-|t[px]-)/.test(key) ||
  ['so-giao-thong-van-tai', 'so-ke-hoach-dau-tu', 'so-tai-nguyen-moi-truong', 'so-thong-tin', 'so-lao-dong'].includes(key);

async function unitId(key: string): Promise<number> {
  return (await province.app.db.one<{ id: number }>(sql`select id from identity.v_unit where key = ${key}`)).id;
}

async function callOf(account: string) {
  const { app } = province;
  const principals = app.principals as unknown as { ofPerson(id: string): Promise<never> };
  return {
    principal: await principals.ofPerson(await province.person(account)),
    lang: 'vi' as const,
    origin: { channel: 'web' as const, trace: 'test' },
  };
}

/** Starts a process that carries the plan out, and kills it as it moves that part. */
async function killedAfter(part: string): Promise<void> {
  const { app, clock } = province;
  const child = spawn(
    process.execPath,
    [join(root, 'platform/test/carry-out-child.ts'), app.db.url, plan, clock.now().toISOString()],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  for await (const line of createInterface({ input: child.stdout }))
    if (line.startsWith(part)) {
      child.kill('SIGKILL');
      break;
    }
  await ended;
}
