import { type Context, localDate, notAllowed, reach, sql } from '@dinh/kernel';

export const provisioning = 'people.provision-person';

/** A personnel system keeps the whole directory in step. @throws notAllowed */
export function mustReachAll(ctx: Pick<Context, 'principal'>): string {
  const { client } = ctx.principal;
  if (client === undefined || !reach(ctx.principal, provisioning).all) throw notAllowed();
  return client;
}

/** Places that somebody holds today in their own right. */
export const live = (ctx: Pick<Context, 'now'>) => {
  const today = localDate(ctx.now);
  return sql`o.valid_from <= ${today}::date and (o.valid_to is null or o.valid_to > ${today}::date) and o.acting_as is null`;
};
/** A column by which one may filter. */
export const attribute = (name: string, kind: 'text' | 'boolean' | 'moment' = 'text') => ({
  sql: sql.raw(name),
  kind,
});
