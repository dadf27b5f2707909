import { command, type CommandContext, isDay, localDate, query, reach, shape, sql, startOfDay, where } from '@dinh/kernel';
import { formatDate } from '@dinh/ui';
import { Type } from 'typebox';
import { delegable } from '../access/grants.ts';
import {
  alreadyDelegated,
  delegateNotOfficial,
  delegationNotFound,
  delegationTooLong,
  nothingToDelegate,
  periodWrong,
} from '../errors.ts';
import { day, line, moment, nullable, unitId, uuid } from '../fields.ts';
import { mustBeUnits } from '../organisation/must-be-units.ts';
import { longestDelegation } from '../people/rules.ts';
import { mustStaySeparate } from '../separation/refuse.ts';

/**
 * Hands one's authority to another official for some days (P9; NĐ 30/2020 Điều 13, thừa lệnh and thừa ủy quyền): all of
 * it or the named permissions, everywhere or in one unit. What was itself received cannot be handed on. From then on the
 * audit trail and the history name both: who acted, and for whom.
 * @throws nothingToDelegate, delegateNotOfficial, periodWrong, unitNotFound.
 * @throws delegationTooLong it ends later than the pack lets one hold (`delegationMonths` of `people-rules.yaml`).
 * @throws alreadyDelegated the receiver has all of it from the giver on one of these days: to revoke one of two would end nothing.
 * @throws heldTogether the receiver would hold what one person must not (separation of duties).
 */
export const delegateAuthority = command({
  name: 'identity.delegate-authority',
  title: { vi: 'Ủy quyền', en: 'Delegate authority' },
  may: 'identity.delegate-authority',
  input: shape({
    to: uuid,
    permissions: Type.Optional(Type.Array(Type.String({ maxLength: 100 }), { minItems: 1, maxItems: 200 })),
    unit: Type.Optional(unitId),
    /** First and last day, both included. */
    from: day,
    until: day,
    reason: line(500, 2),
  }),
  output: shape({ delegation: uuid }),
  subject: (input) => `person:${input.to}`,
  async run(ctx, input) {
    const today = localDate(ctx.now);
    if (!isDay(input.from) || !isDay(input.until) || input.until < input.from || input.until < today) throw periodWrong();
    await mustNotLast(ctx, input.from < today ? today : input.from, input.until);
    const start = new Date(Math.max(startOfDay(input.from).getTime(), ctx.now.getTime()));
    const end = startOfDay(input.until, 1);
    const mine = ctx.principal.grants.filter(
      (g) =>
        !g.behalfOf &&
        delegable(g, input.permissions) &&
        (input.unit === undefined || g.units.includes(input.unit) || g.units.length === 0),
    );
    if (mine.length === 0) throw nothingToDelegate();
    await mustBeUnits(ctx.db, input.unit);
    const official = await ctx.db.maybe(
      sql`select from identity.position o join identity.person p on p.id = o.person_id and p.state = 'active'
          where o.person_id = ${input.to} and o.person_id <> ${ctx.principal.id}
            and o.valid_from <= ${input.from}::date and (o.valid_to is null or o.valid_to > ${input.from}::date) limit 1`,
    );
    if (!official) throw delegateNotOfficial({}, { fields: [{ path: 'to', message: delegateNotOfficial.sentence }] });
    await mustBeNew(ctx, input, start, end);
    const delegation = ctx.newId();
    await ctx.db.run(
      sql`insert into identity.delegation (id, from_person, to_person, permissions, unit_id, valid_from, valid_to, reason, created_at, created_by)
          values (${delegation}, ${ctx.principal.id}, ${input.to}, ${input.permissions ?? null}::text[], ${input.unit ?? null}::int,
                  ${start}, ${end}, ${input.reason}, ${ctx.now}, ${ctx.principal.id})`,
    );
    await mustStaySeparate(ctx, input.to, ({ behalfOf }) => behalfOf === ctx.principal.id);
    ctx.db.send(sql`update identity.person set revision = revision + 1 where id = ${input.to}`);
    ctx.note({ delegation, from: input.from, until: input.until });
    ctx.emit({
      name: 'identity.authority-delegated',
      key: delegation,
      topics: [`person:${input.to}`],
      data: { from: ctx.principal.id, to: input.to, validFrom: start, validTo: end, reason: input.reason },
    });
    return { delegation };
  },
});

/** A wrong year would hand authority over for ten. */
async function mustNotLast(ctx: CommandContext, from: string, until: string): Promise<void> {
  const months = await longestDelegation(ctx.app, ctx.now);
  if (months === undefined) return;
  const { last } = await ctx.db.one<{ last: string }>(
    sql`select (${from}::date + make_interval(months => ${months}::int) - interval '1 day')::date::text as last`,
  );
  if (until > last) throw delegationTooLong({ months, last: formatDate(last) });
}

/** Of two that are given at the same moment the second waits for the first, and sees it. */
async function mustBeNew(
  ctx: CommandContext,
  input: {
    readonly to: string;
    readonly permissions?: string[] | undefined;
    readonly unit?: number | undefined;
  },
  start: Date,
  end: Date,
): Promise<void> {
  await ctx.db.run(sql`select from identity.person where id = ${ctx.principal.id} for no key update`);
  const same = await ctx.db.maybe(
    sql`select from identity.delegation d
        where d.from_person = ${ctx.principal.id} and d.to_person = ${input.to} and d.revoked_at is null
          and d.valid_from < ${end} and d.valid_to > ${start}
          and (d.permissions is null or d.permissions @> ${input.permissions ?? null}::text[])
          and (d.unit_id is null or d.unit_id = ${input.unit ?? null}::int) limit 1`,
  );
  if (same) throw alreadyDelegated();
}

/**
 * Takes a delegation back at once: by whoever gave it, or by an administrator of a unit in which the giver holds a place.
 * @throws delegationNotFound also when it is somebody else's.
 */
export const revokeDelegation = command({
  name: 'identity.revoke-delegation',
  title: { vi: 'Thu hồi ủy quyền', en: 'Revoke a delegation' },
  may: 'signed-in',
  input: shape({ delegation: uuid }),
  output: shape({}),
  subject: (input) => `delegation:${input.delegation}`,
  async run(ctx, input) {
    const inReach = where(reach(ctx.principal, 'people.manage-delegation'), { unit: sql`o.unit_id` });
    const row = await ctx.db.maybe<{ to: string }>(
      sql`update identity.delegation d set revoked_at = ${ctx.now}, revoked_by = ${ctx.principal.id}
          where d.id = ${input.delegation} and d.revoked_at is null and d.valid_to > ${ctx.now}
            and (d.from_person = ${ctx.principal.id}
                 or exists (select from identity.position o where o.person_id = d.from_person and ${inReach}))
          returning to_person as "to"`,
    );
    if (!row) throw delegationNotFound();
    ctx.db.send(sql`update identity.person set revision = revision + 1 where id = ${row.to}`);
    ctx.enqueue('identity.return-delegated-work', {});
    ctx.emit({ name: 'identity.delegation-revoked', key: input.delegation, topics: [`person:${row.to}`] });
    return {};
  },
});

const delegationShape = shape({
  id: uuid,
  from: uuid,
  fromName: Type.String(),
  to: uuid,
  toName: Type.String(),
  permissions: nullable(Type.Array(Type.String())),
  unit: nullable(unitId),
  unitName: nullable(Type.String()),
  validFrom: moment,
  validTo: moment,
  reason: Type.String(),
  revokedAt: nullable(moment),
  /** Its giver is suspended: it gives nothing until they are back. */
  rests: Type.Boolean(),
});

/** Delegations given or received by the person who asks, or (for administrators) by another; the latest first. */
export const listDelegations = query({
  name: 'identity.list-delegations',
  title: { vi: 'Các ủy quyền', en: 'Delegations' },
  may: 'signed-in',
  input: shape({ person: Type.Optional(uuid), liveOnly: Type.Optional(Type.Boolean()) }),
  output: shape({ delegations: Type.Array(delegationShape) }),
  async run(ctx, input) {
    const person = input.person ?? ctx.principal.id;
    const mine = person === ctx.principal.id;
    const inReach = where(reach(ctx.principal, 'people.view-person'), { unit: sql`o.unit_id` });
    const delegations = await ctx.db.all<never>(
      sql`select d.id, d.from_person as "from", f.name as "fromName", d.to_person as "to", t.name as "toName", d.permissions,
                 d.unit_id as unit, ${ctx.lang === 'vi' ? sql`u.name_vi` : sql`u.name_en`} as "unitName",
                 d.valid_from as "validFrom", d.valid_to as "validTo", d.reason, d.revoked_at as "revokedAt",
                 f.state = 'suspended' as rests
          from identity.delegation d join identity.person f on f.id = d.from_person join identity.person t on t.id = d.to_person
            left join identity.unit u on u.id = d.unit_id
          where ${person}::uuid in (d.from_person, d.to_person)
            and (${mine} or exists (select from identity.position o where o.person_id = ${person} and ${inReach}))
            and (not ${input.liveOnly ?? false} or (d.revoked_at is null and d.valid_to > ${ctx.now}))
          order by d.valid_from desc, d.id desc limit 200`,
    );
    return { delegations };
  },
});
