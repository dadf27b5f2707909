import { notFound, page, type PageContext, type PageResult, post, redirect, type Text } from '@dinh/kernel';
import { button, buttonGroup, errorSummary, form, type FormError, html } from '@dinh/ui';
import { askedComponents } from '../model/asked.ts';
import { storeOf } from '../model/store.ts';
import { draftPath, leadOn, openFlow } from './form-page.ts';
import { filingHead, refusedFragment, screen, typed } from './frame.ts';
import { actOn, sendFile, slotErrors, slotList, slotOf, takeFile, takeFiles, takenFragment } from './slots.ts';

const title: Text = { vi: 'Giấy tờ kèm theo', en: 'Papers' };

async function draw(ctx: PageContext, errors: Record<string, string>, top: readonly FormError[] = []): Promise<PageResult> {
  const flow = await openFlow(ctx);
  const { lang } = ctx;
  const asked = await askedComponents(ctx.run, flow);
  const stored = asked.some((one) => one.satisfiedBy) ? (await storeOf(ctx, ctx.run, flow.draft)).papers : [];
  const slots = asked.map((one) => slotOf(one, ctx.app.config.maxFileBytes, stored));
  const wrong = [...top, ...slotErrors(errors)];
  return screen(
    ctx,
    {
      title,
      back: draftPath(flow, flow.pages.at(-1)),
      noSearch: true,
      wrong: wrong.length > 0,
      main: html`${errorSummary(lang, wrong)}${filingHead(ctx, flow, 1)}
        <h1>${title[lang]}</h1>
        <p class="lead">
          ${
            slots.length === 0
              ? lang === 'vi'
                ? 'Với những gì bạn đã khai, hồ sơ này không cần giấy tờ kèm theo.'
                : 'With what you declared, no papers are needed.'
              : lang === 'vi'
                ? 'Chỉ những giấy tờ cần cho trường hợp của bạn. Ảnh chụp rõ, đủ bốn góc là được.'
                : 'Only the papers that your case needs. A clear photograph with all four corners will do.'
          }
        </p>
        ${form(lang, {
          action: draftPath(flow, 'giay-to'),
          files: true,
          id: 'papers',
          body: html`${slotList(ctx, flow.draft, slots, { upload: (key) => draftPath(flow, `giay-to/${key}`), file: (id) => draftPath(flow, `tep/${id}`) }, errors)}
          ${buttonGroup(button(lang, { label: { vi: 'Tiếp tục', en: 'Continue' } }))}`,
        })}`,
    },
    wrong.length > 0 ? 422 : 200,
  );
}

const show = page({
  path: '/nop-ho-so/:code/:draft/giay-to',
  title,
  may: 'signed-in',
  run: (ctx) => draw(ctx, {}).catch((error: unknown) => leadOn(error, ctx)),
});

const take = post({
  path: '/nop-ho-so/:code/:draft/giay-to',
  title,
  may: 'signed-in',
  async run(ctx) {
    try {
      const flow = await openFlow(ctx);
      const { id } = flow.draft;
      const slots = (await askedComponents(ctx.run, flow)).map((one) => slotOf(one, ctx.app.config.maxFileBytes));
      const { errors } = await takeFiles(ctx, id, slots);
      const acted = await actOn(ctx, id);
      if (Object.keys(errors).length > 0 || acted.length > 0) return await draw(ctx, errors, acted);
      return redirect(draftPath(flow, typed(ctx, '_remove') || typed(ctx, '_reuse') ? 'giay-to' : 'kiem-tra'));
    } catch (error) {
      return leadOn(error, ctx);
    }
  },
});

const upload = post({
  path: '/nop-ho-so/:code/:draft/giay-to/:key',
  title,
  may: 'signed-in',
  async run(ctx) {
    try {
      const flow = await openFlow(ctx);
      const asked = (await askedComponents(ctx.run, flow)).find((one) => one.key === ctx.params['key']);
      const [file] = ctx.files;
      if (!asked || !file) throw notFound();
      const taken = await takeFile(ctx, flow.draft.id, slotOf(asked, ctx.app.config.maxFileBytes), file);
      return takenFragment(ctx, taken, (id) => draftPath(flow, `tep/${id}`));
    } catch (error) {
      return refusedFragment(ctx, error);
    }
  },
});

const file = page({
  path: '/nop-ho-so/:code/:draft/tep/:id',
  title: { vi: 'Tệp đính kèm', en: 'Attached file' },
  may: 'signed-in',
  async run(ctx) {
    const flow = await openFlow(ctx);
    const found = flow.draft.components.find((one) => one.id === ctx.params['id']);
    if (!found) throw notFound();
    return sendFile(ctx, found);
  },
});

export const componentPages = [show, take, upload, file];
