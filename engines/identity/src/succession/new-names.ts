import { localDate, type Queries, sql } from '@dinh/kernel';
import { standingUnits } from './check.ts';
import { wholeLines } from './plan.ts';
import { readSuccession } from './stored.ts';

/** A name that is written no longer from the day of a plan on. */
export interface NewName {
  readonly from: string;
  /** What is written instead; null where several go on with it, so that somebody has to say which is meant. */
  readonly to: string | null;
}

/** What a plan of reorganisation does to names. */
export interface NewNames {
  readonly title: { readonly vi: string; readonly en: string };
  readonly basis: string;
  readonly day: string | null;
  readonly names: readonly NewName[];
  /** Names of units that go on as they are called and that hold one of those names in them. */
  readonly kept: readonly string[];
}

/**
 * How units are called from the day of a plan on: those that change their name, and those that give way, by who goes on with
 * them. Sections and desks are left out: each agency has its own of the same name.
 * @throws successionNotFound
 */
export async function newNamesOf(db: Queries, id: string, now: Date): Promise<NewNames> {
  const { titleVi, titleEn, basis, day, body, whole } = await readSuccession(db, id);
  const units = await standingUnits(db, day ?? localDate(now));
  const ended = await db.all<{ key: string; vi: string; en: string }>(
    sql`select key, name_vi as vi, name_en as en from identity.unit where key = any(${(whole ?? body.lines).map(({ from }) => from)}::text[]) and level <> 'section'`,
  );
  const before = new Map(units.map(({ key, name }) => [key, name]));
  const after = new Map([...units, ...body.begins].map(({ key, name }) => [key, name]));
  for (const { unit, name } of body.changes) if (name) after.set(unit, name);
  const successors = Map.groupBy(whole ?? wholeLines(body, units), ({ from }) => from);
  const names: NewName[] = [];
  const add = (from: string | undefined, to: string | null | undefined) => {
    if (from && from !== to && !names.some((one) => one.from === from)) names.push({ from, to: to ?? null });
  };
  for (const { key, vi, en } of ended) {
    const to = new Set(successors.get(key)?.map((line) => line.to));
    const only = to.size === 1 ? after.get([...to][0] ?? '') : undefined;
    add(vi, only?.vi);
    add(en, only?.en);
  }
  for (const { unit, name } of body.changes) {
    add(before.get(unit)?.vi, name?.vi ?? before.get(unit)?.vi);
    add(before.get(unit)?.en, name?.en ?? before.get(unit)?.en);
  }
  const kept = [...new Set([...after.values()].flatMap(({ vi, en }) => [vi, en]))].filter(
    (one) => !names.some(({ from }) => from === one) && names.some(({ from }) => one.includes(from)),
  );
  return { title: { vi: titleVi, en: titleEn }, basis, day, names, kept };
}
