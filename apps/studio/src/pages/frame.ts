import { type DefinitionKind, type PageContext, type Room, type Text } from '@dinh/kernel';
import { type Crumb, type Filter, html, type Html, tabs, tag } from '@dinh/ui';
import { kindsOf } from '../model/kinds.ts';

const parts: readonly { href: string; label: Text }[] = [
  { href: '/studio', label: { vi: 'Nội dung', en: 'Definitions' } },
  { href: '/studio/du-thao', label: { vi: 'Dự thảo', en: 'Drafts' } },
  { href: '/studio/nap', label: { vi: 'Bộ dữ liệu', en: 'Pack' } },
];

/** The studio's entry in the bar of the officials' workplace. */
export const studioRoom: Room = {
  href: '/studio',
  label: { vi: 'Xưởng nội dung', en: 'Studio' },
  may: 'studio.view-definition',
  order: 64,
  begins: true,
};

export { refusedSummary, roomScreen as screen, withQuery } from '@dinh/ui';

/** The three parts of the studio, above each of them. */
export function partTabs(ctx: PageContext, current: string): Html {
  return tabs(
    ctx.lang,
    studioRoom.label,
    parts.map((part) => ({ ...part, current: part.href === current })),
  );
}

export const home: Crumb = { label: studioRoom.label, href: '/studio' };

/** The way to a definition. */
export function crumbs(kind: DefinitionKind, key?: string, ...more: Crumb[]): Crumb[] {
  const list = { label: kind.title, href: `/studio/${kind.kind}` };
  return [home, list, ...(key === undefined ? [] : [{ label: key, href: address(kind.kind, key) }]), ...more];
}

export const address = (kind: string, key: string): string => `/studio/${encodeURIComponent(kind)}/${encodeURIComponent(key)}`;

/** A value out of the address; undefined when it is empty. */
export function asked(ctx: PageContext, name: string): string | undefined {
  return ctx.query[name]?.trim() || undefined;
}

/** The words that a list is searched for. */
export const askedWords = (ctx: PageContext): string | undefined => asked(ctx, 'q')?.slice(0, 120);

/** `-changed` of an address as an operation takes it. */
export const orderOf = <Key extends string>(sort: string | undefined): { sort?: Key; descending?: boolean } =>
  sort === undefined ? {} : { sort: sort.replace(/^-/, '') as Key, descending: sort.startsWith('-') };

/** What kinds are called, by key. */
export const kindNames = (ctx: PageContext): Map<string, Text> =>
  new Map(kindsOf(ctx.app).map((kind) => [kind.kind, kind.title]));

/** The filter by kind, and the one that was chosen. */
export function kindFilter(ctx: PageContext): { kind?: string; filter: Filter } {
  const kinds = kindNames(ctx);
  const chosen = asked(ctx, 'loai');
  const kind = chosen !== undefined && kinds.has(chosen) ? chosen : undefined;
  return {
    ...(kind !== undefined && { kind }),
    filter: {
      name: 'loai',
      label: { vi: 'Loại', en: 'Kind' },
      value: kind ?? '',
      options: [...kinds].map(([value, label]) => ({ value, label })),
    },
  };
}

/** The posted value of a field as it was typed; undefined when it was not sent. */
export function posted(ctx: PageContext, name: string): string | undefined {
  const value = ctx.form[name];
  return Array.isArray(value) ? value.at(-1) : value;
}

export const hiddenKey = (ctx: PageContext): Html => html`<input type="hidden" name="_key" value="${ctx.formKey}" />`;

export const originNames: Readonly<Record<string, Text>> = {
  pack: { vi: 'Bộ dữ liệu', en: 'Pack' },
  officer: { vi: 'Cán bộ', en: 'Officer' },
};

const states: Readonly<Record<string, { tone: 'doing' | 'soon' | 'done' | 'stopped'; label: Text }>> = {
  writing: { tone: 'doing', label: { vi: 'Đang soạn', en: 'Being written' } },
  waiting: { tone: 'soon', label: { vi: 'Chờ phê duyệt', en: 'Waiting for approval' } },
  published: { tone: 'done', label: { vi: 'Đã ban hành', en: 'Published' } },
  withdrawn: { tone: 'stopped', label: { vi: 'Đã rút', en: 'Withdrawn' } },
};

export const stateNames: Readonly<Record<string, Text>> = Object.fromEntries(
  Object.entries(states).map(([state, { label }]) => [state, label]),
);

export function stateTag(ctx: PageContext, state: string): Html {
  const { tone, label } = states[state]!;
  return tag(ctx.lang, tone, label);
}

/** The permission to look at anything here. */
export const viewing = 'studio.view-definition';
