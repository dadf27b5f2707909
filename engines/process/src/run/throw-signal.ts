import { enqueueSql, sql, type Transaction } from '@dinh/kernel';

/**
 * Throws a signal from outside of all processes: every one that waits for it now, of whatever app, hears it by a step of
 * its own that a worker takes.
 */
export async function throwSignal(
  { db, now }: { readonly db: Transaction; readonly now: Date },
  name: string,
  variables: Record<string, unknown>,
): Promise<void> {
  const owners = await db.all<{ owner: string }>(
    sql`with heard as (
          insert into process.timer (id, instance_id, token_id, owner, element, due_at, kind, data, created_at)
          select gen_random_uuid(), s.instance_id, s.token_id, i.owner, s.element, ${now}, 'signal',
            jsonb_build_object('subscription', s.id, 'variables', ${JSON.stringify(variables)}::jsonb), ${now}
          from process.subscription s join process.instance i on i.id = s.instance_id
          where s.kind = 'signal' and s.name = ${name} and s.state = 'waiting' returning owner)
        select distinct owner from heard`,
  );
  for (const { owner } of owners)
    db.send(enqueueSql(`${owner}.fire-timers`, {}, { key: `now:${owner}.fire-timers` }));
}
