import { type App, enqueueSql, newId, sql, type Sql, type Transaction } from '@dinh/kernel';
import { beginners } from '../graphs.ts';
import { type Incoming, keepIncoming } from '../incoming/keep.ts';
import type { Message } from './message.ts';

/**
 * Tells a signal to everybody who waits for it now, of whatever app: each hears it by a step of its own that a worker
 * takes. Gives the apps of those who hear it. @param except the instance that throws it and hears it by itself
 */
export function tellSignal(name: string, variables: Record<string, unknown>, now: Date, except: string | null = null): Sql {
  return sql`with heard as (
      insert into process.timer (id, instance_id, token_id, owner, element, due_at, kind, data, created_at)
      select gen_random_uuid(), s.instance_id, s.token_id, i.owner, s.element, ${now}, 'signal',
        jsonb_build_object('subscription', s.id, 'variables', ${JSON.stringify(variables)}::jsonb), ${now}
      from process.subscription s join process.instance i on i.id = s.instance_id
      where s.kind = 'signal' and s.name = ${name} and s.state = 'waiting' and s.instance_id is distinct from ${except}::uuid
      returning owner)
    select distinct owner from heard`;
}

/** Processes in force that begin by a signal, each about a new matter with what the signal carries. @param except the process that throws it: its own participants hear it at once */
export async function startsBySignal(
  { app, now }: { readonly app: App; readonly now: Date },
  name: string,
  variables: Record<string, unknown>,
  except?: string,
): Promise<Incoming[]> {
  return (await beginners(app, now, 'signal'))
    .filter(({ definition, at: { trigger } }) => definition.key !== except && trigger.type === 'signal' && trigger.name === name)
    .map(({ definition, at, app: owner }) => ({
      owner,
      cause: 'signal',
      name,
      businessKey: newId(now.getTime()),
      variables,
      begin: { definition: definition.id, element: at.node.id },
    }));
}

/** What throwing from outside of all processes needs: the transaction of a consumer or of a command. */
interface Outside {
  readonly app: App;
  readonly now: Date;
  readonly db: Transaction;
}

/** Throws a signal from outside of all processes: those that wait for it go on, those that start by it begin. */
export async function throwSignal(ctx: Outside, name: string, variables: Record<string, unknown>): Promise<void> {
  for (const { owner } of await ctx.db.all<{ owner: string }>(tellSignal(name, variables, ctx.now)))
    ctx.db.send(enqueueSql(`${owner}.fire-timers`, {}, { key: `now:${owner}.fire-timers` }));
  keepIncoming(ctx.db, ctx.now, await startsBySignal(ctx, name, variables));
}

/**
 * Sends a message from outside of all processes to a matter: a worker of each app whose process waits for it, or begins
 * by it, takes it as `sendMessage` does.
 * @returns of how many apps; 0 where nobody takes it, and nothing is kept
 */
export async function throwMessage({ app, db, now }: Outside, { businessKey, name, variables = {} }: Message): Promise<number> {
  const waiting = await db.all<{ owner: string }>(
    sql`select distinct i.owner from process.subscription s join process.instance i on i.id = s.instance_id
        where s.business_key = ${businessKey} and s.name = ${name} and s.state = 'waiting' and s.kind = 'message'`,
  );
  const starting = (await beginners(app, now, 'message')).filter(
    ({ at: { trigger } }) => trigger.type === 'message' && trigger.name === name,
  );
  // Where the matter runs a process of the app already, it begins no second one.
  const running = await db.all<{ owner: string }>(
    sql`select distinct owner from process.instance where business_key = ${businessKey} and state = 'running' and root_id is null`,
  );
  const begins = starting.filter(({ app: owner }) => !running.some((one) => one.owner === owner));
  const owners = new Set([...waiting.map(({ owner }) => owner), ...begins.map((one) => one.app)]);
  keepIncoming(
    db,
    now,
    [...owners].map((owner) => ({ owner, cause: 'message', name, businessKey, variables })),
  );
  return owners.size;
}
