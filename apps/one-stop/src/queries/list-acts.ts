import { rulesByKey } from '../model/ruleset.ts';
import { takenToday } from '../operations/void-fee.ts';
import { type Context, type Deed, localDate, may, query, reach, shape, sql, type Text, where } from '@dinh/kernel';
import { outcomesOf } from '@dinh/process';
import { type Static, Type } from 'typebox';
import { narrowedBy } from '../model/placement.ts';
import { dossierNotFound } from '../errors.ts';
import { superiorOf } from '../model/assignment.ts';
import { visible } from '../model/dossier.ts';
import { Status } from '../model/status.ts';
import { behalfOf, doable } from '../model/task.ts';

const Words = shape({ vi: Type.String(), en: Type.String() });
const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) => Type.Union([type, Type.Null()]);

export const Act = shape({
  /** Names it in addresses; unique within the dossier together with the task. */
  key: Type.String(),
  name: Words,
  kind: Type.String({ description: 'primary, secondary, danger; quiet: who holds a step changes' }),
  needsComment: Type.Boolean(),
  taskId: nullable(Type.String()),
  element: nullable(Type.String()),
  step: nullable(Words),
  /** Version of the task, or of the dossier when the act belongs to no step. */
  version: Type.Integer(),
  /** In whose place the act would be done (P9). */
  behalfOf: nullable(Type.String()),
  /** The visit, where the act is about one. */
  visitId: nullable(Type.String()),
});
export type Act = Static<typeof Act>;

/** An act that would be theirs if somebody else had not to do it: what it is called, and why. */
export const Withheld = shape({ name: Words, why: Words });
export type Withheld = Static<typeof Withheld>;

interface Facts {
  status: number;
  version: number;
  feeState: string;
  extended: boolean;
  dueAt: Date | null;
  desk: boolean;
  fee: boolean;
  extend: boolean;
  stop: boolean;
  visit: boolean;
  reassign: boolean;
  handOver: boolean;
  take: boolean;
  openVisit: string | null;
  ruleset: string;
  /** The fee was taken at a desk today. */
  takenToday: boolean;
}
interface TaskRow {
  id: string;
  definitionId: string;
  element: string;
  nameVi: string;
  nameEn: string;
  role: string;
  unitId: number | null;
  assignee: string | null;
  version: number;
}

/** What the principal may do with a dossier now: the outcomes of the steps that are theirs, and the acts beside them. */
export const listActs = query({
  name: 'one-stop.list-acts',
  title: { vi: 'Việc được làm với hồ sơ', en: 'What can be done with a dossier' },
  input: shape({ id: Type.String({ format: 'uuid' }) }),
  output: shape({ acts: Type.Array(Act), withheld: Type.Array(Withheld) }),
  may: 'one-stop.view-dossier',
  async run(ctx, { id }) {
    const { principal } = ctx;
    const allowed = (permission: string) => (may(principal, permission) ? visible(ctx, permission, false) : sql.raw('false'));
    const atDesk = (permission: string) => where(reach(principal, permission), { unit: sql`d.desk_id`, ...narrowedBy });
    const facts = await ctx.db.maybe<Facts>(
      sql`select d.status, d.version, d.fee_state as "feeState", d.extended, d.due_at as "dueAt", d.ruleset,
            exists (select from payments.v_payment p where p.subject = 'dossier:' || d.id and ${takenToday(ctx.now)}) as "takenToday",
            (${allowed('one-stop.receive-dossier')} and ${atDesk('one-stop.receive-dossier')}) as desk,
            (${allowed('payments.collect-fee')} and ${atDesk('payments.collect-fee')}) as fee,
            ${allowed('one-stop.request-extension')} as extend, ${allowed('one-stop.stop-dossier')} as stop, ${allowed('one-stop.arrange-visit')} as visit,
            exists (select from process.v_task t where t.business_key = d.id::text and t.state = 'open' and t.assignee is not null
                      and ${where(reach(principal, 'one-stop.reassign-task'), { unit: sql`t.unit_id`, ...narrowedBy })}) as reassign,
            exists (select from one_stop.hand_over h where h.dossier_id = d.id and h.made_at is null
                      and ${where(reach(principal, 'one-stop.hand-over-dossier'), { unit: sql`h.from_unit`, ...narrowedBy })}) as "handOver",
            exists (select from one_stop.hand_over h join identity.v_unit u on u.id = any(${[...principal.units]}::int[]) and h.to_unit = any(u.path)
                      where h.dossier_id = d.id and h.made_at is not null and h.taken_at is null and d.channel <> 'online' and u.kind <> 'desk') as take,
            (select v.id from one_stop.visit v where v.dossier_id = d.id and v.reported_at is null order by v.at limit 1) as "openVisit"
          from one_stop.dossier d where d.id = ${id} and ${visible(ctx, undefined, false)}`,
    );
    if (!facts) throw dossierNotFound();
    const { rules } = await rulesByKey(ctx.app, facts.ruleset);
    const voidable = facts.takenToday && rules.deskCorrection?.value === 'same-day';
    const tasks = may(principal, 'one-stop.do-task')
      ? await ctx.db.all<TaskRow>(
          sql`select t.id, i.definition_id as "definitionId", t.element, t.name_vi as "nameVi", t.name_en as "nameEn", t.role, t.unit_id as "unitId", t.assignee, t.version
              from process.v_task t join process.v_instance i on i.id = t.instance_id
              where t.business_key = ${id} and t.state = 'open' and ${doable(ctx)} order by t.created_at, t.id`,
        )
      : [];
    const places = await namesOf(ctx, tasks);
    const acts: Act[] = [];
    const doers = new Map<Act, string | undefined>();
    for (const task of tasks) {
      const behalf = await behalfOf(ctx, task);
      for (const outcome of await outcomesOf(ctx.app, task.definitionId, task.element)) {
        const act: Act = {
          key: outcome.key,
          name: { ...outcome.name },
          kind: outcome.kind,
          needsComment: outcome.needsComment,
          taskId: task.id,
          element: task.element,
          step: { vi: task.nameVi, en: task.nameEn },
          version: task.version,
          behalfOf: (behalf && places.get(behalf)) ?? null,
          visitId: task.element === 'report-visit' ? facts.openVisit : null,
        };
        acts.push(act);
        doers.set(act, behalf);
      }
    }
    const held = await Promise.all(
      tasks.map(async (task) =>
        holding(task, principal.id, (await superiorOf(ctx, { ...task, unit: task.unitId })) !== undefined),
      ),
    );
    return separate(ctx, id, [...acts, ...besides({ ...facts, voidable }, tasks, ctx.now), ...held.flat()], doers);
  },
});

/** Takes out what separation of duties leaves to somebody else (`app.duties`); the reasons go along. */
async function separate(
  ctx: Context,
  id: string,
  acts: readonly Act[],
  doers: ReadonlyMap<Act, string | undefined>,
): Promise<{ acts: Act[]; withheld: Withheld[] }> {
  const { app, db, principal, now } = ctx;
  const why = new Map<Act, Text>();
  for (const [behalf, theirs] of Map.groupBy(acts, (act) => doers.get(act))) {
    const doer = { principal, ...(behalf !== undefined && { behalfOf: behalf }) };
    const deeds = theirs.map((act) => deedOf(act));
    const reasons = await app.duties.withheld(db, deeds, `dossier:${id}`, doer, now);
    theirs.forEach((act, i) => reasons[i] && why.set(act, reasons[i]));
  }
  return {
    acts: acts.filter((act) => !why.has(act)),
    withheld: [...why].map(([{ name }, reason]) => ({ name, why: reason })),
  };
}

/** The operation by which an act is carried out, with what it notes of itself. */
const deedOf = ({ key, taskId, element }: Act): Deed =>
  taskId === null
    ? { operation: `one-stop.${operations[key] ?? key}` }
    : { operation: 'one-stop.complete-step', detail: { step: element, outcome: key } };

const operations: Readonly<Record<string, string>> = {
  supply: 'supplement-dossier',
  'hand-over': 'hand-over-dossiers',
  'take-over': 'hand-over-dossiers',
  extend: 'extend-deadline',
  reassign: 'reassign-tasks',
  stop: 'stop-dossier',
  withdraw: 'withdraw-dossier',
};

async function namesOf(
  ctx: {
    db: { all<R extends object>(q: ReturnType<typeof sql>): Promise<R[]> };
    principal: { grants: readonly { behalfOf?: string }[] };
  },
  tasks: readonly TaskRow[],
): Promise<Map<string, string>> {
  const ids = [...new Set(ctx.principal.grants.flatMap((g) => (g.behalfOf ? [g.behalfOf] : [])))];
  if (ids.length === 0 || tasks.length === 0) return new Map();
  const rows = await ctx.db.all<{ id: string; name: string }>(
    sql`select id, name from identity.v_person where id = any(${ids}::uuid[])`,
  );
  return new Map(rows.map((row) => [row.id, row.name]));
}

/** What may be done with a step besides ending it: who holds it changes, each time with the reason. */
function holding(task: TaskRow, me: string, higher: boolean): Act[] {
  const act = (key: string, vi: string, en: string): Act => ({
    key,
    name: { vi, en },
    kind: 'quiet',
    needsComment: key !== 'claim-task',
    taskId: task.id,
    element: task.element,
    step: { vi: task.nameVi, en: task.nameEn },
    version: task.version,
    behalfOf: null,
    visitId: null,
  });
  // At the desk whoever is free serves: nobody keeps a dossier to themselves there.
  if (task.role === 'desk') return [];
  return [
    ...(task.assignee === null ? [act('claim-task', 'Nhận việc', 'Take the task')] : []),
    ...(task.assignee === me
      ? [act('delegate-task', 'Nhờ làm thay', 'Let a colleague do it'), act('give-back-task', 'Trả lại việc', 'Give it back')]
      : []),
    ...(higher ? [act('escalate-task', 'Chuyển lên cấp trên', 'Pass upwards')] : []),
  ];
}

/** Acts that belong to no step of the process. */
function besides(facts: Facts & { readonly voidable: boolean }, tasks: readonly TaskRow[], now: Date): Act[] {
  const is = (...statuses: number[]) => statuses.includes(facts.status);
  const act = (key: string, vi: string, en: string, kind = 'secondary'): Act => ({
    key,
    name: { vi, en },
    kind,
    needsComment: false,
    taskId: null,
    element: null,
    step: null,
    version: facts.version,
    behalfOf: null,
    visitId: null,
  });
  const open = is(Status.filed, Status.accepted, Status.settling, Status.supplement, Status.duty);
  const late = facts.dueAt !== null && facts.dueAt <= now;
  const inTime = facts.dueAt !== null && localDate(now) < localDate(facts.dueAt);
  const unpaid = facts.feeState === 'due' || facts.feeState === 'at-desk';
  const acts: (Act | false)[] = [
    facts.fee &&
      ((unpaid && is(Status.filed, Status.accepted, Status.settling, Status.settled)) || is(Status.duty)) &&
      act('collect-fee', 'Thu phí', 'Take the fee'),
    facts.fee &&
      unpaid &&
      is(Status.filed, Status.accepted, Status.settling, Status.settled) && {
        ...act('waive-fee', 'Miễn phí, lệ phí', 'Waive the fee'),
        needsComment: true,
      },
    facts.fee &&
      facts.voidable &&
      is(Status.filed, Status.accepted, Status.settling, Status.supplement, Status.settled) && {
        ...act('void-fee', 'Hủy khoản thu nhầm', 'Take back a fee taken by mistake', 'danger'),
        needsComment: true,
      },
    facts.desk && is(Status.supplement) && act('supply', 'Nhận giấy tờ bổ sung', 'Take in the supplement', 'primary'),
    facts.handOver && act('hand-over', 'Bàn giao hồ sơ giấy', 'Hand over the papers'),
    facts.take && act('take-over', 'Nhận bàn giao', 'Take over the papers'),
    facts.visit &&
      is(Status.accepted, Status.settling) &&
      !tasks.some((t) => t.element === 'arrange-visit') &&
      act('arrange-visit', 'Lên lịch thẩm tra', 'Arrange a visit'),
    facts.visit &&
      facts.openVisit !== null &&
      !tasks.some((t) => t.element === 'report-visit') && {
        ...act('report-visit', 'Ghi biên bản thẩm tra', 'Report the visit'),
        visitId: facts.openVisit,
      },
    facts.extend &&
      is(Status.accepted, Status.settling, Status.duty) &&
      !facts.extended &&
      inTime &&
      act('extend', 'Xin lỗi, hẹn lại', 'Apologise, new date'),
    facts.extend && late && is(Status.accepted, Status.settling) && act('apologise', 'Gửi thư xin lỗi', 'Send an apology'),
    facts.reassign && act('reassign', 'Giao người khác', 'Give to somebody else'),
    facts.stop &&
      is(Status.accepted, Status.settling, Status.supplement, Status.duty) &&
      act('stop', 'Dừng giải quyết', 'Stop handling', 'danger'),
    facts.desk && open && act('withdraw', 'Ghi nhận rút hồ sơ', 'Record a withdrawal', 'danger'),
  ];
  return acts.filter((one): one is Act => one !== false);
}

declare module '@dinh/kernel' {
  interface OperationTypes {
    'one-stop.list-acts': typeof listActs;
  }
}
