/** A province in the middle of its work: one dossier in each state, as people would leave them. */
import { sql } from '@dinh/kernel';
import { begin } from './citizen.ts';
import { file, type FiledDossier, holderOf, openTask } from './filing.ts';
import type { Province } from './province.ts';

/** What each step ends with on the straight way. */
const straight: Readonly<Record<string, string>> = {
  assign: 'assign',
  study: 'no-consultation',
  appraise: 'propose-approval',
  review: 'forward',
  approve: 'sign',
  stamp: 'issue',
  return: 'return',
};

/** The account that does a task: who it was given to, or a holder of its role; at Sở Xây dựng the persons of the demonstration. */
async function doerOf(province: Province, task: { unit: number; role: string; assignee: string | null }): Promise<string> {
  const rows = await province.app.db.all<{ account: string }>(
    task.assignee
      ? sql`select account from identity.person where id = ${task.assignee}`
      : sql`select p.account from identity.v_official o join identity.person p on p.id = o.person_id
            where o.unit_id = ${task.unit} and o.role = ${task.role} order by position('.' in p.account), p.account`,
  );
  if (!rows[0]) throw new Error(`nobody does ${task.role} in ${task.unit}`);
  return rows[0].account;
}

/** Accepts a dossier if need be and carries it through its steps until it waits at `until`, or to its end. */
export async function carry(province: Province, id: string, until = ''): Promise<void> {
  const { app } = province;
  for (let round = 0; round < 12; round++) {
    const task = await openTask(app, id).catch(() => undefined);
    if (!task || task.element === until) return;
    const official = await province.signIn(await doerOf(province, task));
    province.clock.advance(10 * 60_000);
    if (task.element === 'receive') {
      await official.api('one-stop.accept-dossier', { id, feeTaken: true });
      continue;
    }
    const specialist = task.element === 'assign' ? await holderOf(app, task.unit, 'specialist') : undefined;
    await official.api('one-stop.complete-step', {
      taskId: task.id,
      version: task.version,
      outcome: straight[task.element]!,
      ...(specialist && { specialist: await province.person(specialist) }),
    });
  }
}

/** The states that a person can meet a dossier in; `draft` is one that was never sent. */
type StateName =
  | 'filed'
  | 'unpaid'
  | 'accepted'
  | 'appraised'
  | 'supplement'
  | 'duty'
  | 'settled'
  | 'returned'
  | 'refused'
  | 'withdrawn';

/** Files one dossier of a citizen for each state. @returns them by state, and the address of a draft */
export async function everyState(province: Province): Promise<{ dossiers: Record<StateName, FiledDossier>; draft: string }> {
  const citizen = await province.signIn('congdan');
  const desk = await province.signIn('motcua');
  const permit = (own = {}, options = {}) =>
    file(province, citizen, 'HNM.6739-14', { workKind: 'house', permitKind: 'new', ...own }, options);
  const dossiers = {} as Record<StateName, FiledDossier>;

  dossiers.returned = await permit({ workName: 'Nhà ở hai tầng' });
  await carry(province, dossiers.returned.id);
  dossiers.settled = await permit();
  await carry(province, dossiers.settled.id, 'return');
  dossiers.appraised = await permit();
  await carry(province, dossiers.appraised.id, 'appraise');
  dossiers.accepted = await permit();
  await desk.api('one-stop.accept-dossier', { id: dossiers.accepted.id, feeTaken: true });
  dossiers.supplement = await permit();
  await desk.api('one-stop.request-supplement', {
    id: dossiers.supplement.id,
    items: [{ component: 'designDrawings', name: 'Bản vẽ thiết kế', reason: 'Bản chụp bị mờ' }],
    reason: 'Hồ sơ còn thiếu giấy tờ',
  });
  dossiers.refused = await permit();
  await desk.api('one-stop.refuse-dossier', {
    id: dossiers.refused.id,
    reason: 'Công trình được miễn giấy phép xây dựng.',
  });
  dossiers.withdrawn = await permit();
  await citizen.api('one-stop.withdraw-dossier', { id: dossiers.withdrawn.id, reason: 'Tôi đổi thiết kế' });
  dossiers.duty = await file(province, citizen, 'HNM.1118');
  await carry(province, dossiers.duty.id, 'notify-duty');
  const task = await openTask(province.app, dossiers.duty.id);
  await (
    await province.signIn(await doerOf(province, task))
  ).api('one-stop.complete-step', {
    taskId: task.id,
    version: task.version,
    outcome: 'notify',
    duty: {
      amount: 1_250_000,
      reason: 'Lệ phí trước bạ nhà, đất',
      inputs: { taxableValue: 500_000_000 },
    },
  });
  dossiers.unpaid = await permit({}, { payAtDesk: false });
  dossiers.filed = await permit();
  await province.settle();
  return { dossiers, draft: (await begin(citizen, 'HNM.1242')).url };
}
