import { command, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import type { DossierView } from '../model/dossier-view.ts';
import { asFiled, lockDraft, supplementDraft } from '../model/draft.ts';

/** Begins an answer to a request for supplement, or finds the one that was begun. */
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
      sql`insert into services.draft (id, person_id, kind, procedure_code, version_id, title, dossier_id, reference, created_at, updated_at)
          values (${id}, ${ctx.principal.id}, 'supplement', ${dossier.procedureCode}, ${dossier.versionId}, ${dossier.title}, ${dossier.id}, ${dossier.reference}, ${ctx.now}, ${ctx.now})
          on conflict (person_id, dossier_id) where kind = 'supplement' and state = 'open' do nothing`,
    );
    return { id: (await supplementDraft(ctx, dossier.id))!.id };
  },
});

/** Hands in what was asked for; the dossier goes back to whoever asked. */
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
    const draft = await lockDraft(ctx, input.id);
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
