import { command, job, localDate, type Queries, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { orderHandOver } from './order.ts';

/** Delegations that are looked at in one transaction. */
const batch = 50;

interface Ended {
  readonly id: string;
  readonly from: string;
  readonly to: string;
}

interface Place {
  readonly unit: number;
  readonly role: string;
  /** Whether who had handed it over does it again. */
  readonly back: boolean;
}

/**
 * Places in which the receiver acted for the giver and may no longer: not those that they hold themselves, or act in by another delegation.
 * The giver does the work again where they are in office and have not handed it on to somebody else.
 */
const placesOf = (db: Queries, { id, from, to }: Ended, now: Date) => {
  const today = localDate(now);
  const heldNow = sql`o.valid_from <= ${today}::date and (o.valid_to is null or o.valid_to > ${today}::date)`;
  const living = sql`g.revoked_at is null and g.valid_from <= ${now} and g.valid_to > ${now}`;
  const covers = (delegation: string) =>
    sql`(${sql.raw(delegation)}.unit_id is null or ${sql.raw(delegation)}.unit_id = any((select u.path from identity.unit u where u.id = x.unit_id)::int[]))`;
  return db.all<Place>(
    sql`select x.unit_id as unit, x.role, exists (select from identity.position o join identity.person p on p.id = o.person_id and p.state = 'active'
            where o.person_id = ${from}::uuid and o.unit_id = x.unit_id and o.role = x.role and ${heldNow})
          and not exists (select from identity.delegation g where g.from_person = ${from}::uuid and ${living} and ${covers('g')}) as back
        from identity.delegation d cross join lateral (
          select distinct o.unit_id, o.role from identity.position o
          where o.person_id = d.from_person and o.valid_from < d.valid_to and (o.valid_to is null or o.valid_to > d.valid_from)) x
        where d.id = ${id} and ${covers('d')}
          and not exists (select from identity.position o where o.person_id = ${to}::uuid and o.unit_id = x.unit_id and o.role = x.role and ${heldNow})
          and not exists (select from identity.delegation g join identity.position o on o.person_id = g.from_person and o.unit_id = x.unit_id and o.role = x.role and ${heldNow}
            where g.to_person = ${to}::uuid and ${living} and ${covers('g')})
        order by 1, 2`,
  );
};

/**
 * Gives back what was taken in somebody's place once the authority for it has ended, by its last day or because it was revoked (Bộ luật
 * Dân sự 2015 Điều 140): to who had handed it over, where they do it again, else into the queue of the unit. What the receiver may do in their own right stays
 * with them.
 */
export const returnDelegatedWork = command({
  name: 'identity.return-delegated-work',
  title: { vi: 'Trả lại việc khi hết ủy quyền', en: 'Give work back when a delegation has ended' },
  may: 'system',
  input: shape({}),
  output: shape({ ended: Type.Integer() }),
  async run(ctx) {
    const ended = await ctx.db.all<Ended & { name: string }>(
      sql`select d.id, d.from_person as "from", d.to_person as "to", p.name from identity.delegation d join identity.person p on p.id = d.from_person
          where d.returned_at is null and (d.revoked_at is not null or d.valid_to <= ${ctx.now}) order by d.id limit ${batch} for update of d`,
    );
    for (const one of ended)
      for (const { unit, role, back } of await placesOf(ctx.db, one, ctx.now))
        await orderHandOver(ctx, {
          person: one.to,
          ...(back && { to: one.from }),
          place: { unit, role },
          cause: 'authority-ended',
          reason: `Hết ủy quyền của ${one.name}`,
        });
    ctx.db.send(
      sql`update identity.delegation set returned_at = ${ctx.now} where id = any(${ended.map(({ id }) => id)}::uuid[])`,
    );
    return { ended: ended.length };
  },
});

/** Every minute, and at once when one was revoked. */
export const returnDelegated = job({
  name: 'identity.return-delegated-work',
  every: 1,
  async run({ app, now, call }) {
    const due = await app.db.maybe(
      sql`select from identity.delegation where returned_at is null and (revoked_at is not null or valid_to <= ${now}) limit 1`,
    );
    if (!due) return;
    for (let more = true; more;) more = (await app.run(returnDelegatedWork, {}, call)).ended === batch;
  },
});
