import { type App, localDate, type Queries, sql } from '@dinh/kernel';
import { noDesk } from '../errors.ts';

/** The units through which a dossier of an agency goes. */
export interface Places {
  readonly agency: number;
  readonly agencyCode: string;
  readonly desk: number;
  readonly section: number | null;
  readonly leadership: number;
  readonly clerk: number;
}

interface Row {
  id: number;
  code: string;
  key: string;
  kind: string;
  parent_id: number | null;
}

const kept = new WeakMap<App, { of: string; byAgency: Map<number, Places> }>();

/**
 * Desk, section, leadership and clerk's office of an agency on the day: its own, else those of the unit above.
 * @throws noDesk
 */
export async function placesOf(app: App, db: Queries, agency: number, section: number | null): Promise<Places> {
  const day = localDate(app.clock.now());
  const of = `${day} ${(await app.revisions.now()).get('identity')}`;
  let known = kept.get(app);
  if (known?.of !== of) kept.set(app, (known = { of, byAgency: new Map() }));
  let places = known.byAgency.get(agency);
  if (!places) {
    places = await readPlaces(db, agency, day);
    known.byAgency.set(agency, places);
  }
  return { ...places, section };
}

/** All units through which a new dossier goes: whoever reaches one of them may see it. */
export const unitsOf = ({ agency, desk, section, leadership, clerk }: Places): number[] => [
  ...new Set([agency, desk, section ?? agency, leadership, clerk]),
];

async function readPlaces(db: Queries, agency: number, day: string): Promise<Places> {
  const rows = await db.all<Row>(
    sql`select u.id, u.code, u.key, u.kind, u.parent_id from identity.v_unit a
        join identity.v_unit u on u.id = a.id or (u.parent_id = any(a.path) and u.kind in ('desk', 'leadership', 'clerk'))
        where a.id = ${agency} and u.valid_from <= ${day}::date and (u.valid_to is null or u.valid_to > ${day}::date) order by cardinality(u.path) desc`,
  );
  const self = rows.find((row) => row.id === agency);
  const nearest = (kind: string) =>
    (rows.find((r) => r.kind === kind && r.parent_id === agency) ?? rows.find((r) => r.kind === kind))?.id;
  const desk = nearest('desk');
  if (!self || desk === undefined) throw noDesk();
  return {
    agency,
    agencyCode: self.code,
    desk,
    section: null,
    leadership: nearest('leadership') ?? agency,
    clerk: nearest('clerk') ?? agency,
  };
}
