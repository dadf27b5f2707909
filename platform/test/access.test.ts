/** Who may not: every act on a dossier, tried by those whose business it is not. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from '@dinh/kernel';
import { bring, file, openTask } from './filing.ts';
import { openProvince, type Province, type Visitor } from './province.ts';

let province: Province;
let id: string;
let acts: Record<string, object>;
const stranger = 'vpub.vanthu';

before(async () => {
  province = await openProvince();
  const citizen = await province.signIn('congdan');
  const filed = await file(province, citizen, 'HNM.6739-14', { workKind: 'house', permitKind: 'new' });
  const { reference } = filed;
  id = filed.id;
  await (await province.signIn('motcua')).api('one-stop.accept-dossier', { id, feeTaken: true });
  const assign = await openTask(province.app, id, 'assign');
  const specialist = await province.person('chuyenvien');
  await (
    await province.signIn('truongphong')
  ).api('one-stop.complete-step', { taskId: assign.id, outcome: 'assign', specialist });
  const task = await openTask(province.app, id);
  const visit = {
    id,
    at: '2026-12-01T09:00:00+07:00',
    place: 'Thôn 3',
    people: 'Chuyên viên',
    subject: 'Xem',
  };
  const { visitId } = await (await province.signIn('chuyenvien')).api('one-stop.arrange-visit', visit);
  await bring(province.app, await province.person('congdan2'));
  const reason = 'Thử việc của người khác';
  const { paper } = await province.app.db.one<{ paper: string }>(
    sql`select id as paper from one_stop.paper where dossier_id = ${id} limit 1`,
  );
  acts = {
    'accept-dossier': { id },
    'refuse-dossier': { id, reason },
    'request-supplement': { id, reason, items: [{ name: 'Sổ đỏ', reason }] },
    'supplement-dossier': { id, components: [] },
    'complete-step': { taskId: task.id, outcome: 'no-consultation' },
    'collect-fee': { id },
    'pay-online': { id, provider: 'sandbox' },
    'extend-deadline': { id, newDate: '2027-03-01', reason },
    apologise: { id, reason },
    'withdraw-dossier': { id },
    'stop-dossier': { id, reason },
    'arrange-visit': visit,
    'report-visit': { visitId, finding: 'in-order', report: reason },
    'reassign-tasks': { taskIds: [task.id], to: await province.person(stranger), reason },
    'rate-dossier': { id, dossier: 5, agency: 5, official: 5 },
    'hand-over-dossiers': { ids: [id], act: 'made' },
    'view-dossier': { id },
    'list-acts': { id },
    'my-dossier': { reference: reference },
    'paper-facts': { id: paper },
    'control-sheet': { id },
  };
});
after(() => province.close());

/** Everything that an act could have changed. */
const traces = () =>
  province.app.db.one(
    sql`select d.version, d.status, d.breach, (select count(*) from one_stop.history where dossier_id = d.id) as acts,
               (select string_agg(id::text || state || coalesce(assignee::text, ''), ' ' order by id) from process.v_task where business_key = d.id::text) as tasks,
               (select count(*) from payments.v_payment where subject = 'dossier:' || d.id) as payments,
               (select count(*) from one_stop.visit where dossier_id = d.id and reported_at is not null) as reports
        from one_stop.dossier d where d.id = ${id}`,
  );

/** Tries the acts. @returns those that were answered otherwise than by a refusal, with the answer. */
async function tried(who: Visitor, names: readonly string[]): Promise<string[]> {
  const before = await traces();
  const wrong: string[] = [];
  for (const name of names) {
    const answer = await who.rawApi(`one-stop.${name}`, acts[name]);
    const refused = [401, 403, 404].includes(answer.status) || /hand-over-not-open|specialist-needed/.test(answer.text);
    if (!refused) wrong.push(`${name}: ${answer.status} ${answer.text.slice(0, 160)}`);
  }
  assert.deepEqual(await traces(), before);
  return wrong;
}

test('An official of another agency does nothing with a dossier and sees nothing of it', async () => {
  assert.deepEqual(await tried(await province.signIn(stranger), Object.keys(acts)), []);
});

test('A head of another agency neither', async () => {
  assert.deepEqual(await tried(await province.signIn('sct.giamdoc'), Object.keys(acts)), []);
});

test('Another citizen neither', async () => {
  assert.deepEqual(await tried(await province.signIn('congdan2'), Object.keys(acts)), []);
});

test('Nobody who is not signed in', async () => {
  assert.deepEqual(await tried(province.nobody, Object.keys(acts)), []);
});

test('The applicant does none of the officials’ acts', async () => {
  const own = [
    'view-dossier',
    'supplement-dossier',
    'pay-online',
    'withdraw-dossier',
    'rate-dossier',
    'my-dossier',
    'paper-facts',
  ];
  const theirs = Object.keys(acts).filter((name) => !own.includes(name));
  const citizen = await province.signIn('congdan');
  assert.deepEqual(await tried(citizen, theirs), []);
  const seen = await citizen.rawApi('one-stop.view-dossier', { id });
  assert.equal(seen.status, 200);
  for (const name of ['Cúc', 'Quế', 'chuyenvien']) assert.ok(!seen.text.includes(name), `${name} is told to the applicant`);
});
