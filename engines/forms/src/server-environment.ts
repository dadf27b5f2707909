import { type App, type Lang, localDate, sql, type Text } from '@dinh/kernel';
import { type Areas, type FormEnvironment, type ListEntry, makeAreas } from './environment.ts';

interface UnitRow {
  readonly key: string;
  readonly parent: string | null;
  readonly name_vi: string;
  readonly name_en: string;
  readonly kind: string;
  readonly past: boolean;
}

interface Known {
  /** The day and the numbers of the directory and of the definitions for which it was read. */
  readonly of: string;
  readonly areas: Areas;
  readonly units: ReadonlyMap<string | undefined, readonly ListEntry[]>;
}

const kept = new WeakMap<App, Known>();
const places = new Set(['province', 'district', 'commune']);

/**
 * What forms need to know on the server: the units and places of the province as they are today.
 * Read again when the directory has changed; the tree does so a few times in a decade.
 */
export async function formEnvironment(app: App, now: Date, lang: Lang): Promise<FormEnvironment> {
  const day = localDate(now);
  const numbers = await app.revisions.now();
  const of = `${day} ${numbers.get('identity')} ${numbers.get('definitions')}`;
  let known = kept.get(app);
  if (known?.of !== of) kept.set(app, (known = await read(app, day, of)));
  const { areas, units } = known;
  return { now, lang, areas, units: (kind) => units.get(kind) ?? [] };
}

async function read(app: App, day: string, of: string): Promise<Known> {
  const rows = await app.db.all<UnitRow>(
    sql`select u.key, p.key as parent, u.name_vi, u.name_en, u.kind, coalesce(u.valid_to <= ${day}::date, false) as past
        from identity.v_unit u left join identity.v_unit p on p.id = u.parent_id where u.valid_from <= ${day}::date order by u.code`,
  );
  // How names of units begin that names of places do not; the pack says it.
  const site = await app.definitions.at<{ placePrefix?: Text }>('site', 'province', day);
  const entry = (row: UnitRow): ListEntry => ({ code: row.key, name: { vi: row.name_vi, en: row.name_en } });
  const living = rows.filter((row) => !row.past);
  const units = new Map<string | undefined, ListEntry[]>([[undefined, living.map(entry)]]);
  for (const row of living) units.set(row.kind, [...(units.get(row.kind) ?? []), entry(row)]);
  const areas = makeAreas(
    rows
      .filter((row) => places.has(row.kind))
      .map((row) => ({ ...entry(row), parent: row.parent, ...(row.past && { past: true }) })),
    site?.body.placePrefix,
  );
  return { of, areas, units };
}
