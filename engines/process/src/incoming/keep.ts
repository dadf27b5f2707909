import { enqueueSql, newId, sql, type Sql, type Transaction } from '@dinh/kernel';

/** What waits for a worker: a process to begin at a start event, or a message to find who waits for it. */
export interface Incoming {
  readonly owner: string;
  readonly cause: 'signal' | 'message' | 'condition';
  readonly name: string;
  readonly businessKey: string;
  readonly variables: Record<string, unknown>;
  readonly begin?: { readonly definition: string; readonly element: string };
}

/** Writes down what has come, in the caller's transaction, and wakes the workers of those who carry it out. */
export function keepIncoming(db: Transaction, now: Date, all: readonly Incoming[]): void {
  if (all.length === 0) return;
  const rows = all.map(({ begin, ...one }) => ({ id: newId(now.getTime()), ...one, ...begin }));
  db.send(
    sql`insert into process.incoming (id, owner, cause, name, definition_id, element, business_key, variables, due_at, created_at)
        select id, owner, cause, name, definition, element, "businessKey", variables, ${now}::timestamptz, ${now}::timestamptz
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(id uuid, owner text, cause text, name text, definition uuid,
          element text, "businessKey" text, variables jsonb)`,
  );
  for (const owner of new Set(all.map((one) => one.owner))) db.send(wake(owner));
}

/** Lets a worker look at once for what has come. */
export const wake = (owner: string): Sql => enqueueSql(`${owner}.start-processes`, {}, { key: `now:${owner}.start-processes` });
