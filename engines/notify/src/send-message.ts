import { type App, job, type JobContext, sql } from '@dinh/kernel';
import { driverFor, type Outgoing } from './drivers.ts';

/** Sends one message; thrown errors make the queue try again, later each time. */
export const sendMessage = job<{ id: string }>({
  name: 'notify.send-message',
  async run(ctx, { id }) {
    const message = await ctx.app.db.maybe<Outgoing & { channel: string; attempts: number; secretUntil: Date | null }>(
      sql`select id, channel, address, subject, body, attempts, secret_until as "secretUntil" from notify.message where id = ${id} and state in ('queued', 'failed')`,
    );
    if (!message) return; // sent by an earlier run whose end was not recorded
    if (message.secretUntil && message.secretUntil <= ctx.now) {
      // Whoever waited for this code has asked for another one.
      await ctx.app.db.run(sql`update notify.message set state = 'given-up', body = '', error = 'too late' where id = ${id}`);
      return;
    }
    try {
      await driverFor(ctx.app, message.channel).send(message);
    } catch (error) {
      await failed(ctx, id, message.attempts + 1, error as Error);
      throw error;
    }
    await ctx.app.db.run(
      sql`update notify.message set state = 'sent', attempts = attempts + 1, sent_at = ${ctx.app.clock.now()}, error = null,
              body = case when secret_until is null then body else '' end where id = ${id}`,
    );
  },
});

const lastAttempt = 20;

async function failed({ app }: JobContext, id: string, attempts: number, error: Error): Promise<void> {
  app.log.warn({ message: id, attempts, err: error }, 'a message did not go out');
  app.metrics.count('dinh_messages_failed_total', {});
  await app.db.run(
    sql`update notify.message set state = ${attempts >= lastAttempt ? 'given-up' : 'failed'}, attempts = ${attempts}, error = ${String(error.message).slice(0, 1000)} where id = ${id}`,
  );
}

/** How many messages wait and how many were given up, for the operators' page. */
export async function messageCounts(app: App): Promise<{ queued: number; failed: number; givenUp: number }> {
  return app.db.one(
    sql`select count(*) filter (where state = 'queued') as queued, count(*) filter (where state = 'failed') as failed,
               count(*) filter (where state = 'given-up') as "givenUp" from notify.message where state in ('queued', 'failed', 'given-up')`,
  );
}
