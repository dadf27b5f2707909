import { command, localDate, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { dateNotLater, extendedAlready, extensionTooLate, notLateYet, reasonNeeded } from '../errors.ts';
import { mustBeCompetent } from '../model/competence.ts';
import { lockDossier, mustBe, topicsOf } from '../model/dossier.ts';
import { recordAct } from '../model/history.ts';
import { issuePaper } from '../model/paper.ts';
import { rulesByKey } from '../model/ruleset.ts';
import { Status } from '../model/status.ts';
import { dayText, tellApplicant } from '../model/tell.ts';
import { calendarOf, endOfWorkingDay } from '../model/working-time.ts';

/**
 * Promises a new date with an apology and the reason (form 04): once only, and at least one day before the limit
 * (NĐ 61/2018 Điều 19.9).
 */
export const extendDeadline = command({
  name: 'one-stop.extend-deadline',
  title: { vi: 'Xin lỗi và hẹn lại ngày trả', en: 'Apologise and extend' },
  input: shape({
    id: Type.String({ format: 'uuid' }),
    newDate: Type.String({ format: 'date', description: 'YYYY-MM-DD' }),
    reason: Type.String({ minLength: 1, maxLength: 4000 }),
    apology: Type.Optional(Type.String({ maxLength: 4000 })),
  }),
  output: shape({ dueAt: Type.Any() }),
  may: 'one-stop.request-extension',
  subject: (input) => `dossier:${input.id}`,
  async run(ctx, input) {
    const dossier = await lockDossier(ctx, input.id, 'one-stop.request-extension');
    mustBe(dossier, Status.accepted, Status.settling, Status.duty);
    await mustBeCompetent(ctx, dossier);
    if (input.reason.trim() === '') throw reasonNeeded();
    if (dossier.extended) throw extendedAlready();
    const due = dossier.dueAt!;
    const rules = await rulesByKey(ctx.app, dossier.ruleset);
    const latest = new Date(due.getTime() - rules.rules.extension.atLeast.amount * 86_400_000);
    if (localDate(ctx.now) > localDate(latest)) throw extensionTooLate({ due: dayText(due) });
    const dueAt = endOfWorkingDay(await calendarOf(ctx.app, dossier.unitId, ctx.now), input.newDate);
    if (!dueAt || dueAt <= due) throw dateNotLater({ due: dayText(due) });
    const apology = input.apology ?? '';
    ctx.db.send(
      sql`insert into one_stop.extension (dossier_id, reason, apology, former_due, new_due, at, by) values (${dossier.id}, ${input.reason}, ${apology}, ${due}, ${dueAt}, ${ctx.now}, ${ctx.principal.id})`,
    );
    ctx.db.send(
      sql`update one_stop.dossier set due_at = ${dueAt}, extended = true, changed_at = ${ctx.now}, version = version + 1 where id = ${dossier.id}`,
    );
    await issuePaper(ctx, dossier, 'apology-extension', {
      reason: input.reason,
      apology,
      oldDueAt: due,
      newDueAt: dueAt,
      late: false,
      at: ctx.now,
    });
    recordAct(ctx, {
      dossierId: dossier.id,
      act: 'extended',
      status: dossier.status,
      unitId: dossier.unitId,
      comment: input.reason,
      data: { former: due, dueAt },
    });
    ctx.emit({
      name: 'one-stop.deadline-extended',
      key: dossier.id,
      topics: topicsOf(dossier),
      data: { unit: dossier.unitId },
    });
    await tellApplicant(ctx, dossier, 'deadline-extended', {
      former: dayText(due),
      due: dayText(dueAt),
      reason: input.reason,
    });
    return { dueAt };
  },
});

/** After the limit no new date may be promised, but the apology still goes out, and the breach stays recorded. */
export const apologise = command({
  name: 'one-stop.apologise',
  title: { vi: 'Gửi thư xin lỗi', en: 'Send an apology' },
  input: shape({
    id: Type.String({ format: 'uuid' }),
    reason: Type.String({ minLength: 1, maxLength: 4000 }),
  }),
  output: shape({}),
  may: 'one-stop.request-extension',
  subject: (input) => `dossier:${input.id}`,
  async run(ctx, input) {
    const dossier = await lockDossier(ctx, input.id, 'one-stop.request-extension');
    mustBe(dossier, Status.accepted, Status.settling);
    await mustBeCompetent(ctx, dossier);
    if (input.reason.trim() === '') throw reasonNeeded();
    const due = dossier.dueAt!;
    if (due > ctx.now) throw notLateYet({ due: dayText(due) });
    await issuePaper(ctx, dossier, 'apology-extension', {
      reason: input.reason,
      oldDueAt: due,
      newDueAt: null,
      late: true,
      at: ctx.now,
    });
    ctx.db.send(
      sql`update one_stop.dossier set breach = coalesce(breach, 'late'), version = version + 1 where id = ${dossier.id}`,
    );
    recordAct(ctx, {
      dossierId: dossier.id,
      act: 'apologised',
      status: dossier.status,
      unitId: dossier.unitId,
      comment: input.reason,
    });
    await tellApplicant(ctx, dossier, 'apology', { former: dayText(due), reason: input.reason });
    return {};
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'one-stop.extend-deadline': typeof extendDeadline;
    'one-stop.apologise': typeof apologise;
  }
}
