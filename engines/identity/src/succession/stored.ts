import { type Queries, type RecordFacts, sql, type Succession, type UnitName } from '@dinh/kernel';
import { successionNotFound } from '../errors.ts';
import type { Plan, WholeLine } from './plan.ts';
import { Successors } from './successors.ts';

export type State = 'draft' | 'proposed' | 'approved' | 'applying' | 'applied' | 'withdrawn';

/** A plan as it is kept. */
export interface Stored {
  readonly id: string;
  readonly titleVi: string;
  readonly titleEn: string;
  readonly basis: string;
  readonly day: string | null;
  readonly body: Plan;
  readonly whole: readonly WholeLine[] | null;
  readonly state: State;
  readonly source: string;
  readonly author: string | null;
  readonly approver: string | null;
  readonly begunAt: Date | null;
  readonly endedAt: Date | null;
  readonly sweptAt: Date | null;
  readonly version: number;
}

const columns = sql.raw(
  `id, title_vi as "titleVi", title_en as "titleEn", basis, day, body, whole, state, source, author_id as author, approver_id as approver,
   begun_at as "begunAt", ended_at as "endedAt", swept_at as "sweptAt", version`,
);

/** @throws successionNotFound */
export async function readSuccession(db: Queries, id: string, lock = false): Promise<Stored> {
  const found = await db.maybe<Stored>(
    sql`select ${columns} from identity.succession where id = ${id} ${lock ? sql`for update` : sql.empty}`,
  );
  if (!found) throw successionNotFound();
  return found;
}

interface PlacedUnit extends UnitName {
  readonly path: readonly number[];
}

const nameOf = (unit: PlacedUnit | undefined): UnitName | undefined => unit && { id: unit.id, key: unit.key, level: unit.level };

/** The plan as modules follow it; it has begun, so all units are there. */
export async function openSuccession(db: Queries, stored: Stored): Promise<Succession> {
  const lines = stored.whole ?? stored.body.lines;
  const successors = new Successors(lines);
  const [units, named] = await Promise.all([
    db.all<PlacedUnit>(sql`select id, key, level, path from identity.unit`),
    db.maybe<{ name: string }>(sql`select name from identity.person where id = ${stored.approver ?? null}::uuid`),
  ]);
  const byKey = new Map(units.map((unit) => [unit.key, unit]));
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  const successor = (key: string | undefined, facts: RecordFacts = {}): UnitName | undefined => {
    const to = key === undefined ? undefined : successors.of(key, nearest(key, facts));
    return to === undefined ? undefined : nameOf(byKey.get(to));
  };
  /**
   * A record may name several places: the first that lies in the agency that ends decides, by a line of its own or by none. Where somebody
   * lives who lives elsewhere says nothing of who goes on here.
   */
  const nearest = (key: string, facts: RecordFacts): RecordFacts => {
    const agency = byKey.get(key)?.path.findLast((id) => byId.get(id)?.level !== 'section');
    const near = facts.areas?.find((area) => agency !== undefined && byKey.get(area)?.path.includes(agency));
    return near === undefined ? facts : { ...facts, areas: [near] };
  };
  return {
    id: stored.id,
    day: stored.day!,
    title: { vi: stored.titleVi, en: stored.titleEn },
    basis: stored.basis,
    orderedBy: named?.name ?? null,
    units: successors.from.flatMap((key) => (successors.rest(key) === undefined ? [] : (nameOf(byKey.get(key)) ?? []))),
    successorOf: (unit, facts) => successor(byId.get(unit)?.key, facts),
    successorOfKey: (key, facts) => successor(key, facts),
    areas: new Map(
      successors.from.flatMap((key) => {
        const rest = successors.rest(key);
        return rest === undefined ? [] : [[key, rest] as const];
      }),
    ),
    symbols: new Map(
      [
        ...stored.body.begins.map(({ key, symbol }) => [key, symbol] as const),
        ...stored.body.changes.map(({ unit, symbol }) => [unit, symbol] as const),
      ].flatMap(([key, symbol]) => (symbol ? [[key, symbol] as const] : [])),
    ),
  };
}
