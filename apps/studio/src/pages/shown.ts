import { type DefinitionKind, localDate, notFound, type PageContext, type Text } from '@dinh/kernel';
import type { Static } from 'typebox';
import { definitionMissing } from '../errors.ts';
import type { DraftLine, VersionLine } from '../fields.ts';
import { readBody } from '../model/body-text.ts';
import { baseOf } from '../model/draft.ts';
import { dayOf } from '../model/check-text.ts';
import { kindNamed } from '../model/kinds.ts';
import { viewDraft } from '../queries/list-drafts.ts';
import { viewDefinition, viewVersion } from '../queries/view-definition.ts';

export type Version = Static<typeof VersionLine>;
export type Draft = Static<typeof DraftLine>;

/** A definition as a page shows it: one of its versions, or a draft. */
export interface Shown {
  readonly kind: DefinitionKind;
  readonly key: string;
  readonly title: Text;
  readonly versions: readonly Version[];
  readonly drafts: readonly Draft[];
  /** The version that is shown; undefined for a draft. */
  readonly version: Version | undefined;
  /** Undefined when a draft cannot be read. */
  readonly body: unknown;
  /** How previews of it are addressed: `?ban=3`, `?du-thao=…`. */
  readonly query: Record<string, string>;
  /** The day (`YYYY-MM-DD`) beside whose definitions it is looked at: today, or its first one while that is to come. */
  readonly day: string;
}

/** The definition of the address with the version asked for (`?ban=`), else the one in force today, else the newest. */
export async function shownVersion(ctx: PageContext): Promise<Shown> {
  const kind = kindNamed(ctx.app, ctx.params['kind']!);
  const key = ctx.params['key']!;
  const draft = ctx.query['du-thao'];
  if (draft) return shownDraft(ctx, kind, key, draft);
  const { title, versions, drafts } = await ctx.run(viewDefinition, { kind: kind.kind, key });
  const version = choose(versions, ctx.query['ban'], localDate(ctx.now));
  if (!version && versions.length > 0) throw definitionMissing();
  const body = version && (await ctx.run(viewVersion, { id: version.id })).body;
  const query: Record<string, string> = version ? { ban: String(version.version) } : {};
  const day = dayOf(ctx.now, version?.effectiveFrom);
  return { kind, key, title, versions, drafts, version, body, query, day };
}

async function shownDraft(ctx: PageContext, kind: DefinitionKind, key: string, id: string): Promise<Shown> {
  const { draft, text, about } = await ctx.run(viewDraft, { draft: id });
  if (draft.kind !== kind.kind || draft.key !== key) throw notFound();
  const body = await draftBody(ctx, kind, draft, { text, about });
  const title = { vi: key, en: key };
  return {
    kind,
    key,
    title,
    versions: [],
    drafts: [],
    version: undefined,
    body,
    query: { 'du-thao': id },
    day: dayOf(ctx.now, draft.effectiveFrom),
  };
}

/** What a draft says, with what its language cannot say taken from the version that it was written from. */
export async function draftBody(
  ctx: PageContext,
  kind: DefinitionKind,
  draft: Draft,
  typed: { text: string; about: string | null },
): Promise<unknown> {
  return readBody(kind, { ...typed, source: draft.source }, await baseOf(ctx, draft)).body;
}

/** What people call a definition: its key for one that has no version yet. */
export async function titleOf(ctx: PageContext, kind: string, key: string): Promise<Text> {
  const [version] = await ctx.app.definitions.history(kind, key);
  return version ? (await ctx.run(viewDefinition, { kind, key })).title : { vi: key, en: key };
}

export function choose(versions: readonly Version[], number: string | undefined, today: string): Version | undefined {
  if (number) return versions.find((one) => String(one.version) === number);
  const inForce = versions
    .filter((one) => one.effectiveFrom <= today && (one.effectiveTo === null || one.effectiveTo > today))
    .toSorted((a, b) => b.effectiveFrom.localeCompare(a.effectiveFrom) || b.version - a.version);
  return inForce[0] ?? versions[0];
}
