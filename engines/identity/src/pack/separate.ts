import { type PackFolder, type PackLoad, type Placed, sql } from '@dinh/kernel';
import type { Role } from '../access/directory.ts';
import { type UnitFacts, unitFacts } from '../separation/exceptions.ts';
import { rolesNow } from '../separation/refuse.ts';
import { noSeparation, type SeparationRules, type TogetherRule } from '../separation/rules.ts';
import { type Conflict, conflictsOf, type Holding, holdingsOf } from '../separation/together.ts';
import type { PersonItem } from './people.ts';
import type { UnitRow } from './units.ts';

/** A place that a load has given. */
export interface Given {
  readonly person: string;
  readonly unit: number;
  readonly role: string;
}

/** Tells with file and line who would hold, by the pack alone, what its own rules keep apart. */
export function checkSeparate(
  persons: readonly Placed<PersonItem>[],
  known: {
    readonly roles: ReadonlyMap<string, Pick<Role, 'permissions'>>;
    readonly rules: readonly TogetherRule[];
    readonly units: readonly UnitRow[];
    readonly folder: PackFolder;
  },
): void {
  const ids = new Map(known.units.map(({ value }, i) => [value.key, i]));
  const holdings = persons.flatMap(({ value: { account, positions = [] } }) =>
    positions.flatMap(({ unit, role }): Holding[] => {
      const id = ids.get(unit);
      return id === undefined ? [] : [{ ...always, person: account, unit: id, role }];
    }),
  );
  const place = new Map(persons.map((one) => [one.value.account, one]));
  const facts = factsIn(known.units, holdings);
  for (const one of conflictsOf(known.rules, known.roles, holdings, facts)) {
    if (one.excused) continue;
    const { file, line } = place.get(one.person)!;
    const at = ({ role, unit }: Holding) => `${role} in ${known.units[unit]!.value.key}`;
    known.folder.problem(
      file,
      line,
      `"${one.person}" would be ${at(one.oneAt)} (${one.one}) and ${at(one.otherAt)} (${one.other}): the rule "${one.rule}" keeps them apart`,
    );
  }
}

const always = { from: '0001-01-01', to: null, behalfOf: null, only: null, deputy: false };

/** What exceptions look at, as the pack has it; units by their place in its table. */
function factsIn(units: readonly UnitRow[], holdings: readonly Holding[]): Map<number, UnitFacts> {
  const rows = new Map(units.map(({ value }) => [value.key, value]));
  const levels = (key: string, depth = 0): string[] => {
    const row = rows.get(key);
    return row && depth < 20 ? [row.level, ...levels(row.parent_key, depth + 1)] : [];
  };
  const held = Map.groupBy(holdings, ({ unit }) => unit);
  return new Map(
    [...held].map(([id, there]) => {
      const { key, kind } = units[id]!.value;
      return [id, { id, kind, levels: levels(key), officials: new Set(there.map(({ person }) => person)).size }];
    }),
  );
}

/** Refuses a load whose roles would make somebody in office hold what they must not, and did not by the roles before. */
export async function rolesStaySeparate(
  load: PackLoad,
  before: ReadonlyMap<string, Role>,
  file: string,
  lines: ReadonlyMap<string, number>,
): Promise<void> {
  const after = await rolesNow(load.tx, load.now);
  const holdings = await holdingsOf(load.tx, load.now);
  const there = new Set((await conflictsIn(load, holdings, before)).filter(({ excused }) => !excused).map(nameOf));
  for (const one of await conflictsIn(load, holdings, after)) {
    if (one.excused || there.has(nameOf(one))) continue;
    const changed = [one.oneAt.role, one.otherAt.role].find(
      (key) => JSON.stringify(before.get(key)?.permissions) !== JSON.stringify(after.get(key)?.permissions),
    );
    load.problem(file, lines.get(changed ?? one.oneAt.role) ?? 1, await sentence(load, one));
  }
}

/** Refuses a load that gives somebody a place beside which they hold what they must not. */
export async function placesStaySeparate(
  load: PackLoad,
  given: readonly Given[],
  persons: readonly Placed<PersonItem>[],
): Promise<void> {
  if (given.length === 0) return;
  const fresh = new Set(given.map(({ person, unit, role }) => `${person} ${unit} ${role}`));
  const isNew = ({ person, unit, role }: Holding) => fresh.has(`${person} ${unit} ${role}`);
  const whose = [...new Set(given.map(({ person }) => person))];
  const found = await conflictsIn(load, await holdingsOf(load.tx, load.now, whose), await rolesNow(load.tx, load.now));
  const wrong = found.filter((one) => !one.excused && (isNew(one.oneAt) || isNew(one.otherAt)));
  if (wrong.length === 0) return;
  const rows = await load.tx.all<{ id: string; account: string }>(
    sql`select id, lower(account) as account from identity.person where id = any(${wrong.map(({ person }) => person)}::uuid[])`,
  );
  const accounts = new Map(rows.map(({ id, account }) => [id, account]));
  for (const one of wrong) {
    const at = persons.find(({ value }) => value.account.toLowerCase() === accounts.get(one.person));
    load.problem(at?.file ?? 'people.yaml', at?.line ?? 1, await sentence(load, one));
  }
}

const nameOf = ({ person, rule }: Conflict): string => `${person} ${rule}`;

/** Conflicts under the rules that this very load leaves in force. */
async function conflictsIn(
  { tx, today }: PackLoad,
  holdings: readonly Holding[],
  roles: ReadonlyMap<string, Role>,
): Promise<Conflict[]> {
  const { body } = (await tx.maybe<{ body: SeparationRules }>(
    sql`select body from kernel.v_definition where kind = 'separation' and key = 'province' and effective_from <= ${today}::date
          and (effective_to is null or effective_to > ${today}::date) order by version desc limit 1`,
  )) ?? { body: noSeparation };
  if (body.together.length === 0 || holdings.length === 0) return [];
  const units = await unitFacts(tx, [...new Set(holdings.map(({ unit }) => unit))], today);
  return conflictsOf(body.together, roles, holdings, units);
}

async function sentence({ tx }: PackLoad, { person, rule, one, other, oneAt, otherAt }: Conflict): Promise<string> {
  const { name, at, beside } = await tx.one<{ name: string; at: string; beside: string }>(
    sql`select (select name from identity.person where id = ${person}) as name, (select key from identity.unit where id = ${oneAt.unit}) as at,
               (select key from identity.unit where id = ${otherAt.unit}) as beside`,
  );
  return `${name} would be ${oneAt.role} in ${at} (${one}) and ${otherAt.role} in ${beside} (${other}): the rule "${rule}" keeps them apart`;
}
