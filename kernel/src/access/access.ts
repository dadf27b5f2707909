import { Sql, sql } from '../database/sql.ts';
import type { Authority, Principal } from './principal.ts';

/** Who may ask for an operation: everybody, whoever is signed in, the program itself, or holders of a permission. */
export type May = 'anyone' | 'signed-in' | 'system' | (string & {});

/** True when the principal may ask at all; which records, `reach` says. */
export function may(principal: Principal, rule: May): boolean {
  if (rule === 'anyone' || principal.kind === 'system') return true;
  if (rule === 'signed-in') return principal.kind === 'person';
  if (rule === 'system') return false;
  return principal.grants.some((grant) => grant.permission === rule);
}

/**
 * True when the token by which a principal asks is good for this operation. It is judged where somebody asks; what an
 * operation then calls within itself is its own business.
 */
export function isInScope(
  principal: Principal,
  operation: { readonly name: string; readonly may: May },
): boolean {
  const { scopes } = principal;
  if (!scopes || operation.may === 'anyone') return true;
  return scopes.has(operation.may) || scopes.has(operation.name);
}

/** The records on which a principal may use a permission. */
export interface Reach {
  readonly all: boolean;
  readonly own: boolean;
  readonly assigned: boolean;
  readonly units: readonly number[];
  readonly person: string;
  /** Whose assigned records: the principal's, and those of persons in whose place they act. */
  readonly assignees: readonly string[];
}

export function reach(principal: Principal, permission: string): Reach {
  const grants = principal.grants.filter((grant) => grant.permission === permission);
  return {
    all: principal.kind === 'system' || grants.some((grant) => grant.scope === 'all'),
    own: grants.some((grant) => grant.scope === 'own'),
    assigned: grants.some((grant) => grant.scope === 'assigned'),
    units: [...new Set(grants.flatMap((grant) => grant.units))].sort((a, b) => a - b),
    person: principal.id,
    assignees: [
      ...new Set(grants.filter((g) => g.scope === 'assigned').map((g) => g.behalfOf ?? principal.id)),
    ],
  };
}

/**
 * In whose place the principal uses a permission on a record of `unit` (or assigned to `assignee`):
 * undefined when they may do it in their own right. For `ctx.actFor` and the history of the record (P9).
 */
export function actingFor(
  principal: Principal,
  permission: string,
  at: { unit?: number; assignee?: string },
): string | undefined {
  const fitting = principal.grants.filter(
    (g) =>
      g.permission === permission &&
      (g.scope === 'all' ||
        (at.unit !== undefined && g.units.includes(at.unit)) ||
        (g.scope === 'assigned' && at.assignee === (g.behalfOf ?? principal.id))),
  );
  return fitting.every((g) => g.behalfOf) ? fitting[0]?.behalfOf : undefined;
}

/** The columns by which a record is placed; a record without one of them cannot be reached by it. */
export interface Placement {
  /** Unit that holds the record, `int`. */
  readonly unit?: Sql;
  /** Several units that take part, `int[]`. */
  readonly units?: Sql;
  /** Person whose record it is, `uuid`. */
  readonly owner?: Sql;
  /** Person to whom it is assigned, `uuid`. */
  readonly assignee?: Sql;
}

/**
 * The one predicate by which lists and records are read: a list is never filtered in memory.
 * @example sql`select … from one_stop.dossier d where ${where(reach(principal, 'one-stop.view-dossier'), { unit: sql`d.unit_id` })}`
 */
export function where(reach: Reach, at: Placement): Sql {
  if (reach.all) return sql.raw('true');
  const units = [...reach.units];
  return sql.any([
    units.length > 0 && at.unit && sql`${at.unit} = any(${units}::int[])`,
    units.length > 0 && at.units && sql`${at.units} && ${units}::int[]`,
    reach.own && reach.person !== '' && at.owner && sql`${at.owner} = ${reach.person}::uuid`,
    reach.assignees.length > 0 && at.assignee && sql`${at.assignee} = any(${[...reach.assignees]}::uuid[])`,
  ]);
}

/**
 * True when an authority allows an act on a matter.
 * @param act `file`, `follow`, `withdraw`, `pay`, `receive`, `manage`.
 * @param matters what the matter is called: its procedure, its field (a field below a given one, `A.2` below `A`, is in it).
 */
export function allows(authority: Authority, act: string, matters: readonly string[] = []): boolean {
  return (
    authority.acts.includes(act) &&
    (authority.matters === null ||
      authority.matters.some((limit) =>
        matters.some((matter) => matter === limit || matter.startsWith(`${limit}.`)),
      ))
  );
}
