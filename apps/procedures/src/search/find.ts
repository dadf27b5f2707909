import { type Queries, type Sql, sql } from '@dinh/kernel';
import type { Asked } from './words.ts';

/** By what a list of procedures can be narrowed. */
export interface Filters {
  /** Key of the competent agency. */
  readonly agency?: string;
  /** A business type, with all below it. */
  readonly businessType?: string;
  readonly kind?: string;
  readonly audience?: 'citizen' | 'business';
  readonly level?: string;
  readonly lifeEvent?: string;
  /** Only those that can be filed online. */
  readonly online?: boolean;
}

export interface FoundRow {
  readonly code: string;
  readonly name: string;
  readonly short_name: string | null;
  readonly agency: string;
  readonly agency_vi: string;
  readonly agency_en: string;
  readonly business_type: string;
  readonly field: string;
  readonly field_en: string;
  readonly kind: string;
  readonly level: string;
  readonly audience: string;
  readonly channels: string[];
  readonly worked_out: boolean;
  readonly score: number;
  readonly total: number;
}

/** Where the next page begins: score and code of the last line of this one. */
export type Place = readonly [score: number, code: string];

/** Conditions of the filters on `procedures.procedure p` with its agency `a`. */
export function narrowed(filters: Filters): Sql {
  const { agency, businessType, kind, audience, level, lifeEvent, online } = filters;
  return sql.all([
    agency && sql`a.key = ${agency}`,
    businessType &&
      sql`(p.business_type = ${businessType} or p.business_type like ${`${businessType.replace(/[%_\\]/g, '')}.%`})`,
    kind && sql`p.kind = ${kind}`,
    audience && sql`p.audience in (${audience}, 'both')`,
    level && sql`p.level = ${level}`,
    lifeEvent &&
      sql`exists (select from procedures.life_event_procedure e where e.procedure = p.code and e.life_event = ${lifeEvent})`,
    online && sql`'online' = any(p.channels)`,
  ] as Sql[]);
}

/** Everything a line shows, of procedure `p`, agency `a` and business type `t`. */
export const lineColumns = sql`p.code, p.name, p.short_name, a.key as agency, a.name_vi as agency_vi, a.name_en as agency_en,
  p.business_type, t.name as field, coalesce(nullif(t.name_en, ''), t.name) as field_en, p.kind, p.level, p.audience, p.channels, p.worked_out`;

export const lineTables = sql`procedures.procedure p join identity.v_unit a on a.id = p.agency_id
  join procedures.business_type t on t.code = p.business_type`;

/**
 * Procedures by full text, best first: the code itself; a name that is the phrase, begins with it or holds it; what is
 * worked out in full; words in the name before words elsewhere; short names before long ones.
 */
export function byWords(
  db: Queries,
  asked: Asked | undefined,
  filters: Filters,
  limit: number,
  after?: Place,
): Promise<FoundRow[]> {
  const matches = asked && sql`p.search @@ to_tsquery('simple', ${asked.query})`;
  return page(asked ? wordScore(asked) : plainScore, sql.all([matches, narrowed(filters)]), db, limit, after);
}

/** The same for what is mistyped: names that are alike by their trigrams. Slower: for when words find too little. */
export function byLikeness(db: Queries, asked: Asked, filters: Filters, limit: number): Promise<FoundRow[]> {
  const score = sql`(round((word_similarity(${asked.text}, p.plain_name) + 0.2 * similarity(${asked.text}, p.plain_short)) * 500)
    + case when p.worked_out then 60 else 0 end)::int`;
  return page(score, sql.all([sql`${asked.text} <% p.plain_name`, narrowed(filters)]), db, limit);
}

const plainScore = sql`(case when p.worked_out then 1 else 0 end)`;

function wordScore({ text, phrases }: Asked): Sql {
  const held = phrases.map((phrase) => `% ${phrase} %`);
  const begun = phrases.map((phrase) => `${phrase} %`);
  const words = text.split(' ').length;
  return sql`(
    case when p.code = ${text.toUpperCase().replace(' ', '.')} then 5000 else 0 end
    + case when p.plain_short = any(${phrases}::text[]) or p.plain_name = any(${phrases}::text[]) then 400 else 0 end
    + case when p.plain_short || ' ' like any(${begun}::text[]) then 60 else 0 end
    + case when ' ' || p.plain_name || ' ' like any(${held}::text[]) or ' ' || p.plain_short || ' ' like any(${held}::text[]) then 200 else 0 end
    + case when ' ' || p.plain_words || ' ' like any(${held}::text[]) then 100 else 0 end
    + case when p.worked_out then 120 else 0 end
    + 100 * ts_rank('{0.02, 0.02, 0.02, 1}', p.search, to_tsquery('simple', ${phrasesQuery(phrases)}))
    + 60.0 * least(1, ${words}::float / cardinality(string_to_array(p.plain_short, ' ')))
  )::int`;
}

const phrasesQuery = (phrases: readonly string[]): string =>
  phrases.map((phrase) => `(${phrase.split(' ').join(' & ')})`).join(' | ');

function page(score: Sql, where: Sql, db: Queries, limit: number, after?: Place): Promise<FoundRow[]> {
  const beyond = after ? sql`score < ${after[0]} or (score = ${after[0]} and code > ${after[1]})` : undefined;
  return db.all<FoundRow>(
    sql`with found as (select ${lineColumns}, ${score} as score from ${lineTables} where ${where})
        select *, (select count(*) from found)::int as total from found
        where ${sql.all([beyond])} order by score desc, code limit ${limit}`,
  );
}
