import { anyNumber, anyText, anyUuid, fromCursor, localDate, query, shape, sql, toCursor } from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { cursor, limit, line, nullable, text, unitId, uuid } from '../fields.ts';
import { allWords, onDay } from './sql.ts';

const entry = shape({
  person: uuid,
  name: Type.String(),
  title: text,
  unit: text,
  unitKey: Type.String(),
  /** The agency of which the unit is a part; the unit itself when it is one. */
  agency: text,
  main: Type.Boolean(),
  phone: nullable(Type.String()),
  email: nullable(Type.String()),
  unitPhone: nullable(Type.String()),
  address: nullable(Type.String()),
});
export type PhoneBookEntry = Static<typeof entry>;

/**
 * The telephone book: everybody who holds a place today, once for each title in a unit however many roles it carries, unit by unit,
 * heads before the others. By words of name, title or unit without accents, or by digits of a number; below one unit. A page at a time.
 */
export const phoneBook = query({
  name: 'people.phone-book',
  title: { vi: 'Danh bạ', en: 'Telephone book' },
  may: 'people.view-directory',
  input: shape({
    query: Type.Optional(line(120)),
    unit: Type.Optional(unitId),
    after: Type.Optional(cursor),
    limit: Type.Optional(limit),
  }),
  output: shape({ entries: Type.Array(entry), next: nullable(Type.String()) }),
  async run(ctx, input) {
    const rows = input.limit ?? 50;
    const today = localDate(ctx.now);
    const after = fromCursor(input.after, [anyText, anyNumber, anyText, anyUuid]);
    const digits = (input.query ?? '').replace(/[ .]/g, '');
    const found = /^\+?\d{3,}$/.test(digits)
      ? sql`(replace(o.phone, ' ', '') like ${`%${digits}%`} or replace(u.phone, ' ', '') like ${`%${digits}%`})`
      : allWords(sql`(o.folded || ' ' || kernel.fold(o.title_vi) || ' ' || u.folded)`, input.query);
    const entries = await ctx.db.all<PhoneBookEntry & { place?: [string, number, string, string] }>(
      sql`with titles as (select key, (body->>'rank')::int as rank from kernel.v_definition where kind = 'position-title'
                            and effective_from <= ${today}::date and (effective_to is null or effective_to > ${today}::date)),
          places as (
            select distinct on (o.person_id, o.unit_id, o.title_vi) o.*, u.code, u.key, u.name_vi, u.name_en, u.path, u.phone as unit_phone, u.address, coalesce(t.rank, 500) as rank
            from identity.v_official o join identity.v_unit u on u.id = o.unit_id left join titles t on t.key = o.title_key
            where ${sql.all([
              sql`o.state = 'active'`,
              onDay('o', today),
              onDay('u', today),
              input.unit !== undefined && sql`u.path @> array[${input.unit}::int]`,
              found,
            ])}
            order by o.person_id, o.unit_id, o.title_vi, o.main desc, o.position_id),
          page as (
            select * from places p
            where ${after ? sql`(p.code collate "C", p.rank, p.folded, p.position_id) > (${after[0]} collate "C", ${after[1]}::int, ${after[2]}, ${after[3]}::uuid)` : sql`true`}
            order by p.code collate "C", p.rank, p.folded, p.position_id limit ${rows + 1})
          select p.person_id as person, p.name, json_build_object('vi', p.title_vi, 'en', p.title_en) as title,
                 json_build_object('vi', p.name_vi, 'en', p.name_en) as unit, p.key as "unitKey",
                 json_build_object('vi', a.name_vi, 'en', a.name_en) as agency, p.main, p.phone, p.email, p.unit_phone as "unitPhone", p.address,
                 json_build_array(p.code, p.rank, p.folded, p.position_id) as place
          from page p
            join lateral (select a.name_vi, a.name_en from identity.v_unit a where a.id = any(p.path)
              order by a.level = 'section', cardinality(a.path) desc limit 1) a on true
          order by p.code collate "C", p.rank, p.folded, p.position_id`,
    );
    const more = entries.length > rows;
    if (more) entries.pop();
    const last = entries.at(-1)?.place;
    for (const one of entries) delete one.place;
    return { entries, next: more && last ? toCursor(last) : null };
  },
});
