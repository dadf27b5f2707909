import { type Sql, sql } from '@dinh/kernel';

/** What holds on a day: a unit, a place or a period of `alias`, whose `valid_to` is exclusive. */
export const onDay = (alias: string, day: string): Sql =>
  sql`(${sql.id(alias, 'valid_from')} <= ${day}::date and (${sql.id(alias, 'valid_to')} is null or ${sql.id(alias, 'valid_to')} > ${day}::date))`;

/** All words of `typed`, in any order and without accents, in the folded column. @returns false when nothing was typed */
export function allWords(folded: Sql, typed: string | undefined): Sql | false {
  const words = (typed ?? '').trim().split(/\s+/).filter(Boolean).slice(0, 8);
  return (
    words.length > 0 &&
    sql.all(words.map((word) => sql`${folded} like '%' || kernel.fold(${word.replace(/[\\%_]/g, '\\$&')}) || '%'`))
  );
}
