import { query, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';

/**
 * What officials have written so far into the draft of a dossier's result: shown to whoever goes on with it, so that what was
 * sent back is mended and not typed anew. Called by the one-stop, which has checked that the dossier is in reach.
 */
export const draftValues = query({
  name: 'results.draft-values',
  title: { vi: 'Nội dung dự thảo kết quả', en: 'Values of a draft result' },
  input: shape({ dossierId: Type.String({ format: 'uuid' }) }),
  output: shape({
    values: Type.Record(Type.String(), Type.Unknown(), {
      description: 'by field of the result type; empty without a draft',
    }),
  }),
  may: 'results.draft-result',
  api: false,
  subject: (input) => `dossier:${input.dossierId}`,
  async run(ctx, { dossierId }) {
    const found = await ctx.db.maybe<{ filled: Record<string, unknown> }>(
      sql`select filled from results.result where dossier_id = ${dossierId} and kind = 'first' and state = 'draft'`,
    );
    return { values: found?.filled ?? {} };
  },
});
