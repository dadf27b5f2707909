import { type Context, sql, type Text } from '@dinh/kernel';
import { onlyUpstream } from '../errors.ts';
import { type IdentityProvider, providersOf } from './definition.ts';

/** Of three sign-ins within ten minutes that it did not answer, and none that it did since, it is away. */
const enough = 3;
const within = 10 * 60_000;

/**
 * Which providers have not answered lately, however many processes have asked them.
 * @returns the key of each that is away, and when it was asked last
 */
export async function awayNow(ctx: Pick<Context, 'db' | 'now'>): Promise<ReadonlyMap<string, Date>> {
  const rows = await ctx.db.all<{ provider: string; at: Date }>(
    sql`select provider, max(taken_at) filter (where outcome = 'away') as at
        from identity.upstream_request where taken_at > ${new Date(ctx.now.getTime() - within)}
        group by provider
        having count(*) filter (where outcome = 'away') >= ${enough}
           and coalesce(max(taken_at) filter (where outcome in ('done', 'asked')), '-infinity') < max(taken_at) filter (where outcome = 'away')`,
  );
  return new Map(rows.map(({ provider, at }) => [provider, at]));
}

/** The provider that is the only way in for people of a kind; none while it does not answer, so that nobody is locked out. */
export async function onlyWayFor(ctx: Context, kind: string): Promise<IdentityProvider | undefined> {
  const only = (await providersOf(ctx)).filter((one) => (one.onlyWayFor as readonly string[]).includes(kind));
  if (only.length === 0) return undefined;
  const away = await awayNow(ctx);
  return only.find(({ key }) => !away.has(key));
}

/** Refuses another way in to people who have only one. @throws onlyUpstream */
export async function refuseOtherWays(ctx: Context, kind: string): Promise<void> {
  const only = await onlyWayFor(ctx, kind);
  if (only) throw onlyUpstream({ name: only.name[ctx.lang] });
}

/** The providers with which an account is linked. */
export async function linkedProviders(ctx: Context, person: string): Promise<{ readonly key: string; readonly name: Text }[]> {
  const providers = await providersOf(ctx);
  if (providers.length === 0) return [];
  const links = await ctx.db.all<{ provider: string }>(
    sql`select provider from identity.upstream_link where person_id = ${person}`,
  );
  return providers.filter(({ key }) => links.some(({ provider }) => provider === key)).map(({ key, name }) => ({ key, name }));
}
