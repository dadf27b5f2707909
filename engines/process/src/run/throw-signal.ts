import { enqueueSql, sql, type Sql, type Transaction } from '@dinh/kernel';

/**
 * Tells a signal to everybody who waits for it now, of whatever app: each hears it by a step of its own that a worker
 * takes. Gives the apps of those who hear it. @param except the instance that throws it and hears it by itself
 */
export function tellSignal(
  name: string,
  variables: Record<string, unknown>,
  now: Date,
  except: string | null = null,
): Sql {
  return sql`with heard as (
      insert into process.timer (id, instance_id, token_id, owner, element, due_at, kind, data, created_at)
      select gen_random_uuid(), s.instance_id, s.token_id, i.owner, s.element, ${now}, 'signal',
        jsonb_build_object('subscription', s.id, 'variables', ${JSON.stringify(variables)}::jsonb), ${now}
      from process.subscription s join process.instance i on i.id = s.instance_id
      where s.kind = 'signal' and s.name = ${name} and s.state = 'waiting' and s.instance_id is distinct from ${except}::uuid
      returning owner)
    select distinct owner from heard`;
}

/** Throws a signal from outside of all processes. Those that wait for it go on; it starts none. */
export async function throwSignal(
  { db, now }: { readonly db: Transaction; readonly now: Date },
  name: string,
  variables: Record<string, unknown>,
): Promise<void> {
  for (const { owner } of await db.all<{ owner: string }>(tellSignal(name, variables, now)))
    db.send(enqueueSql(`${owner}.fire-timers`, {}, { key: `now:${owner}.fire-timers` }));
}
