import { type Sql, sql } from '@dinh/kernel';

/** What a unit was called at a moment, in Vietnamese: the history keeps the old names. @param unit, at columns */
export const unitNameAt = (unit: string, at: string): Sql =>
  sql.raw(`(select v.name_vi from identity.v_unit_version v where v.unit_id = ${unit}
    order by (v.valid_from <= (${at} at time zone 'Asia/Ho_Chi_Minh')::date) desc, v.valid_from desc limit 1)`);
