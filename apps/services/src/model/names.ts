import { type Context, sql } from '@dinh/kernel';
import type { Ask } from './facts.ts';

/** What a dossier keeps in Vietnamese, in the reader's language where there are words for it. */
export interface Names {
  readonly title: string;
  /** Name of a component by its key. */
  component(key: string, kept: string): string;
  /** The components in the order in which the procedure asks for them. */
  inOrder<T extends { readonly key: string }>(components: readonly T[]): T[];
}

/** The names of a dossier's procedure and components. */
export async function namesOf(
  ctx: Pick<Context, 'lang'>,
  ask: Ask,
  dossier: { readonly versionId: string; readonly title: string },
): Promise<Names> {
  const { procedure } = await ask('procedures.view-version', { versionId: dossier.versionId });
  const place = new Map(procedure.components.map(({ key }, i) => [key, i]));
  const inOrder = <T extends { readonly key: string }>(some: readonly T[]): T[] =>
    some.toSorted((a, b) => (place.get(a.key) ?? place.size) - (place.get(b.key) ?? place.size));
  if (ctx.lang === 'vi') return { title: dossier.title, component: (_key, kept) => kept, inOrder };
  const components = new Map(procedure.components.map((one) => [one.key, one.name[ctx.lang]]));
  return {
    title: procedure.shortName?.[ctx.lang] ?? dossier.title,
    component: (key, kept) => components.get(key) ?? kept,
    inOrder,
  };
}

/** Names of units in the reader's language, by their Vietnamese names. */
export async function unitNames(
  ctx: Pick<Context, 'lang' | 'app'>,
  names: readonly (string | null)[],
): Promise<(name: string) => string> {
  if (ctx.lang === 'vi') return (name) => name;
  const rows = await ctx.app.db.all<{ name_vi: string; name_en: string }>(
    sql`select distinct name_vi, name_en from identity.v_unit where name_vi = any(${[...new Set(names.filter(Boolean))]}::text[])`,
  );
  const known = new Map(rows.map((row) => [row.name_vi, row.name_en]));
  return (name) => known.get(name) ?? name;
}
