import { command, localDate, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { reasonNeeded } from '../errors.ts';
import { checkHolder, insertComponents, NewComponent } from '../model/components.ts';
import { actingForOwner, lockDossier, mustBe, mustBeUnchanged } from '../model/dossier.ts';
import { recordAct } from '../model/history.ts';
import { issuePaper } from '../model/paper.ts';
import { rulesByKey } from '../model/ruleset.ts';
import { settling } from '../model/settling.ts';
import { Status } from '../model/status.ts';
import { inPlaceOf, taskAt, taskToDo } from '../model/task.ts';
import { tellApplicant } from '../model/tell.ts';
import { addWorkingDays, calendarOf } from '../model/working-time.ts';

const Item = shape({
  component: Type.Optional(Type.String({ maxLength: 60 })),
  name: Type.String({ minLength: 1, maxLength: 500 }),
  reason: Type.String({ maxLength: 1000 }),
});

/**
 * Asks once for everything that is missing (form 02; NĐ 61/2018 Điều 15.3, 17.1a, 17.2a). At the desk no clock runs yet;
 * at the appraisal it must come within three working days of the receipt, later is a breach (Điều 19.4).
 */
export const requestSupplement = command({
  name: 'one-stop.request-supplement',
  title: { vi: 'Yêu cầu bổ sung hồ sơ', en: 'Request a supplement' },
  input: shape({
    id: Type.String({ format: 'uuid' }),
    taskId: Type.Optional(Type.String({ format: 'uuid' })),
    version: Type.Optional(Type.Integer()),
    items: Type.Array(Item, { minItems: 1, maxItems: 50 }),
    reason: Type.String({ minLength: 1, maxLength: 4000 }),
  }),
  output: shape({ stage: Type.String(), breach: Type.Boolean() }),
  may: 'one-stop.request-supplement',
  subject: (input) => `dossier:${input.id}`,
  async run(ctx, input) {
    const { now, app } = ctx;
    const dossier = await lockDossier(ctx, input.id, 'one-stop.view-dossier');
    await mustBeUnchanged(ctx, dossier, input.version);
    mustBe(dossier, Status.filed, Status.accepted, Status.settling);
    if (input.reason.trim() === '') throw reasonNeeded();
    const stage = dossier.status === Status.filed ? 'desk' : 'appraisal';
    const task = input.taskId
      ? await taskToDo(ctx, input.taskId)
      : await taskAt(ctx, dossier.id, stage === 'desk' ? 'desk' : 'specialist');
    let breach = false;
    if (stage === 'appraisal') {
      const rules = await rulesByKey(app, dossier.ruleset);
      const latest = addWorkingDays(
        await calendarOf(app, dossier.unitId, now),
        dossier.acceptedAt!,
        rules.rules.supplementNotice.amount,
      );
      breach = localDate(now) > localDate(latest);
    }
    await settling.completeTask(ctx, {
      taskId: task.id,
      outcome: 'request-supplement',
      comment: input.reason,
      behalfOf: await inPlaceOf(ctx, task),
    });
    ctx.db.send(
      sql`insert into one_stop.supplement (id, dossier_id, stage, items, reason, requested_at, requested_by)
          values (${ctx.newId()}, ${dossier.id}, ${stage}, ${JSON.stringify(input.items)}::jsonb, ${input.reason}, ${now}, ${ctx.principal.id})`,
    );
    if (breach)
      ctx.db.send(sql`update one_stop.dossier set breach = coalesce(breach, 'supplement-late') where id = ${dossier.id}`);
    await issuePaper(ctx, dossier, 'supplement-request', {
      stage,
      items: input.items,
      reason: input.reason,
      at: now,
    });
    recordAct(ctx, {
      dossierId: dossier.id,
      act: 'supplement-requested',
      status: Status.supplement,
      unitId: task.unitId,
      comment: input.reason,
      data: { items: input.items, stage, breach },
    });
    ctx.emit({
      name: 'one-stop.supplement-requested',
      key: dossier.id,
      data: { unit: dossier.unitId, stage, breach },
    });
    await tellApplicant(ctx, dossier, 'supplement-requested', {
      items: input.items.map((item, i) => `${i + 1}. ${item.name}${item.reason ? `: ${item.reason}` : ''}`).join('\n'),
      reason: input.reason,
    });
    return { stage, breach };
  },
});

/** The applicant (or the desk for them) brings what was asked for; the dossier goes back to whoever asked. */
export const supplyComponents = command({
  name: 'one-stop.supplement-dossier',
  title: { vi: 'Bổ sung hồ sơ', en: 'Supplement a dossier' },
  input: shape({
    id: Type.String({ format: 'uuid' }),
    components: Type.Array(NewComponent, { maxItems: 100 }),
    note: Type.Optional(Type.String({ maxLength: 2000 })),
  }),
  output: shape({}),
  may: 'signed-in',
  subject: (input) => `dossier:${input.id}`,
  async run(ctx, input) {
    const dossier = await lockDossier(ctx, input.id, 'one-stop.receive-dossier', 'one-stop.supplement-dossier');
    mustBe(dossier, Status.supplement);
    await checkHolder(ctx, input.components);
    const { procedure } = await ctx.call('procedures.view-version', { versionId: dossier.versionId });
    const keys = [...new Set(input.components.map((c) => c.key))];
    ctx.db.send(
      sql`update one_stop.component set superseded_at = ${ctx.now} where dossier_id = ${dossier.id} and key = any(${keys}) and superseded_at is null`,
    );
    insertComponents(ctx, dossier.id, procedure.components, input.components);
    ctx.db.send(
      sql`update one_stop.supplement set answered_at = ${ctx.now} where dossier_id = ${dossier.id} and answered_at is null`,
    );
    const back = dossier.acceptedAt ? Status.settling : Status.filed;
    ctx.db.send(
      sql`update one_stop.dossier set status = ${back}, changed_at = ${ctx.now}, version = version + 1 where id = ${dossier.id}`,
    );
    await settling.sendMessage(ctx, { businessKey: dossier.id, name: 'supplemented' });
    recordAct(ctx, {
      dossierId: dossier.id,
      act: 'supplemented',
      status: back,
      comment: input.note,
      behalfOf: actingForOwner(ctx, dossier),
      data: { components: keys },
    });
    return {};
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'one-stop.request-supplement': typeof requestSupplement;
    'one-stop.supplement-dossier': typeof supplyComponents;
  }
}
