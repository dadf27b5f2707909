import { type Queries, sql } from '@dinh/kernel';
import type { Finding } from './check.ts';
import type { Plan, StandingUnit, WholeLine } from './plan.ts';
import { holdersAfter, type Places, placesNow } from './places.ts';
import { Successors } from './successors.ts';

const error = (vi: string, en: string, unit?: string): Finding => ({
  severity: 'error',
  vi,
  en,
  ...(unit && { unit }),
});
const warning = (vi: string, en: string, unit?: string): Finding => ({
  ...error(vi, en, unit),
  severity: 'warning',
});

/** What is wrong with a plan besides its day, as things stand. */
export async function findingsOf(
  db: Queries,
  plan: Plan,
  lines: readonly WholeLine[],
  standing: readonly StandingUnit[],
  day: string,
): Promise<Finding[]> {
  const [known, places, named] = await Promise.all([
    readKnown(db, plan),
    placesNow(db, day),
    readNamed(db, new Successors(lines).from),
  ]);
  const found = [...ofLines(lines, standing, plan), ...ofPeople(plan, lines, known, places), ...named].map(
    inNames(plan, standing),
  );
  // What is wrong with keys and codes is told by them.
  return [...ofUnits(plan, lines, standing, known), ...found];
}

/** Findings name units by their keys; people read what these are called. */
export function inNames(plan: Plan, standing: readonly StandingUnit[]): (finding: Finding) => Finding {
  const names = new Map([...standing, ...plan.begins].map(({ key, name }) => [key, name]));
  const say = (text: string, lang: 'vi' | 'en') =>
    text.replaceAll(/“([a-z0-9.-]+)”/g, (as, key: string) => {
      const name = names.get(key)?.[lang];
      return name ? `“${name}”` : as;
    });
  return (finding) => ({ ...finding, vi: say(finding.vi, 'vi'), en: say(finding.en, 'en') });
}

interface Known {
  /** Keys and identifiers of all units that there ever were. */
  readonly keys: ReadonlySet<string>;
  readonly codes: ReadonlyMap<string, string>;
  readonly roles: ReadonlyMap<string, { readonly vi: string; readonly en: string }>;
  readonly persons: ReadonlySet<string>;
}

async function readKnown(db: Queries, plan: Plan): Promise<Known> {
  const [units, roles, persons] = await Promise.all([
    db.all<{ key: string; code: string }>(sql`select key, code from identity.unit`),
    db.all<{ key: string; vi: string; en: string }>(
      sql`select key, name_vi as vi, name_en as en from identity.role where place = 'unit'`,
    ),
    db.all<{ id: string; account: string | null }>(
      sql`select id, lower(account) as account from identity.person
          where id = any(${plan.appointments.flatMap((a) => a.person ?? [])}::uuid[])
             or lower(account) = any(${plan.appointments.flatMap((a) => a.account?.toLowerCase() ?? [])}::text[])`,
    ),
  ]);
  return {
    keys: new Set(units.map(({ key }) => key)),
    codes: new Map(units.map(({ code, key }) => [code, key])),
    roles: new Map(roles.map(({ key, vi, en }) => [key, { vi, en }])),
    persons: new Set(persons.flatMap(({ id, account }) => (account ? [id, account] : [id]))),
  };
}

/** The tree as it would be: units that begin, and those that go on. */
function ofUnits(plan: Plan, lines: readonly WholeLine[], standing: readonly StandingUnit[], known: Known): Finding[] {
  const found: Finding[] = [];
  const ending = new Set(lines.map((line) => line.from));
  const changed = new Map(plan.changes.map((change) => [change.unit, change]));
  const begun = new Set<string>();
  for (const { key } of plan.begins) {
    if (known.keys.has(key) || begun.has(key))
      found.push(error(`Khóa “${key}” đã có đơn vị dùng.`, `The key “${key}” is in use.`, key));
    begun.add(key);
  }
  const goingOn = standing.filter((unit) => !ending.has(unit.key));
  const living = new Set([...begun, ...goingOn.map((unit) => unit.key)]);
  const codes = new Map<string, string>();
  for (const { key, code } of [
    ...goingOn.map((unit) => ({ key: unit.key, code: changed.get(unit.key)?.code ?? unit.code })),
    ...plan.begins,
  ]) {
    const other = codes.get(code) ?? (known.codes.get(code) !== key ? known.codes.get(code) : undefined);
    if (other !== undefined && other !== key && !changed.get(other)?.code)
      found.push(error(`Mã định danh ${code} đã là của “${other}”.`, `The identifier ${code} is that of “${other}”.`, key));
    codes.set(code, key);
  }
  for (const { unit } of plan.changes)
    if (!living.has(unit))
      found.push(
        error(
          `Không có đơn vị “${unit}” để đổi, hoặc đơn vị này kết thúc trong chính phương án.`,
          `There is no unit “${unit}” to be changed, or it ends by this very plan.`,
          unit,
        ),
      );
  const parents = new Map<string, string | null>([
    ...goingOn.map((unit) => [unit.key, changed.get(unit.key)?.parent ?? unit.parent] as const),
    ...plan.begins.map((unit) => [unit.key, unit.parent] as const),
  ]);
  for (const [key, parent] of parents) {
    if (parent !== null && !living.has(parent))
      found.push(
        error(
          `“${key}” nằm dưới “${parent}”, đơn vị không có hoặc kết thúc: xin chỉ định đơn vị cấp trên.`,
          `“${key}” stands under “${parent}”, which is not there or ends: name the unit above it.`,
          key,
        ),
      );
    if (aboveItself(key, parents)) found.push(error(`“${key}” nằm dưới chính mình.`, `“${key}” stands under itself.`, key));
  }
  return found;
}

function aboveItself(key: string, parents: ReadonlyMap<string, string | null>): boolean {
  let at = parents.get(key);
  for (let depth = 0; at && depth < 20; depth++) {
    if (at === key) return true;
    at = parents.get(at);
  }
  return false;
}

/** Who goes on with what. */
function ofLines(lines: readonly WholeLine[], standing: readonly StandingUnit[], plan: Plan): Finding[] {
  const found: Finding[] = [];
  const there = new Set(standing.map((unit) => unit.key));
  const ending = new Set(lines.map((line) => line.from));
  const living = new Set([...[...there].filter((key) => !ending.has(key)), ...plan.begins.map((u) => u.key)]);
  for (const [from, own] of Map.groupBy(lines, (line) => line.from)) {
    if (!there.has(from)) found.push(error(`Không có đơn vị “${from}”.`, `There is no unit “${from}”.`, from));
    const last = own.findIndex((line) => !line.fields && !line.areas);
    if (last === -1)
      found.push(
        error(
          `“${from}” được chia nhưng chưa rõ phần còn lại về đâu: dòng cuối không được có điều kiện.`,
          `“${from}” is divided, but where the rest goes is not said: the last line has no condition.`,
          from,
        ),
      );
    else if (last > 0 && own[last]!.to === undefined)
      found.push(
        error(
          `“${from}” được chia: phần còn lại cũng phải có đơn vị tiếp nhận.`,
          `“${from}” is divided: the rest must go somewhere, too.`,
          from,
        ),
      );
    else if (last < own.length - 1)
      found.push(
        warning(
          `“${from}”: các dòng sau dòng không điều kiện không bao giờ được dùng.`,
          `“${from}”: lines after the one without a condition are never reached.`,
          from,
        ),
      );
    for (const { to } of own)
      if (to !== undefined && !living.has(to))
        found.push(
          error(
            `“${from}” chuyển cho “${to}”, đơn vị không có hoặc cũng kết thúc.`,
            `“${from}” goes to “${to}”, which is not there or ends as well.`,
            from,
          ),
        );
  }
  return found;
}

/** Who will hold which place. */
function ofPeople(plan: Plan, lines: readonly WholeLine[], known: Known, places: Places): Finding[] {
  const found: Finding[] = [];
  for (const { person, account, unit, role } of plan.appointments) {
    const who = person ?? account?.toLowerCase() ?? '';
    if (!known.persons.has(who)) found.push(error(`Không có người “${who}”.`, `There is nobody “${who}”.`, unit));
    if (!known.roles.has(role)) found.push(error(`Không có vai trò “${role}”.`, `There is no role “${role}”.`, unit));
  }
  const after = holdersAfter(plan, lines, places);
  const receiving = new Set([...lines.map(({ to }) => to), ...plan.appointments.map(({ unit }) => unit)]);
  for (const [unit, holders] of after) {
    const heads = [...new Map(holders.filter((one) => one.head).map((one) => [one.person, one.name])).values()];
    if (heads.length > 1 && receiving.has(unit))
      found.push(
        warning(
          `“${unit}” sẽ có ${heads.length} người đứng đầu: ${heads.join(', ')}. Xin bổ sung phân công nhân sự.`,
          `“${unit}” will have ${heads.length} heads: ${heads.join(', ')}. Say who gets which place.`,
          unit,
        ),
      );
  }
  // Whoever worked on something in the old unit: somebody of that role must be there to go on with it.
  const missing = new Map<string, Set<string>>();
  for (const { from, to } of lines) {
    if (to === undefined) continue;
    const roles = new Set((after.get(to) ?? []).map((one) => one.role));
    for (const { role } of places.of(from)) if (!roles.has(role)) missing.set(to, (missing.get(to) ?? new Set()).add(role));
  }
  for (const [unit, roles] of missing) {
    const called = (lang: 'vi' | 'en') =>
      [...roles]
        .map((role) => known.roles.get(role)?.[lang] ?? role)
        .sort((a, b) => a.localeCompare(b, lang))
        .join(', ');
    found.push(
      warning(
        `“${unit}” chưa có ai giữ vai trò: ${called('vi')}. Việc của vai trò này sẽ chờ đến khi có người.`,
        `Nobody will hold the role ${called('en')} in “${unit}”. Work of that role waits until somebody does.`,
        unit,
      ),
    );
  }
  return found;
}

/** Definitions that name a unit that gives way. Procedures follow by themselves; the rest is to be looked at. */
async function readNamed(db: Queries, units: readonly string[]): Promise<Finding[]> {
  const rows = await db.all<{ kind: string; key: string; unit: string }>(
    sql`select d.kind, d.key, u.unit from kernel.v_definition d
          cross join lateral (select distinct m[1] as unit from regexp_matches(d.body::text, '"([a-z0-9]+(?:[.-][a-z0-9]+)+)"', 'g') m) u
        where d.effective_to is null and d.kind <> 'procedure' and u.unit = any(${[...units]}::text[]) order by d.kind, d.key limit 50`,
  );
  return rows.map(({ kind, key, unit }) =>
    warning(
      `Định nghĩa ${kind} “${key}” nêu tên “${unit}”: xin xem lại trong xưởng.`,
      `The definition ${kind} “${key}” names “${unit}”: have a look at it in the studio.`,
      unit,
    ),
  );
}
