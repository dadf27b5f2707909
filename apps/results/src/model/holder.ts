import { type Queries, sql } from '@dinh/kernel';

/** Whose a result will be, as far as the directory knows them. */
export interface Holder {
  readonly holderId: string | null;
  readonly businessId: string | null;
}

/**
 * Finds the holder of a result from who filed and in what capacity: oneself, a business whose checked representative files,
 * or a person told by an identity number that a desk has checked. Whoever files for somebody else sees the result, but it
 * is not theirs.
 */
export async function holderOf(
  db: Queries,
  answers: Record<string, unknown>,
  applicantId: string | null,
  today: string,
): Promise<Holder> {
  const capacity = answers['capacity'] ?? 'self';
  if (capacity === 'self') return { holderId: applicantId, businessId: null };
  const owner = (answers['owner'] ?? {}) as Record<string, unknown>;
  if (capacity === 'business') {
    const found = await db.maybe<{ id: string }>(
      sql`select b.id from identity.v_business b join identity.v_representative r on r.business_id = b.id
          where b.tax_code = ${String(owner['taxCode'] ?? '')} and r.person_id = ${applicantId}::uuid and r.verified
            and r.valid_from <= ${today}::date and (r.valid_to is null or r.valid_to > ${today}::date)`,
    );
    return { holderId: null, businessId: found?.id ?? null };
  }
  const found = await db.maybe<{ id: string }>(
    sql`select id from identity.v_person where id_number = ${String(owner['idNumber'] ?? '')} and verified_level > 0`,
  );
  return { holderId: found?.id ?? null, businessId: null };
}
