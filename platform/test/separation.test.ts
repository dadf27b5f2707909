/** What one person must not do twice on a record, and must not hold together: by the rules of the pack, in the transaction of the act. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { jobContext, permissionNames, sql } from '@dinh/kernel';
import { file, openTask } from './filing.ts';
import { openProvince, Problem, type Province, type Visitor } from './province.ts';
import { publishSeparation } from './separation-rules.ts';
import { Crew, officialValues, settle } from './settle.ts';

let province: Province;
let crew: Crew;
let admin: Visitor;
before(async () => {
  province = await openProvince();
  crew = new Crew(province);
  admin = await crew.as('quantri');
});
after(() => province.close());

const refused = (code: string, words?: RegExp) => (error: unknown) =>
  error instanceof Problem && error.code === code && (!words || words.test(error.problem.title));

/** A dossier that waits for the head's signature, appraised by `chuyenvien`. */
async function appraised(): Promise<{ id: string; reference: string }> {
  const filed = await file(province, await crew.as('congdan'), 'HNM.6739-14', {
    workKind: 'house',
    permitKind: 'new',
  });
  const { id } = filed;
  await (await crew.as('motcua')).api('one-stop.accept-dossier', { id, feeTaken: true });
  const step = async (account: string, element: string, outcome: string, more = {}) =>
    (await crew.as(account)).api('one-stop.complete-step', {
      taskId: (await openTask(province.app, id, element)).id,
      outcome,
      ...more,
    });
  await step('truongphong', 'assign', 'assign', { specialist: await province.person('chuyenvien') });
  for (;;) {
    const task = await openTask(province.app, id);
    if (task.element === 'approve') return filed;
    if (task.element === 'review') await step('truongphong', 'review', 'forward');
    else if (task.element === 'study') await step('chuyenvien', 'study', 'no-consultation');
    else if (task.element === 'arrange-visit') await step('chuyenvien', 'arrange-visit', 'no-visit');
    else
      await step('chuyenvien', 'appraise', 'propose-approval', {
        values: await officialValues(province, id),
      });
  }
}

const traces = (id: string) =>
  province.app.db.one(
    sql`select d.version, d.status, (select count(*)::int from one_stop.history where dossier_id = d.id) as acts,
          (select count(*)::int from audit.entry where subject = ${`dossier:${id}`} and outcome = 'done') as audited
        from one_stop.dossier d where d.id = ${id}`,
  );

test('Who appraised a dossier is not offered its signature, is told why, and is refused with nothing left behind', async () => {
  const { id } = await appraised();
  const specialist = await crew.as('chuyenvien');
  const { position } = await admin.api('identity.give-position', {
    person: await province.person('chuyenvien'),
    unit: await province.unit('so-xay-dung.leadership'),
    role: 'agency-head',
  });
  const task = await openTask(province.app, id, 'approve');
  const { acts, withheld } = await specialist.api('one-stop.list-acts', { id });
  assert.ok(!acts.some(({ key }) => key === 'sign'));
  assert.ok(acts.some(({ key }) => key === 'send-back'));
  assert.match(withheld.find(({ name }) => /ký/i.test(name.vi))?.why.vi ?? '', /Người thẩm định hồ sơ không ký/);
  const page = await specialist.get(`/ban-lam-viec/ho-so/${id}`);
  assert.match(page.text, /Người thẩm định hồ sơ không ký duyệt chính hồ sơ đó/);
  const before = await traces(id);
  await assert.rejects(
    specialist.api('one-stop.complete-step', { taskId: task.id, outcome: 'sign', comment: 'Đồng ý' }),
    refused('identity.duties-separate', /Người thẩm định hồ sơ không ký duyệt chính hồ sơ đó/),
  );
  assert.deepEqual(await traces(id), before);
  await admin.api('identity.end-position', { position, reason: 'Hết kiêm nhiệm' });
  await settle(province, crew, { id, reference: '' });
});

test('Handed over for a while, the delegate stays who they are: whoever appraised does not sign in the head’s place', async () => {
  const { id } = await appraised();
  const head = await crew.as('giamdoc');
  await head.api('identity.delegate-authority', {
    to: await province.person('chuyenvien'),
    from: '2026-11-18',
    until: '2026-11-20',
    reason: 'Đi công tác',
  });
  const task = await openTask(province.app, id, 'approve');
  const specialist = await crew.as('chuyenvien');
  assert.ok(!(await specialist.api('one-stop.list-acts', { id })).acts.some(({ key }) => key === 'sign'));
  await assert.rejects(
    specialist.api('one-stop.complete-step', { taskId: task.id, outcome: 'sign', comment: 'Đồng ý' }),
    refused('identity.duties-separate'),
  );
  const { delegations } = await head.api('identity.list-delegations', { liveOnly: true });
  await head.api('identity.revoke-delegation', { delegation: delegations[0]!.id });
});

test('And who acted in another’s place binds that other: the delegator does not undo what must be somebody else’s', async () => {
  const { id } = await file(province, await crew.as('congdan'), 'HNM.6739-14', {
    workKind: 'house',
    permitKind: 'new',
  });
  // The desk official’s chief takes the fee in her place; the trail names both.
  await province.app.db.run(
    sql`insert into audit.entry (stream, number, at, principal, behalf_of, operation, outcome, subject, detail)
        select id, 1000000, ${province.clock.now()}, ${`person:${await province.person('chuyenvien')}`}, ${await province.person('motcua')},
               'one-stop.collect-fee', 'done', ${`dossier:${id}`}, '' from audit.stream limit 1`,
  );
  const desk = await crew.as('motcua');
  const { withheld } = await desk.api('one-stop.list-acts', { id });
  assert.match(JSON.stringify(withheld), /Người đã thu phí của hồ sơ không miễn phí/);
  await assert.rejects(desk.api('one-stop.waive-fee', { id, reason: 'Hộ nghèo' }), refused('identity.duties-separate'));
});

test('A small unit is an exception that the rules allow, and the audit trail says so', async () => {
  const { id } = await appraised();
  const rules = (await admin.api('identity.view-separation', {})).rules;
  const exception = {
    kinds: ['leadership'],
    most: 9,
    why: { vi: 'Chỉ có một người', en: 'Only one' },
    source: 'ours',
  };
  await publishSeparation(province, {
    ...rules,
    acts: rules.acts.map((rule) => ({ ...rule, exceptions: [exception] })),
  });
  const { position } = await admin.api('identity.give-position', {
    person: await province.person('chuyenvien'),
    unit: await province.unit('so-xay-dung.leadership'),
    role: 'agency-head',
  });
  await (
    await crew.as('chuyenvien')
  ).api('one-stop.complete-step', {
    taskId: (await openTask(province.app, id, 'approve')).id,
    outcome: 'sign',
    comment: 'Đồng ý',
  });
  const { detail } = await province.app.db.one<{ detail: string }>(
    sql`select detail from audit.entry where subject = ${`dossier:${id}`} and operation = 'one-stop.complete-step' and detail like '%"sign"%'`,
  );
  assert.match(detail, /appraisal-and-signature: Chỉ có một người/);
  await admin.api('identity.end-position', { position, reason: 'Hết kiêm nhiệm' });
  await publishSeparation(province, rules);
});

test('A place is refused that would put the signature and the seal into one hand, now or later', async () => {
  const give = async (account: string, unit: string, role: string, from?: string) =>
    admin.api('identity.give-position', {
      person: await province.person(account),
      unit: await province.unit(unit),
      role,
      ...(from && { from }),
    });
  await assert.rejects(
    give('vanthu', 'so-xay-dung.leadership', 'agency-head'),
    refused('identity.held-together', /Đinh Thị Mận.*Người ký văn bản không giữ và đóng con dấu/),
  );
  await assert.rejects(give('vanthu', 'so-xay-dung.leadership', 'agency-head', '2027-03-01'), refused('identity.held-together'));
  await give('vanthu', 'so-xay-dung.desk', 'desk');
});

test('Two places that must not meet, given at the same moment: one of them is refused', async () => {
  const person = await province.person('vpub.chuyenvien11');
  const give = async (unit: string, role: string) =>
    admin.rawApi('identity.give-position', { person, unit: await province.unit(unit), role });
  const answers = await Promise.all([give('so-xay-dung.leadership', 'agency-head'), give('so-xay-dung.clerk', 'clerk')]);
  assert.deepEqual(
    answers.map(({ status }) => status).sort((a, b) => a - b),
    [200, 409],
  );
});

test('An authority is refused that would bring it about, and one of named permissions that does not is given', async () => {
  const head = await crew.as('giamdoc');
  const delegation = {
    to: await province.person('vanthu'),
    from: '2026-11-18',
    until: '2026-11-20',
    reason: 'Đi họp',
  };
  await assert.rejects(head.api('identity.delegate-authority', delegation), refused('identity.held-together', /Đinh Thị Mận/));
  await head.api('identity.delegate-authority', { ...delegation, permissions: ['one-stop.view-statistics'] });
});

test('What stands already is listed with person, places and rule, found by name, given out as a file, and a screen shows the rules', async () => {
  const person = await province.person('vpub.chuyenvien12');
  await province.app.db.run(
    sql`insert into identity.position (id, person_id, unit_id, role, title_vi, title_en, valid_from, created_at)
        select gen_random_uuid(), ${person}::uuid, id, 'clerk', 'Văn thư', 'Clerk', '2026-01-01'::date, ${province.clock.now()}::timestamptz from identity.unit where key = 'so-xay-dung.clerk'
        union all select gen_random_uuid(), ${person}::uuid, id, 'agency-head', 'Giám đốc', 'Director', '2026-01-01', ${province.clock.now()} from identity.unit where key = 'so-xay-dung.leadership'`,
  );
  const { conflicts } = await admin.api('identity.list-conflicts', { query: 'le cong long' });
  assert.equal(conflicts.length, 1);
  assert.equal(conflicts[0]!.rule, 'signature-and-seal');
  assert.deepEqual(
    [conflicts[0]!.one.permission, conflicts[0]!.other.permission],
    ['results.sign-result', 'results.stamp-result'],
  );
  const page = await admin.get('/quan-tri/tach-nhiem-vu');
  assert.match(page.text, /Lê Công Long/);
  assert.match(page.text, /Người thu phí, lệ phí không đối soát/);
  const sheet = await admin.get('/quan-tri/tach-nhiem-vu?dang=csv');
  assert.match(sheet.text, /Lê Công Long/);
  assert.equal((await (await crew.as('congdan')).rawApi('identity.list-conflicts', {})).status, 403);
});

test('Whoever can put it right is told of it once: when a new rule finds it, and again when it comes back', async () => {
  const job = province.app.jobs.find(({ name }) => name === 'identity.tell-of-conflicts')!;
  const told = async () => {
    await job.run(jobContext(province.app, 'test'), {});
    return province.app.db.all<{ account: string; body: string }>(
      sql`select p.account, m.body from notify.message m join identity.person p on p.id = m.person_id
          where m.template = 'duties-not-apart' and m.channel = 'inbox' order by m.created_at, m.id`,
    );
  };
  const { rules } = await admin.api('identity.view-separation', {});
  await publishSeparation(province, { ...rules, together: [] });
  assert.deepEqual(await told(), []);
  await publishSeparation(province, rules);
  const [first, ...others] = await told();
  assert.deepEqual(others, []);
  assert.equal(first!.account, 'quantri');
  assert.match(first!.body, /- Lê Công Long: Người ký văn bản không giữ và đóng con dấu/);
  assert.match(first!.body, /tach-nhiem-vu/);
  assert.equal((await told()).length, 1, 'nobody is told twice of the same');

  const person = await province.person('vpub.chuyenvien12');
  const stands = (until: string | null) =>
    province.app.db.run(
      sql`update identity.position set valid_to = ${until}::date where person_id = ${person} and role = 'agency-head'`,
    );
  await stands('2026-11-01');
  assert.equal((await told()).length, 1);
  await stands(null);
  assert.equal((await told()).length, 2);
});

test('Every operation and permission that the rules of the pack name is one of the program', async () => {
  const { rules } = await admin.api('identity.view-separation', {});
  const operations = province.app.modules.flatMap((m) => m.operations ?? []);
  const names = new Set(operations.map(({ name }) => name));
  const permissions = permissionNames(province.app.modules);
  for (const rule of rules.acts)
    for (const { operation } of [...rule.one, ...rule.other]) assert.ok(names.has(operation), operation);
  for (const rule of rules.together)
    for (const permission of [...rule.one, ...rule.other]) assert.ok(permissions.has(permission), permission);
});
