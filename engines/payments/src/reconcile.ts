import { enqueueSql, job, type JobContext, sql } from '@dinh/kernel';
import { closedFor } from './reasons.ts';
import { checkPayment } from './operations/check-payment.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

interface Open {
  readonly id: string;
  readonly state: 'requested' | 'pending' | 'refunding' | 'expired';
  readonly createdAt: Date;
  readonly reason: string;
}

/**
 * Asks providers for everything that is neither paid nor failed after two minutes; after three days without a word a
 * payment expires. What was closed is asked once an hour for a week, since its money may have come all the same, and
 * what goes back is asked until it is back. An interrupted payment is so found again, and nobody is charged twice (S3).
 */
export const reconcile = job({
  name: 'payments.reconcile',
  every: 2,
  async run(ctx) {
    const before = (time: number) => new Date(ctx.now.getTime() - time);
    const open = await ctx.app.db.all<Open>(
      sql`select id, state, created_at as "createdAt", coalesce(reason, '') as reason from payments.payment
            where state in ('requested', 'pending', 'refunding') and created_at < ${before(2 * minute)}
              or state = 'expired' and created_at > ${before(7 * day)} and coalesce(asked_at, created_at) < ${before(60 * minute)}
            order by coalesce(asked_at, created_at) limit 500`,
    );
    for (const payment of open) {
      await ask(ctx, payment);
      await ctx.app.db.run(sql`update payments.payment set asked_at = ${ctx.now} where id = ${payment.id}`);
    }
  },
});

async function ask(ctx: JobContext, { id, state, createdAt, reason }: Open): Promise<void> {
  const { app, now } = ctx;
  // The job that sends money back may have been given up; there is one for a payment, however often it is asked for.
  if (state === 'refunding')
    return void (await app.db.run(enqueueSql('payments.refund', { id, reason }, { key: `refund:${id}` })));
  const answer = await app.run(checkPayment, { id }, ctx.call).catch((error: unknown) => {
    app.log.warn({ err: error, payment: id }, 'the provider could not be asked');
    return undefined;
  });
  if (answer?.state === state && now.getTime() - createdAt.getTime() > 3 * day)
    await app.db.run(
      sql`update payments.payment set state = 'expired', reason = ${closedFor.silent}, version = version + 1 where id = ${id} and state in ('requested', 'pending')`,
    );
}
