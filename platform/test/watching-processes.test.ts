import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { publishDefinition, sql } from '@dinh/kernel';
import { file } from './filing.ts';
import { openProvince, type Province, type Visitor } from './province.ts';

let province: Province;
const permit = 'HNM.6739-14';
const november = { from: '2026-11-01', to: '2026-11-30' };
const dossiers: { id: string }[] = [];
let officer: Visitor;

before(async () => {
  province = await openProvince();
  const citizen = await province.signIn('congdan');
  const desk = await province.signIn('motcua');
  for (let i = 0; i < 4; i++) dossiers.push(await file(province, citizen, permit, { workKind: 'house', permitKind: 'new' }));
  // The first three are accepted after two hours, the second of them waits until it is late.
  province.clock.advance(2 * 3_600_000);
  for (const { id } of dossiers.slice(0, 3)) await desk.api('one-stop.accept-dossier', { id, feeTaken: true });
  officer = await province.signIn('kiemsoat');
});
after(() => province.close());

const processOf = async (id: string) =>
  (
    await province.app.db.one<{ key: string }>(
      sql`select d.key from process.v_instance i join kernel.v_definition d on d.id = i.definition_id where i.business_key = ${id}`,
    )
  ).key;

test('What waits and what is done is counted by step, unit and person; each number opens its list', async () => {
  const key = await processOf(dossiers[0]!.id);
  const found = await officer.api('operations.process-figures', { key, ...november });
  assert.deepEqual(
    { begun: found.whole.begun, running: found.whole.running, completed: found.whole.completed },
    { begun: 4, running: 4, completed: 0 },
  );
  const step = (element: string) => found.elements.find((one: { element: string }) => one.element === element)!;
  assert.equal(step('receive').waiting, 1);
  assert.equal(step('receive').done, 3);
  assert.equal(step('receive').medianHours, 2);
  assert.equal(step('assign').waiting, 3);
  const list = await officer.api('operations.list-instances', {
    ...november,
    process: key,
    element: 'assign',
  });
  assert.equal(list.instances.length, step('assign').waiting);
  const steps = await officer.get(`/dieu-hanh/quy-trinh/${key}/buoc?tu=2026-11-01&den=2026-11-30&loai=done`);
  assert.equal(steps.status, 200, 'also without a version');
  assert.ok(steps.text.includes('Tiếp nhận'));
  const byPerson = found.people.find((one: { key: string }) => one.key);
  assert.equal(byPerson?.done, 3, 'the desk official did three');
});

test('A step past its limit is late in the figures, in the list and in the state of the instance', async () => {
  const before = province.clock.now();
  province.clock.advance(6 * 86_400_000);
  officer = await province.signIn('kiemsoat');
  const { processes } = await officer.api('operations.list-processes', november);
  const line = processes.find((one: { begun: number }) => one.begun === 4)!;
  assert.equal(line.late, 4);
  const late = await officer.api('operations.list-instances', { ...november, late: true });
  assert.equal(late.instances.length, 4);
  assert.ok(late.instances.every((one: { late: boolean }) => one.late));
  province.clock.set(before);
  officer = await province.signIn('kiemsoat');
});

test('An instance is found by the code of its dossier and by the value of a variable, and opened', async () => {
  const { id } = dossiers[0]!;
  const { code } = await province.app.db.one<{ code: string }>(sql`select code from one_stop.v_dossier where id = ${id}`);
  const byCode = await officer.api('operations.list-instances', {
    ...november,
    businessKey: ` ${code.toLowerCase()} `,
  });
  assert.deepEqual(
    byCode.instances.map((one: { businessKey: string; matter: { label: string } }) => [one.businessKey, one.matter.label]),
    [[id, code]],
  );
  const { variables } = await officer.api('operations.view-instance', { id: byCode.instances[0]!.id });
  const [name, value] = Object.entries(variables).find(([, one]) => typeof one === 'string')!;
  const byValue = await officer.api('operations.list-instances', {
    ...november,
    variable: name,
    value: String(value).toUpperCase(),
  });
  assert.ok(byValue.instances.some((one: { businessKey: string }) => one.businessKey === id));
  const page = await officer.get(`/dieu-hanh/luot/${byCode.instances[0]!.id}`);
  assert.ok(page.text.includes(code) && page.text.includes('Phân công'));
});

test('The event log is XES with every task scheduled and completed, and no name of a citizen in it', async () => {
  const key = await processOf(dossiers[0]!.id);
  const { text, status } = await officer.get(`/dieu-hanh/quy-trinh/${key}/nhat-ky.xes?tu=2026-11-01&den=2026-11-30`);
  assert.equal(status, 200);
  assert.equal(text.match(/<trace>/g)?.length, 4);
  assert.equal(text.match(/<\/trace>/g)?.length, 4);
  assert.equal(text.match(/<event>.*value="complete"/g)?.length, 3);
  assert.equal(text.match(/<event>.*value="schedule"/g)?.length, 7);
  assert.ok(!text.includes('Hoa Sen'));
});

test('A head of agency sees the tasks of the agency alone, and who holds no permission sees nothing', async () => {
  const key = await processOf(dossiers[0]!.id);
  const head = await province.signIn('giamdoc');
  const own = await head.api('operations.process-figures', { key, ...november });
  const units = await province.app.db.all<{ id: string }>(
    sql`with recursive below as (select id from identity.v_unit where id = ${await province.unit('so-xay-dung')}
          union all select u.id from identity.v_unit u join below b on u.parent_id = b.id) select id::text from below`,
  );
  assert.ok(own.units.length > 0);
  for (const unit of own.units)
    assert.ok(
      units.some(({ id }) => id === unit.key),
      unit.name.vi,
    );
  await assert.rejects((await province.signIn('congdan')).api('operations.list-instances', november), /403|not-allowed/);
});

test('Nonsense in the address of a page is taken as not said; an unknown process is told so', async () => {
  for (const path of [
    '/dieu-hanh/quy-trinh?tu=2026-02-31&den=x',
    '/dieu-hanh/quy-trinh?tu=1901-01-01&den=1902-01-01',
    '/dieu-hanh/luot?sau=zzz&bien=%27;drop&ban=-1&trang-thai=nope',
  ])
    assert.equal((await officer.get(path)).status, 200, path);
  assert.equal((await officer.get('/dieu-hanh/quy-trinh/khong-co')).status, 404);
  assert.equal((await officer.get('/dieu-hanh/quy-trinh?tu=2026-11-30&den=2026-11-01')).status, 422);
});

test('An administrator moves an instance to another step with a reason that stays; without one it is refused in words', async () => {
  const { id } = dossiers[1]!;
  const administrator = await province.signIn('quantri');
  const { instances } = await administrator.api('operations.list-instances', {
    ...november,
    businessKey: id,
  });
  const path = `/dieu-hanh/luot/${instances[0]!.id}`;
  const view = await administrator.api('operations.view-instance', { id: instances[0]!.id });
  const move = { act: 'move', token: view.tokens[0]!.id, element: 'appraise' };
  const refused = await administrator.postForm(path, { ...move, reason: '' });
  assert.equal(refused.status, 422);
  const done = await administrator.postForm(path, { ...move, reason: 'Giao thẳng cho chuyên viên' });
  assert.equal(done.status, 303);
  const page = await administrator.get(path);
  assert.ok(page.text.includes('Giao thẳng cho chuyên viên') && page.text.includes('Chuyển bước'));
  assert.deepEqual(
    (await administrator.api('operations.view-instance', { id: instances[0]!.id })).tokens.map((t) => t.element),
    ['appraise'],
  );
  const watching = await officer.postForm(path, { ...move, reason: 'x' });
  assert.equal(watching.status, 403, 'who may only watch changes nothing');
});

test('Running instances go to a new version by a plan that is shown first', async () => {
  const key = await processOf(dossiers[0]!.id);
  const body = await province.app.db.one<{ body: { bpmn: string; source: string } }>(
    sql`select body from kernel.v_definition where kind = 'process' and key = ${key} order by version desc limit 1`,
  );
  await province.app.db.transaction((tx) =>
    publishDefinition(tx, province.clock.now(), {
      kind: 'process',
      key,
      body: {
        ...body.body,
        bpmn: body.body.bpmn.replace('</bpmn:documentation>', ' Bản hai.</bpmn:documentation>'),
      },
      source: 'ours',
      origin: 'officer',
      effectiveFrom: '2026-11-19',
    }),
  );
  province.app.definitions.forget();
  const administrator = await province.signIn('quantri');
  const path = `/dieu-hanh/quy-trinh/${key}/chuyen-ban`;
  const plan = await administrator.get(path);
  assert.ok(plan.text.includes('4 lượt đang chạy theo phiên bản 1'), plan.text.match(/\d+ lượt[^<]*/)?.[0]);
  assert.equal((await administrator.postForm(path, { reason: ' ' })).status, 422);
  const done = await administrator.postForm(path, { reason: 'Sửa chú thích' });
  assert.match(done.location ?? '', /xong=4&tu-choi=0$/);
  const found = await officer.api('operations.process-figures', { key, version: 2, ...november });
  assert.equal(found.whole.running, 4);
  const before = { from: '2026-11-01', to: '2026-11-18' };
  const { version } = await officer.api('operations.process-figures', { key, ...before });
  assert.equal(version, 1, 'what was not in force yet is not shown unless asked for');
  assert.equal((await administrator.get(path)).text.includes('Không còn lượt nào'), true);
  assert.equal((await officer.get(`/dieu-hanh/quy-trinh/${key}/so-sanh`)).status, 200);
});

test('A step that a new version has lost is given its place on the screen; the plan is checked again before it is carried out', async () => {
  const key = await processOf(dossiers[0]!.id);
  const [newest] = await province.app.definitions.versions<{ bpmn: string; source: string }>('process', key);
  const { element } = await province.app.db.one<{ element: string }>(
    sql`select t.element from process.v_task t where t.business_key = ${dossiers[2]!.id} and t.state = 'open'`,
  );
  await province.app.db.transaction((tx) =>
    publishDefinition(tx, province.clock.now(), {
      kind: 'process',
      key,
      body: { ...newest!.body, bpmn: newest!.body.bpmn.replaceAll(`"${element}"`, '"anew"') },
      source: 'ours',
      origin: 'officer',
      effectiveFrom: '2026-11-20',
    }),
  );
  province.app.definitions.forget();
  const administrator = await province.signIn('quantri');
  const path = `/dieu-hanh/quy-trinh/${key}/chuyen-ban`;
  const lost = await administrator.get(path);
  assert.match(lost.text, /không có trong phiên bản mới; hãy chọn bước thay thế/);
  // What is drawn is compared, too, before anybody has reached it.
  const compared = (await officer.get(`/dieu-hanh/quy-trinh/${key}/so-sanh?cu=2&moi=3`)).text;
  const rows = compared.slice(compared.indexOf('Theo bước')).split('<tr').slice(1);
  assert.equal(rows.filter((row) => row.includes('bước mới')).length, 1, 'the step of the new version');
  assert.equal(rows.filter((row) => row.includes('đã bỏ')).length, 1, 'and the one that it has lost');
  assert.match(compared, /Sơ đồ phiên bản 2[^]*Sơ đồ phiên bản 3/);
  const alike = (await officer.get(`/dieu-hanh/quy-trinh/${key}/so-sanh?cu=1&moi=2`)).text;
  assert.doesNotMatch(alike, /bước mới|đã bỏ|Sơ đồ phiên bản/);
  assert.match(lost.text, new RegExp(`<select[^>]*name="thay\\.${element}"[^]*?<option value="anew"`));
  assert.doesNotMatch(lost.text, /Chuyển tất cả/);
  assert.match(lost.text, /name="cu"[^]*?name="moi"/, 'any two versions can be chosen');
  const wrong = await administrator.get(`${path}?cu=2&moi=3&thay.${element}=done`);
  assert.match(wrong.text, /không cùng loại/);
  assert.doesNotMatch(wrong.text, /Chuyển tất cả/);
  const planned = `${path}?cu=2&moi=3&thay.${element}=anew`;
  const plan = await administrator.get(planned);
  assert.match(plan.text, /Những bước được thay[^]*?<option[^>]*value="anew"[^>]*selected/);
  assert.match(plan.text, /Chuyển tất cả/);
  const running = Number(/(\d+) lượt đang chạy/.exec(plan.text)![1]);
  const done = await administrator.submit(plan, { reason: 'Bước đổi tên' }, { form: planned });
  assert.match(done.location ?? '', new RegExp(`xong=${running}&tu-choi=0$`));
  const { element: now } = await province.app.db.one<{ element: string }>(
    sql`select t.element from process.v_task t where t.business_key = ${dossiers[2]!.id} and t.state = 'open'`,
  );
  assert.equal(now, 'anew');
});
