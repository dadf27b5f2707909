import { type CommandContext, isDuplicate, type Queries, sql } from '@dinh/kernel';
import { accountTaken, otherPerson, personSuspended } from '../errors.ts';
import { endSessions } from '../operations/administer-person.ts';
import { rightsChanged } from '../operations/actor.ts';
import { recordVerification } from '../people/verify-person.ts';
import { tellOwner } from '../sign-in/tell.ts';
import type { UpstreamPerson } from './claims.ts';
import type { IdentityProvider } from './definition.ts';

/** An account, as far as a sign-in through a provider depends on it. */
export interface Known {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly idNumber: string | null;
  readonly verifiedLevel: number;
  readonly origin: string;
  readonly twoSteps: boolean;
  readonly demonstration: boolean;
  readonly account: string | null;
  readonly hash: string | null;
  /** By the link, and not by the number. */
  readonly linked: boolean;
}

/**
 * Whose account it is that a provider tells of:
 * `known` the one that is linked, or whose number both have checked · `claimed` one with this number that nobody has ever
 * checked, so that it may be a stranger's · `new` none yet.
 */
export type Whose = { readonly is: 'known' | 'claimed'; readonly who: Known } | { readonly is: 'new'; readonly who?: undefined };

/** What the account of a person counts as, whom the provider vouches for: by the national identity, or as declared. */
export const checked = ({ level }: UpstreamPerson): number => (level > 1 ? 2 : 0);

const columns = sql`p.id, p.name, p.state, p.id_number as "idNumber", p.verified_level as "verifiedLevel", p.origin, p.two_steps as "twoSteps",
  p.demonstration is not null as demonstration, p.account, p.password_hash as hash`;

/**
 * Finds the account.
 * @param began the person who was signed in and links their own account
 * @throws otherPerson the number is another's than the link says; accountTaken the provider is not sure enough of the number
 * to open an account by it; personSuspended
 */
export async function whoseIs(
  ctx: CommandContext,
  provider: IdentityProvider,
  person: UpstreamPerson,
  began: string | null,
): Promise<Whose> {
  const different = () => otherPerson({ name: provider.name[ctx.lang] });
  const link = await linkedTo(ctx.db, provider.key, person.subject);
  const numbered = await ctx.db.maybe<Known>(
    sql`select ${columns}, false as linked from identity.person p where p.id_number = ${person.idNumber} and p.merged_into is null for update`,
  );
  // One subject, two numbers: nobody guesses which of the two it is.
  if (link && numbered && link.id !== numbered.id) throw different();
  if (link && link.idNumber !== null && link.idNumber !== person.idNumber) throw different();
  const found = link ?? numbered;
  if (began !== null) {
    if (began !== ctx.principal.id || (found && found.id !== began)) throw different();
    const own = found ?? (await personOf(ctx.db, began));
    if (!own || (own.idNumber !== null && own.idNumber !== person.idNumber)) throw different();
    return { is: 'known', who: good(ctx, own) };
  }
  if (!found) return { is: 'new' };
  good(ctx, found);
  if (found.linked) return { is: 'known', who: found };
  // A number that the provider has not seen papers of opens nobody's account.
  if (person.level < 2) throw accountTaken();
  const sure = found.verifiedLevel > 0 || found.origin !== 'self';
  return { is: sure ? 'known' : 'claimed', who: found };
}

/** @throws personSuspended */
function good(ctx: CommandContext, known: Known): Known {
  if (known.state !== 'active' || (known.demonstration && !ctx.app.config.demonstration)) throw personSuspended();
  return known;
}

const personOf = (db: Queries, id: string): Promise<Known | undefined> =>
  db.maybe<Known>(sql`select ${columns}, false as linked from identity.person p where p.id = ${id} for update`);

/** The account of a link; of one that was merged into another, that other. */
async function linkedTo(db: Queries, provider: string, subject: string): Promise<Known | undefined> {
  return db.maybe<Known>(
    sql`with recursive chain as (
          select p.id, p.merged_into, 0 as hops from identity.upstream_link l join identity.person p on p.id = l.person_id
          where l.provider = ${provider} and l.subject = ${subject}
          union all
          select p.id, p.merged_into, c.hops + 1 from chain c join identity.person p on p.id = c.merged_into where c.hops < 20)
        select ${columns}, true as linked from identity.person p
        where p.id = (select id from chain where merged_into is null limit 1) for update`,
  );
}

/** How whoever opens an account is reached, as far as the provider did not say. */
export interface Contact {
  readonly phone?: string | null | undefined;
  readonly email?: string | null | undefined;
}

/** Opens the account of somebody who comes for the first time; everything in it is what the provider said. */
export async function register(
  ctx: CommandContext,
  provider: IdentityProvider,
  person: UpstreamPerson,
  contact: Contact,
): Promise<Known> {
  const id = ctx.newId();
  try {
    await ctx.db.run(
      sql`insert into identity.person (id, kind, name, id_number, birth_date, gender, phone, email, account, locale, origin, verified_level, contact_confirmed, created_at)
          values (${id}, 'citizen', ${person.name}, ${person.idNumber}, ${person.birthDate ?? null}::date, ${person.gender ?? null},
                  ${contact.phone ?? null}, ${contact.email ?? null}, ${person.idNumber}, ${ctx.lang}, 'self', ${checked(person)}, ${checked(person) > 0}, ${ctx.now})`,
    );
  } catch (error) {
    if (isDuplicate(error)) throw accountTaken({}, { cause: error });
    throw error;
  }
  ctx.emit({ name: 'identity.person-registered', key: id, topics: [`person:${id}`] });
  const { name, idNumber } = person;
  const known = { id, name, state: 'active', idNumber, verifiedLevel: checked(person), origin: 'self' };
  if (checked(person) > 0) recordVerification(ctx, id, checked(person), [{ kind: provider.name.vi }], {}, factsOf(person));
  await keepLink(ctx, provider, person, id);
  return { ...known, twoSteps: false, demonstration: false, account: idNumber, hash: null, linked: true };
}

const factsOf = ({ name, idNumber, birthDate, gender }: UpstreamPerson) => ({
  name,
  idNumber,
  ...(birthDate && { birthDate }),
  ...(gender && { gender }),
});

/** Notes who is whom, and, the first time, what the provider vouches for. All known addresses are told of a new link. */
export async function link(ctx: CommandContext, provider: IdentityProvider, person: UpstreamPerson, known: Known): Promise<void> {
  await keepLink(ctx, provider, person, known.id);
  if (known.linked) return;
  if (known.verifiedLevel < checked(person)) {
    const before = { name: known.name, idNumber: known.idNumber };
    await ctx.db.run(
      sql`update identity.person set id_number = ${person.idNumber}, name = ${person.name},
            birth_date = coalesce(${person.birthDate ?? null}::date, birth_date), gender = coalesce(${person.gender ?? null}, gender),
            verified_level = ${checked(person)}, account = coalesce(account, ${person.idNumber})
          where id = ${known.id}`,
    );
    recordVerification(ctx, known.id, checked(person), [{ kind: provider.name.vi }], before, {
      name: person.name,
      idNumber: person.idNumber,
    });
    ctx.emit({
      name: 'identity.person-verified',
      key: known.id,
      topics: [`person:${known.id}`],
      data: { level: checked(person) },
    });
  }
  ctx.emit({ name: 'identity.upstream-linked', key: known.id, data: { kind: provider.key } });
  await tellOwner(ctx, known.id, 'upstream-linked', { provider: provider.name.vi });
}

/** Keeps one link of an account with a provider: a subject that has changed, or a record that was merged, takes the place of the old. */
async function keepLink(
  ctx: CommandContext,
  { key }: IdentityProvider,
  { subject }: UpstreamPerson,
  person: string,
): Promise<void> {
  const same = await ctx.db.run(
    sql`update identity.upstream_link set last_used_at = ${ctx.now} where provider = ${key} and subject = ${subject} and person_id = ${person}`,
  );
  if (same > 0) return;
  await ctx.db.run(
    sql`delete from identity.upstream_link where provider = ${key} and (subject = ${subject} or person_id = ${person})`,
  );
  await ctx.db.run(
    sql`insert into identity.upstream_link (provider, subject, person_id, linked_at, last_used_at)
        values (${key}, ${subject}, ${person}, ${ctx.now}, ${ctx.now})`,
  );
}

/**
 * Takes the number off an account that nobody has ever checked, because somebody has proved that the number is theirs and the
 * account is not. It keeps everything else; who is in it is signed out and told, and a desk helps them with their papers.
 */
export async function takeNumberOff(ctx: CommandContext, provider: IdentityProvider, claimed: Known): Promise<void> {
  const reason = `Số định danh đã được chứng minh là của người khác qua ${provider.name.vi}`;
  await tellOwner(ctx, claimed.id, 'number-proven-by-another', { provider: provider.name.vi });
  await ctx.db.run(
    sql`update identity.person set id_number = null, account = case when account = id_number then null else account end,
          state = 'suspended', state_reason = ${reason}, state_at = ${ctx.now}, state_by = null
        where id = ${claimed.id}`,
  );
  endSessions(ctx, claimed.id);
  rightsChanged(ctx.db, claimed.id, ctx.now);
  ctx.enqueue('identity.return-delegated-work', {});
  ctx.emit({
    name: 'identity.person-suspended',
    key: claimed.id,
    topics: [`person:${claimed.id}`],
    data: { reason },
  });
}
