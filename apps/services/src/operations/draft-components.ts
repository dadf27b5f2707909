import { command, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { fileUnknown, resultUnknown, tooManyFiles } from '../errors.ts';
import { type DraftComponent, keepComponents, lockDraft } from '../model/draft.ts';
import { storeOf } from '../model/store.ts';

/** Files that one component of a draft may have. */
export const mostFiles = 10;

const key = Type.String({ minLength: 1, maxLength: 60, description: 'key of the component' });
const output = shape({ id: Type.String({ format: 'uuid' }) });
const id = Type.String({ format: 'uuid' });

/** Records a file that was taken before as a component of the draft (S2). The same file twice is one. */
export const addComponent = command({
  name: 'services.add-component',
  title: { vi: 'Đính kèm giấy tờ', en: 'Attach a component' },
  input: shape({
    id,
    key,
    file: Type.String({
      pattern: '^[0-9a-f]{64}$',
      description: 'SHA-256 of a file uploaded by this account',
    }),
    fileName: Type.String({ minLength: 1, maxLength: 200 }),
  }),
  output,
  may: 'signed-in',
  subject: (input) => `draft:${input.id}`,
  async run(ctx, input) {
    const draft = await lockDraft(ctx, input.id);
    const same = draft.components.find((one) => one.key === input.key && one.file === input.file);
    if (same) return { id: same.id };
    if (draft.components.filter((one) => one.key === input.key).length >= mostFiles) throw tooManyFiles({ most: mostFiles });
    const file = await ctx.db.maybe<{ size: number; media_type: string }>(
      sql`select f.size, f.media_type from kernel.file f join kernel.file_holder h on h.hash = f.hash
          where f.hash = ${Buffer.from(input.file, 'hex')} and h.holder = ${ctx.principal.id}`,
    );
    if (!file) throw fileUnknown();
    const component: DraftComponent = {
      id: ctx.newId(),
      key: input.key,
      origin: 'upload',
      file: input.file,
      fileName: input.fileName.normalize('NFC'),
      size: file.size,
      mediaType: file.media_type,
    };
    keepComponents(ctx, draft.id, [...draft.components, component]);
    return { id: component.id };
  },
});

/** Takes an earlier result out of the person's data store as a component (S2, A1). */
export const reuseResult = command({
  name: 'services.reuse-result',
  title: { vi: 'Dùng lại giấy tờ trong kho dữ liệu', en: 'Reuse a paper of the data store' },
  input: shape({ id, key, resultId: id }),
  output,
  may: 'signed-in',
  subject: (input) => `draft:${input.id}`,
  async run(ctx, input) {
    const draft = await lockDraft(ctx, input.id);
    const same = draft.components.find((one) => one.key === input.key && one.resultId === input.resultId);
    if (same) return { id: same.id };
    const { papers } = await storeOf(ctx, ctx.call, draft);
    const result = papers.find((one) => one.id === input.resultId);
    if (!result) throw resultUnknown();
    const component: DraftComponent = {
      id: ctx.newId(),
      key: input.key,
      origin: 'store',
      fileName: `${result.name.vi} ${result.number}.pdf`.replaceAll('/', '-').slice(-200),
      file: result.hash,
      size: result.size,
      mediaType: 'application/pdf',
      resultId: result.id,
    };
    keepComponents(ctx, draft.id, [...draft.components, component]);
    return { id: component.id };
  },
});

/** Takes a component out of the draft again. What is not there is gone already. */
export const removeComponent = command({
  name: 'services.remove-component',
  title: { vi: 'Bỏ giấy tờ đính kèm', en: 'Remove a component' },
  input: shape({ id, component: id }),
  output: shape({}),
  may: 'signed-in',
  subject: (input) => `draft:${input.id}`,
  async run(ctx, input) {
    const draft = await lockDraft(ctx, input.id);
    keepComponents(
      ctx,
      draft.id,
      draft.components.filter((one) => one.id !== input.component),
    );
    return {};
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'services.add-component': typeof addComponent;
    'services.reuse-result': typeof reuseResult;
    'services.remove-component': typeof removeComponent;
  }
}
