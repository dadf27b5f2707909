import { localDate, query, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { handOverNotFound, personNotFound, positionNotFound } from '../errors.ts';
import { line, moment, nullable, unitId, uuid } from '../fields.ts';
import { inReach } from '../operations/administer-person.ts';
import { heldWorkOf } from './order.ts';

const words = shape({ vi: Type.String(), en: Type.String() });

/**
 * What a person holds that would be handed over if a place of theirs ended, or all of it if they could not act any more; what a
 * receiver could go on with; what nobody could, with what waits in queues that they alone serve; and who comes into question:
 * those in office in the same agency, of the same role first.
 * @throws personNotFound, positionNotFound
 */
export const previewHandOver = query({
  name: 'identity.preview-hand-over',
  title: { vi: 'Xem trước bàn giao', en: 'Preview a hand-over' },
  may: 'people.view-person',
  audit: true,
  subject: (input) => `person:${input.person}`,
  input: shape({ person: uuid, position: Type.Optional(uuid), to: Type.Optional(uuid) }),
  output: shape({
    name: Type.String(),
    place: nullable(shape({ title: words, unit: unitId, unitName: words })),
    parts: Type.Array(
      shape({
        part: Type.String(),
        title: words,
        total: Type.Integer(),
        fits: Type.Integer(),
        /** What would have nobody: no other holds the role for it in its unit. */
        alone: Type.Integer(),
      }),
    ),
    receivers: Type.Array(shape({ id: uuid, name: Type.String(), title: words, unitName: words, sameRole: Type.Boolean() })),
  }),
  async run(ctx, input) {
    const day = localDate(ctx.now);
    const person = await ctx.db.maybe<{ name: string }>(
      sql`select p.name from identity.person p where p.id = ${input.person} and ${inReach(ctx, 'people.view-person')}`,
    );
    if (!person) throw personNotFound();
    const place =
      input.position === undefined
        ? undefined
        : await ctx.db.maybe<{ unit: number; role: string; title: never; unitName: never }>(
            sql`select o.unit_id as unit, o.role, json_build_object('vi', o.title_vi, 'en', o.title_en) as title,
                       json_build_object('vi', u.name_vi, 'en', u.name_en) as "unitName"
                from identity.position o join identity.unit u on u.id = o.unit_id
                where o.id = ${input.position} and o.person_id = ${input.person} and (o.valid_to is null or o.valid_to > ${day}::date)`,
          );
    if (input.position !== undefined && !place) throw positionNotFound();
    const leaving = {
      person: input.person,
      day,
      ...(place && { place: { unit: place.unit, role: place.role } }),
    };
    const parts = await Promise.all(
      heldWorkOf(ctx.app).map(async ({ key, title, count }) => ({
        part: key,
        title,
        alone: 0,
        ...(await count(ctx.db, leaving, input.to)),
      })),
    );
    const receivers = await ctx.db.all<never>(
      sql`with mine as (select o.unit_id, o.role, coalesce(u.parent_id, u.id) as agency from identity.position o join identity.unit u on u.id = o.unit_id
            where o.person_id = ${input.person} and ${input.position ? sql`o.id = ${input.position}` : sql`(o.valid_to is null or o.valid_to > ${day}::date - 400)`})
          select distinct on ("sameRole", p.folded, p.id) p.id, p.name, json_build_object('vi', o.title_vi, 'en', o.title_en)::jsonb as title,
                 json_build_object('vi', u.name_vi, 'en', u.name_en)::jsonb as "unitName", (o.unit_id = m.unit_id and o.role = m.role) as "sameRole"
          from mine m join identity.unit u on m.agency = any(u.path) join identity.position o on o.unit_id = u.id
            join identity.person p on p.id = o.person_id and p.state = 'active'
          where p.id <> ${input.person} and o.valid_from <= ${day}::date and (o.valid_to is null or o.valid_to > ${day}::date)
          order by "sameRole" desc, p.folded, p.id limit 5000`,
    );
    ctx.concern(input.person);
    return {
      name: person.name,
      place: place ? { title: place.title, unit: place.unit, unitName: place.unitName } : null,
      parts,
      receivers,
    };
  },
});

const summary = {
  id: uuid,
  person: uuid,
  name: Type.String(),
  to: nullable(uuid),
  toName: nullable(Type.String()),
  title: nullable(words),
  unitName: nullable(words),
  cause: Type.String(),
  day: Type.String(),
  reason: Type.String(),
  state: Type.String(),
  orderedAt: moment,
  orderedByName: nullable(Type.String()),
  endedAt: nullable(moment),
  moved: Type.Integer(),
  queued: Type.Integer(),
  expected: Type.Integer(),
};

const columns = sql`h.id, h.person_id as person, p.name, h.to_person as "to", t.name as "toName", h.cause, h.day, h.reason, h.state,
  h.ordered_at as "orderedAt", b.name as "orderedByName", h.ended_at as "endedAt",
  case when o.id is not null then json_build_object('vi', o.title_vi, 'en', o.title_en) end as title,
  case when u.id is not null then json_build_object('vi', u.name_vi, 'en', u.name_en) end as "unitName",
  coalesce(x.moved, 0)::int as moved, coalesce(x.queued, 0)::int as queued, coalesce(x.expected, 0)::int as expected`;
const from = sql`identity.hand_over h join identity.person p on p.id = h.person_id left join identity.person t on t.id = h.to_person
  left join identity.person b on b.id = h.ordered_by left join identity.position o on o.id = h.position_id left join identity.unit u on u.id = h.unit_id
  left join lateral (select sum(moved) as moved, sum(queued) as queued, sum(expected) as expected from identity.hand_over_part where hand_over_id = h.id) x on true`;

const sorts = {
  ordered: sql`h.ordered_at`,
  day: sql`h.day`,
  name: sql`p.folded`,
} as const;

/** Hand-overs of persons in reach, the last ordered first unless asked otherwise. */
export const listHandOvers = query({
  name: 'identity.list-hand-overs',
  title: { vi: 'Các lần bàn giao công việc', en: 'Hand-overs of work' },
  may: 'people.view-person',
  audit: true,
  input: shape({
    /** A name of either person, without accents. */
    query: Type.Optional(line(120, 0)),
    state: Type.Optional(Type.Union([Type.Literal('waiting'), Type.Literal('done'), Type.Literal('cancelled')])),
    person: Type.Optional(uuid),
    sort: Type.Optional(Type.Union([Type.Literal('ordered'), Type.Literal('day'), Type.Literal('name')])),
    ascending: Type.Optional(Type.Boolean()),
    offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
  }),
  output: shape({ handOvers: Type.Array(shape(summary)), next: nullable(Type.Integer()) }),
  async run(ctx, input) {
    const [limit, offset] = [input.limit ?? 50, input.offset ?? 0];
    const name = input.query ? sql`'%' || kernel.fold(${input.query}) || '%'` : undefined;
    const way = sql.raw(input.ascending ? 'asc' : 'desc');
    const rows = await ctx.db.all<{ id: string; person: string }>(
      sql`select ${columns} from ${from} where ${sql.all([
        inReach(ctx, 'people.view-person'),
        name && sql`(p.folded like ${name} or t.folded like ${name})`,
        input.state !== undefined && sql`h.state = ${input.state}`,
        input.person !== undefined && sql`${input.person}::uuid in (h.person_id, h.to_person)`,
      ])} order by ${sorts[input.sort ?? 'ordered']} ${way}, h.id ${way} limit ${limit + 1} offset ${offset}`,
    );
    const more = rows.length > limit;
    if (more) rows.pop();
    ctx.concern(...rows.map(({ person }) => person));
    return { handOvers: rows as never, next: more ? offset + limit : null };
  },
});

/** One hand-over with how far each part has come. @throws handOverNotFound also when out of reach */
export const viewHandOver = query({
  name: 'identity.view-hand-over',
  title: { vi: 'Xem một lần bàn giao', en: 'See a hand-over' },
  may: 'people.view-person',
  audit: true,
  input: shape({ id: uuid }),
  output: shape({
    handOver: shape(summary),
    parts: Type.Array(
      shape({
        part: Type.String(),
        title: words,
        expected: Type.Integer(),
        moved: Type.Integer(),
        queued: Type.Integer(),
        endedAt: nullable(moment),
      }),
    ),
  }),
  async run(ctx, { id }) {
    const [row, parts] = await Promise.all([
      ctx.db.maybe<{ person: string }>(
        sql`select ${columns} from ${from} where h.id = ${id} and ${inReach(ctx, 'people.view-person')}`,
      ),
      ctx.db.all<never>(
        sql`select part, json_build_object('vi', title_vi, 'en', title_en) as title, expected, moved, queued, ended_at as "endedAt"
            from identity.hand_over_part where hand_over_id = ${id} order by ordinal`,
      ),
    ]);
    if (!row) throw handOverNotFound();
    ctx.subject(`person:${row.person}`);
    ctx.concern(row.person);
    return { handOver: row as never, parts };
  },
});
