import {
  anyText,
  anyUuid,
  fold,
  fromCursor,
  localDate,
  type Principal,
  query,
  reach,
  shape,
  type Sql,
  sql,
  toCursor,
  where,
} from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { cursor, limit, line, nullable, text, unitId, uuid } from '../fields.ts';

const row = shape({
  id: uuid,
  name: Type.String(),
  kind: Type.String(),
  state: Type.String(),
  idNumber: nullable(Type.String()),
  phone: nullable(Type.String()),
  email: nullable(Type.String()),
  verifiedLevel: Type.Integer(),
  /** The first of today's places. */
  title: nullable(text),
  unit: nullable(text),
});

/** Which persons the holder of a permission may see: everybody, or those with a place in the units in reach. */
export function visible(principal: Principal, permission: string): Sql {
  const mine = reach(principal, permission);
  return mine.all
    ? sql.raw('true')
    : sql`exists (select from identity.v_official r where r.person_id = p.id and ${where(mine, { unit: sql`r.unit_id` })})`;
}

/**
 * Persons by name without accents, identity number or telephone, with filters, in the order of their names. A page at a
 * time: give `next` back as `after`. Who looked for what is in the audit trail.
 */
export const listPersons = query({
  name: 'people.list-persons',
  title: { vi: 'Danh sách người', en: 'List of persons' },
  may: 'people.view-person',
  audit: true,
  input: shape({
    query: Type.Optional(line(120)),
    kind: Type.Optional(Type.Union([Type.Literal('citizen'), Type.Literal('business'), Type.Literal('official')])),
    state: Type.Optional(Type.Union([Type.Literal('active'), Type.Literal('suspended'), Type.Literal('closed')])),
    /** With a place today in this unit or below. */
    unit: Type.Optional(unitId),
    role: Type.Optional(line(60)),
    after: Type.Optional(cursor),
    limit: Type.Optional(limit),
  }),
  output: shape({ persons: Type.Array(row), next: nullable(Type.String()) }),
  async run(ctx, input) {
    const rows = input.limit ?? 50;
    const today = localDate(ctx.now);
    const after = fromCursor(input.after, [anyText, anyUuid]);
    const held = sql`o.person_id = p.id and o.valid_from <= ${today}::date and (o.valid_to is null or o.valid_to > ${today}::date)`;
    const placed = input.unit !== undefined || input.role !== undefined;
    const persons = await ctx.db.all<Static<typeof row> & { folded?: string }>(
      sql`select p.id, p.name, p.kind, p.state, p.id_number as "idNumber", p.phone, p.email, p.verified_level as "verifiedLevel",
                 place.title, place.unit, p.folded
          from identity.v_person p
            left join lateral (select json_build_object('vi', o.title_vi, 'en', o.title_en) as title,
                json_build_object('vi', u.name_vi, 'en', u.name_en) as unit
              from identity.v_official o join identity.v_unit u on u.id = o.unit_id where ${held}
              order by o.main desc, o.position_id limit 1) place on true
          where ${sql.all([
            visible(ctx.principal, 'people.view-person'),
            wanted(input.query),
            input.kind !== undefined && sql`p.kind = ${input.kind}`,
            input.state !== undefined && sql`p.state = ${input.state}`,
            placed &&
              sql`exists (select from identity.v_official o join identity.v_unit u on u.id = o.unit_id where ${sql.all([
                held,
                input.unit !== undefined && sql`u.path @> array[${input.unit}::int]`,
                input.role !== undefined && sql`o.role = ${input.role}`,
              ])})`,
            after && sql`(p.folded, p.id) > (${after[0]}, ${after[1]}::uuid)`,
          ])}
          order by p.folded, p.id limit ${rows + 1}`,
    );
    const more = persons.length > rows;
    if (more) persons.pop();
    const last = persons.at(-1);
    const next = more && last ? toCursor([last.folded!, last.id]) : null;
    ctx.note({ ...input, shown: persons.length });
    for (const person of persons) delete person.folded;
    return { persons, next };
  },
});

/** All words of a name in any order, or a number. */
export function wanted(typed: string | undefined): Sql | false {
  const folded = fold(typed ?? '').trim();
  if (folded === '') return false;
  const digits = folded.replace(/[ .]/g, '');
  if (/^\+?\d{6,}$/.test(digits)) return sql`(p.id_number = ${digits} or p.phone = ${digits})`;
  const words = folded.split(/\s+/).slice(0, 8);
  return sql.all(words.map((word) => sql`p.folded like ${`%${word.replace(/[\\%_]/g, '\\$&')}%`}`));
}
