import { job, sql } from '@dinh/kernel';
import { checkPayment } from './operations/receive-callback.ts';

const three = 3 * 24 * 3_600_000;

/**
 * Asks providers for everything that is neither paid nor failed after two minutes; after three days without a word a
 * payment expires. An interrupted payment is so found again, and nobody is charged twice (S3).
 */
export const reconcile = job({
  name: 'payments.reconcile',
  every: 2,
  async run(ctx) {
    const { db } = ctx.app;
    const open = await db.all<{ id: string; createdAt: Date; state: string }>(
      sql`select id, created_at as "createdAt", state from payments.payment where state in ('requested', 'pending', 'refunding')
            and created_at < ${new Date(ctx.now.getTime() - 120_000)} order by coalesce(asked_at, created_at) limit 500`,
    );
    for (const { id, createdAt, state } of open) {
      const answer = await ctx.app.run(checkPayment, { id }, ctx.call).catch((error: unknown) => {
        ctx.app.log.warn({ err: error, payment: id }, 'the provider could not be asked');
        return undefined;
      });
      await db.run(sql`update payments.payment set asked_at = ${ctx.now} where id = ${id}`);
      const over = ctx.now.getTime() - createdAt.getTime() > three;
      if (over && state !== 'refunding' && answer?.state === state)
        await db.run(
          sql`update payments.payment set state = 'expired', reason = 'no word for three days' where id = ${id} and state in ('requested', 'pending')`,
        );
    }
  },
});
