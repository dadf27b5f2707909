import { query, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { DossierFacts, draftOf, draftPaper } from '../model/make.ts';
import { paperData } from '../model/paper.ts';
import { resultColumns, type Result } from '../model/result.ts';
import { refusalType } from '../model/result-type.ts';

/**
 * The paper of a dossier's result as it would be signed now: with what the specialist wrote into the draft, or from the
 * form's answers alone. Called by the one-stop, which has checked that the dossier is in reach. Nothing is kept.
 */
export const previewResult = query({
  name: 'results.preview-result',
  title: { vi: 'Xem trước kết quả', en: 'Preview a result' },
  input: shape({
    ...DossierFacts,
    refusal: Type.Optional(Type.String({ maxLength: 4000, description: 'it is a refusal, for these reasons (form 03)' })),
  }),
  output: shape({
    template: Type.String(),
    ruleset: Type.Optional(Type.String()),
    name: Type.String({ description: 'of the file' }),
    data: Type.Any({ description: 'as the template takes it' }),
  }),
  may: 'results.view-result',
  api: false,
  subject: (input) => `dossier:${input.dossierId}`,
  async run(ctx, { refusal, ...facts }) {
    const existing = await ctx.db.maybe<Result>(
      sql`select ${resultColumns} from results.result r where r.dossier_id = ${facts.dossierId} and r.kind = 'first'`,
    );
    const making =
      refusal === undefined
        ? await draftOf(ctx, facts, existing)
        : await draftOf(ctx, { ...facts, type: refusalType }, existing, { reason: refusal });
    const { template, data, ruleset } = await paperData(ctx.app, ctx.now, await draftPaper(ctx, making));
    return { template, data, ...(ruleset && { ruleset }), name: `du-thao-${facts.code}.pdf` };
  },
});
