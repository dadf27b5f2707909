import {
  type App,
  type CommandContext,
  isDay,
  localDate,
  type Queries,
  sql,
  type Text,
  type Transaction,
  type UnitFollower,
  type UnitName,
} from '@dinh/kernel';
import { type Plan, type StandingUnit, type WholeLine, wholeLines } from './plan.ts';
import { delegationsThatFollow, placesThatFollow } from './begin.ts';
import { dutiesThatMeet } from './duties.ts';
import { findingsOf, inNames } from './findings.ts';
import { stillNamed } from './still-named.ts';
import { Successors } from './successors.ts';

/** What is wrong with a plan, or to be thought of; an error keeps it from being carried out. */
export interface Finding extends Text {
  readonly severity: 'error' | 'warning';
  readonly unit?: string;
}

/** How much of one kind stands under the units that give way. */
export interface Touched {
  readonly part: string;
  readonly title: Text;
  readonly total: number;
  readonly units: readonly { readonly key: string; readonly count: number }[];
}

export interface Check {
  readonly findings: readonly Finding[];
  readonly touched: readonly Touched[];
  /** All lines, those that follow from others included. */
  readonly lines: readonly WholeLine[];
}

/** The units that there are on the day before a plan's, or that will be: on its day, were there no plan. */
export function standingUnits(db: Queries, day: string): Promise<StandingUnit[]> {
  return db.all<StandingUnit>(
    sql`select u.id, u.key, u.code, p.key as parent, u.kind, u.level, json_build_object('vi', u.name_vi, 'en', u.name_en) as name
        from identity.unit u left join identity.unit p on p.id = u.parent_id
        where u.valid_to is null or u.valid_to > ${day}::date order by u.code collate "C"`,
  );
}

/** Looks at a plan as things stand now: what is wrong with it, and all that it touches. */
export async function checkPlan(app: App, db: Transaction, plan: Plan, day: string | null, now: Date): Promise<Check> {
  const today = localDate(now);
  const dayIsGood = day !== null && isDay(day) && day >= today;
  const standing = await standingUnits(db, dayIsGood ? day : today);
  const lines = wholeLines(plan, standing);
  const wrongDay: Finding[] = dayIsGood
    ? []
    : [
        {
          severity: 'error',
          vi: 'Xin chọn ngày áp dụng: từ hôm nay trở đi.',
          en: 'Choose the day from which it holds: today or later.',
        },
      ];
  const from = new Set(new Successors(lines).from);
  const [findings, touched, named] = await Promise.all([
    findingsOf(db, plan, lines, standing, dayIsGood ? day : today),
    touchedBy(app, db, lines, standing, dayIsGood ? day : today),
    stillNamed(
      app,
      db,
      standing.filter(({ key }) => from.has(key)),
      dayIsGood ? day : today,
    ),
  ]);
  const left = orphans(lines, touched).map(inNames(plan, standing));
  const found = [...wrongDay, ...findings, ...left];
  // What cannot be carried out cannot be tried out either.
  const meet =
    day !== null && !found.some(({ severity }) => severity === 'error')
      ? await dutiesThatMeet(app, db, { plan, lines, day, basis: '', source: 'ours', now })
      : [];
  return { findings: [...found, ...meet, ...named], touched, lines };
}

/** What would be left under a unit with which nobody goes on. */
function orphans(lines: readonly WholeLine[], touched: readonly Touched[]): Finding[] {
  const successors = new Successors(lines);
  return touched.flatMap(({ part, title, units }) =>
    units
      .filter(({ key }) => successors.rest(key) === undefined && part !== 'identity.positions')
      .map(({ key, count }): Finding => ({
        severity: 'error',
        unit: key,
        vi: `“${key}” kết thúc mà chưa có đơn vị kế thừa, nhưng còn: ${title.vi} (${count}).`,
        en: `“${key}” ends and nobody goes on with it, but there are: ${title.en} (${count}).`,
      })),
  );
}

async function touchedBy(
  app: App,
  db: Queries,
  lines: readonly WholeLine[],
  standing: readonly StandingUnit[],
  day: string,
): Promise<Touched[]> {
  const ending = new Set(new Successors(lines).from);
  const units = standing.flatMap(({ id, key, level }): UnitName[] => (ending.has(key) ? [{ id, key, level }] : []));
  const keys = new Map(units.map(({ id, key }) => [id, key]));
  const found: Touched[] = [];
  for (const { part, title, count } of countersOf(app)) {
    const rows = await count(db, units, day);
    found.push({
      part,
      title,
      total: rows.reduce((sum, row) => sum + row.count, 0),
      units: rows.map((row) => ({ key: keys.get(row.unit)!, count: row.count })).filter((row) => row.count > 0),
    });
  }
  return found;
}

interface Counter {
  readonly part: string;
  readonly title: Text;
  count: UnitFollower['count'];
}

/** Places and delegations, which follow at once, and what modules move piece by piece. */
function countersOf(app: App): Counter[] {
  return [
    {
      part: 'identity.positions',
      title: { vi: 'Chức vụ đang giữ', en: 'Places held' },
      count: (db, units, day) =>
        db.all(
          sql`select o.unit_id as unit, count(*)::int as count from identity.position o where o.unit_id = any(${ids(units)}::int[]) and ${placesThatFollow(day)} group by 1`,
        ),
    },
    {
      part: 'identity.delegations',
      title: { vi: 'Ủy quyền trong đơn vị', en: 'Delegations within a unit' },
      count: (db, units, day) =>
        db.all(
          sql`select d.unit_id as unit, count(*)::int as count from identity.delegation d where d.unit_id = any(${ids(units)}::int[]) and ${delegationsThatFollow(day)} group by 1`,
        ),
    },
    ...app.modules.flatMap((module) => (module.followers ?? []).map(({ key, title, count }) => ({ part: key, title, count }))),
  ];
}

const ids = (units: readonly UnitName[]): number[] => units.map(({ id }) => id);

/** Keeps what was found with the plan. */
export function keepCheck(ctx: CommandContext, id: string, check: Check): void {
  const { findings, touched, lines } = check;
  ctx.db.send(
    sql`update identity.succession set checked = ${JSON.stringify({ findings, touched, derived: lines.filter((l) => l.derived).length })}::jsonb,
          checked_at = ${ctx.now} where id = ${id}`,
  );
}

export const errorsIn = ({ findings }: Check): number => findings.filter(({ severity }) => severity === 'error').length;
