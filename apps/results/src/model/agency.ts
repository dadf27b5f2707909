import { isDeputy, unitNamed } from '@dinh/identity';
import { type Queries, sql, type Text } from '@dinh/kernel';

/** The agency that issues a result, as papers and certificates name it. */
export interface Agency {
  readonly id: number;
  readonly key: string;
  readonly code: string;
  readonly name: Text;
  readonly parent: string | null;
  readonly path: readonly number[];
  /** Name of its one-stop desk, where it has one of its own. */
  readonly desk: string | null;
  /** The sign of the agency in numbers: `SXD`. */
  readonly symbol: string;
}

/** The agency of a result: by its key in the pack, or whoever goes on with it on the day, where the type of the result names one. */
export const issuerOf = async (db: Queries, named: string | undefined, unit: number, day: string): Promise<Agency> =>
  agencyOf(db, named === undefined ? unit : ((await unitNamed(db, named, day)) ?? unit));

export async function agencyOf(db: Queries, unit: number): Promise<Agency> {
  return db.one<Agency>(
    sql`select u.id, u.key, u.code, jsonb_build_object('vi', u.name_vi, 'en', u.name_en) as name, p.name_vi as parent, u.path,
               (select d.name_vi from identity.v_unit d where d.parent_id = u.id and d.kind = 'desk' order by d.code limit 1) as desk,
               coalesce(s.symbol, u.code) as symbol
        from identity.v_unit u left join identity.v_unit p on p.id = u.parent_id left join results.unit_symbol s on s.unit_key = u.key
        where u.id = ${unit}`,
  );
}

/** Who signs, as the paper names them. */
export interface SignerPlace {
  readonly name: string;
  /** Title of their place; null for one who has none. */
  readonly position: string | null;
  readonly unit: string | null;
  /** Title of the head in whose place or by whose order they sign; set when they do not sign in their own right. */
  readonly head: string | null;
  readonly mode: 'own' | 'by-order' | 'in-place';
  /** They are a deputy of the head. */
  readonly deputy: boolean;
}

/**
 * The place by which a person signs for an agency today: one in the agency before others, the head's before a section's.
 * @param behalfOf whom they act for (NĐ 30/2020 Điều 13)
 */
export async function signerPlace(
  db: Queries,
  person: { id: string; name: string },
  agency: Agency,
  day: string,
  behalfOf?: string,
): Promise<SignerPlace> {
  const places = await db.all<{
    person_id: string;
    title: string;
    role: string;
    unit: string;
    within: boolean;
    deputy: boolean;
  }>(
    sql`select o.person_id, o.title_vi as title, o.role, u.name_vi as unit, ${agency.id} = any(u.path) as within, ${isDeputy(day)} as deputy
        from identity.v_official o join identity.v_unit u on u.id = o.unit_id
        where (o.person_id = any(${[person.id, behalfOf].filter((id) => id !== undefined)}::uuid[])
               or (o.role = 'agency-head' and (u.id = ${agency.id} or u.parent_id = ${agency.id})))
          and o.valid_from <= ${day}::date and (o.valid_to is null or o.valid_to > ${day}::date)
        order by within desc, case o.role when 'agency-head' then 0 when 'leader' then 1 when 'section-head' then 2 else 3 end, o.main desc, o.title_vi`,
  );
  const own = places.find((p) => p.person_id === person.id);
  const absent = behalfOf && places.find((p) => p.person_id === behalfOf);
  const head = places.find((p) => p.within && p.role === 'agency-head' && p.person_id !== person.id && !p.deputy);
  const position = own?.title ?? null;
  const deputy = own?.deputy ?? false;
  const common = { name: person.name, position, unit: own?.unit ?? null, deputy };
  if (absent && !deputy) return { ...common, head: absent.title, mode: 'in-place' };
  if (own?.role === 'section-head') return { ...common, head: head?.title ?? null, mode: 'by-order' };
  return { ...common, head: deputy ? (head?.title ?? null) : null, mode: 'own' };
}
