import { type PageContext, Refusal, type Text } from '@dinh/kernel';
import { type Child, type Crumb, errorSummary, html, type Html, type NavItem, officialPage } from '@dinh/ui';

interface Screen {
  readonly title: Text | string;
  readonly main: Child;
  readonly breadcrumbs?: readonly Crumb[];
  readonly wrong?: boolean;
}

/** A screen of this app in the officials' room, with the rooms that the person may enter. */
export function screen(ctx: PageContext, props: Screen): Html {
  const path = ctx.url.split('?')[0]!;
  const nav: NavItem[] = ctx.rooms.map(({ href, label }) => ({
    href,
    label,
    current: path === href || path.startsWith(`${href}/`),
  }));
  return officialPage(ctx.lang, {
    ...props,
    site: ctx.site,
    url: ctx.url,
    viewer: ctx.viewer ?? { name: '' },
    nav,
  });
}

/** The posted value of a field, trimmed; undefined when nothing was typed. */
export function typed(ctx: PageContext, name: string): string | undefined {
  const value = ctx.form[name];
  const text = (Array.isArray(value) ? (value.at(-1) ?? '') : (value ?? '')).trim();
  return text === '' ? undefined : text;
}

/** A filter out of the address; undefined when it is empty. */
export function asked(ctx: PageContext, name: string): string | undefined {
  return ctx.query[name]?.trim() || undefined;
}

/** One of `choices`, or undefined. */
export function oneOf<T extends string>(value: string | undefined, choices: readonly T[]): T | undefined {
  return choices.find((choice) => choice === value);
}

/** What a refused act says at the top of the page; faults are thrown on. */
export function refusedSummary(ctx: PageContext, error: unknown): Html | undefined {
  if (!(error instanceof Refusal) || error.status >= 500) throw error;
  const { lang } = ctx;
  const messages = error.fields.length > 0 ? error.fields.map((f) => f.message) : [error.sentence(lang)];
  return errorSummary(
    lang,
    messages.map((message) => ({ message })),
  );
}

export { withQuery } from '@dinh/ui';

export const hiddenKey = (ctx: PageContext): Html =>
  html`<input type="hidden" name="_key" value="${ctx.formKey}" />`;

export const kinds = {
  citizen: { vi: 'Công dân', en: 'Citizen' },
  business: { vi: 'Doanh nghiệp', en: 'Business' },
  official: { vi: 'Cán bộ, công chức', en: 'Official' },
} as const;

export const states = {
  active: { vi: 'Đang hoạt động', en: 'Active' },
  suspended: { vi: 'Tạm ngừng', en: 'Suspended' },
  closed: { vi: 'Đã đóng', en: 'Closed' },
} as const;
