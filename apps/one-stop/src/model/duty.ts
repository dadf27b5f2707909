import { type Queries, sql } from '@dinh/kernel';

/** The financial duty that was notified last: its amount in đồng, and the how-manieth it is of this dossier. */
export async function dutyOf(db: Queries, dossierId: string): Promise<{ amount: number; occasion: number }> {
  return db.one(
    sql`select (array_agg((data->>'amount')::bigint order by number desc))[1] as amount, greatest(count(*), 1)::int as occasion
        from one_stop.history where dossier_id = ${dossierId} and act = 'duty-required'`,
  );
}
