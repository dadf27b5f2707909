import { Sql, sql } from '../database/sql.ts';
import { notAllowed } from '../errors.ts';
import type { Authority, Grant, Narrowing, Principal } from './principal.ts';

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
export function isInScope(principal: Principal, operation: { readonly name: string; readonly may: May }): boolean {
  const { scopes } = principal;
  if (!scopes || operation.may === 'anyone') return true;
  return scopes.has(operation.may) || scopes.has(operation.name);
}

/** Records by where they stand to a principal. */
interface Held {
  readonly all: boolean;
  readonly own: boolean;
  readonly assigned: boolean;
  readonly units: readonly number[];
  /** Whose assigned records: the principal's, and those of persons in whose place they act. */
  readonly assignees: readonly string[];
}

/** Records of which only those count that a narrowing leaves. */
export interface NarrowedReach extends Held, Narrowing {
  /** Whose open steps `my-step` asks for, in which units they may wait, and for which roles. */
  readonly mine: {
    readonly persons: readonly string[];
    readonly units: readonly number[];
    readonly roles: readonly string[];
  };
  /** The units meant by `under`. */
  readonly underUnits: readonly number[];
}

/**
 * The records on which a principal may use a permission: those held without any narrowing, and beside them those of
 * `narrowed`. Whoever reads `all`, `units` or `assignees` here and passes by `where` leaves out what is narrowed.
 */
export interface Reach extends Held {
  readonly narrowed: readonly NarrowedReach[];
  readonly person: string;
  /** Single records beside them, as `Grant.record` names them. */
  readonly records: readonly string[];
}

/** Grants that are narrowed alike are one group; what a unit has of one grant is no match for the field of another. */
export function reach(principal: Principal, permission: string): Reach {
  const groups = Map.groupBy(
    principal.grants.filter((grant) => grant.permission === permission),
    narrowingKey,
  );
  const { all, ...plain } = held(principal, groups.get('') ?? []);
  groups.delete('');
  return {
    all: principal.kind === 'system' || all,
    ...plain,
    person: principal.id,
    records: principal.grants.flatMap((g) => (g.permission === permission && g.record ? [g.record] : [])),
    narrowed: [...groups.values()].map((grants) => narrowedReach(principal, grants)),
  };
}

/** True when there is any record at all that it might reach. */
export const reachesAny = (reach: Reach): boolean => isHeld(reach) || reach.narrowed.some(isHeld);

/**
 * The same without what narrows it: for what stands beside the records and shows none of them, as the units and colleagues
 * among whom one chooses.
 */
export function unnarrowed(reach: Reach): Reach {
  const groups = [reach, ...reach.narrowed];
  const either = (how: 'all' | 'own' | 'assigned') => groups.some((group) => group[how]);
  return {
    all: either('all'),
    own: either('own'),
    assigned: either('assigned'),
    units: [...new Set(groups.flatMap(({ units }) => units))].sort((a, b) => a - b),
    assignees: [...new Set(groups.flatMap(({ assignees }) => assignees))],
    person: reach.person,
    narrowed: [],
    records: [], // one record opens nothing beside it
  };
}

function held(principal: Principal, grants: readonly Grant[]): Held {
  const assigned = grants.filter((grant) => grant.scope === 'assigned');
  return {
    all: grants.some((grant) => grant.scope === 'all'),
    own: grants.some((grant) => grant.scope === 'own'),
    assigned: assigned.length > 0,
    units: [...new Set(grants.flatMap((grant) => grant.units))].sort((a, b) => a - b),
    assignees: [...new Set(assigned.map((grant) => grant.behalfOf ?? principal.id))],
  };
}

function narrowedReach(principal: Principal, grants: readonly Grant[]): NarrowedReach {
  const { procedures, under, underUnits = [], fields, classes, when, steps, behalfOf, place } = grants[0]!;
  return {
    ...held(principal, grants),
    ...(procedures && { procedures }),
    ...(under && { under }),
    ...(fields && { fields }),
    ...(classes && { classes }),
    ...(when && { when }),
    ...(steps && { steps }),
    underUnits,
    mine: {
      persons: principal.kind === 'person' ? [behalfOf ?? principal.id] : [],
      units: place?.units ?? [],
      roles: place?.roles ?? [],
    },
  };
}

/** Empty for what is not narrowed. Whose step it is belongs to the narrowing. */
function narrowingKey(grant: Grant): string {
  const { procedures, under, fields, classes, when, steps, behalfOf, place } = grant;
  if (!procedures && !under && !fields && !classes && !when && !steps) return '';
  return JSON.stringify([
    procedures?.toSorted(),
    under?.toSorted(),
    steps?.toSorted(),
    fields?.toSorted(),
    classes?.toSorted(),
    when && [when, behalfOf, place?.units, place?.roles],
  ]);
}

/**
 * Things that lie in no unit (processes as such, the outbox) are reached by whoever holds the permission everywhere; a
 * narrower reach opens none of them.
 * @throws notAllowed
 */
export function mustReachAll(principal: Principal, permission: string): void {
  if (!reach(principal, permission).all) throw notAllowed();
}

/**
 * In whose place the principal uses a permission on a record of `unit` (or assigned to `assignee`):
 * undefined when they may do it in their own right. For `ctx.actFor` and the history of the record (P9).
 * @param at what is known of the record; a narrowing by what is not known does not hold
 */
export function actingFor(
  principal: Principal,
  permission: string,
  at: {
    unit?: number;
    assignee?: string;
    procedure?: string;
    field?: string;
    class?: string;
    myStep?: boolean;
    /** The names of its open steps. */
    steps?: readonly string[];
  },
): string | undefined {
  const fitting = principal.grants.filter(
    (g) =>
      g.permission === permission &&
      (!g.fields || (at.field !== undefined && isInField(at.field, g.fields))) &&
      (!g.classes || (at.class !== undefined && g.classes.includes(at.class))) &&
      (!g.procedures || (at.procedure !== undefined && g.procedures.includes(at.procedure))) &&
      (!g.under || (at.unit !== undefined && g.underUnits?.includes(at.unit) === true)) &&
      (!g.when || at.myStep === true) &&
      // Whether it is the same step that is theirs is not known here.
      (!g.steps || (!g.when && at.steps?.some((one) => g.steps!.includes(one)) === true)) &&
      (g.scope === 'all' ||
        (at.unit !== undefined && g.units.includes(at.unit)) ||
        (g.scope === 'assigned' && at.assignee === (g.behalfOf ?? principal.id))),
  );
  return fitting.every((g) => g.behalfOf) ? fitting[0]?.behalfOf : undefined;
}

/** True when a field is one of the given ones or below one of them: `A.2` is in `A`, `A2` is not. */
export function isInField(field: string, limits: readonly string[]): boolean {
  return limits.some((limit) => field === limit || field.startsWith(`${limit}.`));
}

/**
 * The columns by which a record is placed; a record without one of them cannot be reached by it. The same holds for a
 * narrowing: a kind of record that has no procedure, field, class or step, and a record of which it is not known, is *not*
 * reached through a permission narrowed by it. So a role that is cut down never sees more for what is missing.
 */
export interface Placement {
  /** Unit that holds the record, `int`. */
  readonly unit?: Sql;
  /** Several units that take part, `int[]`. */
  readonly units?: Sql;
  /** Person whose record it is, `uuid`. */
  readonly owner?: Sql;
  /** Where that is no column: whether it is the principal's own, a condition. */
  readonly own?: Sql | false;
  /** Person to whom it is assigned, `uuid`. */
  readonly assignee?: Sql;
  /** Where that is no column: whether it is assigned to one of these persons, `uuid[]`. */
  readonly assigned?: (persons: Sql) => Sql;
  /** By which single records it is opened: its own id and those of the persons concerned, `uuid`, by what they are: `dossier`, `person`. */
  readonly subjects?: readonly (readonly [type: string, id: Sql])[];
  /** All units that take part in it, `int[]`, for `under`; where this is left out, `units` and `unit`. */
  readonly parties?: Sql;
  /** Code of its procedure, `text`. */
  readonly procedure?: Sql;
  /** Code of its field, `text`. */
  readonly field?: Sql;
  /** Class of the data in it, `text`. */
  readonly class?: Sql;
  /** Whether there is an open step of it which is `mine`, if asked for, and has one of the `names` (`text[]`), if asked for. */
  readonly step?: (asked: { readonly mine?: Mine; readonly names?: Sql }) => Sql;
}

/**
 * Whose step: given to one of the persons (`uuid[]`), or waiting, given to nobody, in one of the units (`int[]`) for one of the
 * roles (`text[]`).
 */
export interface Mine {
  readonly persons: Sql;
  readonly units: Sql;
  readonly roles: Sql;
}

/** The conditions of which a way to a record consists: all of them must hold. */
export interface Conditions {
  readonly scope: Sql;
  readonly procedures?: Sql;
  readonly under?: Sql;
  readonly fields?: Sql;
  readonly classes?: Sql;
  /** Whose step it is, and which: one condition, since both are said of the same step. */
  readonly when?: Sql;
  readonly steps?: Sql;
}

const never = sql.raw('false');

/**
 * The one predicate by which lists and records are read: a list is never filtered in memory.
 * @example sql`select … from one_stop.dossier d where ${where(reach(principal, 'one-stop.view-dossier'), { unit: sql`d.unit_id` })}`
 */
export function where(reach: Reach, at: Placement): Sql {
  if (reach.all) return sql.raw('true');
  return sql.any(waysOf(reach, at).map((way) => sql.all(Object.values(way))));
}

/** The same before it is joined: one entry for each group of grants, of which one must hold. For telling why and why not. */
export function waysOf(reach: Reach, at: Placement): Conditions[] {
  const { person } = reach;
  return [
    ...(isHeld(reach) ? [{ scope: placed(reach, person, at) }] : []),
    ...single(reach.records, at),
    ...reach.narrowed.filter(isHeld).map((group) => ({
      scope: placed(group, person, at),
      ...(group.procedures && {
        procedures: at.procedure ? sql`${at.procedure} = any(${listOf(group.procedures, 'text')})` : never,
      }),
      ...(group.under && { under: takesPart(group.underUnits, at) }),
      ...(group.fields && { fields: inFields(group.fields, at.field) }),
      ...(group.classes && {
        classes: at.class ? sql`${at.class} = any(${listOf(group.classes, 'text')})` : never,
      }),
      ...(group.when && { when: stepOf(group, at) }),
      ...(group.steps && !group.when && { steps: stepOf(group, at) }),
    })),
  ];
}

function single(records: readonly string[], { subjects = [] }: Placement): Conditions[] {
  return subjects.flatMap(([type, id]) => {
    const ids = records.flatMap((one) => (one.startsWith(`${type}:`) ? [one.slice(type.length + 1)] : []));
    return ids.length > 0 ? [{ scope: sql`${id} = any(${listOf(ids, 'uuid')})` }] : [];
  });
}

const isHeld = (group: Held): boolean => group.all || group.own || group.units.length > 0 || group.assignees.length > 0;

const stepOf = ({ when, steps, mine }: NarrowedReach, { step }: Placement): Sql =>
  step
    ? step({
        ...(when && {
          mine: {
            persons: listOf(mine.persons, 'uuid'),
            units: listOf(mine.units, 'int'),
            roles: listOf(mine.roles, 'text'),
          },
        }),
        ...(steps && { names: listOf(steps, 'text') }),
      })
    : never;

/** Whether one of the units takes part in a record, whatever it is there. */
function takesPart(units: readonly number[], { parties, units: several, unit }: Placement): Sql {
  if (units.length === 0) return never;
  if (parties) return sql`${parties} && ${[...units]}::int[]`;
  return sql.any([unit && sql`${unit} = any(${listOf(units, 'int')})`, several && sql`${several} && ${[...units]}::int[]`]);
}

/**
 * Values as an array. Few of them are told one by one: then PostgreSQL knows how many they are without their values, and keeps
 * a plan; for an array that is one value it guesses ten, finds such a plan too dear, and plans at every execution,
 * which costs more than a page of a list.
 */
export function listOf(values: readonly (string | number)[], type: 'uuid' | 'int' | 'text'): Sql {
  return values.length > 0 && values.length <= few
    ? sql`array[${sql.join(values)}]::${sql.raw(type)}[]`
    : sql`${[...values]}::${sql.raw(type)}[]`;
}
const few = 4;

/**
 * Few fields stand in the text, so that PostgreSQL guesses by the statistics of the column how many records they leave; of what
 * a prefix in an array leaves it knows nothing, takes it for next to none, and sorts all for a page of a list.
 */
function inFields(fields: readonly string[], field: Sql | undefined): Sql {
  if (!field) return never;
  if (fields.length <= few && fields.every((one) => plainCode.test(one)))
    return sql.any(fields.map((one) => sql`${field} = ${sql.raw(`'${one}'`)} or ${field} like ${sql.raw(`'${one}.%'`)}`));
  // With the dot behind both, one comparison is enough for the field itself and for those below.
  return sql`(${field} || '.') ^@ any(${fields.map((one) => `${one}.`)}::text[])`;
}
const plainCode = /^[A-Za-z0-9.-]{1,60}$/;

function placed(held: Held, person: string, at: Placement): Sql {
  if (held.all) return sql.raw('true');
  const units = [...held.units];
  const persons = listOf(held.assignees, 'uuid');
  const assigned = held.assignees.length > 0;
  return sql.any([
    units.length > 0 && at.unit && sql`${at.unit} = any(${listOf(units, 'int')})`,
    units.length > 0 && at.units && sql`${at.units} && ${units}::int[]`,
    held.own && person !== '' && at.owner && sql`${at.owner} = ${person}::uuid`,
    held.own && at.own,
    assigned && at.assignee && sql`${at.assignee} = any(${persons})`,
    assigned && at.assigned && at.assigned(persons),
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
    (authority.matters === null || matters.some((matter) => isInField(matter, authority.matters!)))
  );
}
