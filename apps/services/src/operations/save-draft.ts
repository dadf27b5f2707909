import { takePost } from '@dinh/forms';
import { command, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { pageUnknown } from '../errors.ts';
import { lockOpenDraft, papersStep } from '../model/draft.ts';
import { flowOf } from '../model/flow.ts';

const Fields = Type.Record(
  Type.String({ maxLength: 300 }),
  Type.Union([Type.String({ maxLength: 50_000 }), Type.Array(Type.String({ maxLength: 50_000 }), { maxItems: 500 })]),
  { description: 'the fields of the page as a browser posts them: `applicant.name`, `workers[0].name`' },
);

/**
 * Puts one page of the form into the draft, right or wrong, and judges it. Two tabs on different pages do not undo
 * each other: each page is laid over what the draft holds then.
 */
export const saveDraft = command({
  name: 'services.save-draft',
  title: { vi: 'Lưu bản nháp', en: 'Save a draft' },
  input: shape({
    id: Type.String({ format: 'uuid' }),
    page: Type.String({ minLength: 1, maxLength: 60 }),
    fields: Fields,
    typing: Type.Optional(Type.Boolean({ description: 'saved while the person types: they stay on the page' })),
  }),
  output: shape({
    outcome: Type.Union([Type.Literal('again'), Type.Literal('next')]),
    next: Type.Union([Type.String(), Type.Null()], { description: 'page to go to; null after the last' }),
    focus: Type.Optional(Type.String({ description: 'a question or entry that is new on the page' })),
    errors: Type.Array(
      shape({
        path: Type.String(),
        page: Type.String(),
        message: Type.Object({ vi: Type.String(), en: Type.String() }),
      }),
    ),
  }),
  may: 'signed-in',
  subject: (input) => `draft:${input.id}`,
  async run(ctx, input) {
    // What is typed is kept whatever became of the authority meanwhile; nothing of the draft is told here.
    const draft = await lockOpenDraft(ctx, input.id);
    const { form, version, env } = await flowOf(ctx, ctx.call, draft);
    if (!form.body.pages.some((page) => page.key === input.page)) throw pageUnknown();
    const taken = takePost(form.body, input.page, draft.data, input.fields, env);
    // Where the draft is taken up again: what comes next, once the page is done with.
    const at = taken.outcome === 'next' && !input.typing ? (taken.next ?? papersStep) : input.page;
    ctx.db.send(
      sql`update services.draft set data = ${JSON.stringify(taken.data)}::jsonb, page = ${at}, version_id = ${version.versionId}, form_id = ${form.id},
            seen = ${[...new Set([...draft.seen, input.page])]}::text[], updated_at = ${ctx.now} where id = ${draft.id}`,
    );
    return {
      outcome: taken.outcome,
      next: taken.next,
      ...(taken.focus !== undefined && { focus: taken.focus }),
      errors: taken.errors.map(({ path, page, message }) => ({ path, page, message })),
    };
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'services.save-draft': typeof saveDraft;
  }
}
