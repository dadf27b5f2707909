import { command, type CommandContext, shape, sql, localDate } from '@dinh/kernel';
import { Type } from 'typebox';
import { lockDossier } from '../model/dossier.ts';
import type { DutyInput } from '../model/duty.ts';
import { recordAct } from '../model/history.ts';
import type { FeeAnswer } from '../model/fee.ts';
import { settling } from '../model/settling.ts';
import { Status } from '../model/status.ts';
import { inPlaceOf, type OpenTask, taskToDo } from '../model/task.ts';
import { type Doing, effects } from '../model/step-effects.ts';
import { FeeInput } from './accept-dossier.ts';

/**
 * Does a step of the settlement with one of the outcomes that its process gives it: assign, appraise, review, approve,
 * stamp, answer a consultation … (NĐ 61/2018 Điều 19). What else must happen with an outcome (a signature, a message)
 * happens in the same transaction.
 */
export const completeStep = command({
  name: 'one-stop.complete-step',
  title: { vi: 'Hoàn thành bước xử lý', en: 'Complete a step' },
  input: shape({
    taskId: Type.String({ format: 'uuid' }),
    outcome: Type.String({ minLength: 1, maxLength: 60 }),
    comment: Type.Optional(Type.String({ maxLength: 4000 })),
    version: Type.Optional(Type.Integer({ description: 'version of the task that the official saw' })),
    specialist: Type.Optional(Type.String({ format: 'uuid', description: 'to whom the dossier is assigned' })),
    values: Type.Optional(
      Type.Record(Type.String({ maxLength: 60 }), Type.Unknown(), {
        description: 'fields of the result filled by the official',
      }),
    ),
    consultations: Type.Optional(
      Type.Array(
        shape({
          unit: Type.Integer(),
          subject: Type.String({ minLength: 1, maxLength: 1000 }),
          days: Type.Integer({ minimum: 1, maximum: 60 }),
        }),
        { maxItems: 20 },
      ),
    ),
    duty: Type.Optional(
      shape({
        amount: Type.Optional(
          Type.Integer({
            minimum: 1,
            maximum: 1e13,
            description: 'VND; may be left out where a decision of the procedure gives it',
          }),
        ),
        reason: Type.Optional(
          Type.String({
            minLength: 1,
            maxLength: 1000,
            description: 'the basis; needed for an amount that the decision does not give',
          }),
        ),
        inputs: Type.Optional(
          Type.Record(Type.String({ maxLength: 100 }), Type.Integer({ minimum: 0, maximum: 1e15 }), {
            description: 'VND: what the decision needs beside the answers',
          }),
        ),
      }),
    ),
    visit: Type.Optional(
      shape({
        at: Type.String({ format: 'date-time' }),
        place: Type.String({ minLength: 1, maxLength: 500 }),
        people: Type.String({ minLength: 1, maxLength: 1000 }),
        subject: Type.String({ minLength: 1, maxLength: 2000 }),
      }),
    ),
    report: Type.Optional(
      shape({
        visitId: Type.String({ format: 'uuid' }),
        finding: Type.Union([Type.Literal('in-order'), Type.Literal('not-in-order')]),
      }),
    ),
    ...FeeInput,
  }),
  output: shape({ state: Type.String(), status: Type.Integer() }),
  may: 'one-stop.do-task',
  run: (ctx, input) => doStep(ctx, input),
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'one-stop.complete-step': typeof completeStep;
  }
}

/** With the hand-over of a result: what became of a fee that is still owed for it. */
export interface StepInput extends FeeAnswer {
  readonly taskId: string;
  readonly outcome: string;
  readonly comment?: string;
  readonly version?: number;
  readonly specialist?: string;
  readonly values?: Record<string, unknown>;
  readonly consultations?: readonly { unit: number; subject: string; days: number }[];
  readonly duty?: DutyInput;
  /** The visit that the step announces (Điều 19.3). */
  readonly visit?: { at: string; place: string; people: string; subject: string };
  /** What a visit found; its report is the comment. */
  readonly report?: { visitId: string; finding: 'in-order' | 'not-in-order' };
}

export async function doStep(ctx: CommandContext, input: StepInput): Promise<{ state: string; status: number }> {
  const task = await taskToDo(ctx, input.taskId);
  ctx.subject(`dossier:${task.dossierId}`);
  ctx.note({ step: task.element, outcome: input.outcome });
  const dossier = await lockDossier(ctx, task.dossierId);
  const behalfOf = await inPlaceOf(ctx, task);
  const effect = effects[`${task.element}/${input.outcome}`] ?? effects[input.outcome];
  const doing: Doing = { dossier, task, input };
  const variables = (await effect?.before?.(ctx, doing)) ?? {};
  const result = await settling.completeTask(ctx, {
    taskId: task.id,
    outcome: input.outcome,
    comment: input.comment,
    version: input.version,
    behalfOf,
    variables: {
      ...(input.specialist && { specialist: input.specialist }),
      ...(input.consultations && { consultations: input.consultations }),
      ...variables,
    },
  });
  await recordStep(ctx, doing, behalfOf);
  await effect?.after?.(ctx, doing, result);
  const { status } = await ctx.db.one<{ status: number }>(sql`select status from one_stop.dossier where id = ${dossier.id}`);
  return { state: result.state, status };
}

/** The post for which a standing deputy does the step, while nobody holds it. */
const vacantPost = (ctx: CommandContext, task: OpenTask) => {
  const day = localDate(ctx.now);
  return sql`select max(o.acting_for) as name from identity.v_official o
    where o.person_id::text = ${ctx.principal.id} and o.unit_id = ${task.unitId} and o.role = ${task.role}
      and o.valid_from <= ${day}::date and (o.valid_to is null or o.valid_to > ${day}::date)
    having count(*) = count(o.acting_for) and count(*) > 0`;
};

async function recordStep(
  ctx: CommandContext,
  { dossier, task, input, duty, noDuty }: Doing,
  behalfOf: string | undefined,
): Promise<void> {
  const person = await ctx.db.maybe<{ name: string }>(
    behalfOf ? sql`select name from identity.v_person where id = ${behalfOf}` : vacantPost(ctx, task),
  );
  recordAct(ctx, {
    dossierId: dossier.id,
    act: `${task.element}/${input.outcome}`,
    status: dossier.status === Status.accepted ? Status.settling : dossier.status,
    unitId: task.unitId,
    step: task.nameVi,
    comment: input.comment,
    data: {
      ...(input.specialist && { specialist: input.specialist }),
      ...(input.consultations && { consultations: input.consultations }),
      ...(duty && { duty: { amount: duty.amount, reason: duty.reason } }),
      ...(noDuty && { noDuty }),
    },
    public: false, // comments between officials are not the owner's to read; the step itself is shown from the task
    behalfOf: person?.name,
  });
}
