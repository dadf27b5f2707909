import { command, type CommandContext, job, localDate, type Queries, shape, type Sql, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { away, standingIn } from '../deputies/stands-in.ts';
import { heldDuring, heldNow, holdsNow, living, over, within } from './lapsed.ts';
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

/** Whether a person does again what others did in their place: in office there, present, and it is not handed on to somebody else. */
const doesAgain = (person: Sql, unit: Sql, role: Sql, now: Date): Sql =>
  sql`(exists (select from identity.position o join identity.person p on p.id = o.person_id and p.state = 'active'
          where o.person_id = ${person} and o.unit_id = ${unit} and o.role = ${role} and ${heldNow(now)})
        and not ${away(person, localDate(now))}
        and not exists (select from identity.delegation g where g.from_person = ${person} and ${living(now)} and ${within('g', unit)}))`;

/** Places in which the receiver acted for the giver and may no longer: not those that they hold themselves, or act in by other authority. */
const placesOf = (db: Queries, { id, from, to }: Ended, now: Date) =>
  db.all<Place>(
    sql`select x.unit_id as unit, x.role, ${doesAgain(sql`${from}::uuid`, sql.raw('x.unit_id'), sql.raw('x.role'), now)} as back
        from identity.delegation d cross join lateral (
          select distinct o.unit_id, o.role from identity.position o
          where o.person_id = d.from_person and ${heldDuring}) x
        where d.id = ${id} and ${within('d', sql.raw('x.unit_id'))}
          and not ${holdsNow(sql`${to}::uuid`, sql.raw('x.unit_id'), sql.raw('x.role'), now)}
        order by 1, 2`,
  );

interface StoodIn {
  readonly person: string;
  readonly unit: number;
  readonly role: string;
  /** Who does it again, if one does. */
  readonly back: string | null;
  readonly reason: string;
}

interface Standing {
  readonly deputy: string;
  readonly holder: string | null;
  readonly person: string;
  readonly unit: number;
  readonly role: string;
}

const tellStanding = (ctx: CommandContext, what: 'began' | 'ended', one: Standing): void =>
  ctx.emit({
    name: `identity.standing-in-${what}`,
    key: one.deputy,
    topics: [`person:${one.person}`, ...(one.holder ? [`person:${one.holder}`] : [])],
    data: { person: one.person, holder: one.holder },
  });

/** Writes down who stands in for whom now. @returns those who do no longer, in places that they do not hold by anything else */
async function settleStandIns(ctx: CommandContext): Promise<StoodIn[]> {
  const { now } = ctx;
  const today = localDate(now);
  const ended = await ctx.db.all<Standing>(
    sql`delete from identity.stand_in s where not exists (select from ${standingIn(today)} c where c.deputy = s.deputy_id and c.holder is not distinct from s.holder_id)
        returning s.deputy_id as deputy, s.holder_id as holder, s.person_id as person, s.unit_id as unit, s.role`,
  );
  const stands = await ctx.db.all<Standing & { fresh: boolean }>(
    sql`insert into identity.stand_in (deputy_id, holder_id, person_id, unit_id, role, since)
        select c.deputy, c.holder, c.person, c.unit, c.role, ${now} from ${standingIn(today)} c
        on conflict (deputy_id, holder_id) do update set unit_id = excluded.unit_id, role = excluded.role
          where (stand_in.unit_id, stand_in.role) is distinct from (excluded.unit_id, excluded.role)
        returning deputy_id as deputy, holder_id as holder, person_id as person, unit_id as unit, role, xmax = 0 as fresh`,
  );
  for (const { fresh, ...one } of stands) if (fresh) tellStanding(ctx, 'began', one);
  for (const one of ended) tellStanding(ctx, 'ended', one);
  if (ended.length === 0) return [];
  const [unit, role] = [sql.raw('x.unit'), sql.raw('x.role')];
  return ctx.db.all<StoodIn>(
    sql`select d.person_id as person, x.unit, x.role,
               case when h.id is not null then (select h.id where ${doesAgain(sql.raw('h.id'), unit, role, now)})
                 else (select min(o.person_id::text)::uuid from identity.position o join identity.person p on p.id = o.person_id and p.state = 'active'
                       where o.unit_id = x.unit and o.role = x.role and o.title_key is not distinct from d.title_key and o.acting_as is null and ${heldNow(now)}
                       having count(distinct o.person_id) = 1) end as back,
               coalesce('Hết thời gian làm thay ' || h.name, 'Hết thời gian phụ trách, thay mặt ' || d.title_vi) as reason
        from jsonb_to_recordset(${JSON.stringify(ended)}::jsonb) as x (deputy uuid, holder uuid, unit int, role text)
          join identity.standing_deputy d on d.id = x.deputy left join identity.person h on h.id = x.holder
        where not ${holdsNow(sql.raw('d.person_id'), unit, role, now)} order by 1, 2, 3`,
  );
}

/**
 * Gives back what was taken in somebody's place once the authority for it has ended, by its last day, because it was revoked
 * (Bộ luật Dân sự 2015 Điều 140), because its giver is suspended, or because whoever a standing deputy stood in for is back or
 * the post is held again: to who does it again, else into the queue of the unit. What the receiver may do in their own right
 * stays with them.
 */
export const returnDelegatedWork = command({
  name: 'identity.return-delegated-work',
  title: { vi: 'Trả lại việc khi hết ủy quyền', en: 'Give work back when a delegation has ended' },
  may: 'system',
  input: shape({}),
  output: shape({ ended: Type.Integer() }),
  async run(ctx) {
    const stoodIn = await settleStandIns(ctx);
    for (const { person, unit, role, back, reason } of stoodIn)
      await orderHandOver(ctx, {
        person,
        ...(back !== null && { to: back }),
        place: { unit, role },
        cause: 'authority-ended',
        reason,
      });
    const ended = await ctx.db.all<Ended & { name: string; rests: boolean }>(
      sql`select d.id, d.from_person as "from", d.to_person as "to", p.name, d.revoked_at is null and d.valid_to > ${ctx.now} as rests from identity.delegation d join identity.person p on p.id = d.from_person
          where ${over(ctx.now)} order by d.id limit ${batch} for update of d`,
    );
    for (const one of ended)
      for (const { unit, role, back } of await placesOf(ctx.db, one, ctx.now))
        await orderHandOver(ctx, {
          person: one.to,
          ...(back && { to: one.from }),
          place: { unit, role },
          cause: 'authority-ended',
          reason: one.rests ? `Tài khoản của ${one.name}, người ủy quyền, tạm ngừng` : `Hết ủy quyền của ${one.name}`,
        });
    ctx.db.send(
      sql`update identity.delegation set returned_at = ${ctx.now} where id = any(${ended.map(({ id }) => id)}::uuid[])`,
    );
    return { ended: ended.length };
  },
});

/** Every minute, and at once when one was revoked, its giver is suspended or gone, or somebody is back. */
export const returnDelegated = job({
  name: 'identity.return-delegated-work',
  every: 1,
  async run({ app, now, call }) {
    const today = localDate(now);
    const { due } = await app.db.one<{ due: boolean }>(
      sql`select exists (select from identity.delegation d where ${over(now)})
            or exists (select from (select deputy, holder, unit, role from ${standingIn(today)} c) c
                full join identity.stand_in s on s.deputy_id = c.deputy and s.holder_id is not distinct from c.holder
              where c.deputy is null or s.deputy_id is null or (c.unit, c.role) is distinct from (s.unit_id, s.role)) as due`,
    );
    if (!due) return;
    for (let more = true; more;) more = (await app.run(returnDelegatedWork, {}, call)).ended === batch;
  },
});
