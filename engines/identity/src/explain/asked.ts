import {
  type App,
  type Context,
  type ExplainedKind,
  type ExplainedRecord,
  fold,
  type Grant,
  isRecord,
  isUuid,
  notAllowed,
  type Principal,
  type Queries,
  reach,
  sql,
  type Sql,
} from '@dinh/kernel';
import type { SourcedGrant } from '../access/grants.ts';
import type { Principals } from '../access/principals.ts';
import { recordNotExplained } from '../errors.ts';

/** The permission to ask why and who; it is for the whole province or not at all. */
export const explaining = 'people.explain-access';

/** @throws notAllowed when the permission is held for less than everything: the answers name everybody */
export function mustExplain({ principal }: Pick<Context, 'principal'>): void {
  if (!reach(principal, explaining).all) throw notAllowed();
}

/** All kinds of records that modules have registered, by name. */
export const explainedKinds = (app: App): ReadonlyMap<string, ExplainedKind> =>
  new Map(app.modules.flatMap((m) => m.explained ?? []).map((one) => [one.kind, one]));

/**
 * The record that is asked about; without a kind of the first kind that knows one of this code, number or id.
 * @throws recordNotExplained when there is no such kind, or no such record
 */
export async function askedRecord(
  { app, db }: Pick<Context, 'app' | 'db'>,
  { kind, record }: { kind?: string | undefined; record: string },
): Promise<{ kind: ExplainedKind; record: ExplainedRecord }> {
  const text = record.trim();
  const all = explainedKinds(app);
  const kinds = kind === undefined ? [...all.values()] : [all.get(kind)];
  for (const found of text === '' ? [] : kinds) {
    const one = await found?.find(db, text, app);
    if (found && one) return { kind: found, record: one };
  }
  throw recordNotExplained();
}

export const principalsOf = (app: App): Principals => app.principals as Principals;

/** The conditions of a grant in the order in which they are asked for. */
export const parts = ['scope', 'procedures', 'under', 'fields', 'classes', 'when', 'steps'] as const;
export type Part = (typeof parts)[number];

/** Whether a grant reaches a record, and by which of its conditions it fails. */
export interface Judged {
  readonly holds: boolean;
  readonly failing: readonly Part[];
}

export interface Asked {
  readonly principal: Principal;
  readonly grant: Grant;
}

/**
 * Judges grants one by one: each is put to the predicate of the record's lists as if its holder had nothing else, and
 * to its conditions. PostgreSQL answers, not a second set of rules.
 */
export async function judge(
  db: Pick<Queries, 'one'>,
  now: Date,
  { kind, record }: { kind: ExplainedKind; record: ExplainedRecord },
  asked: readonly Asked[],
): Promise<Judged[]> {
  const judged: Judged[] = [];
  for (let i = 0; i < asked.length; i += atOnce) {
    const piece = asked.slice(i, i + atOnce);
    const questions = piece.flatMap(({ principal, grant }) => {
      const alone = { ...principal, grants: [grant] };
      const [way] = kind.ways(alone, grant.permission);
      return [kind.visible({ principal: alone, now }), ...parts.map((part) => way?.[part] ?? sql.raw('true'))];
    });
    const answers = await truths(db, { kind, record }, questions);
    piece.forEach((_, n) => {
      const [holds, ...met] = answers.slice(n * (parts.length + 1), (n + 1) * (parts.length + 1));
      judged.push({ holds: holds!, failing: holds ? [] : parts.filter((_part, at) => !met[at]) });
    });
  }
  return judged;
}

/** So many grants in one statement: each brings several parameters, of which a statement can have 65,535. */
const atOnce = 200;

/** Asks conditions of one record; what is not known counts as no. */
export async function truths(
  db: Pick<Queries, 'one'>,
  { kind, record }: { kind: ExplainedKind; record: ExplainedRecord },
  conditions: readonly Sql[],
): Promise<boolean[]> {
  if (conditions.length === 0) return [];
  const { answers } = await db.one<{ answers: boolean[] }>(
    sql`select array[${sql.join(conditions.map((one) => sql`coalesce(${one}, false)`))}] as answers from ${kind.from} where ${isRecord(kind, record.id)}`,
  );
  return answers;
}

/** The grants that have to do with a kind of record. */
export const relevant = (kind: ExplainedKind, grants: readonly SourcedGrant[]): SourcedGrant[] =>
  grants.filter(({ grant }) => kind.permissions.includes(grant.permission));

/** Persons by id, account, e-mail or telephone, else by their whole name; a few at most. */
export async function findPersons(
  db: Queries,
  typed: string,
): Promise<{ id: string; name: string; state: string; title: { vi: string; en: string } | null }[]> {
  const text = typed.trim();
  const which = isUuid(text)
    ? sql`p.id = ${text}::uuid`
    : sql`(lower(p.account) = lower(${text}) or p.email = ${text} or p.phone = ${text} or p.folded = ${fold(text)})`;
  return db.all(
    sql`select p.id, p.name, p.state, (select json_build_object('vi', o.title_vi || ', ' || u.name_vi, 'en', o.title_en || ', ' || u.name_en)
          from identity.position o join identity.unit u on u.id = o.unit_id where o.person_id = p.id order by o.main desc, o.valid_from desc limit 1) as title
        from identity.person p where ${which} and p.merged_into is null order by p.name, p.id limit 20`,
  );
}
