import { type App, sql, type Text } from '@dinh/kernel';
import { plain } from './words.ts';

export interface AgencyEntry {
  readonly id: number;
  readonly key: string;
  readonly name: Text;
  readonly kind: string;
  readonly phone: string | null;
  readonly email: string | null;
  readonly address: string | null;
  readonly hours: Text | null;
  readonly procedures: number;
}

export interface FieldEntry {
  readonly code: string;
  readonly parent: string | null;
  readonly name: Text;
  /** Of itself and all below it. */
  readonly procedures: number;
}

export interface LifeEventEntry {
  readonly key: string;
  readonly audience: 'citizen' | 'business';
  readonly name: Text;
  readonly hint: Text;
  readonly procedures: number;
}

/** The doors of the catalogue: small lists that change a few times a year. */
export interface Catalogue {
  readonly agencies: readonly AgencyEntry[];
  readonly fields: readonly FieldEntry[];
  readonly lifeEvents: readonly LifeEventEntry[];
  readonly kinds: readonly { readonly key: string; readonly name: Text }[];
  readonly synonyms: ReadonlyMap<string, readonly string[]>;
  readonly procedures: number;
  readonly online: number;
  readonly workedOut: number;
}

const kept = new WeakMap<App, { at: number; catalogue: Promise<Catalogue> }>();

/** The doors as they are now; read at most every half minute. */
export async function readCatalogue(app: App): Promise<Catalogue> {
  const known = kept.get(app);
  if (known && performance.now() - known.at < 30_000) return known.catalogue;
  const catalogue = read(app);
  kept.set(app, { at: performance.now(), catalogue });
  catalogue.catch(() => kept.delete(app));
  return catalogue;
}

interface Rows {
  agencies: (Omit<AgencyEntry, 'name' | 'hours'> & {
    vi: string;
    en: string;
    hoursVi: string | null;
    hoursEn: string | null;
  })[];
  fields: { code: string; parent: string | null; vi: string; en: string; own: number }[];
  events: {
    key: string;
    audience: 'citizen' | 'business';
    vi: string;
    en: string;
    hintVi: string;
    hintEn: string;
    procedures: number;
  }[];
  kinds: { key: string; name: Text }[];
  synonyms: { phrase: string; means: string }[];
  procedures: number;
  online: number;
  workedOut: number;
}

async function read(app: App): Promise<Catalogue> {
  const rows = await app.db.one<Rows>(
    sql`select
      (select coalesce(json_agg(json_build_object('id', u.id, 'key', u.key, 'vi', u.name_vi, 'en', u.name_en, 'kind', u.kind, 'phone', u.phone, 'email', u.email,
          'address', u.address, 'hoursVi', u.hours_vi, 'hoursEn', u.hours_en, 'procedures', p.n) order by u.code), '[]')
        from identity.v_unit u join (select agency_id, count(*) as n from procedures.procedure group by 1) p on p.agency_id = u.id) as agencies,
      (select coalesce(json_agg(json_build_object('code', t.code, 'parent', t.parent, 'vi', t.name, 'en', coalesce(nullif(t.name_en, ''), t.name), 'own', coalesce(p.n, 0)) order by t.code), '[]')
        from procedures.business_type t left join (select business_type, count(*) as n from procedures.procedure group by 1) p on p.business_type = t.code) as fields,
      (select coalesce(json_agg(json_build_object('key', e.key, 'audience', e.audience, 'vi', e.name_vi, 'en', e.name_en, 'hintVi', e.hint_vi, 'hintEn', e.hint_en,
          'procedures', coalesce(p.n, 0)) order by e.audience = 'business', e.ordinal), '[]')
        from procedures.life_event e left join (select life_event, count(distinct procedure) as n from procedures.life_event_procedure group by 1) p on p.life_event = e.key) as events,
      (select coalesce(json_agg(json_build_object('key', k.kind, 'name', k.name) order by k.n desc), '[]') from
        (select p.kind, count(*) as n, (array_agg(d.body -> 'kindName'))[1] as name from procedures.procedure p join kernel.definition d on d.id = p.version_id group by 1) k) as kinds,
      (select coalesce(json_agg(json_build_object('phrase', phrase, 'means', means)), '[]') from procedures.synonym) as synonyms,
      (select count(*)::int from procedures.procedure) as procedures,
      (select count(*)::int from procedures.procedure where 'online' = any(channels)) as online,
      (select count(*)::int from procedures.procedure where worked_out) as "workedOut"`,
  );
  const synonyms = new Map<string, string[]>();
  for (const { phrase, means } of rows.synonyms) {
    const key = plain(phrase);
    synonyms.set(key, [...(synonyms.get(key) ?? []), plain(means)]);
  }
  return {
    agencies: rows.agencies.map(({ vi, en, hoursVi, hoursEn, ...unit }) => ({
      ...unit,
      name: { vi, en },
      hours: hoursVi ? { vi: hoursVi, en: hoursEn ?? hoursVi } : null,
    })),
    fields: rows.fields.map(({ code, parent, vi, en }) => ({
      code,
      parent,
      name: { vi, en },
      procedures: rows.fields.reduce(
        (sum, other) => (other.code === code || other.code.startsWith(`${code}.`) ? sum + other.own : sum),
        0,
      ),
    })),
    lifeEvents: rows.events.map(({ key, audience, vi, en, hintVi, hintEn, procedures }) => ({
      key,
      audience,
      name: { vi, en },
      hint: { vi: hintVi, en: hintEn },
      procedures,
    })),
    kinds: rows.kinds,
    synonyms,
    procedures: rows.procedures,
    online: rows.online,
    workedOut: rows.workedOut,
  };
}
