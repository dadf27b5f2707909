import { type App, sql } from '@dinh/kernel';

const kept = new WeakMap<App, { readonly of: number | undefined; readonly units: Promise<ReadonlySet<number>> }>();

/** The units that have given way to others; read again when the directory has changed. */
export async function passedOn(app: App): Promise<ReadonlySet<number>> {
  const of = (await app.revisions.now()).get('identity');
  const known = kept.get(app);
  if (known && known.of === of) return known.units;
  const units = app.db
    .all<{ unit: number }>(sql`select distinct from_unit as unit from identity.v_unit_successor`)
    .then((rows) => new Set(rows.map((row) => row.unit)));
  kept.set(app, { of, units });
  units.catch(() => kept.delete(app));
  return units;
}
