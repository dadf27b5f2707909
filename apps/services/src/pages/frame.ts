import { type Lang, type PageContext, type PageResult, Refusal, sendJson, show, type Text } from '@dinh/kernel';
import { type CitizenPageProps, citizenPage, type FormError, html, type Html, inVietnamese, stages, tag } from '@dinh/ui';
import { type Flow, titleOf } from '../model/flow.ts';

/** A screen of the citizens' room. @param status 422 when it shows what is wrong with what was sent. */
export function screen(ctx: PageContext, props: Omit<CitizenPageProps, 'site' | 'url' | 'viewer'>, status?: number): PageResult {
  return show(citizenPage(ctx.lang, { ...props, site: ctx.site, url: ctx.url, viewer: ctx.viewer }), status);
}

/** The posted value of a field, trimmed; undefined when nothing was typed. */
export function typed(ctx: PageContext, name: string): string | undefined {
  const value = ctx.form[name];
  const text = (Array.isArray(value) ? (value.at(-1) ?? '') : (value ?? '')).trim();
  return text === '' ? undefined : text;
}

/** What a refusal says, as errors of a form; faults are thrown on. @param idOf where on the page a field stands */
export function refused(
  ctx: PageContext,
  error: unknown,
  idOf: (path: string) => string | undefined = () => undefined,
): FormError[] {
  if (!(error instanceof Refusal) || error.status >= 500 || error.status === 401) throw error;
  return error.fields.length > 0
    ? error.fields.map((field) => ({ id: idOf(field.path), message: field.message }))
    : [{ message: error.sentence(ctx.lang) }];
}

/** The sentence of a refusal for a script that sent a file; faults are thrown on. */
export function refusedFragment(ctx: PageContext, error: unknown): PageResult {
  if (!(error instanceof Refusal) || error.status >= 500) throw error;
  return sendJson(
    { type: `/loi/${error.code}`, code: error.code, title: error.sentence(ctx.lang), status: error.status },
    error.status,
  );
}

const filingSteps: readonly Text[] = [
  { vi: 'Tờ khai', en: 'Form' },
  { vi: 'Giấy tờ kèm theo', en: 'Papers' },
  { vi: 'Kiểm tra và nộp', en: 'Check and file' },
];

/** The title of a dossier in the reader's language; marked as Vietnamese where there are no English words. */
export const titleIn = (lang: 'vi' | 'en', of: { readonly title: string; readonly titleEn: string | null }) =>
  lang === 'en' && of.titleEn ? of.titleEn : inVietnamese(lang, of.title);

/** For whom a draft is, when it is not one's own. */
export function forWhom(
  lang: Lang,
  { behalfOf, over }: { readonly behalfOf: string | null; readonly over: boolean },
): Html | undefined {
  if (over) return html`<p>${tag(lang, 'soon', { vi: 'Việc đại diện đã kết thúc', en: 'The authority has ended' })}</p>`;
  return behalfOf === null
    ? undefined
    : html`<p class="card-meta">${{ vi: `Nộp thay cho ${behalfOf}`, en: `For ${behalfOf}` }[lang]}</p>`;
}

/** Above every page of a filing: the matter, and how far one has come. */
export function filingHead(
  ctx: PageContext,
  flow: Flow,
  step: 0 | 1 | 2,
  pages?: { readonly at: number; readonly of: number },
): Html {
  const at = filingSteps[step]!;
  const here = pages ? { vi: `${at.vi}, trang ${pages.at}/${pages.of}`, en: `${at.en}, page ${pages.at}/${pages.of}` } : at;
  const authority = ctx.principal.authorities?.find(({ id }) => id === flow.draft.authorityId);
  return html`<p class="muted two-lines">${inVietnamese(ctx.lang, titleOf(flow, ctx.lang))}</p>${
    authority && html`<p>${{ vi: 'Nộp thay cho', en: 'Filed for' }[ctx.lang]} <strong>${authority.name}</strong></p>`
  }${stages(ctx.lang, {
    label: { vi: 'Các bước nộp hồ sơ', en: 'Steps of the filing' },
    stages: filingSteps.with(step, here),
    current: step,
  })}`;
}

export { withQuery } from '@dinh/ui';
