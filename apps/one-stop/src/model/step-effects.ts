import { type CommandContext, declareError, sql } from '@dinh/kernel';
import type { StepResult } from '@dinh/process';
import type { StepInput } from '../operations/complete-step.ts';
import { type Dossier, topicsOf } from './dossier.ts';
import { type Duty, dutyFor, type NoDuty, noDutyFor } from './duty.ts';
import { feeUnpaid, settleFeeOfResult } from './fee.ts';
import { recordAct } from './history.ts';
import { Status } from './status.ts';
import type { OpenTask } from './task.ts';
import { processVariables, refusalReason, resultFacts } from './result-facts.ts';
import { moneyText, tellApplicant } from './tell.ts';
import { addWorkingDays, calendarOf } from './working-time.ts';

export interface Doing {
  readonly dossier: Dossier;
  readonly task: OpenTask;
  readonly input: StepInput;
  /** The financial duty that the step notifies, once it is known. */
  duty?: Duty;
  /** That there is nothing to pay, where the decision does not say so. */
  noDuty?: NoDuty;
}

/** What an outcome brings with it besides moving the process on. */
interface Effect {
  /** Before the step: gives variables to the process. */
  before?(ctx: CommandContext, doing: Doing): Promise<Record<string, unknown> | void>;
  after?(ctx: CommandContext, doing: Doing, result: StepResult): Promise<void>;
}

export const specialistNeeded = declareError(
  'one-stop.specialist-needed',
  422,
  {
    vi: 'Xin chọn chuyên viên của phòng để giao hồ sơ.',
    en: 'Please choose a specialist of the section for this dossier.',
  },
  'specialist',
);
export const consultationNeeded = declareError(
  'one-stop.consultation-needed',
  422,
  {
    vi: 'Xin chọn ít nhất một cơ quan để lấy ý kiến, nội dung và thời hạn trả lời.',
    en: 'Please choose at least one agency to consult, the subject and the time to answer.',
  },
  'consultations',
);

/** By `step/outcome`, or by the outcome alone where it means the same everywhere. */
export const effects: Record<string, Effect> = {
  'assign/assign': {
    async before(ctx, { task, input }) {
      if (!input.specialist) throw specialistNeeded();
      const found = await ctx.db.maybe(
        sql`select 1 as one from identity.v_official where person_id = ${input.specialist} and unit_id = ${task.unitId} limit 1`,
      );
      if (!found) throw specialistNeeded();
    },
  },
  'propose-approval': {
    async before(ctx, { dossier, input }) {
      if (input.values)
        await ctx.call('results.draft-result', {
          ...(await factsOf(ctx, dossier)),
          values: input.values,
        });
    },
  },
  consult: {
    async before(ctx, { dossier, input, task }) {
      const asked = input.consultations ?? (await plannedConsultations(ctx, dossier.id));
      if (asked.length === 0) throw consultationNeeded();
      const calendar = await calendarOf(ctx.app, dossier.unitId, ctx.now);
      for (const one of asked) {
        ctx.db.send(
          sql`insert into one_stop.consultation (id, dossier_id, unit_id, subject, asked_at, asked_by, due_at)
              values (${ctx.newId()}, ${dossier.id}, ${one.unit}, ${one.subject}, ${ctx.now}, ${ctx.principal.id}, ${addWorkingDays(calendar, ctx.now, one.days)})`,
        );
      }
      // Whoever is asked may see the dossier from now on.
      const units = asked.map((one) => one.unit);
      ctx.db.send(
        sql`update one_stop.dossier set units = (select array_agg(distinct u) from unnest(units || ${units}::int[]) u) where id = ${dossier.id}`,
      );
      recordAct(ctx, {
        dossierId: dossier.id,
        act: 'consultation-asked',
        status: dossier.status,
        unitId: task.unitId,
        data: { asked },
      });
      return { consultations: asked };
    },
  },
  'arrange-visit/arrange': {
    async before(ctx, { dossier, input }) {
      if (input.visit) await ctx.call('one-stop.arrange-visit', { id: dossier.id, ...input.visit });
    },
  },
  'report-visit/reported': {
    async before(ctx, { input }) {
      if (input.report) await ctx.call('one-stop.report-visit', { ...input.report, report: input.comment ?? '' });
    },
  },
  'answer/agree': { after: answered('agree') },
  'answer/agree-with-remarks': { after: answered('agree-with-conditions') },
  'answer/disagree': { after: answered('disagree') },
  notify: {
    async before(ctx, doing) {
      doing.duty = await dutyFor(ctx, doing.dossier, doing.input.duty);
      return { duty: doing.duty.amount };
    },
    async after(ctx, { dossier, task, duty }) {
      const { amount, reason, computation } = duty!;
      recordAct(ctx, {
        dossierId: dossier.id,
        act: 'duty-required',
        status: Status.duty,
        unitId: task.unitId,
        comment: reason,
        data: { amount, reason, ...(computation && { computation }) },
      });
      await tellApplicant(ctx, dossier, 'duty-required', { amount: moneyText(amount), reason });
    },
  },
  'no-duty': {
    async before(ctx, doing) {
      const found = await noDutyFor(ctx, doing.dossier, doing.input.comment);
      if (found) doing.noDuty = found;
    },
  },
  'approve/sign': {
    async before(ctx, { dossier, input }) {
      const { proposal } = await processVariables(ctx.db, dossier.id);
      const facts = await factsOf(ctx, dossier);
      if (proposal === 'propose-refusal')
        await ctx.call('results.sign-refusal', {
          ...facts,
          reason: input.comment?.trim() || (await refusalReason(ctx.db, dossier.id)),
        });
      else await ctx.call('results.sign-result', facts);
    },
  },
  'stamp/issue': {
    async before(ctx, { dossier }) {
      await ctx.call('results.issue-result', { dossierId: dossier.id });
      const { proposal } = await processVariables(ctx.db, dossier.id);
      const outcome = proposal === 'propose-refusal' ? 'refused' : 'granted';
      ctx.db.send(
        sql`update one_stop.dossier set outcome = ${outcome}, settled_at = ${ctx.now}, version = version + 1 where id = ${dossier.id}`,
      );
      if (outcome === 'granted' && feeUnpaid(dossier))
        await tellApplicant(ctx, dossier, 'result-ready-fee', { amount: moneyText(dossier.fee) });
      else if (outcome === 'granted') await tellApplicant(ctx, dossier, 'result-ready', {});
      else
        await tellApplicant(ctx, dossier, 'dossier-refused', {
          reason: await refusalReason(ctx.db, dossier.id),
        });
      ctx.emit({
        name: 'one-stop.dossier-settled',
        key: dossier.id,
        topics: topicsOf(dossier),
        data: { outcome, unit: dossier.unitId },
      });
    },
  },
  'return/return': {
    // What may be paid with the result is paid before it is handed out, at the latest in this act.
    before: (ctx, { dossier, input }) => settleFeeOfResult(ctx, dossier, input),
    async after(ctx, { dossier }) {
      ctx.db.send(sql`update one_stop.dossier set returned_at = ${ctx.now}, changed_at = ${ctx.now} where id = ${dossier.id}`);
      recordAct(ctx, {
        dossierId: dossier.id,
        act: 'returned',
        status: Status.returned,
        unitId: dossier.deskId,
        data: { method: dossier.delivery.method },
      });
      ctx.emit({
        name: 'one-stop.dossier-returned',
        key: dossier.id,
        topics: topicsOf(dossier),
        data: { unit: dossier.unitId, method: dossier.delivery.method },
      });
    },
  },
};

function answered(opinion: string): Effect['after'] {
  return async (ctx, { dossier, task, input }) => {
    ctx.db.send(
      sql`update one_stop.consultation set answered_at = ${ctx.now}, answered_by = ${ctx.principal.id}, opinion = ${opinion}, answer = ${input.comment ?? ''}
          where dossier_id = ${dossier.id} and unit_id = ${task.unitId} and answered_at is null`,
    );
    recordAct(ctx, {
      dossierId: dossier.id,
      act: 'consultation-answered',
      status: dossier.status,
      unitId: task.unitId,
      comment: input.comment,
      data: { opinion },
      public: false,
    });
  };
}

async function factsOf(ctx: CommandContext, dossier: Dossier) {
  const { procedure } = await ctx.call('procedures.view-version', { versionId: dossier.versionId });
  return resultFacts(ctx.db, dossier, procedure.result);
}

async function plannedConsultations(
  ctx: CommandContext,
  dossierId: string,
): Promise<{ unit: number; subject: string; days: number }[]> {
  return (
    ((await processVariables(ctx.db, dossierId))['consultations'] as
      | { unit: number; subject: string; days: number }[]
      | undefined) ?? []
  );
}
