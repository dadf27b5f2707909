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

/** Lets what could not begin try again, with other data if need be; null takes a variable away. */
export async function retryIncoming(
  ctx: CommandContext,
  incoming: string,
  variables: Record<string, unknown> = {},
  reason: string,
): Promise<void> {
  if (reason.trim() === '') throw reasonNeeded();
  const gone = Object.keys(variables).filter((name) => variables[name] === null);
  ctx.note({ reason: reason.trim(), variables });
  const { owner } = await ctx.db.one<{ owner: string }>(
    sql`update process.incoming set state = 'waiting', attempts = 0, due_at = ${ctx.now},
          variables = (variables || ${JSON.stringify(variables)}::jsonb) - ${gone}::text[]
        where id = ${incoming}::uuid returning owner`,
  );
  ctx.db.send(wake(owner));
}

/** Drops what could not begin: it never will. */
export function dropIncoming(ctx: CommandContext, incoming: string, reason: string): void {
  if (reason.trim() === '') throw reasonNeeded();
  ctx.note({ reason: reason.trim() });
  ctx.db.send(
    sql`update process.incoming set state = 'dropped', ended_at = ${ctx.now} where id = ${incoming}::uuid`,
  );
}
