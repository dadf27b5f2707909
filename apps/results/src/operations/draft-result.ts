import { command, shape } from '@dinh/kernel';
import { Type } from 'typebox';
import { DossierFacts, draftOf, firstOf, Made, saveDraft } from '../model/make.ts';

/**
 * Writes the draft of a dossier's result with what the specialist decides in it (NĐ 61/2018 Điều 19.2). Called by the
 * one-stop within the appraisal, which has checked that the task is theirs.
 */
export const draftResult = command({
  name: 'results.draft-result',
  title: { vi: 'Dự thảo kết quả', en: 'Draft a result' },
  input: shape({
    ...DossierFacts,
    values: Type.Record(Type.String({ maxLength: 60 }), Type.Unknown(), {
      description: 'fields of the result type that officials fill in or change',
    }),
  }),
  output: Made,
  may: 'results.draft-result',
  api: false,
  subject: (input) => `dossier:${input.dossierId}`,
  async run(ctx, input) {
    const existing = await firstOf(ctx, input.dossierId);
    return saveDraft(ctx, await draftOf(ctx, input, existing, input.values));
  },
});
