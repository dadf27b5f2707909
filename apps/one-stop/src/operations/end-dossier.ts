import { command, type CommandContext, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { reasonNeeded } from '../errors.ts';
import { mustBeCompetent } from '../model/competence.ts';
import { actingForOwner, type Dossier, lockDossier, mustBe, topicsOf } from '../model/dossier.ts';
import { recordAct } from '../model/history.ts';
import { issuePaper } from '../model/paper.ts';
import { rulesByKey } from '../model/ruleset.ts';
import { settling } from '../model/settling.ts';
import { Status } from '../model/status.ts';
import { tellApplicant } from '../model/tell.ts';

/** The applicant takes the dossier back, as long as nothing has been settled (P6). */
export const withdrawDossier = command({
  name: 'one-stop.withdraw-dossier',
  title: { vi: 'Rút hồ sơ', en: 'Withdraw a dossier' },
  input: shape({
    id: Type.String({ format: 'uuid' }),
    reason: Type.Optional(Type.String({ maxLength: 2000 })),
  }),
  output: shape({}),
  may: 'signed-in',
  subject: (input) => `dossier:${input.id}`,
  async run(ctx, input) {
    const dossier = await lockDossier(ctx, input.id, 'one-stop.receive-dossier', 'one-stop.withdraw-dossier');
    mustBe(dossier, Status.filed, Status.accepted, Status.settling, Status.supplement, Status.duty);
    const reason = input.reason?.trim() || 'Người nộp yêu cầu rút hồ sơ';
    await end(ctx, dossier, { outcome: 'withdrawn', status: Status.withdrawn, act: 'withdrawn', reason });
    await tellApplicant(ctx, dossier, 'dossier-withdrawn', {});
    return {};
  },
});

/** The agency stops handling, with the reason; since TT 03/2025 on a form of its own (P6). */
export const stopDossier = command({
  name: 'one-stop.stop-dossier',
  title: { vi: 'Dừng giải quyết', en: 'Stop handling' },
  input: shape({
    id: Type.String({ format: 'uuid' }),
    reason: Type.String({ minLength: 1, maxLength: 4000 }),
  }),
  output: shape({}),
  may: 'one-stop.stop-dossier',
  subject: (input) => `dossier:${input.id}`,
  async run(ctx, input) {
    const dossier = await lockDossier(ctx, input.id, 'one-stop.stop-dossier');
    await mustBeCompetent(ctx, dossier);
    mustBe(dossier, Status.accepted, Status.settling, Status.supplement, Status.duty);
    if (input.reason.trim() === '') throw reasonNeeded();
    await end(ctx, dossier, {
      outcome: 'stopped',
      status: Status.stopped,
      act: 'stopped',
      reason: input.reason,
    });
    const rules = await rulesByKey(ctx.app, dossier.ruleset);
    if (rules.forms.some((form) => form.key === 'stop-notice'))
      await issuePaper(ctx, dossier, 'stop-notice', {
        cause: 'agency',
        reasons: [input.reason],
        stoppedAt: ctx.now,
        at: ctx.now,
      });
    await tellApplicant(ctx, dossier, 'dossier-stopped', { reason: input.reason });
    return {};
  },
});

async function end(
  ctx: CommandContext,
  dossier: Dossier,
  how: { outcome: 'withdrawn' | 'stopped'; status: 7 | 8; act: string; reason: string },
): Promise<void> {
  await settling.cancelInstance(ctx, { businessKey: dossier.id, reason: how.reason });
  ctx.db.send(
    sql`update one_stop.dossier set status = ${how.status}, outcome = ${how.outcome}, settled_at = ${ctx.now}, paused_at = null, changed_at = ${ctx.now}, version = version + 1 where id = ${dossier.id}`,
  );
  recordAct(ctx, {
    dossierId: dossier.id,
    act: how.act,
    status: how.status,
    unitId: dossier.unitId,
    comment: how.reason,
    behalfOf: actingForOwner(ctx, dossier),
  });
  ctx.emit({
    name: `one-stop.dossier-${how.outcome}`,
    key: dossier.id,
    topics: topicsOf(dossier),
    data: { unit: dossier.unitId, feeState: dossier.feeState, accepted: dossier.acceptedAt !== null },
  });
}

declare module '@dinh/kernel' {
  interface OperationTypes {
    'one-stop.withdraw-dossier': typeof withdrawDossier;
    'one-stop.stop-dossier': typeof stopDossier;
  }
}
