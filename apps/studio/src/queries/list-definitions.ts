import { fold, localDate, query, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { kindName, line, nullable } from '../fields.ts';
import { sourceClassSql, titleSql } from './title-sql.ts';

const d = sql.raw('d');
const Words = shape({ vi: Type.String(), en: Type.String() });

/** Definitions in force today (those still to come included), by kind and words; in the order of their keys. */
export const listDefinitions = query({
  name: 'studio.list-definitions',
  title: { vi: 'Danh sách nội dung', en: 'List definitions' },
  may: 'studio.view-definition',
  input: shape({
    kind: Type.Optional(kindName),
    words: Type.Optional(line(0, 120)),
    source: Type.Optional(Type.Union([Type.Literal('law'), Type.Literal('seed'), Type.Literal('ours'), Type.Literal('other')])),
    origin: Type.Optional(Type.Union([Type.Literal('pack'), Type.Literal('officer')])),
    /** The last line of the page before. */
    after: Type.Optional(line(1, 200)),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  }),
  output: shape({
    definitions: Type.Array(
      shape({
        kind: Type.String(),
        key: Type.String(),
        title: Words,
        version: Type.Integer(),
        effectiveFrom: Type.String(),
        effectiveTo: nullable(Type.String()),
        origin: Type.String(),
        source: Type.String(),
        planned: Type.Boolean(),
      }),
    ),
    next: nullable(Type.String()),
  }),
  async run(ctx, input) {
    const today = localDate(ctx.now);
    const limit = input.limit ?? 50;
    const words = fold(input.words ?? '')
      .split(/\s+/)
      .filter(Boolean)
      .slice(0, 8)
      .map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`);
    const [kind = '', key = ''] = input.after?.split('/') ?? [];
    const rows = await ctx.db.all<{ kind: string; key: string }>(
      sql`with current as (
            select distinct on (d.kind, d.key) d.kind, d.key, ${titleSql(d)} as title, d.version, d.effective_from, d.effective_to, d.origin, d.source,
                   d.effective_from > ${today}::date as planned
            from kernel.v_definition d
            where (d.effective_to is null or d.effective_to > ${today}::date) ${input.kind ? sql`and d.kind = ${input.kind}` : sql.empty}
            order by d.kind, d.key, d.effective_from > ${today}::date, d.effective_from desc, d.version desc)
          select kind, key, title, version, effective_from as "effectiveFrom", effective_to as "effectiveTo", origin, source, planned
          from current d
          where ${sql.all([
            ...words.map(
              (word) => sql`kernel.fold(d.key || ' ' || (d.title ->> 'vi') || ' ' || (d.title ->> 'en')) like ${word}`,
            ),
            input.source ? sql`${sourceClassSql(d)} = ${input.source}` : null,
            input.origin ? sql`d.origin = ${input.origin}` : null,
            input.after ? sql`(d.kind collate "C", d.key collate "C") > (${kind}, ${key})` : null,
          ])}
          order by kind collate "C", key collate "C" limit ${limit + 1}`,
    );
    const last = rows[limit - 1];
    return {
      definitions: rows.slice(0, limit) as never,
      next: rows.length > limit && last ? `${last.kind}/${last.key}` : null,
    };
  },
});
