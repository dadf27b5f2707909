import { command, isDay, localDate, query, reach, shape, sql, where } from '@dinh/kernel';
import { Type } from 'typebox';
import { delegateNotOfficial, deputyNotFound, periodWrong, positionNotFound } from '../errors.ts';
import { day, line, nullable, unitId, uuid } from '../fields.ts';
import { actor, rightsChanged } from '../operations/actor.ts';
import { mustStaySeparate } from '../separation/refuse.ts';
import { settleActing } from './acting.ts';

/**
 * Appoints a standing deputy of a post (cấp phó thường trực): whenever its holder is away or suspended they stand in, and while
 * it is vacant they hold it, without a delegation each time. The post is that of a place: its unit, role and title, whoever
 * holds it.
 * @throws positionNotFound also when out of reach; delegateNotOfficial when the deputy holds no place, or the post itself; periodWrong
 * @throws heldTogether standing in they would hold what one person must not (separation of duties)
 */
export const appointDeputy = command({
  name: 'identity.appoint-deputy',
  title: { vi: 'Giao cấp phó thường trực', en: 'Appoint a standing deputy' },
  may: 'people.manage-position',
  input: shape({
    /** A place of the post, held now or before. */
    position: uuid,
    person: uuid,
    from: Type.Optional(day),
    until: Type.Optional(day),
    /** The decision. */
    basis: line(300, 2),
  }),
  output: shape({ deputy: uuid }),
  subject: (input) => `person:${input.person}`,
  async run(ctx, input) {
    const today = localDate(ctx.now);
    const from = input.from ?? today;
    if (!isDay(from) || (input.until !== undefined && (!isDay(input.until) || input.until < from))) throw periodWrong();
    const mine = reach(ctx.principal, 'people.manage-position');
    const post = await ctx.db.maybe<{
      unit: number;
      role: string;
      key: string | null;
      vi: string;
      en: string;
      holder: string;
    }>(
      sql`select o.unit_id as unit, o.role, o.title_key as key, o.title_vi as vi, o.title_en as en, o.person_id as holder from identity.position o
          where o.id = ${input.position} and o.acting_as is null and ${where(mine, { unit: sql`o.unit_id` })}`,
    );
    if (!post) throw positionNotFound();
    const official = await ctx.db.maybe(
      sql`select from identity.position o join identity.person p on p.id = o.person_id and p.state = 'active'
          where o.person_id = ${input.person} and o.acting_as is null and o.valid_from <= ${from}::date and (o.valid_to is null or o.valid_to > ${from}::date)
            and not exists (select from identity.position h where h.person_id = ${input.person} and h.unit_id = ${post.unit} and h.role = ${post.role}
              and h.title_key is not distinct from ${post.key} and h.acting_as is null and (h.valid_to is null or h.valid_to > ${from}::date)) limit 1`,
    );
    if (!official) throw delegateNotOfficial({}, { fields: [{ path: 'person', message: delegateNotOfficial.sentence }] });
    const deputy = ctx.newId();
    await ctx.db.run(
      sql`insert into identity.standing_deputy (id, unit_id, role, title_key, title_vi, title_en, person_id, ordinal, basis, valid_from, valid_to, created_at, created_by)
          select ${deputy}, ${post.unit}, ${post.role}, ${post.key}, ${post.vi}, ${post.en}, ${input.person},
                 (select coalesce(max(ordinal), 0) + 1 from identity.standing_deputy d where d.unit_id = ${post.unit} and d.role = ${post.role}),
                 ${input.basis}, ${from}::date, ${input.until ?? null}::date + 1, ${ctx.now}, ${actor(ctx)}::uuid`,
    );
    await mustStaySeparate(ctx, input.person, (held) => held.deputy && held.unit === post.unit && held.role === post.role);
    await settleActing(ctx.db, ctx.now);
    rightsChanged(ctx.db, input.person, ctx.now);
    ctx.enqueue('identity.return-delegated-work', {});
    ctx.note({ deputy, unit: post.unit, role: post.role, basis: input.basis });
    ctx.emit({
      name: 'identity.deputy-appointed',
      key: deputy,
      topics: [`person:${input.person}`, `unit:${post.unit}`],
    });
    return { deputy };
  },
});

/** Ends a standing deputy's office, at once or after a last day. @throws deputyNotFound also when out of reach; periodWrong */
export const endDeputy = command({
  name: 'identity.end-deputy',
  title: { vi: 'Thôi cấp phó thường trực', en: 'End a standing deputy' },
  may: 'people.manage-position',
  input: shape({ deputy: uuid, lastDay: Type.Optional(day), reason: line(300, 2) }),
  output: shape({}),
  async run(ctx, input) {
    const today = localDate(ctx.now);
    if (input.lastDay !== undefined && (!isDay(input.lastDay) || input.lastDay < today))
      throw periodWrong({}, { fields: [{ path: 'lastDay', message: periodWrong.sentence }] });
    const row = await ctx.db.maybe<{ person: string; unit: number }>(
      sql`update identity.standing_deputy d set end_reason = ${input.reason}, ended_by = ${actor(ctx)}::uuid,
            valid_to = greatest(d.valid_from, ${input.lastDay ? sql`${input.lastDay}::date + 1` : sql`${today}::date`})
          where d.id = ${input.deputy} and (d.valid_to is null or d.valid_to > ${today}::date)
            and ${where(reach(ctx.principal, 'people.manage-position'), { unit: sql`d.unit_id` })} returning d.person_id as person, d.unit_id as unit`,
    );
    if (!row) throw deputyNotFound();
    await settleActing(ctx.db, ctx.now);
    rightsChanged(ctx.db, row.person, ctx.now);
    ctx.enqueue('identity.return-delegated-work', {});
    ctx.subject(`person:${row.person}`);
    ctx.emit({
      name: 'identity.deputy-ended',
      key: input.deputy,
      topics: [`person:${row.person}`, `unit:${row.unit}`],
    });
    return {};
  },
});

/** Standing deputies of posts, in the order in which they stand in; who is away, or which post is vacant, is told. */
export const listDeputies = query({
  name: 'identity.list-deputies',
  title: { vi: 'Cấp phó thường trực', en: 'Standing deputies' },
  may: 'people.view-directory',
  input: shape({
    query: Type.Optional(line(120, 0)),
    /** Of the post of this place. */
    position: Type.Optional(uuid),
    past: Type.Optional(Type.Boolean()),
    offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
  }),
  output: shape({
    deputies: Type.Array(
      shape({
        id: uuid,
        person: uuid,
        name: Type.String(),
        unit: unitId,
        unitName: shape({ vi: Type.String(), en: Type.String() }),
        title: shape({ vi: Type.String(), en: Type.String() }),
        basis: Type.String(),
        from: Type.String(),
        until: nullable(Type.String()),
        live: Type.Boolean(),
        holder: nullable(Type.String()),
      }),
    ),
    next: nullable(Type.Integer()),
  }),
  async run(ctx, input) {
    const today = localDate(ctx.now);
    const [limit, offset] = [input.limit ?? 50, input.offset ?? 0];
    const rows = await ctx.db.all<{ id: string }>(
      sql`select d.id, p.id as person, p.name, d.unit_id as unit, json_build_object('vi', u.name_vi, 'en', u.name_en) as "unitName",
                 json_build_object('vi', d.title_vi, 'en', d.title_en) as title, d.basis, d.valid_from::text as "from", (d.valid_to - 1)::text as until,
                 (d.valid_to is null or d.valid_to > ${today}::date) as live,
                 (select string_agg(h.name, ', ' order by h.name) from identity.position o join identity.person h on h.id = o.person_id
                  where o.unit_id = d.unit_id and o.role = d.role and o.title_key is not distinct from d.title_key and o.acting_as is null
                    and o.valid_from <= ${today}::date and (o.valid_to is null or o.valid_to > ${today}::date)) as holder
          from identity.standing_deputy d join identity.person p on p.id = d.person_id join identity.unit u on u.id = d.unit_id
          where ${sql.all([
            !input.past && sql`(d.valid_to is null or d.valid_to > ${today}::date)`,
            input.position !== undefined &&
              sql`exists (select from identity.position o where o.id = ${input.position} and o.unit_id = d.unit_id and o.role = d.role and o.title_key is not distinct from d.title_key)`,
            input.query ? sql`(p.folded || ' ' || u.folded) like '%' || kernel.fold(${input.query}) || '%'` : undefined,
            sql`true`,
          ])} order by u.code, d.role, d.title_key, d.ordinal, d.id limit ${limit + 1} offset ${offset}`,
    );
    const more = rows.length > limit;
    if (more) rows.pop();
    return { deputies: rows as never, next: more ? offset + limit : null };
  },
});
