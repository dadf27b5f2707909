import { type HeldWork, type Leaving, type Queries, type Sql, sql, startOfDay } from '@dinh/kernel';

/** Whether the person keeps no place on the day. Whoever is suspended keeps theirs: what rests on them rests, and goes on when they are back. */
const leavesOffice = ({ person, place, day }: Leaving): Sql =>
  sql`not exists (select from identity.position o where o.person_id = ${person}::uuid and ${liveOn(day)}
        and ${place ? sql`not (o.unit_id = ${place.unit} and o.role = ${place.role})` : sql`true`})`;

const liveOn = (day: string): Sql => sql`o.valid_from <= ${day}::date and (o.valid_to is null or o.valid_to > ${day}::date)`;

const ending = (leaving: Leaving): Sql => {
  const { person, place } = leaving;
  const inPlace = place ? sql`(d.from_person = ${person}::uuid and d.unit_id = ${place.unit})` : sql`false`;
  return sql`d.revoked_at is null and ${person}::uuid in (d.from_person, d.to_person) and (${inPlace} or ${leavesOffice(leaving)})`;
};

/**
 * Delegations rest on the office of whoever gave them (NĐ 30/2020 Điều 13): they end with it and are not handed on; whoever follows gives
 * their own.
 */
export const delegationsEnd: HeldWork = {
  key: 'identity.delegations',
  title: { vi: 'Ủy quyền đã giao, đã nhận (chấm dứt)', en: 'Delegations given and received (they end)' },
  async count(db, leaving) {
    const { total } = await db.one<{ total: number }>(
      sql`select count(*)::int as total from identity.delegation d where d.valid_to > ${startOfDay(leaving.day)} and ${ending(leaving)}`,
    );
    return { total, fits: 0 };
  },
  async handOver(ctx, handOver) {
    const rows = await ctx.db.all<{ id: string; to: string }>(
      sql`update identity.delegation d set revoked_at = ${ctx.now} where d.valid_to > ${ctx.now} and ${ending(handOver)} returning d.id, d.to_person as "to"`,
    );
    if (rows.length === 0) return { moved: 0, queued: 0 };
    ctx.db.send(sql`update identity.person set revision = revision + 1 where id = any(${rows.map(({ to }) => to)}::uuid[])`);
    for (const { id, to } of rows) ctx.emit({ name: 'identity.delegation-revoked', key: id, topics: [`person:${to}`] });
    return { moved: 0, queued: rows.length };
  },
  stranded: (db: Queries, day: string) =>
    db.all(
      sql`select x.person, null::int as unit, count(*)::int as count
          from identity.delegation d cross join lateral (values (d.from_person), (d.to_person)) x (person)
          where d.revoked_at is null and d.valid_to > ${startOfDay(day)}
            and not exists (select from identity.position o where o.person_id = x.person and ${liveOn(day)})
          group by 1`,
    ),
};
