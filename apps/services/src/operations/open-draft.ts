import { command, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { notOnlineYet, tooManyDrafts } from '../errors.ts';
import { formOf } from '../model/flow.ts';
import { mostDrafts } from '../model/draft.ts';

/** Begins a dossier: an empty draft of a procedure, for oneself or for a business that one represents. */
export const openDraft = command({
  name: 'services.open-draft',
  title: { vi: 'Bắt đầu hồ sơ', en: 'Begin a dossier' },
  input: shape({
    procedure: Type.String({ minLength: 1, maxLength: 40, description: 'code of the procedure' }),
    business: Type.Optional(
      Type.String({ format: 'uuid', description: 'a business that the person represents' }),
    ),
  }),
  output: shape({ id: Type.String({ format: 'uuid' }), page: Type.String() }),
  may: 'signed-in',
  subject: (_input, output) => `draft:${output.id}`,
  async run(ctx, input) {
    const { version, form } = await formOf(ctx, ctx.call, input.procedure);
    const { procedure } = version;
    if (!procedure.channels.includes('online')) throw notOnlineYet();
    // Refuses a business that is not theirs, and files in its name from now on.
    if (input.business) await ctx.call('identity.act-for-business', { business: input.business });
    const { count } = await ctx.db.one<{ count: number }>(
      sql`select count(*) as count from services.draft where person_id = ${ctx.principal.id} and state = 'open'`,
    );
    if (count >= mostDrafts) throw tooManyDrafts({ count });
    const id = ctx.newId();
    const page = form.body.pages[0]!.key;
    const data = input.business ? { capacity: 'business' } : {};
    ctx.db.send(
      sql`insert into services.draft (id, person_id, business_id, procedure_code, version_id, form_id, title, data, page, created_at, updated_at)
          values (${id}, ${ctx.principal.id}, ${input.business ?? null}, ${procedure.code}, ${version.versionId}, ${form.id},
                  ${procedure.shortName?.vi ?? procedure.name}, ${JSON.stringify(data)}::jsonb, ${page}, ${ctx.now}, ${ctx.now})`,
    );
    return { id, page };
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'services.open-draft': typeof openDraft;
  }
}
