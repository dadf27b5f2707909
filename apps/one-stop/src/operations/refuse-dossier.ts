import { command, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { reasonNeeded } from '../errors.ts';
import { lockDossier, mustBe, mustBeUnchanged, topicsOf } from '../model/dossier.ts';
import { recordAct } from '../model/history.ts';
import { issuePaper } from '../model/paper.ts';
import { settling } from '../model/settling.ts';
import { Status } from '../model/status.ts';
import { taskAt } from '../model/task.ts';
import { tellApplicant } from '../model/tell.ts';

/** Refuses to receive a dossier, with the reason on form 03 (NĐ 61/2018 Điều 17.1b). A paid fee goes back. */
export const refuseDossier = command({
  name: 'one-stop.refuse-dossier',
  title: { vi: 'Từ chối tiếp nhận', en: 'Refuse to receive' },
  input: shape({
    id: Type.String({ format: 'uuid' }),
    version: Type.Optional(Type.Integer()),
    reason: Type.String({ minLength: 1, maxLength: 4000 }),
    advice: Type.Optional(Type.String({ maxLength: 2000 })),
  }),
  output: shape({}),
  may: 'one-stop.refuse-dossier',
  subject: (input) => `dossier:${input.id}`,
  async run(ctx, input) {
    const dossier = await lockDossier(ctx, input.id, 'one-stop.refuse-dossier');
    await mustBeUnchanged(ctx, dossier, input.version);
    mustBe(dossier, Status.filed);
    if (input.reason.trim() === '') throw reasonNeeded();
    const task = await taskAt(ctx, dossier.id, 'desk');
    await settling.completeTask(ctx, { taskId: task.id, outcome: 'refuse', comment: input.reason });
    ctx.db.send(sql`update one_stop.dossier set outcome = 'not-accepted', settled_at = ${ctx.now} where id = ${dossier.id}`);
    await issuePaper(ctx, dossier, 'refusal', {
      stage: 'reception',
      reasons: [input.reason],
      advice: input.advice ?? null,
      at: ctx.now,
    });
    recordAct(ctx, {
      dossierId: dossier.id,
      act: 'refused',
      status: Status.notAccepted,
      unitId: dossier.deskId,
      comment: input.reason,
    });
    ctx.emit({
      name: 'one-stop.dossier-refused',
      key: dossier.id,
      topics: topicsOf(dossier),
      data: { unit: dossier.unitId, feeState: dossier.feeState },
    });
    await tellApplicant(ctx, dossier, 'dossier-refused', { reason: input.reason });
    return {};
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'one-stop.refuse-dossier': typeof refuseDossier;
  }
}
