import { type Queries, sql } from '@dinh/kernel';
import { isWeak } from './password.ts';

/** `isWeak` with the names of the province among what everybody thinks of (ASVS 5, 6.2.11). */
export async function isWeakHere(db: Queries, password: string, known: readonly (string | undefined | null)[]): Promise<boolean> {
  const places = await db.all<{ vi: string; en: string }>(
    sql`select name_vi as vi, name_en as en from identity.unit where parent_id is null`,
  );
  const names = places.flatMap(({ vi, en }) => [vi, en, vi.replace(/^(tỉnh|thành phố)\s+/iu, '')]);
  return isWeak(password, [...known, ...names]);
}
