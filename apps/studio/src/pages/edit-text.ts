/** What the editor of a definition works on: the open draft, a version, a file that was uploaded. */
import { readFile } from 'node:fs/promises';
import type { InputOf, PageContext } from '@dinh/kernel';
import { decodeXml } from '../model/decode-xml.ts';
import { type Problem, writeAbout, writeBody } from '../model/body-text.ts';
import { baseOf } from '../model/draft.ts';
import { definitionMissing } from '../errors.ts';
import { kindNamed } from '../model/kinds.ts';
import type { saveDraft } from '../operations/save-draft.ts';
import { checkText } from '../queries/check-text.ts';
import { listDrafts, viewDraft } from '../queries/list-drafts.ts';
import type { Draft } from './shown.ts';

/** What stands in the editor, and what is said above it. */
export interface Typed {
  readonly text: string;
  /** Of a file what its language cannot say. */
  readonly about?: string;
  readonly source: string;
  readonly problems?: readonly Problem[];
  readonly draft?: string;
  /** What the text was written from, as the form carries it. */
  readonly seen?: string | undefined;
  /** Something newer than that was not passed over: it may be, on purpose. */
  readonly newer?: boolean;
  /** The version that a draft was written from, where a newer one has been published since. */
  readonly behind?: { readonly base: number; readonly newest: number };
  /** The former version that the text is taken from, or would be if no draft were open. */
  readonly former?: { readonly version: number; readonly taken: boolean };
  /** A file that has mistakes was uploaded: nothing of it is kept yet, and the draft is as it was. */
  readonly uploaded?: boolean;
  /** Open drafts of other people. */
  readonly others?: readonly Draft[];
}

type Seen = NonNullable<InputOf<typeof saveDraft>['seen']>;

/** What a text was written from, as the form carries it. */
export const seenText = ({ version, draftAt }: Seen): string => `${version}|${draftAt ?? ''}`;

/** The same, read again; undefined where nothing of the kind was posted. */
export function seenOf(text: string | undefined): Seen | undefined {
  const [, version, at] = /^(\d{1,9})\|(\d{4}-\d\d-\d\dT[\d:.]{5,15}Z)?$/.exec(text ?? '') ?? [];
  return version === undefined ? undefined : { version: Number(version), draftAt: at ?? null };
}

/** The text of an uploaded file, as it is kept. */
export async function readUpload(path: string): Promise<string> {
  return decodeXml(await readFile(path))
    .replaceAll('\r\n', '\n')
    .normalize('NFC');
}

/** A file with mistakes does not take the place of the person's open draft before they say so. @returns what is wrong with it */
export async function insteadOf(
  ctx: PageContext,
  typed: Typed,
): Promise<Pick<Typed, 'problems' | 'draft' | 'uploaded'> | undefined> {
  const { kind, key } = ctx.params as { kind: string; key: string };
  const { drafts }: { drafts: Draft[] } = await ctx.run(listDrafts, { kind, key, limit: 500 });
  const open = drafts.find(({ author, state }) => author === ctx.principal.id && (state === 'writing' || state === 'waiting'));
  if (!open) return undefined;
  const { text, about } = typed;
  const { problems } = await ctx.run(checkText, { kind, key, text, ...(about !== undefined && { about }) });
  return problems.length > 0 ? { problems, draft: open.id, uploaded: true } : undefined;
}

/** What the editor opens with: the person's open draft, else the version asked for, else the newest. @throws definitionMissing */
export async function lastText(ctx: PageContext): Promise<Typed> {
  const kind = kindNamed(ctx.app, ctx.params['kind']!);
  const key = ctx.params['key']!;
  const { drafts }: { drafts: Draft[] } = await ctx.run(listDrafts, {
    kind: kind.kind,
    key,
    limit: 500,
  });
  const unfinished = drafts.filter((one) => one.state === 'writing' || one.state === 'waiting');
  const open = unfinished.find((one) => one.author === ctx.principal.id);
  const others = unfinished.filter((one) => one !== open);
  const versions = await ctx.app.definitions.history(kind.kind, key);
  const [newest] = versions;
  const version = newest?.version ?? 0;
  const asked = ctx.query['tu-ban'];
  const former = asked === undefined ? undefined : versions.find((one) => String(one.version) === asked);
  if (asked !== undefined && !former) throw definitionMissing();
  if (open) {
    const { text, about } = await ctx.run(viewDraft, { draft: open.id });
    const beside = about ?? writeAbout(kind, await baseOf(ctx, open));
    return {
      text,
      ...(beside !== undefined && { about: beside }),
      source: open.source,
      problems: open.problems,
      draft: open.id,
      seen: seenText({ version, draftAt: new Date(open.changedAt).toISOString() }),
      ...(version > open.baseVersion && { behind: { base: open.baseVersion, newest: version } }),
      ...(former && { former: { version: former.version, taken: false } }),
      others,
    };
  }
  const from = former ?? newest;
  const body = from && (await ctx.app.definitions.byId(from.id))?.body;
  const about = writeAbout(kind, body);
  return {
    text: body === undefined ? '' : writeBody(kind, body),
    ...(about !== undefined && { about }),
    source: '',
    seen: seenText({ version, draftAt: null }),
    ...(former && former !== newest && { former: { version: former.version, taken: true } }),
    others,
  };
}
