import { command, type CommandContext, isDay, localDate, query, reach, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { absenceNotFound, periodWrong, personNotFound } from '../errors.ts';
import { day, line, moment, nullable, uuid } from '../fields.ts';
import { inReach } from '../operations/administer-person.ts';
import { actor, rightsChanged } from '../operations/actor.ts';

const kind = Type.Union([
  Type.Literal('leave'),
  Type.Literal('mission'),
  Type.Literal('study'),
  Type.Literal('sick'),
  Type.Literal('other'),
]);

/** One's own days, or of whoever one may give places. */
const mayNote = (ctx: CommandContext) =>
  sql`(p.id = ${ctx.principal.id}::uuid or ${reach(ctx.principal, 'people.manage-position').all || reach(ctx.principal, 'people.manage-position').units.length > 0 ? inReach(ctx, 'people.manage-position') : sql`false`})`;

/**
 * Notes when an official is away: from the first day to the last, both included. The standing deputies of their posts stand in for them.
 * @throws periodWrong also when it is over; personNotFound when it is neither oneself nor somebody in reach
 */
export const noteAbsence = command({
  name: 'identity.note-absence',
  title: { vi: 'Ghi ngày vắng mặt', en: 'Note an absence' },
  may: 'people.view-directory',
  input: shape({
    /** Oneself when absent. */
    person: Type.Optional(uuid),
    kind,
    from: day,
    until: day,
    note: Type.Optional(line(300)),
  }),
  output: shape({ absence: uuid }),
  async run(ctx, input) {
    if (!isDay(input.from) || !isDay(input.until) || input.until < input.from || input.until < localDate(ctx.now))
      throw periodWrong();
    const person = input.person ?? ctx.principal.id;
    const found = await ctx.db.maybe(
      sql`select from identity.person p where p.id = ${person} and p.state <> 'closed' and ${mayNote(ctx)}`,
    );
    if (!found) throw personNotFound();
    const absence = ctx.newId();
    await ctx.db.run(
      sql`insert into identity.absence (id, person_id, kind, valid_from, valid_to, note, created_at, created_by)
          values (${absence}, ${person}, ${input.kind}, ${input.from}::date, ${input.until}::date + 1, ${input.note ?? null}, ${ctx.now}, ${actor(ctx)}::uuid)`,
    );
    rightsChanged(ctx.db, person, ctx.now);
    ctx.enqueue('identity.return-delegated-work', {});
    ctx.subject(`person:${person}`);
    ctx.note({ absence, from: input.from, until: input.until });
    ctx.emit({ name: 'identity.absence-noted', key: absence, topics: [`person:${person}`] });
    return { absence };
  },
});

/** Takes an absence back, or ends it with yesterday when it has begun. @throws absenceNotFound */
export const cancelAbsence = command({
  name: 'identity.cancel-absence',
  title: { vi: 'Hủy ngày vắng mặt', en: 'Take an absence back' },
  may: 'people.view-directory',
  input: shape({ absence: uuid }),
  output: shape({}),
  async run(ctx, input) {
    const today = localDate(ctx.now);
    const row = await ctx.db.maybe<{ person: string }>(
      sql`update identity.absence a set
            cancelled_at = case when a.valid_from >= ${today}::date then ${ctx.now}::timestamptz end,
            cancelled_by = ${actor(ctx)}::uuid, valid_to = case when a.valid_from < ${today}::date then ${today}::date else a.valid_to end
          from identity.person p where a.id = ${input.absence} and a.cancelled_at is null and a.valid_to > ${today}::date and p.id = a.person_id and ${mayNote(ctx)}
          returning a.person_id as person`,
    );
    if (!row) throw absenceNotFound();
    rightsChanged(ctx.db, row.person, ctx.now);
    ctx.enqueue('identity.return-delegated-work', {});
    ctx.subject(`person:${row.person}`);
    ctx.emit({ name: 'identity.absence-cancelled', key: input.absence, topics: [`person:${row.person}`] });
    return {};
  },
});

const sorts = { from: sql`a.valid_from`, name: sql`p.folded` } as const;

/** Who is away and when: everybody sees their colleagues' days (not why), the nearest first unless asked otherwise. */
export const listAbsences = query({
  name: 'identity.list-absences',
  title: { vi: 'Lịch vắng mặt', en: 'Calendar of absences' },
  may: 'people.view-directory',
  input: shape({
    query: Type.Optional(line(120, 0)),
    /** Those that are over, too. */
    past: Type.Optional(Type.Boolean()),
    own: Type.Optional(Type.Boolean()),
    sort: Type.Optional(Type.Union([Type.Literal('from'), Type.Literal('name')])),
    descending: Type.Optional(Type.Boolean()),
    offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
  }),
  output: shape({
    absences: Type.Array(
      shape({
        id: uuid,
        person: uuid,
        name: Type.String(),
        unitName: nullable(shape({ vi: Type.String(), en: Type.String() })),
        kind: nullable(Type.String()),
        from: Type.String(),
        /** The last day. */
        until: Type.String(),
        note: nullable(Type.String()),
        createdAt: moment,
        /** The one who asks may take it back. */
        mine: Type.Boolean(),
      }),
    ),
    next: nullable(Type.Integer()),
  }),
  async run(ctx, input) {
    const today = localDate(ctx.now);
    const [limit, offset] = [input.limit ?? 50, input.offset ?? 0];
    const way = sql.raw(input.descending ? 'desc' : 'asc');
    const administers = reach(ctx.principal, 'people.manage-position');
    const mine =
      administers.all || administers.units.length > 0
        ? sql`(p.id = ${ctx.principal.id}::uuid or ${inReach(ctx, 'people.manage-position')})`
        : sql`p.id = ${ctx.principal.id}::uuid`;
    const rows = await ctx.db.all<{ id: string }>(
      sql`select a.id, p.id as person, p.name, case when ${mine} then a.kind end as kind, a.valid_from::text as "from", (a.valid_to - 1)::text as until,
                 case when ${mine} then a.note end as note, a.created_at as "createdAt", ${mine} as mine,
                 (select json_build_object('vi', u.name_vi, 'en', u.name_en) from identity.position o join identity.unit u on u.id = o.unit_id
                  where o.person_id = p.id and o.valid_from <= ${today}::date and (o.valid_to is null or o.valid_to > ${today}::date)
                  order by o.main desc, o.id limit 1) as "unitName"
          from identity.absence a join identity.person p on p.id = a.person_id
          where a.cancelled_at is null and ${sql.all([
            !input.past && sql`a.valid_to > ${today}::date`,
            input.own === true && sql`p.id = ${ctx.principal.id}::uuid`,
            input.query ? sql`p.folded like '%' || kernel.fold(${input.query}) || '%'` : undefined,
            sql`true`,
          ])} order by ${sorts[input.sort ?? 'from']} ${way}, a.id ${way} limit ${limit + 1} offset ${offset}`,
    );
    const more = rows.length > limit;
    if (more) rows.pop();
    return { absences: rows as never, next: more ? offset + limit : null };
  },
});
