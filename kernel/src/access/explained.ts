import type { App } from '../app.ts';
import type { Queries } from '../database/database.ts';
import { type Sql, sql } from '../database/sql.ts';
import type { Context } from '../operations/context.ts';
import type { Text } from '../text.ts';
import { type Conditions, may } from './access.ts';
import type { Principal } from './principal.ts';

/**
 * A kind of record of which the program tells who may see it, and why. What a module says here are the very predicates
 * by which its lists and pages are read, so that an answer cannot differ from what happens.
 */
export interface ExplainedKind {
  /** `dossier`; with the id it names the record in the audit trail. */
  readonly kind: string;
  readonly name: Text;
  /** The permissions by which one sees it, the usual one first. */
  readonly permissions: readonly string[];
  /** The table with its alias, and the id in it: `one_stop.dossier d`, `d.id`. */
  readonly from: Sql;
  readonly id: Sql;
  /** Which row is the record, where its id is no UUID; `id = …` when not said. */
  is?(id: string): Sql;
  /** A record by its id, or by the code or number that people know. */
  find(db: Queries, text: string, app: App): Promise<ExplainedRecord | undefined>;
  /** Whether a principal sees the record: the predicate of its lists. */
  visible(ctx: Pick<Context, 'principal' | 'now'>): Sql;
  /** The same by its conditions, for telling which of them fails; one entry for each group of grants. */
  ways(principal: Principal, permission: string): readonly Conditions[];
  /** All persons to whom it is their own or has been given, as a subquery of ids: they alone reach it by that. */
  readonly persons: Sql;
}

export interface ExplainedRecord {
  readonly id: string;
  /** What people call it; nothing of what stands in it. */
  readonly title: Text;
  readonly href?: string;
}

/** Which row of a kind is the record. */
export const isRecord = (kind: ExplainedKind, id: string): Sql => kind.is?.(id) ?? sql`${kind.id} = ${id}::uuid`;

/** A kind of record that whoever has a permission sees, every one of them, wherever their place is. */
export const openKind = (
  kind: Pick<ExplainedKind, 'kind' | 'name' | 'from' | 'id' | 'is' | 'find'>,
  permission: string,
): ExplainedKind => ({
  ...kind,
  permissions: [permission],
  visible: ({ principal }) => sql`${may(principal, permission)}::boolean`,
  ways: (principal, asked) => [{ scope: sql`${may(principal, asked)}::boolean` }],
  persons: sql.raw('select null::uuid where false'),
});
