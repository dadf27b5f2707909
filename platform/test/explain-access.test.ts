/** Who may see a record, and why: the answers against what the lists and pages really do. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { explainedKinds, type Principals } from '@dinh/identity';
import { isRecord, sql } from '@dinh/kernel';
import { file, openTask } from './filing.ts';
import { openProvince, type Province, type Visitor } from './province.ts';

let province: Province;
let administrator: Visitor;
let dossier: { id: string; reference: string };
let owner: string;
const officer = 'stp.chuyenvien11';
const colleague = 'stp.chuyenvien12';
const head = 'stp.truongphong1';

before(async () => {
  province = await openProvince();
  administrator = await province.signIn('quantri');
  owner = await province.person('congdan');
  dossier = await file(province, await province.signIn('congdan'), 'HNM.1242');
  await (await province.signIn('stp.motcua1')).api('one-stop.accept-dossier', { id: dossier.id, feeTaken: true });
  const assign = await openTask(province.app, dossier.id, 'assign');
  await (
    await province.signIn(head)
  ).api('one-stop.complete-step', {
    taskId: assign.id,
    outcome: 'assign',
    specialist: await province.person(officer),
  });
});
after(() => province.close());

const why = async (account: string, kind = 'dossier', record = dossier.id) =>
  (await administrator.api('identity.explain-access', { kind, record, person: account })).answer!;
const who = async (kind: string, record: string) => administrator.api('identity.list-access', { kind, record, limit: 1000 });

/** Everybody asked one by one, with all their rights, by the predicate of the lists. */
async function oneByOne(kind: string, id: string): Promise<string[]> {
  const { app } = province;
  const principals = app.principals as Principals;
  const of = explainedKinds(app).get(kind)!;
  const persons = await app.db.all<{ id: string }>(sql`select id from identity.v_person where state = 'active' order by id`);
  const seeing: string[] = [];
  for (const person of persons) {
    const principal = await principals.ofPerson(person.id);
    const { sees } = await app.db.one<{ sees: boolean }>(
      sql`select coalesce(${of.visible({ principal, now: app.clock.now() })}, false) as sees from ${of.from} where ${isRecord(of, id)}`,
    );
    if (sees) seeing.push(person.id);
  }
  return seeing;
}

test('Who may see a dossier: exactly those whom its lists show it, among all officials and citizens', async () => {
  const { persons, total } = await who('dossier', dossier.id);
  const expected = await oneByOne('dossier', dossier.id);
  assert.deepEqual(persons.map(({ id }) => id).sort(), expected);
  assert.equal(total, expected.length);
  assert.ok(
    persons.some(({ id }) => id === owner),
    'the applicant is among them',
  );
  for (const { name, because } of persons) assert.ok(because.length > 0 && because.every((b) => b.holds), name);
});

test('The same holds for a step, an account and, with somebody’s authority handed over, again for the dossier', async () => {
  const { id: task } = await openTask(province.app, dossier.id);
  const account = await province.person(colleague);
  for (const [kind, id] of [
    ['task', task],
    ['person', account],
  ] as const) {
    const { persons } = await who(kind, id);
    assert.deepEqual(persons.map((one) => one.id).sort(), await oneByOne(kind, id), kind);
    assert.ok(persons.length > 0, kind);
  }
  const today = new Date(province.clock.now().getTime() + 7 * 3_600_000).toISOString().slice(0, 10);
  await (
    await province.signIn(head)
  ).api('identity.delegate-authority', {
    to: await province.person(colleague),
    from: today,
    until: today,
    reason: 'Đi công tác',
  });
  const { persons } = await who('dossier', dossier.id);
  assert.deepEqual(persons.map((one) => one.id).sort(), await oneByOne('dossier', dossier.id));
  const stands = persons.find((one) => one.id === account)!;
  assert.deepEqual(
    stands.because.map((one) => [one.source, one.behalfOf, one.until !== null]),
    [['delegation', 'Dương Thanh Bình', true]],
  );
});

test('Every kind of record that is asked about answers both questions as its lists do', async () => {
  const { app } = province;
  const specialist = await province.signIn('chuyenvien');
  const process = 'outgoing-document';
  const { processes } = await specialist.api('work.list-beginnings', { process });
  const units = Object.fromEntries(processes[0]!.places.map((one) => [one.key, one.units[0]!.id]));
  await specialist.api('work.begin-process', { process, title: 'Công văn thử', units });
  await app.db.run(
    sql`insert into payments.payment (id, subject, purpose, amount, description, payer, provider, state, created_at, expires_at)
        values (gen_random_uuid(), ${`dossier:${dossier.id}`}, 'fee', 1000, 'Thử', 'Thử', 'sandbox', 'pending', ${app.clock.now()}, ${app.clock.now()})`,
  );
  const first = async (query: ReturnType<typeof sql>) => (await app.db.one<{ id: string }>(query)).id;
  const instance = await first(sql`select id from process.v_instance where general limit 1`);
  const [waiting] = await app.db.all<{ id: string }>(sql`select id from process.v_task where general and state = 'open' limit 1`);
  const records: Record<string, string> = {
    dossier: dossier.id,
    file: await first(sql`select id from one_stop.component where dossier_id = ${dossier.id} and file is not null limit 1`),
    payment: await first(sql`select id from payments.v_payment where subject = ${`dossier:${dossier.id}`} limit 1`),
    person: owner,
    'audit-entry': await first(sql`select stream || '/' || number as id from audit.v_entry limit 1`),
    definition: 'form/criminal-record',
    message: await first(sql`select id from notify.message limit 1`),
    instance: await first(sql`select id from process.v_instance where business_key = ${dossier.id} limit 1`),
    matter: instance,
    'matter-task': waiting!.id,
  };
  for (const kind of explainedKinds(app).keys()) {
    if (kind === 'task' || kind === 'result') continue; // above, and in the tests of results
    const asked = records[kind];
    assert.ok(asked, `${kind} is tried here`);
    const { persons, record } = await who(kind, asked);
    assert.deepEqual(persons.map(({ id }) => id).sort(), await oneByOne(kind, record.id), kind);
    assert.ok(persons.length > 0, kind);
    const { sees, grants } = await why(persons[0]!.id, kind, asked);
    assert.ok(sees && grants.some(({ holds }) => holds), kind);
    const other = await why('congdan2', kind, asked);
    assert.equal(other.sees, false, kind);
    assert.match((await administrator.get(`/quan-tri/quyen-truy-cap?loai=${kind}&ma=${asked}`)).text, /Ai xem được/, kind);
    if (kind === 'audit-entry')
      assert.doesNotMatch(record.title.vi + record.title.en, /^[a-z-]+\.[a-z-]+/, 'told as people say it');
  }
  for (const kind of explainedKinds(app).keys())
    for (const record of ['x', '/', "'", owner, `${owner}/1`, `${owner}/999999999999999`])
      assert.ok(
        [200, 404].includes((await administrator.rawApi('identity.list-access', { kind, record })).status),
        `${kind} ${record}`,
      );
});

test('Why a person may: by which role, where, and what narrows it; why not: which condition fails', async () => {
  const may = await why(officer);
  assert.equal(may.sees, true);
  const by = may.grants.filter((one) => one.holds);
  assert.ok(by.some((one) => one.role?.vi === 'Chuyên viên lý lịch tư pháp' && one.fields.includes('BA003.004.003')));
  assert.ok(by.some((one) => one.scope === 'assigned'));
  assert.ok(by.some((one) => one.myStep));
  const out = await why('syt.chuyenvien11');
  assert.equal(out.sees, false);
  assert.ok(out.grants.length > 0 && out.grants.every((one) => !one.holds && one.failing.length > 0));
  const narrowed = (await why('stp.chuyenvien21')).grants.find((one) => one.classes.length > 0)!;
  assert.deepEqual(narrowed.failing, ['scope', 'classes']);
  assert.equal((await why('congdan')).grants.find((one) => one.scope === 'own')?.holds, true);
});

test('A permission of the whole province, narrowed to procedures, units or steps, opens those and nothing else', async () => {
  const { app } = province;
  const account = 'syt.chuyenvien11';
  const person = await province.person(account);
  const { element } = await openTask(app, dossier.id);
  await app.db.run(
    sql`insert into identity.role (key, name_vi, name_en, place, permissions, source) values ('narrow', 'Hẹp', 'Narrow', 'unit', '[]', 'ours')`,
  );
  await app.db.run(
    sql`insert into identity.position (id, person_id, unit_id, role, title_vi, title_en, valid_from, created_at)
        values (gen_random_uuid(), ${person}, ${await province.unit('so-y-te')}, 'narrow', 'Thử', 'Trial', '2020-01-01', ${app.clock.now()})`,
  );
  await app.db.run(sql`update identity.person set revision = revision + 1 where id = ${person}`);
  const visitor = await province.signIn(account);
  const cases: [narrow: object, opens: boolean, failing?: string][] = [
    [{ procedures: ['HNM.1242'] }, true],
    [{ procedures: ['HNM.6739-14'] }, false, 'procedures'],
    [{ under: ['so-tu-phap'] }, true],
    [{ under: ['so-y-te', 'so-khong-co'] }, false, 'under'],
    [{ steps: [element] }, true],
    [{ steps: ['return'] }, false, 'steps'],
    [{ steps: [element], when: 'my-step' }, false, 'when'],
    [{ steps: [element], under: ['so-tu-phap'], procedures: ['HNM.1242'] }, true],
    [{ steps: [element], under: ['so-tu-phap'], procedures: ['HNM.6739-14'] }, false, 'procedures'],
  ];
  for (const [narrow, opens, failing] of cases) {
    const permissions = [
      { permission: 'one-stop.view-dossier', scope: 'all', ...narrow },
      { permission: 'one-stop.view-statistics', scope: 'all', ...narrow },
    ];
    await app.db.run(sql`update identity.role set permissions = ${JSON.stringify(permissions)}::jsonb where key = 'narrow'`);
    await app.db.run(sql`update kernel.revision set number = number + 1 where topic = 'identity'`);
    const said = JSON.stringify(narrow);
    const { status } = await visitor.rawApi('one-stop.view-dossier', { id: dossier.id });
    assert.equal(status, opens ? 200 : 404, said);
    const { rows } = await visitor.api('one-stop.list-dossiers', { queue: 'all' });
    assert.equal(
      rows.some(({ id }) => id === dossier.id),
      opens,
      said,
    );
    const because = (await why(account)).grants.find((one) => one.role?.vi === 'Hẹp')!;
    assert.deepEqual([because.holds, because.failing], [opens, failing ? [failing] : []], said);
  }
  await app.db.run(sql`delete from identity.position where role = 'narrow'`);
  await app.db.run(sql`update identity.person set revision = revision + 1 where id = ${person}`);
});

test('A role that has ended opens nothing, and neither answer says that it did', async () => {
  const { app } = province;
  const ends = async (day: string | null) => {
    await app.db.run(sql`update identity.role set retired_on = ${day}::date where key in ('specialist', 'auditor')`);
    await app.db.run(sql`update kernel.revision set number = number + 1 where topic = 'identity'`);
  };
  const before = (await who('dossier', dossier.id)).total;
  await ends('2020-01-01');
  const { persons, total } = await who('dossier', dossier.id);
  assert.deepEqual(persons.map(({ id }) => id).sort(), await oneByOne('dossier', dossier.id));
  assert.ok(total < before);
  const ended = (await why(officer)).grants.filter(({ role }) => role?.vi === 'Chuyên viên');
  assert.deepEqual(ended, []);
  await ends(null);
  assert.ok((await why(officer)).grants.some(({ role }) => role?.vi === 'Chuyên viên'));
});

test('Systems that may see it in their own name are named, with the permission and unit; suspended ones and others are not', async () => {
  const reads = async (client: string, permissions: readonly object[]) => {
    await administrator.api('identity.register-client', {
      id: client,
      kind: 'machine',
      name: { vi: `Hệ thống ${client}`, en: `System ${client}` },
      authMethod: 'client_secret_basic',
    } as never);
    await administrator.api('identity.set-client-permissions', { id: client, permissions } as never);
  };
  const permission = 'one-stop.view-dossier';
  await reads('may-near', [{ permission, scope: 'unit-tree', unit: await province.unit('so-tu-phap') }]);
  await reads('may-all', [{ permission, scope: 'all' }]);
  await reads('may-far', [{ permission, scope: 'unit-tree', unit: await province.unit('so-y-te') }]);
  await reads('may-other', [{ permission: 'people.view-directory', scope: 'all' }]);
  await reads('may-rest', [{ permission, scope: 'all' }]);
  await administrator.api('identity.suspend-client', { id: 'may-rest', reason: 'Bảo trì' } as never);
  const { machines } = await who('dossier', dossier.id);
  assert.deepEqual(
    machines.map(({ client, because }) => [client, because.map((b) => [b.source, b.scope, b.unit?.vi ?? null])]),
    [
      ['may-all', [['machine', 'all', null]]],
      ['may-near', [['machine', 'unit-tree', 'Sở Tư pháp']]],
    ],
  );
  const page = await administrator.get(`/quan-tri/quyen-truy-cap?loai=dossier&ma=${dossier.id}`);
  assert.match(page.text, /Hệ thống xem được[\s\S]*Hệ thống may-near[\s\S]*Quyền của hệ thống, Sở Tư pháp/);
  const sheet = await administrator.get(`/quan-tri/quyen-truy-cap?loai=dossier&ma=${dossier.id}&dang=csv`);
  assert.match(sheet.text, /Hệ thống may-all/);
});

test('A suspended account sees nothing, and is among nobody', async () => {
  const person = await province.person(officer);
  await administrator.api('identity.suspend-person', { person, reason: 'Nghỉ việc' });
  const told = await why(officer);
  assert.deepEqual([told.sees, told.active], [false, false]);
  assert.ok((await who('dossier', dossier.id)).persons.every(({ id }) => id !== person));
  await administrator.api('identity.resume-person', { person, reason: 'Trở lại' });
});

test('Only who may ask is answered, a record that is not there is not found, and the question stands in the audit trail', async () => {
  for (const account of [head, 'congdan']) {
    const asker = await province.signIn(account);
    const asked = { kind: 'dossier', record: dossier.id, person: officer };
    assert.equal((await asker.rawApi('identity.explain-access', asked)).status, 403);
    assert.equal((await asker.rawApi('identity.list-access', { kind: 'dossier', record: dossier.id })).status, 403);
  }
  for (const bad of [
    { kind: 'dossier', record: 'H25-không-có' },
    { kind: 'ngựa', record: dossier.id },
  ])
    assert.equal((await administrator.rawApi('identity.list-access', bad)).status, 404);
  const byCode = await administrator.get(`/quan-tri/quyen-truy-cap?ma=${dossier.reference}`);
  assert.match(byCode.text, new RegExp(`${dossier.id}[\\s\\S]*người[^<]* xem được`), 'whatever kind it is');
  const { n } = await province.app.db.one<{ n: number }>(
    sql`select count(*)::int as n from audit.entry where operation = 'identity.explain-access' and subject = ${`dossier:${dossier.id}`}`,
  );
  assert.ok(n >= 4);
});
