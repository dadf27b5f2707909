import { type Queries, sql, type Text } from '@dinh/kernel';
import { counted } from '@dinh/ui';
import type { LifeEvent, Synonyms } from '../finding.ts';
import type { ProcedureKind } from '../procedure-kinds.ts';
import type { AgencyEntry, Catalogue, Door, FieldEntry, LifeEventEntry, TopicEntry } from './catalogue.ts';
import { byName, ProcedureIndex } from './procedure-index.ts';
import { plain, Sayings } from './words.ts';

interface ProcedureRow {
  code: string;
  versionId: string;
  name: string;
  shortName: Text | null;
  agency: string;
  businessType: string;
  kind: string;
  kindName: Text;
  level: string;
  audience: string;
  channels: string[];
  workedOut: boolean;
}

interface UnitRow extends Omit<AgencyEntry, 'name' | 'hours' | 'procedures'> {
  vi: string;
  en: string;
  hoursVi: string | null;
  hoursEn: string | null;
}

/** The bodies of a kind in force on a day. */
async function inForce<Body>(db: Queries, kind: string, day: string): Promise<Body[]> {
  const rows = await db.all<{ body: Body }>(
    sql`select distinct on (key) body from kernel.v_definition
        where kind = ${kind} and effective_from <= ${day}::date and (effective_to is null or effective_to > ${day}::date)
        order by key, effective_from desc, version desc`,
  );
  return rows.map(({ body }) => body);
}

/** Reads what is in force on `day` (`YYYY-MM-DD`) and makes everything of it by which people find it. */
export async function loadCatalogue(db: Queries, day: string): Promise<Catalogue> {
  const [procedures, fieldRows, allEvents, said, kinds] = await Promise.all([
    db.all<ProcedureRow>(
      sql`select d.key as code, d.id as "versionId", b.*
          from (select distinct on (key) id, key, body from kernel.definition
                where kind = 'procedure' and effective_from <= ${day}::date and (effective_to is null or effective_to > ${day}::date)
                order by key, effective_from desc, version desc) d
          cross join lateral jsonb_to_record(d.body) as b (name text, "shortName" jsonb, agency text, "businessType" text, kind text,
            "kindName" jsonb, level text, audience text, channels jsonb, "workedOut" boolean)`,
    ),
    db.all<{ code: string; parent: string | null; vi: string; en: string }>(
      sql`select code, parent, name as vi, name_en as en from procedures.v_business_type order by code`,
    ),
    inForce<LifeEvent>(db, 'life-event', day),
    inForce<Synonyms>(db, 'synonyms', day),
    inForce<ProcedureKind>(db, 'procedure-kind', day),
  ]);
  const events = allEvents.toSorted(
    (a, b) => Number(a.audience === 'business') - Number(b.audience === 'business') || a.order - b.order,
  );
  const units = await db.all<UnitRow>(
    sql`select id, key, name_vi as vi, name_en as en, kind, phone, email, address, hours_vi as "hoursVi", hours_en as "hoursEn"
        from identity.v_unit where key = any(${[...new Set(procedures.map((p) => p.agency))]}::text[]) order by code`,
  );
  const agencyOf = new Map(units.map((unit) => [unit.key, { vi: unit.vi, en: unit.en }]));
  const fieldOf = new Map(fieldRows.map(({ code, vi, en }) => [code, { vi, en }]));
  // What names an agency or a field that is not there cannot be shown under it.
  const whole = procedures.filter((p) => agencyOf.has(p.agency) && fieldOf.has(p.businessType));
  const index = new ProcedureIndex(
    whole.map((p) => ({
      versionId: p.versionId,
      shown: {
        code: p.code,
        name: p.name,
        shortName: p.shortName?.vi ?? null,
        agency: { key: p.agency, name: agencyOf.get(p.agency)! },
        businessType: { code: p.businessType, name: fieldOf.get(p.businessType)! },
        kind: p.kind,
        level: p.level,
        audience: p.audience,
        channels: p.channels,
        workedOut: p.workedOut,
      },
      besides: [
        ...(p.shortName ? [p.shortName.en] : []),
        p.kindName.vi,
        agencyOf.get(p.agency)!.vi,
        fieldOf.get(p.businessType)!.vi,
      ],
    })),
    new Set(kinds.filter((kind) => kind.later).map((kind) => kind.key)),
  );
  const numberBy = <K>(of: (p: ProcedureRow) => K): Map<K, number> => {
    const counts = new Map<K, number>();
    for (const p of whole) counts.set(of(p), (counts.get(of(p)) ?? 0) + 1);
    return counts;
  };
  const byAgency = numberBy((p) => p.agency);
  const agencies = units.map(({ vi, en, hoursVi, hoursEn, ...unit }): AgencyEntry => ({
    ...unit,
    name: { vi, en },
    hours: hoursVi ? { vi: hoursVi, en: hoursEn ?? hoursVi } : null,
    procedures: byAgency.get(unit.key) ?? 0,
  }));
  const ofEvent = new Map(events.map(({ key }) => [key, new Set<string>()]));
  const topics = new Map<string, TopicEntry[]>(events.map(({ key }) => [key, []]));
  for (const event of events)
    for (const { key, name, procedures: behind } of event.topics) {
      const there = behind.map((one) => one.procedure).filter((code) => index.get(code));
      for (const code of there) ofEvent.get(event.key)!.add(code);
      topics.get(event.key)!.push({ key, name, procedures: inOrder(index, there) });
    }
  const lifeEvents = events.map(({ key, audience, name, hint }): LifeEventEntry => ({
    key,
    audience,
    name,
    hint: hint ?? { vi: '', en: '' },
    procedures: ofEvent.get(key)!.size,
  }));
  const fields = fieldsWithCounts(
    fieldRows,
    numberBy((p) => p.businessType),
  );
  const nothing: ReadonlySet<string> = new Set();
  return {
    index,
    agencies,
    fields,
    groups: fields.filter((field) => field.parent?.split('.').length === 1 && field.procedures > 0),
    lifeEvents,
    topics,
    ofLifeEvent: (event) => ofEvent.get(event) ?? nothing,
    doors: [
      ...agencies.map(({ key, name, procedures: n }) => {
        return door('agency', key, name, { vi: `${n} thủ tục`, en: counted(n, 'procedure') });
      }),
      ...lifeEvents.map(({ key, name, hint }) => door('life-event', key, name, hint)),
    ],
    kinds: [...numberBy((p) => p.kind)]
      .sort(([, a], [, b]) => b - a)
      .map(([key]) => ({ key, name: whole.find((p) => p.kind === key)!.kindName })),
    sayings: new Sayings(said.flatMap((one) => one.words)),
    online: whole.filter((p) => p.channels.includes('online')).length,
  };
}

function door(kind: Door['kind'], key: string, name: Text, hint: Text): Door {
  return { kind, key, name, hint, plain: [` ${plain(name.vi)} `, ` ${plain(name.en)} `] };
}

/** What is worked out first, then by name. */
function inOrder(index: ProcedureIndex, codes: readonly string[]): string[] {
  return codes.toSorted((a, b) => {
    const [one, other] = [index.get(a)!.shown, index.get(b)!.shown];
    return Number(other.workedOut) - Number(one.workedOut) || byName.compare(one.name, other.name);
  });
}

function fieldsWithCounts(
  rows: readonly { code: string; parent: string | null; vi: string; en: string }[],
  own: ReadonlyMap<string, number>,
): FieldEntry[] {
  return rows.map(({ code, parent, vi, en }) => ({
    code,
    parent,
    name: { vi, en },
    procedures: [...own].reduce((sum, [other, n]) => (other === code || other.startsWith(`${code}.`) ? sum + n : sum), 0),
  }));
}
