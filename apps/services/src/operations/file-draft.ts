import { command, type FieldError, shape, sql } from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { answersIncomplete, authorityOver } from '../errors.ts';
import { asFiled, isOver, lockAnyDraft } from '../model/draft.ts';
import { flowOf } from '../model/flow.ts';
import { missingComponents } from '../model/asked.ts';

const Filed = shape({
  id: Type.String(),
  reference: Type.String(),
  fee: Type.Integer({ description: 'VND' }),
  feeState: Type.String(),
});

/**
 * Files a draft. Whatever comes twice (a double click, a second tab, a retry after a broken line) finds the draft
 * filed and gets the same dossier (S4).
 */
export const fileDraft = command({
  name: 'services.file-draft',
  title: { vi: 'Nộp hồ sơ từ bản nháp', en: 'File a draft' },
  input: shape({
    id: Type.String({ format: 'uuid' }),
    payAtDesk: Type.Optional(Type.Boolean()),
  }),
  output: Filed,
  may: 'signed-in',
  subject: (input) => `draft:${input.id}`,
  async run(ctx, input): Promise<Static<typeof Filed>> {
    const draft = await lockAnyDraft(ctx, input.id);
    if (isOver(ctx.principal, draft)) throw authorityOver();
    if (draft.state === 'open') {
      const flow = await flowOf(ctx, ctx.call, draft);
      const fields: FieldError[] = [
        ...flow.checked.errors.map((one) => ({ path: `data.${one.path}`, message: one.message })),
        ...(await missingComponents(ctx.call, flow)).map((one) => ({
          path: `components.${one.key}`,
          message: { vi: `Bạn cần thêm: ${one.name.vi}`, en: `Please add: ${one.name.en}` },
        })),
      ];
      if (fields.length > 0) throw answersIncomplete({}, { fields });
    }
    const filed: Static<typeof Filed> = await ctx.call('one-stop.submit-dossier', {
      procedure: draft.procedureCode,
      data: draft.data,
      components: asFiled(draft.components),
      draftKey: draft.id,
      payAtDesk: input.payAtDesk ?? false,
      authority: draft.authorityId,
    });
    if (draft.state === 'open')
      // The answers live in the dossier from now on; the draft keeps only what leads there.
      ctx.db.send(
        sql`update services.draft set state = 'filed', dossier_id = ${filed.id}, reference = ${filed.reference}, data = '{}', components = '[]',
              filed_at = ${ctx.now}, updated_at = ${ctx.now} where id = ${draft.id}`,
      );
    return filed;
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'services.file-draft': typeof fileDraft;
  }
}
