import { type PackSave, sql } from '@dinh/kernel';

/**
 * Writes the made-up persons of a demonstration with their places and businesses. Real persons are never part of a
 * pack; nor is a password, of which only the hash is kept.
 */
export async function savePeople(save: PackSave): Promise<void> {
  const persons = await save.db.all<Record<string, unknown>>(
    sql`select p.account, p.kind, p.name, p.gender, p.birth_date as "birthDate", p.id_number as "idNumber", p.phone, p.email, p.address,
          nullif(p.demonstration, '{}') as demonstration,
          (select jsonb_agg(jsonb_build_object('unit', u.key, 'role', o.role, 'title', jsonb_build_object('vi', o.title_vi, 'en', o.title_en), 'main', o.main)
                            order by o.main desc, u.key, o.role)
           from identity.position o join identity.unit u on u.id = o.unit_id where o.person_id = p.id and o.valid_to is null) as positions,
          (select jsonb_agg(jsonb_strip_nulls(jsonb_build_object('business', b.tax_code, 'title', r.title, 'verified', r.verified)) order by b.tax_code)
           from identity.representative r join identity.business b on b.id = r.business_id where r.person_id = p.id and r.valid_to is null) as represents
        from identity.person p where p.origin = 'pack' and p.state = 'active' order by p.account`,
  );
  if (persons.length === 0) return;
  const businesses = await save.db.all<Record<string, unknown>>(
    sql`select b.tax_code as key, b.tax_code as "taxCode", b.name, b.name_en as "nameEn", b.kind, b.address, b.phone, b.email from identity.business b
        where exists (select from identity.representative r join identity.person p on p.id = r.person_id
                      where r.business_id = b.id and r.valid_to is null and p.origin = 'pack') order by b.tax_code`,
  );
  save.yaml('people.yaml', { businesses: businesses.map(given), persons: persons.map(given) });
}

const given = (row: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null && value !== ''));
