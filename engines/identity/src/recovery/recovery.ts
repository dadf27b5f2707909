import { type CommandContext, type Queries, sql } from '@dinh/kernel';
import { formerDays } from '../sign-in/former-address.ts';

/** A recovery that is under way, as its owner sees it. */
export interface UnderWay {
  readonly startedAt: Date;
  readonly readyAt: Date;
  readonly until: Date;
}

/** Days for which an address must have been there before the opening link goes to it. */
export const settledDays = 7;
const day = 24 * 3_600_000;

/** What is waited for or open, and not run out. */
export async function underWay(db: Queries, person: string, now: Date): Promise<UnderWay | undefined> {
  return db.maybe<UnderWay>(
    sql`select started_at as "startedAt", ready_at as "readyAt", until from identity.recovery
        where person_id = ${person} and done_at is null and cancelled_at is null and until > ${now}`,
  );
}

export interface Addresses {
  readonly kind: 'email' | 'phone';
  readonly address: string;
}

/**
 * Where the opening link goes: an address that was confirmed by a code before one that the personnel office or a desk wrote down,
 * e-mail before telephone, and never one that came within the last days; then the one that it replaced. What somebody only said
 * of themselves when they opened their account is no way into it.
 */
export async function openingAddress(db: Queries, person: string, now: Date): Promise<Addresses | undefined> {
  const settled = new Date(now.getTime() - settledDays * day);
  return db.maybe<Addresses>(
    sql`select kind, address from (
          select f.kind, f.address, 1 as rank, f.created_at as at from identity.factor f
          where f.person_id = ${person} and f.ended_at is null and f.kind in ('email', 'phone') and f.created_at <= ${settled}
          union all
          select o.kind, o.address, 2, o.until from identity.former_address o where o.person_id = ${person} and o.until > ${settled}
          union all
          select v.kind, v.address, 3, p.created_at from identity.person p
            cross join lateral (values ('email', p.email), ('phone', p.phone)) v (kind, address)
          where p.id = ${person} and v.address is not null and p.origin <> 'self'
            and not exists (select from identity.former_address o where o.person_id = p.id and o.kind = v.kind and o.until > ${settled})
            and not exists (select from identity.factor f where f.person_id = p.id and f.kind = v.kind and f.address = v.address
                              and f.ended_at is null and f.created_at > ${settled})
        ) a order by rank, kind, at limit 1`,
  );
}

/** Every address that is known of a person, those that were replaced lately too; each once. */
export async function allAddresses(ctx: CommandContext, person: string): Promise<Addresses[]> {
  return ctx.db.all<Addresses>(
    sql`select distinct kind, address from (
          select v.kind, v.address from identity.person p cross join lateral (values ('email', p.email), ('phone', p.phone)) v (kind, address)
          where p.id = ${person} and v.address is not null
          union all
          select kind, address from identity.factor where person_id = ${person} and ended_at is null and kind in ('email', 'phone')
          union all
          select kind, address from identity.former_address where person_id = ${person} and until > ${new Date(ctx.now.getTime() - formerDays * day)}
        ) a order by kind, address`,
  );
}

/** Tells all addresses the same. */
export async function tellEverywhere(
  ctx: CommandContext,
  person: { readonly id: string; readonly name: string; readonly lang: 'vi' | 'en' },
  template: string,
  data: Record<string, string | number>,
  link: string,
  secretUntil?: Date,
): Promise<void> {
  const addresses = await allAddresses(ctx, person.id);
  for (const { kind, address } of addresses)
    await ctx.app.messenger.tell(ctx, {
      template,
      to: { name: person.name, lang: person.lang, [kind]: address },
      data,
      about: `person:${person.id}`,
      link,
      ...(secretUntil && { secretUntil }),
    });
}
