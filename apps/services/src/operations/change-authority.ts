import { allows, command, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { authorityOver, authorityTooNarrow } from '../errors.ts';
import { lockOpenDraft } from '../model/draft.ts';
import { formOf } from '../model/flow.ts';
import { withoutOthers } from '../model/others-answers.ts';
import { storeOf } from '../model/store.ts';

/**
 * Lets a draft go on for somebody else: for oneself, or under another authority, as when the one under which it was begun has
 * ended. What was typed stays; what the program had filled in about the former is taken out, and so are papers of their data store.
 * @throws draftNotFound, draftFiled; authorityOver the new one is not theirs or holds no more; authorityTooNarrow
 */
export const changeDraftAuthority = command({
  name: 'services.change-draft-authority',
  title: { vi: 'Làm tiếp bản nháp cho người khác', en: 'Go on with a draft for somebody else' },
  input: shape({
    id: Type.String({ format: 'uuid' }),
    authority: Type.Union([Type.String({ format: 'uuid' }), Type.Null()], {
      description: 'under which it goes on; null for oneself',
    }),
  }),
  output: shape({}),
  may: 'signed-in',
  subject: (input) => `draft:${input.id}`,
  async run(ctx, input) {
    const draft = await lockOpenDraft(ctx, input.id);
    if (draft.authorityId === input.authority) return {};
    const authority = ctx.principal.authorities?.find(({ id }) => id === input.authority);
    if (input.authority !== null && !authority) throw authorityOver();
    const { version, form } = await formOf(ctx, ctx.call, draft.procedureCode);
    if (authority && !allows(authority, 'file', [version.procedure.code, version.procedure.businessType]))
      throw authorityTooNarrow();
    const { papers } = await storeOf(ctx, ctx.call, { businessId: null, authorityId: null });
    const own = new Set(papers.map(({ id }) => id));
    const capacity = authority && { capacity: authority.kind === 'ward' ? 'child' : authority.kind };
    ctx.db.send(
      sql`update services.draft set authority_id = ${input.authority}::uuid, business_id = ${authority?.kind === 'business' ? authority.subject : null}::uuid,
            data = ${JSON.stringify({ ...withoutOthers(form.body, draft.data), ...capacity })}::jsonb,
            components = ${JSON.stringify(draft.components.filter(({ resultId }) => !resultId || own.has(resultId)))}::jsonb,
            seen = '{}', page = ${form.body.pages[0]!.key}, updated_at = ${ctx.now} where id = ${draft.id}`,
    );
    return {};
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'services.change-draft-authority': typeof changeDraftAuthority;
  }
}
