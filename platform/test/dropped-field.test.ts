import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from '@dinh/kernel';
import { file, openTask, type FiledDossier } from './filing.ts';
import { openProvince, type Visitor } from './province.ts';

const permit = 'HNM.6739-14';
const house = { workKind: 'house', permitKind: 'new' };
const dates = { expectedStart: '2027-03-01', expectedFinish: '2027-09-01' };
const province = await openProvince();
after(() => province.close());
let citizen: Visitor;
let desk: Visitor;
let old: FiledDossier;
let draft: string;
let officer: Visitor;
let controller: Visitor;

/** Changes a definition as officers do, in force at once. */
async function publish(kind: string, key: string, text: string): Promise<void> {
  const made = await officer.api('studio.save-draft', { kind, key, text, source: 'ours' });
  assert.deepEqual(made.problems, []);
  await officer.api('studio.submit-draft', { draft: made.draft, effectiveFrom: '2026-11-18' });
  await controller.api('studio.publish-definition', { draft: made.draft });
}

before(async () => {
  [citizen, desk, officer, controller] = (await Promise.all(
    ['congdan', 'motcua', 'nghiepvu', 'kiemsoat'].map((account) => province.signIn(account)),
  )) as [Visitor, Visitor, Visitor, Visitor];
  // The process asks for a day of the form: where it parts, and until when a step is done.
  const process = (await officer.get('/studio/process/settle-with-consultation/tep')).text
    .replace(
      'id="assign" name="Phân công thụ lý" dinh:nameEn="Assign a specialist" dinh:role="section-head" dinh:unit="units.section" dinh:share="5"',
      'id="assign" name="Phân công thụ lý" dinh:nameEn="Assign a specialist" dinh:role="section-head" dinh:unit="units.section" dinh:due="expectedStart"',
    )
    .replace(
      'sourceRef="assign" targetRef="study" />',
      `sourceRef="assign" targetRef="parting" />
      <bpmn:exclusiveGateway id="parting" name="Khởi công muộn?" dinh:nameEn="Late start?" default="soon" />
      <bpmn:sequenceFlow id="soon" sourceRef="parting" targetRef="study" />
      <bpmn:sequenceFlow id="late" sourceRef="parting" targetRef="hold"><bpmn:conditionExpression>date(expectedStart) &gt; date("2027-01-01")</bpmn:conditionExpression></bpmn:sequenceFlow>
      <bpmn:userTask id="hold" name="Ghi lịch" dinh:nameEn="Note it" dinh:role="section-head" dinh:unit="units.section" />
      <bpmn:sequenceFlow id="held" sourceRef="hold" targetRef="study" />`,
    );
  await publish('process', 'settle-with-consultation', process);
  old = await file(province, citizen, permit, { ...house, ...dates });
  draft = (await citizen.api('services.open-draft', { procedure: permit })).id;
  const page = { id: draft, page: 'schedule', fields: { ...dates, remarks: 'Xin cấp sớm' } };
  await citizen.api('services.save-draft', page);
  await citizen.api('services.save-draft', { id: draft, page: 'permit', fields: { permitKind: 'new' } });
  // A new version of the form asks for none of it any more.
  const form = (await officer.get('/studio/form/building-permit/tep')).text;
  const shorter = form.replace(/ {2}- key: schedule\n[^]*?\n(?= {2}- )/, '');
  assert.ok(shorter.length < form.length - 500);
  await publish('form', 'building-permit', shorter);
});

/** Goes on until the step behind the one where the ways part. */
async function assigned({ id }: FiledDossier): Promise<{ due: string | null; next: string }> {
  await desk.api('one-stop.accept-dossier', { id, feeTaken: true });
  const task = await openTask(province.app, id, 'assign');
  const { due } = await province.app.db.one<{ due: string | null }>(
    sql`select due_at::text as due from process.v_task where id = ${task.id}`,
  );
  const head = await province.signIn('truongphong');
  const specialist = await province.person('chuyenvien');
  await head.api('one-stop.complete-step', { taskId: task.id, version: task.version, outcome: 'assign', specialist });
  return { due, next: (await openTask(province.app, id)).element };
}

test('R4 a dossier that was filed before keeps its answers where they are read, and its process goes by them', async () => {
  for (const [who, path] of [
    [desk, `/ban-lam-viec/ho-so/${old.id}`],
    [citizen, `/ho-so/${old.reference}/to-khai`],
  ] as const) {
    const { status, text } = await who.get(path);
    assert.equal(status, 200);
    assert.match(text, /Ngày dự kiến khởi công[^]*?01\/03\/2027/, path);
  }
  const { due, next } = await assigned(old);
  assert.match(due!, /^2027-03-01/);
  assert.equal(next, 'hold');
});

test('R4 a draft that was begun before loses only what is no longer asked, and says that the form has changed', async () => {
  const address = `/nop-ho-so/${permit}/${draft}`;
  const gone = await citizen.get(`${address}/schedule`);
  assert.equal(gone.status, 303, 'a page that is gone leads on');
  const sent = await citizen.postForm(`${address}/schedule`, { expectedStart: '2027-04-01' });
  assert.equal(sent.status, 303, 'what is sent to it too');
  const here = await citizen.get(`${address}/permit`);
  assert.match(here.text, /Biểu mẫu vừa được cơ quan thay đổi/);
  assert.match(here.text, /value="new"[^>]*checked|checked[^>]*value="new"/, 'what is asked as before is still there');
});

test('R4 a dossier that is filed now does not bring what is no longer asked: its process takes the default way, and no step stands still', async () => {
  const now = await file(province, citizen, permit, { ...house, ...dates });
  const { dossier } = await desk.api('one-stop.view-dossier', { id: now.id });
  assert.equal(dossier.data.expectedStart, undefined);
  assert.deepEqual(await assigned(now), { due: null, next: 'study' });
  const incidents = await province.app.db.all(sql`select 1 from process.v_incident where business_key = ${now.id}`);
  assert.deepEqual(incidents, []);
});
