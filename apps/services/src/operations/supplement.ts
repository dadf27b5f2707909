import { command, type Principal, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import type { DossierView } from '../model/dossier-view.ts';
import { supplementOver } from '../errors.ts';
import { asFiled, isOver, lockOpenDraft, supplementDraft } from '../model/draft.ts';

/**
 * Begins an answer to a request for supplement, or finds the one that was begun. Whoever answers for the owner does so under an authority,
 * and no longer than that holds.
 */
export const openSupplement = command({
  name: 'services.open-supplement',
  title: { vi: 'Bắt đầu bổ sung hồ sơ', en: 'Begin a supplement' },
  input: shape({ reference: Type.String({ minLength: 6, maxLength: 60 }) }),
  output: shape({ id: Type.String({ format: 'uuid' }) }),
  may: 'signed-in',
  subject: (_input, output) => `draft:${output.id}`,
  async run(ctx, input): Promise<{ id: string }> {
    const { dossier }: DossierView = await ctx.call('one-stop.my-dossier', { reference: input.reference });
    const id = ctx.newId();
    await ctx.db.run(
      sql`insert into services.draft (id, person_id, authority_id, kind, procedure_code, version_id, title, dossier_id, reference, created_at, updated_at)
          values (${id}, ${ctx.principal.id}, ${answeredUnder(ctx.principal, dossier)}::uuid, 'supplement', ${dossier.procedureCode}, ${dossier.versionId}, ${dossier.title},
                  ${dossier.id}, ${dossier.reference}, ${ctx.now}, ${ctx.now})
          on conflict (person_id, dossier_id) where kind = 'supplement' and state = 'open' do update set authority_id = excluded.authority_id`,
    );
    return { id: (await supplementDraft(ctx, dossier.id))!.id };
  },
});

/** The authority under which a person answers for the owner of a dossier; null for themselves. */
function answeredUnder({ id, actsFor }: Principal, { ownerId, applicantId, authorityId }: DossierView['dossier']): string | null {
  if (ownerId === id) return null;
  return (applicantId === id && authorityId) || (actsFor?.subject === ownerId ? actsFor!.id : null);
}

/** Hands in what was asked for; the dossier goes back to whoever asked. @throws supplementOver the authority under which it was begun has ended */
export const fileSupplement = command({
  name: 'services.file-supplement',
  title: { vi: 'Gửi giấy tờ bổ sung', en: 'Send a supplement' },
  input: shape({
    id: Type.String({ format: 'uuid', description: 'the draft' }),
    note: Type.Optional(Type.String({ maxLength: 2000 })),
  }),
  output: shape({ reference: Type.String() }),
  may: 'signed-in',
  subject: (input) => `draft:${input.id}`,
  async run(ctx, input): Promise<{ reference: string }> {
    const draft = await lockOpenDraft(ctx, input.id);
    if (isOver(ctx.principal, draft)) throw supplementOver();
    await ctx.call('one-stop.supplement-dossier', {
      id: draft.dossierId!,
      components: asFiled(draft.components),
      ...(input.note && { note: input.note }),
    });
    ctx.db.send(
      sql`update services.draft set state = 'filed', components = '[]', filed_at = ${ctx.now}, updated_at = ${ctx.now} where id = ${draft.id}`,
    );
    return { reference: draft.reference! };
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'services.open-supplement': typeof openSupplement;
    'services.file-supplement': typeof fileSupplement;
  }
}
