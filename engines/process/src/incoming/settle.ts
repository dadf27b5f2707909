import { type CommandContext, notFound, sql } from '@dinh/kernel';
import { reasonNeeded } from '../errors.ts';
import { wake } from './keep.ts';

/** An incident that a person settles: of an instance, or of what could not begin. */
interface Settled {
  readonly timer: string | null;
  readonly instance: string | null;
  readonly incoming: string | null;
  readonly element: string;
}

/** Marks an incident as settled by who asks, with the reason. @throws notFound when there is none, or somebody was quicker */
export async function settle(ctx: CommandContext, id: string, reason: string): Promise<Settled> {
  const row = await ctx.db.maybe<Settled>(
    sql`update process.incident set settled_at = ${ctx.now}, settled_by = ${ctx.principal.name}, reason = ${reason.trim() || null}
        where id = ${id} and settled_at is null
        returning timer_id as timer, instance_id as instance, incoming_id as incoming, element`,
  );
  if (!row) throw notFound();
  return row;
}

/** Whether an incident waits for somebody still. Its row is held until the transaction ends. */
export async function openIncident(ctx: CommandContext, id: string): Promise<boolean> {
  const row = await ctx.db.maybe(sql`select from process.incident where id = ${id} and settled_at is null for update`);
  return row !== undefined;
}

/** Keeps with a settled incident what was corrected. */
export function keepCorrected(
  ctx: CommandContext,
  id: string,
  before: Record<string, unknown>,
  after: Record<string, unknown>,
): void {
  const known = Object.fromEntries(Object.keys(after).map((name) => [name, before[name] ?? null]));
  ctx.db.send(sql`update process.incident set changed = ${JSON.stringify({ before: known, after })}::jsonb where id = ${id}`);
}

/** Lets what could not begin try again, with other data if need be; null takes a variable away. */
export async function retryIncoming(
  ctx: CommandContext,
  id: string,
  incoming: string,
  variables: Record<string, unknown> = {},
): Promise<void> {
  const gone = Object.keys(variables).filter((name) => variables[name] === null);
  ctx.note({ variables });
  const row = await ctx.db.one<{ owner: string; before: Record<string, unknown> }>(
    sql`update process.incoming c set state = 'waiting', attempts = 0, due_at = ${ctx.now},
          variables = (c.variables || ${JSON.stringify(variables)}::jsonb) - ${gone}::text[]
        from process.incoming b where c.id = ${incoming}::uuid and b.id = c.id returning c.owner, b.variables as before`,
  );
  if (Object.keys(variables).length > 0) keepCorrected(ctx, id, row.before, variables);
  ctx.db.send(wake(row.owner));
}

/** Drops what could not begin: it never will. */
export function dropIncoming(ctx: CommandContext, incoming: string, reason: string): void {
  if (reason.trim() === '') throw reasonNeeded();
  ctx.note({ reason: reason.trim() });
  ctx.db.send(sql`update process.incoming set state = 'dropped', ended_at = ${ctx.now} where id = ${incoming}::uuid`);
}
