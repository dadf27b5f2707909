import { allows, command, demand, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { authorityTooNarrow, notOnlineYet, tooManyDrafts } from '../errors.ts';
import { formOf } from '../model/flow.ts';
import { mostDrafts } from '../model/draft.ts';

/** Begins a dossier: an empty draft of a procedure, for oneself or for whom one acts. */
export const openDraft = command({
  name: 'services.open-draft',
  title: { vi: 'Bắt đầu hồ sơ', en: 'Begin a dossier' },
  input: shape({
    procedure: Type.String({ minLength: 1, maxLength: 40, description: 'code of the procedure' }),
    authority: Type.Optional(
      Type.String({
        format: 'uuid',
        description: 'a right to act for somebody: a business, a child, by power of attorney',
      }),
    ),
  }),
  output: shape({ id: Type.String({ format: 'uuid' }), page: Type.String() }),
  may: 'signed-in',
  subject: (_input, output) => `draft:${output.id}`,
  async run(ctx, input) {
    const { version, form } = await formOf(ctx, ctx.call, input.procedure);
    const { procedure } = version;
    if (!procedure.channels.includes('online')) throw notOnlineYet();
    // Asked before anything is typed, and again when the dossier is filed.
    const sure = await ctx.app.demands.ofService(procedure.serviceLevel);
    if (sure) demand(ctx.principal, sure, ctx.now);
    // Refuses an authority that is not theirs; from now on the session acts under it, or for oneself again.
    const authority = ctx.principal.authorities?.find(({ id }) => id === input.authority);
    if (input.authority ?? (ctx.principal.session && ctx.principal.actsFor))
      await ctx.call('identity.act-for', { authority: input.authority ?? null });
    if (authority && !allows(authority, 'file', [procedure.code, procedure.businessType])) throw authorityTooNarrow();
    const { count } = await ctx.db.one<{ count: number }>(
      sql`select count(*) as count from services.draft where person_id = ${ctx.principal.id} and state = 'open'`,
    );
    if (count >= mostDrafts) throw tooManyDrafts({ count });
    const id = ctx.newId();
    const page = form.body.pages[0]!.key;
    const data = authority ? { capacity: authority.kind === 'ward' ? 'child' : authority.kind } : {};
    ctx.db.send(
      sql`insert into services.draft (id, person_id, business_id, authority_id, procedure_code, version_id, form_id, title, data, page, created_at, updated_at)
          values (${id}, ${ctx.principal.id}, ${authority?.kind === 'business' ? authority.subject : null}::uuid, ${authority?.id ?? null}::uuid, ${procedure.code}, ${version.versionId}, ${form.id},
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
