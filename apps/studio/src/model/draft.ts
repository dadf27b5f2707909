import { type CommandContext, type Context, sql, type Transaction } from '@dinh/kernel';
import { draftMissing } from '../errors.ts';
import type { Problem } from './body-text.ts';

/** Columns of `studio.draft s` with its author `p`, as `DraftLine` has them. */
export const draftColumns = sql`s.id, s.kind, s.key, s.state, s.source, s.base_version as "baseVersion", s.problems, s.effective_from as "effectiveFrom",
  s.author_id as author, p.name as "authorName", s.created_at as "createdAt", s.changed_at as "changedAt"`;

/** A draft as commands see it, its row locked. */
export interface DraftRow {
  readonly id: string;
  readonly kind: string;
  readonly key: string;
  readonly baseVersion: number;
  readonly text: string;
  readonly about: string | null;
  readonly source: string;
  readonly problems: readonly Problem[];
  readonly state: 'writing' | 'waiting' | 'published' | 'withdrawn';
  readonly effectiveFrom: string | null;
  readonly author: string;
  readonly changedAt: Date;
}

/** Reads a draft for a change; whoever comes second waits and sees what the first did. @throws draftMissing */
export async function lockDraft(tx: Transaction, id: string): Promise<DraftRow> {
  const found = await tx.maybe<DraftRow>(
    sql`select id, kind, key, base_version as "baseVersion", text, about, source, problems, state, effective_from as "effectiveFrom", author_id as author, changed_at as "changedAt"
        from studio.draft where id = ${id} for update`,
  );
  if (!found) throw draftMissing();
  return found;
}

/** Writes down who did what to a draft, and tells whoever looks at it. */
export function noteAct(
  ctx: CommandContext,
  draft: Pick<DraftRow, 'id' | 'kind' | 'key'>,
  act: 'begun' | 'submitted' | 'returned' | 'withdrawn' | 'published',
  note = '',
): void {
  ctx.db.send(
    sql`insert into studio.draft_act (draft_id, number, at, person_id, act, note)
        select ${draft.id}, coalesce(max(number), 0) + 1, ${ctx.now}, ${ctx.principal.id}, ${act}, ${note}
        from studio.draft_act where draft_id = ${draft.id}`,
  );
  ctx.emit({
    name: `studio.draft-${act}`,
    key: draft.id,
    topics: ['studio'],
    data: { kind: draft.kind, definition: draft.key },
  });
}

/** The number of the newest version of a definition; 0 when there is none. */
export async function newestVersion(tx: Transaction, kind: string, key: string): Promise<number> {
  const { version } = await tx.one<{ version: number }>(
    sql`select coalesce(max(version), 0)::int as version from kernel.v_definition where kind = ${kind} and key = ${key}`,
  );
  return version;
}

/** The body of the version that a draft was written from. */
export async function baseOf(
  { app }: Pick<Context, 'app'>,
  draft: Pick<DraftRow, 'kind' | 'key' | 'baseVersion'>,
): Promise<unknown> {
  const base = (await app.definitions.history(draft.kind, draft.key)).find((one) => one.version === draft.baseVersion);
  return base && (await app.definitions.byId(base.id))?.body;
}
