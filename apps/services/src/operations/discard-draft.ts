import { command, job, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { keptDays, lockOpenDraft } from '../model/draft.ts';

/** Deletes a draft that was not filed. */
export const discardDraft = command({
  name: 'services.discard-draft',
  title: { vi: 'Xóa bản nháp', en: 'Delete a draft' },
  input: shape({ id: Type.String({ format: 'uuid' }) }),
  output: shape({}),
  may: 'signed-in',
  subject: (input) => `draft:${input.id}`,
  async run(ctx, input) {
    await lockOpenDraft(ctx, input.id);
    ctx.db.send(sql`delete from services.draft where id = ${input.id}`);
    return {};
  },
});

/** Deletes drafts that nobody has touched for a quarter of a year: they hold personal data. */
export const forgetDrafts = job({
  name: 'services.forget-drafts',
  every: 60,
  async run({ app, now }) {
    const before = new Date(now.getTime() - keptDays * 86_400_000);
    await app.db.run(sql`delete from services.draft where updated_at < ${before}`);
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'services.discard-draft': typeof discardDraft;
  }
}
