/** A process sends messages and prints papers by drawing alone: drawn in the studio, filed, and looked at where they arrive. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { jobContext, sql } from '@dinh/kernel';
import { drawBehindFiling, drawnBehindFiling } from './drawn.ts';
import { happens, publish, review } from './general-work.ts';
import { file } from './filing.ts';
import { openProvince, type Province, type Visitor } from './province.ts';

let province: Province;
let citizen: Visitor;
let desk: Visitor;
let officer: Visitor;
const key = 'settle-with-consultation';
const permit = { workKind: 'house', permitKind: 'new' };

const filled = (values: Record<string, string>): string =>
  `<bpmn:extensionElements>${Object.entries(values)
    .map(([target, value]) => `<dinh:input target="${target}" value="${value.replaceAll('"', '&quot;')}"/>`)
    .join('')}</bpmn:extensionElements>`;
const tells = `<bpmn:sendTask id="tell" name="Báo người nộp" dinh:nameEn="Tell the applicant" dinh:notice="supplement-requested" dinh:to="applicant">${filled({ items: 'workKind', reason: 'string length(permitKind)' })}</bpmn:sendTask>
  <bpmn:sendTask id="warn" name="Báo Một cửa" dinh:nameEn="Tell the desk" dinh:notice="result-ready" dinh:to="role" dinh:role="desk" dinh:unit="units.reception"/>`;
const prints = `<bpmn:serviceTask id="print" name="In thông báo" dinh:nameEn="Print the notice" dinh:paper="stop-notice">${filled({ cause: '"agency"', askedAt: 'null', stoppedAt: 'now()', reasons: '["Công trình: " + workKind]', refund: 'null' })}</bpmn:serviceTask>`;
const drawn = [`${tells}${prints}`, ['tell', 'warn', 'print']] as const;

before(async () => {
  province = await openProvince();
  citizen = await province.signIn('congdan');
  desk = await province.signIn('motcua');
  officer = await province.signIn('nghiepvu');
});
after(() => province.close());

const messages = (about: string, template: string) =>
  province.app.db.all<{
    channel: string;
    subject: string;
    body: string;
    link: string;
    person: string | null;
  }>(
    sql`select channel, subject, body, link, person_id as person from notify.message where about = ${about} and template = ${template} order by channel, person_id`,
  );

test('The lists to pick from hold the templates, the papers and whom a process can tell, and what each has to be given', async () => {
  const choices = await officer.api('studio.list-choices', {});
  const keys = (list: { key: string }[]) => list.map((one) => one.key);
  assert.ok(keys(choices.definitions['message']!).includes('supplement-requested'));
  assert.ok(keys(choices.papers).includes('stop-notice'));
  assert.deepEqual(keys(choices.hearers).sort(), ['applicant', 'beginner', 'owner', 'role']);
  assert.deepEqual(choices.needs['message:supplement-requested'], ['items', 'reason']);
  assert.deepEqual(choices.needs['paper:stop-notice']!.toSorted(), ['askedAt', 'cause', 'reasons', 'refund', 'stoppedAt']);
});

test('What is drawn passes the check while one draws, is tried out without sending, and goes through a draft to its publication', async () => {
  const text = await drawnBehindFiling(province, key, ...drawn);
  const checked = await officer.postForm(`/studio/process/${key}/kiem-tra`, { text });
  assert.deepEqual(JSON.parse(checked.text).problems, []);
  const before = await province.app.db.one(sql`select count(*)::int as n from notify.message`);
  const { draft } = await officer.api('studio.save-draft', { kind: 'process', key, text, source: 'ours' });
  const tried = await officer.postForm(`/studio/process/${key}/thu?du-thao=${draft}`, {
    values: 'workKind: house\npermitKind: new\nunits: {"reception": 1}',
    moves: '[]',
  });
  const seen = tried.text.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');
  assert.match(seen, /sẽ gửi “Hồ sơ \{number\} cần bổ sung” cho Người nộp hồ sơ \(hoặc người đại diện\)/);
  assert.match(seen, /bạn cần bổ sung: house Lý do: 3/);
  assert.match(seen, /sẽ gửi “[^”]*” cho Cán bộ|sẽ gửi “[^”]*” cho [^(]*\(/);
  assert.match(seen, /sẽ in giấy từ mẫu stop-notice \(cause: "agency"|sẽ in giấy từ mẫu stop-notice \(cause: &quot;agency&quot;/);
  assert.deepEqual(await province.app.db.one(sql`select count(*)::int as n from notify.message`), before);
  await officer.api('studio.withdraw-draft', { draft });
});

test('A dossier of a process drawn this way: the message is in the outbox once, the paper is in the dossier', async () => {
  await drawBehindFiling(province, key, ...drawn);
  const { id, reference } = await file(province, citizen, 'HNM.6739-14', permit);
  const person = await province.person('congdan');
  await province.settle();
  await province.settle();
  const told = await messages(`dossier:${id}`, 'supplement-requested');
  assert.deepEqual(
    told.map((one) => one.channel),
    ['inbox', 'sms'],
  );
  assert.equal(told[0]!.person, person);
  assert.match(told[0]!.body, /bạn cần bổ sung:\nhouse\n\nLý do: 3/);
  assert.equal(told[0]!.link, `/ho-so/${reference}`);
  const officials = (await messages(`dossier:${id}`, 'result-ready')).filter((one) => one.channel === 'inbox');
  assert.ok(officials.some((one) => one.link === `/ban-lam-viec/ho-so/${id}`));
  assert.ok(
    officials.every((one) => one.person !== person),
    'the desk, not the applicant',
  );
  const { papers } = await desk.api('one-stop.view-dossier', { id });
  assert.deepEqual(
    papers.map((one: any) => [one.template, one.title.vi]),
    [['stop-notice', 'Thông báo dừng giải quyết hồ sơ']],
  );
  assert.match((await desk.get(`/ban-lam-viec/ho-so/${id}`)).text, /Thông báo dừng giải quyết/);
  assert.match((await citizen.get(`/ho-so/${reference}`)).text, /Thông báo dừng giải quyết/);
  const { history } = await desk.api('one-stop.view-dossier', { id });
  const made = history.filter((one: any) => one.act === 'paper-made');
  assert.deepEqual(
    made.map((one: any) => [one.comment, one.personName]),
    [['Thông báo dừng giải quyết hồ sơ', 'Hệ thống']],
  );
  assert.match((await desk.get(`/ban-lam-viec/ho-so/${id}`)).text, /Lập giấy tờ/);
  const facts = await desk.api('one-stop.paper-facts', { id: papers[0]!.id });
  assert.deepEqual(facts.data.reasons, ['Công trình: house']);
  assert.equal(facts.data.stoppedAt, '2026-11-18T08:30:00', 'as templates take moments');
  assert.equal(facts.data.official.name, undefined, 'the applicant, whose act it was, signs for no official');
  const pdf = await citizen.get(`/giay-to/${papers[0]!.id}.pdf`);
  assert.equal(pdf.status, 200);
});

test('Whoever holds a role and may not open the dossier is told without a link that would lead nowhere', async () => {
  const person = await province.person('nghiepvu');
  const { unit, role } = await province.app.db.one<{ unit: number; role: string }>(
    sql`select unit_id as unit, role from identity.position where person_id = ${person} and valid_to is null`,
  );
  await drawBehindFilingAnew(
    tells.replace('dinh:role="desk" dinh:unit="units.reception"', `dinh:role="${role}" dinh:unit="${unit}"`),
  );
  const { id } = await file(province, citizen, 'HNM.6739-14', permit);
  await province.settle();
  const told = (await messages(`dossier:${id}`, 'result-ready')).filter((one) => one.channel === 'inbox');
  assert.ok(told.some((one) => one.person === person));
  assert.deepEqual(
    told.filter((one) => one.link !== null),
    [],
  );
  const { text } = await officer.get('/thong-bao');
  assert.doesNotMatch(text, new RegExp(id));
});

test('What every paper of a dossier says is what its lint counts on', async () => {
  const { id } = await province.app.db.one<{ id: string }>(sql`select id from one_stop.paper limit 1`);
  const { data } = await desk.api('one-stop.paper-facts', { id });
  const words = province.app.modules.find(({ name }) => name === 'one-stop')!.processWords!;
  // The ruleset gives the form; a limit and a fee are there once they are known.
  for (const name of words.prints!)
    if (!['form', 'limit', 'fee'].includes(name)) assert.ok(name in data, `${name} is in every paper`);
});

test('A message whose place nothing fills is not sent with a hole: the step waits, the filing goes through, an incident tells', async () => {
  const empty = tells.replace('value="workKind"', 'value="null"');
  await drawBehindFilingAnew(empty);
  const { id } = await file(province, citizen, 'HNM.6739-14', permit);
  const job = province.app.jobs.find((one) => one.name === 'one-stop.fire-timers')!;
  for (let i = 0; i < 8; i++) {
    province.clock.advance(3_600_000);
    await job.run(jobContext(province.app, job.name), {});
  }
  assert.deepEqual(await messages(`dossier:${id}`, 'supplement-requested'), []);
  const incident = await province.app.db.one<{ error: string }>(
    sql`select error from process.v_incident where business_key = ${id}`,
  );
  assert.match(incident.error, /the message needs “items”/);
});

/** The process of the pack as it was, with other elements. */
async function drawBehindFilingAnew(elements: string): Promise<void> {
  const { body } = (await province.app.definitions.versions<{ bpmn: string }>('process', key)).at(-1)!;
  await publish(province, 'process', key, body);
  await drawBehindFiling(province, key, elements, ['tell', 'warn']);
}

test('An internal process tells who began it and whoever holds a role, and prints nothing', async () => {
  const unit = await province.unit('so-xay-dung.quan-ly-xay-dung');
  const bpmn = review('told-review', '', `dinh:unit="${unit}"`)
    .replace('"one-stop"', '"work"')
    .replace(
      '<bpmn:endEvent id="end"/>',
      '<bpmn:endEvent id="end" dinh:notice="work-assigned" dinh:to="beginner"><bpmn:extensionElements><dinh:input target="due" value="date(&quot;2026-11-20&quot;)"/></bpmn:extensionElements><bpmn:messageEventDefinition id="m"/></bpmn:endEvent>',
    );
  await publish(province, 'process', 'told-review', { bpmn, source: 'ours' });
  const specialist = await province.signIn('chuyenvien');
  const { processes } = await specialist.api('work.list-beginnings', { process: 'told-review' });
  const units = Object.fromEntries(processes[0]!.places.map((one) => [one.key, one.units[0]!.id]));
  const { instance } = await specialist.api('work.begin-process', {
    process: 'told-review',
    title: 'Rà soát',
    units,
  });
  const head = await province.signIn('truongphong');
  const task = (await head.api('work.list-tasks', {})).tasks.find((one: any) => one.instance === instance)!;
  await head.api('work.complete-task', { taskId: task.id, outcome: 'done' });
  const [told] = (await messages(`work:${instance}`, 'work-assigned')).filter(
    (one) => one.channel === 'inbox' && one.link === `/cong-viec/${instance}`,
  );
  assert.match(told!.body, /20\/11\/2026/);
  const printing = bpmn.replace(
    '<bpmn:startEvent',
    '<bpmn:serviceTask id="p" name="In giấy" dinh:paper="receipt"/><bpmn:sequenceFlow id="fp" sourceRef="look" targetRef="p"/><bpmn:sequenceFlow id="fq" sourceRef="p" targetRef="end"/><bpmn:startEvent',
  );
  officer = await province.signIn('nghiepvu');
  const checked = await officer.postForm('/studio/process/told-review/kiem-tra', { text: printing });
  assert.match(checked.text, /“In giấy”: quy trình của ứng dụng này không in giấy tờ được/);
});

/** A process with a step between its start and its task. */
const withStep = (bpmn: string, step: string): string =>
  bpmn
    .replace('<bpmn:endEvent id="end"/>', `${step}<bpmn:endEvent id="end"/>`)
    .replace('targetRef="look"/>', 'targetRef="more"/><bpmn:sequenceFlow id="f3" sourceRef="more" targetRef="look"/>');

test('What only another app can do is refused while one draws', async () => {
  const unit = await province.unit('so-xay-dung.quan-ly-xay-dung');
  officer = await province.signIn('nghiepvu');
  const problems = async (app: string): Promise<string> => {
    const bpmn = review('handled', '', `dinh:unit="${unit}"`).replace('"one-stop"', `"${app}"`);
    const text = withStep(bpmn, '<bpmn:serviceTask id="more" name="Báo lịch" dinh:handler="one-stop.announce-visit"/>');
    return (await officer.postForm('/studio/process/handled/kiem-tra', { text })).text;
  };
  assert.match(await problems('work'), /“Báo lịch”: ứng dụng “Công việc”, nơi quy trình này chạy, không làm được việc/);
  assert.deepEqual(JSON.parse(await problems('one-stop')).problems, []);
});

test('A process that a message begins may be about a dossier or about none: a role is told only what is known of both', async () => {
  const unit = await province.unit('so-xay-dung.quan-ly-xay-dung');
  officer = await province.signIn('nghiepvu');
  const problems = async (app: string, step: string): Promise<string> => {
    const start = review(
      'told-message',
      '<bpmn:messageEventDefinition id="md" messageRef="m"/>',
      `dinh:unit="${unit}"`,
      '<bpmn:message id="m" name="told-message"/>',
    ).replace('"one-stop"', `"${app}"`);
    const checked = await officer.postForm('/studio/process/told-message/kiem-tra', {
      text: withStep(start, step),
    });
    return checked.text;
  };
  const tell = (notice: string, to: string) =>
    `<bpmn:sendTask id="more" name="Báo tin" dinh:notice="${notice}" ${to}>${filled({ due: '"x"', items: '"y"', reason: '"z"' })}</bpmn:sendTask>`;
  const role = `dinh:to="role" dinh:role="section-head" dinh:unit="${unit}"`;
  assert.deepEqual(
    JSON.parse(
      await problems(
        'one-stop',
        tell('work-assigned', role).replace('<dinh:input target="items"', '<dinh:input target="step" value="&quot;s&quot;"/>$&'),
      ),
    ).problems,
    [],
  );
  assert.match(await problems('one-stop', tell('result-ready', role)), /Báo tin[^]*chưa được điền: “code”/);
  assert.deepEqual(JSON.parse(await problems('one-stop', tell('supplement-requested', 'dinh:to="applicant"'))).problems, []);
  assert.deepEqual(JSON.parse(await problems('work', tell('work-assigned', role))).problems, []);
  assert.match(
    await problems('work', tell('work-assigned', 'dinh:to="beginner"')),
    /Báo tin[^]*bắt đầu bằng một thông điệp, không do người nào bắt đầu/,
  );
});

test('A process that begins by itself is about no dossier: a role hears of it, applicants and papers are refused while one draws', async () => {
  const unit = await province.unit('so-xay-dung.quan-ly-xay-dung');
  const begun = (more: string): string =>
    review(
      'told-itself',
      '<bpmn:signalEventDefinition id="sd" signalRef="s"/>',
      `dinh:unit="${unit}"`,
      '<bpmn:signal id="s" name="told-itself"/>',
    )
      .replace('<bpmn:endEvent id="end"/>', `${more}<bpmn:endEvent id="end"/>`)
      .replace('targetRef="look"/>', 'targetRef="more"/><bpmn:sequenceFlow id="f3" sourceRef="more" targetRef="look"/>');
  const warns = `<bpmn:sendTask id="more" name="Báo trưởng phòng" dinh:notice="work-assigned" dinh:to="role" dinh:role="section-head" dinh:unit="${unit}">${filled({ due: '"hôm nay"' })}</bpmn:sendTask>`;
  officer = await province.signIn('nghiepvu');
  const problems = async (more: string): Promise<string> =>
    (await officer.postForm('/studio/process/told-itself/kiem-tra', { text: begun(more) })).text;
  assert.deepEqual(JSON.parse(await problems(warns)).problems, []);
  const applicant = `<bpmn:sendTask id="more" name="Báo người nộp" dinh:notice="work-assigned" dinh:to="applicant">${filled({ due: '"x"' })}</bpmn:sendTask>`;
  assert.match(await problems(applicant), /Báo người nộp[^]*tự bắt đầu[^]*chỉ báo được cho người giữ một vai trò/);
  assert.match(
    await problems('<bpmn:serviceTask id="more" name="In giấy" dinh:paper="receipt"/>'),
    /In giấy[^]*không in giấy tờ được/,
  );
  assert.match(await problems(warns.replace('work-assigned', 'result-ready')), /chưa được điền: “code”/);
  await publish(province, 'process', 'told-itself', { bpmn: begun(warns), source: 'ours' });
  await publish(province, 'event-rule', 'test.itself', {
    title: { vi: 'Tự bắt đầu', en: 'By itself' },
    when: { kind: 'count', event: 'test.itself', within: 'PT1H', atLeast: 1 },
    do: { signal: { name: 'told-itself' } },
    source: 'ours',
  });
  await happens(province, 'test.itself', 'once');
  const told = await province.app.db.all<{ link: string; body: string }>(
    sql`select link, body from notify.message where template = 'work-assigned' and channel = 'inbox' and body like '%hôm nay%'`,
  );
  assert.ok(told.length > 0, 'whoever heads the section hears of it');
  const head = await province.signIn('truongphong');
  assert.equal((await head.get(told[0]!.link)).status, 200);
  assert.deepEqual(await province.app.db.all(sql`select from process.v_incident where element = 'more'`), []);
});

test('A notice right behind the acceptance calls the dossier by the code that it gets in that very act; where it fails, the code is given all the same', async () => {
  const { app } = province;
  const { body } = (await app.definitions.versions<{ bpmn: string }>('process', key)).at(-1)!;
  const behind = (items: string): string =>
    body.bpmn
      .replaceAll(/<bpmn:(incoming|outgoing)>[^<]*<\/bpmn:\1>/g, '')
      .replace(
        /<bpmn:sequenceFlow id="accepted-to-assign"[^>]*>/,
        `<bpmn:sendTask id="more" name="Báo" dinh:notice="supplement-requested" dinh:to="applicant">${filled({ items, reason: '"x"' })}</bpmn:sendTask><bpmn:sequenceFlow id="m1" sourceRef="accepted" targetRef="more"/><bpmn:sequenceFlow id="m2" sourceRef="more" targetRef="assign"/>`,
      )
      .replace(/<bpmndi:BPMNEdge id="accepted-to-assign-edge".*?<\/bpmndi:BPMNEdge>/s, '');
  [citizen, desk] = [await province.signIn('congdan'), await province.signIn('motcua')]; // hours have passed
  const codes: string[] = [];
  for (const items of ['"y"', 'null']) {
    await publish(province, 'process', key, { bpmn: behind(items), source: 'ours' });
    const { id } = await file(province, citizen, 'HNM.6739-14', permit);
    const { code } = await desk.api('one-stop.accept-dossier', { id, feeTaken: true });
    codes.push(code);
    const kept = await app.db.one<{ code: string; status: number; due: Date | null }>(
      sql`select code, status, due_at as due from one_stop.dossier where id = ${id}::uuid`,
    );
    assert.equal(kept.code, code);
    assert.ok(kept.due);
    const told = await messages(`dossier:${id}`, 'supplement-requested');
    assert.equal(told.length > 0, items !== 'null');
    for (const { subject } of told) assert.ok(subject.includes(code), subject);
  }
  const number = (code: string) => Number(code.split('-').at(-1));
  assert.equal(number(codes[1]!), number(codes[0]!) + 1, 'without a gap');
});
