import { sql } from '../database/sql.ts';
import { job } from './jobs.ts';

const days = (n: number) => n * 86_400_000;

/**
 * Forgets what has served: events that every consumer has handled, after a month; idempotency keys after a week.
 * The audit trail, history and set-aside events are kept for good. Small bites, so that nobody waits.
 */
export const prune = job({
  name: 'kernel.prune',
  every: 60,
  async run({ app, now }) {
    const bite = 10_000;
    for (let gone = bite; gone === bite;) {
      gone = await app.db.run(
        sql`delete from kernel.event where id in (
              select id from kernel.event where at < ${new Date(now.getTime() - days(30))}
                and xid < (select coalesce(min(xid), '0'::xid8) from kernel.consumer)
                and not exists (select from kernel.dead_event d where d.event_id = event.id and d.settled_at is null)
              limit ${bite})`,
      );
    }
    for (let gone = bite; gone === bite;) {
      gone = await app.db.run(
        sql`delete from kernel.idempotency where (principal, key) in (
              select principal, key from kernel.idempotency where at < ${new Date(now.getTime() - days(7))} limit ${bite})`,
      );
    }
  },
});
