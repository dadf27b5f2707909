import { type CommandContext, sql } from '@dinh/kernel';
import type { Runner } from '../engine.ts';
import { beginners } from '../graphs.ts';
import { isGeneral } from './family.ts';
import { receive } from './trigger.ts';

/** A message for a matter. */
export interface Message {
  readonly businessKey: string;
  readonly name: string;
  readonly variables?: Record<string, unknown>;
}

/**
 * Gives a message to whoever waits for it in the processes of a matter. Where nobody waits and the matter runs no process
 * of the app, it begins the one in force that starts by it.
 */
export async function takeMessage(
  runner: Runner,
  ctx: CommandContext,
  message: Message,
): Promise<{ received: number; started: number }> {
  const { received } = await receive(runner, ctx, message);
  if (received > 0) return { received, started: 0 };
  const { owner } = runner.parts;
  const start = (await beginners(ctx.app, ctx.now, 'message')).find(
    ({ app, at }) => app === owner && at.trigger.type === 'message' && at.trigger.name === message.name,
  );
  if (!start) return { received, started: 0 };
  // The same message twice at once: who comes second sees what the first has begun.
  await ctx.db.run(sql`select pg_advisory_xact_lock(hashtextextended(${`${owner}/${message.businessKey}`}, 0))`);
  const running = await ctx.db.maybe(
    sql`select from process.instance where owner = ${owner} and business_key = ${message.businessKey} and state = 'running' and root_id is null`,
  );
  if (running) return { received, started: 0 };
  await runner.begin(ctx, start.definition, {
    businessKey: message.businessKey,
    variables: { ...message.variables },
    rootId: null,
    parentToken: null,
    process: null,
    general: await isGeneral(runner, ctx, message.businessKey),
    at: start.at,
  });
  return { received, started: 1 };
}
