import { query, shape } from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { mustBe, readDossier, visible } from '../model/dossier.ts';
import { processVariables, refusalReason, resultFacts } from '../model/result-facts.ts';
import { Status } from '../model/status.ts';

/** While a dossier is in one of these, its result is still being made. */
export const making: readonly Status[] = [Status.accepted, Status.settling, Status.supplement, Status.duty];

const Draft = shape({
  template: Type.String(),
  ruleset: Type.Optional(Type.String()),
  at: Type.Any({ description: 'the day whose template it has' }),
  name: Type.String({ description: 'of the file' }),
  data: Type.Any({ description: 'as the template takes it' }),
});

/**
 * The paper that the head is about to sign, marked as a draft: for those who appraise, review and approve, never for the
 * applicant. When a refusal was proposed it is that one (NĐ 61/2018 Điều 19.8).
 * @throws dossierNotFound, notAtThisStage
 */
export const previewResult = query({
  name: 'one-stop.preview-result',
  title: { vi: 'Dự thảo kết quả', en: 'Draft of the result' },
  seenAs: { vi: 'Xem dự thảo kết quả của hồ sơ', en: 'Looked at the draft result of the dossier' },
  input: shape({ id: Type.String({ format: 'uuid' }) }),
  output: Draft,
  may: 'one-stop.do-task',
  audit: true,
  api: false,
  subject: (input) => `dossier:${input.id}`,
  async run(ctx, input): Promise<Static<typeof Draft>> {
    const dossier = await readDossier(ctx.db, input.id, visible(ctx, 'one-stop.view-dossier', false));
    mustBe(dossier, ...making);
    ctx.concern(dossier.applicantId, dossier.ownerId);
    const version = await ctx.app.run('procedures.view-version', { versionId: dossier.versionId }, ctx);
    const variables = await processVariables(ctx.db, dossier.id);
    const refused = variables['proposal'] === 'propose-refusal';
    const facts = await resultFacts(ctx.db, dossier, version.procedure.result);
    const paper = await ctx.app.run(
      'results.preview-result',
      { ...facts, ...(refused && { refusal: await refusalReason(ctx.db, dossier.id) }) },
      ctx,
    );
    return { ...paper, at: ctx.now };
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'one-stop.preview-result': typeof previewResult;
  }
}
