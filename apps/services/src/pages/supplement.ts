import { notFound, page, type PageContext, type PageResult, post, redirect, type Text } from '@dinh/kernel';
import {
  banner,
  button,
  buttonGroup,
  errorSummary,
  form,
  type FormError,
  html,
  inset,
  inVietnamese,
  linkButton,
  textarea,
} from '@dinh/ui';
import { limitsOf } from '../model/asked.ts';
import type { DossierView } from '../model/dossier-view.ts';
import { supplementOver } from '../errors.ts';
import { isOver, readDraft, supplementDraft, supplementUnder } from '../model/draft.ts';
import { actOn, sendFile, type Slot, slotErrors, slotList, takeFile, takeFiles, takenFragment } from './slots.ts';
import { myDossier } from './dossier.ts';
import { namesOf } from '../model/names.ts';
import { refused, refusedFragment, screen, typed } from './frame.ts';

const title: Text = { vi: 'Bổ sung hồ sơ', en: 'Supplement the dossier' };

/** What was asked for, each a place for files; a component that the procedure knows keeps its limits. */
async function slotsOf(ctx: PageContext, view: DossierView): Promise<Slot[]> {
  const asked = view.supplements.find((one) => !one.answeredAt);
  const { procedure } = await ctx.run('procedures.view-version', { versionId: view.dossier.versionId });
  return (asked?.items ?? []).map((item, i) => {
    const known = procedure.components.find((one) => one.key === item.component);
    const { accept, maxBytes } = limitsOf(known, ctx.app.config.maxFileBytes);
    return { key: known?.key ?? `bo-sung-${i + 1}`, name: item.name, hint: item.reason, accept, maxBytes };
  });
}

async function draw(
  ctx: PageContext,
  view: DossierView,
  slots: readonly Slot[],
  errors: Record<string, string> = {},
  top: readonly FormError[] = [],
): Promise<PageResult> {
  const { lang } = ctx;
  const { dossier: d } = view;
  const asked = view.supplements.find((one) => !one.answeredAt);
  const draft = await supplementDraft(ctx, d.id);
  const names = await namesOf(ctx, ctx.run, d);
  const wrong = [...top, ...slotErrors(errors)];
  const base = `/ho-so/${d.reference}/bo-sung`;
  return screen(
    ctx,
    {
      title,
      back: `/ho-so/${d.reference}`,
      noSearch: true,
      wrong: wrong.length > 0,
      main: html`${errorSummary(lang, wrong)}
        <h1>${title[lang]}</h1>
        <p>${names.title} <span class="code">${d.code ?? d.reference}</span></p>
        ${asked && inset(lang, asked.reason)}
        ${form(lang, {
          action: base,
          files: true,
          id: 'papers',
          body: html`${slotList(ctx, draft, slots, { upload: (key) => `${base}/tep/${key}`, file: (id) => `${base}/tep/${id}` }, errors)}
            ${textarea(lang, {
              name: 'note',
              label: { vi: 'Lời nhắn cho cơ quan', en: 'Note to the agency' },
              optional: true,
              rows: 3,
              value: typed(ctx, 'note'),
            })}
            ${buttonGroup(button(lang, { label: { vi: 'Gửi bổ sung', en: 'Send the supplement' } }))}`,
        })}`,
    },
    wrong.length > 0 ? 422 : 200,
  );
}

/** The dossier, while something is asked for; else undefined and the page of the dossier tells why. */
async function waiting(ctx: PageContext): Promise<DossierView | undefined> {
  const view = await myDossier(ctx);
  return view.dossier.status === 5 ? view : undefined;
}

/** What is told to whoever began an answer under an authority that has ended: of the dossier nothing but what they knew. */
async function over(ctx: PageContext, error: unknown): Promise<PageResult> {
  const draft = await supplementUnder(ctx, ctx.params['reference']!);
  if (!draft || !isOver(ctx.principal, draft)) throw error;
  const { lang } = ctx;
  return screen(
    ctx,
    {
      title,
      back: '/ho-so',
      noSearch: true,
      main: html`<h1>${title[lang]}</h1>
        <p>${inVietnamese(lang, draft.title)} <span class="code">${draft.reference}</span></p>
        ${banner(lang, {
          tone: 'soon',
          title: { vi: 'Việc đại diện đã kết thúc', en: 'The authority has ended' },
          body: supplementOver.sentence,
        })}
        ${form(lang, {
          action: `/ho-so/${draft.reference}/bo-sung/xoa`,
          key: ctx.formKey,
          body: buttonGroup(
            button(lang, {
              label: { vi: 'Xóa giấy tờ bạn đã đính kèm', en: 'Delete the papers that you attached' },
              kind: 'secondary',
            }),
            linkButton(lang, {
              label: { vi: 'Xem việc đại diện của bạn', en: 'See for whom you act' },
              href: '/tai-khoan/dai-dien',
              kind: 'quiet',
            }),
          ),
        })}`,
    },
    403,
  );
}

const forget = post({
  path: '/ho-so/:reference/bo-sung/xoa',
  title,
  may: 'signed-in',
  async run(ctx) {
    const draft = await supplementUnder(ctx, ctx.params['reference']!);
    if (draft) await ctx.run('services.discard-draft', { id: draft.id });
    return redirect('/ho-so');
  },
});

const home = (ctx: PageContext) => redirect(`/ho-so/${encodeURIComponent(ctx.params['reference']!)}`);

const show = page({
  path: '/ho-so/:reference/bo-sung',
  title,
  may: 'signed-in',
  async run(ctx) {
    try {
      const view = await waiting(ctx);
      return view ? await draw(ctx, view, await slotsOf(ctx, view)) : home(ctx);
    } catch (error) {
      return over(ctx, error);
    }
  },
});

const send = post({
  path: '/ho-so/:reference/bo-sung',
  title,
  may: 'signed-in',
  async run(ctx) {
    let view: DossierView | undefined;
    try {
      view = await waiting(ctx);
    } catch (error) {
      return over(ctx, error);
    }
    if (!view) return home(ctx);
    const slots = await slotsOf(ctx, view);
    const { id } = await ctx.run('services.open-supplement', { reference: view.dossier.reference });
    const { errors } = await takeFiles(ctx, id, slots);
    const acted = await actOn(ctx, id);
    if (Object.keys(errors).length > 0 || acted.length > 0) return draw(ctx, view, slots, errors, acted);
    if (typed(ctx, '_remove')) return redirect(`/ho-so/${view.dossier.reference}/bo-sung`);
    const draft = await readDraft(ctx, id);
    const note = typed(ctx, 'note');
    if (draft.components.length === 0 && !note)
      return draw(ctx, view, slots, {}, [
        {
          message: {
            vi: 'Bạn chưa đính kèm gì. Xin thêm giấy tờ được yêu cầu, hoặc ghi lời nhắn cho cơ quan.',
            en: 'Nothing is attached yet. Please add the papers asked for, or write a note to the agency.',
          },
        },
      ]);
    try {
      await ctx.run('services.file-supplement', { id, ...(note && { note }) });
    } catch (error) {
      return draw(ctx, view, slots, {}, refused(ctx, error));
    }
    return redirect(`/ho-so/${view.dossier.reference}?bo-sung=xong`);
  },
});

const upload = post({
  path: '/ho-so/:reference/bo-sung/tep/:key',
  title,
  may: 'signed-in',
  async run(ctx) {
    try {
      const view = await waiting(ctx);
      const slot = view && (await slotsOf(ctx, view)).find((one) => one.key === ctx.params['key']);
      const [file] = ctx.files;
      if (!slot || !file) throw notFound();
      const { id } = await ctx.run('services.open-supplement', { reference: view.dossier.reference });
      const taken = await takeFile(ctx, id, slot, file);
      return takenFragment(ctx, taken, (one) => `/ho-so/${view.dossier.reference}/bo-sung/tep/${one}`);
    } catch (error) {
      return refusedFragment(ctx, error);
    }
  },
});

const file = page({
  path: '/ho-so/:reference/bo-sung/tep/:id',
  title: { vi: 'Tệp đính kèm', en: 'Attached file' },
  may: 'signed-in',
  async run(ctx) {
    const { dossier } = await myDossier(ctx);
    const draft = await supplementDraft(ctx, dossier.id);
    const found = draft?.components.find((one) => one.id === ctx.params['id']);
    if (!found) throw notFound();
    return sendFile(ctx, found);
  },
});

export const supplementPages = [show, send, forget, upload, file];
