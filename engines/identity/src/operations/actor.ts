import { sql, type Transaction } from '@dinh/kernel';
import { standInsOf } from '../deputies/stands-in.ts';

/** Makes every process look again at what persons may do, and those who act for them. */
export function rightsChanged(tx: Transaction, persons: string | readonly string[], now: Date): void {
  const ids = typeof persons === 'string' ? [persons] : [...persons];
  const theirs = sql`any(${ids}::uuid[])`;
  tx.send(
    sql`update identity.person set revision = revision + 1 where id = ${theirs}
          or id in (select to_person from identity.delegation where from_person = ${theirs} and revoked_at is null and valid_to > ${now})
          or id in (${standInsOf(theirs)})`,
  );
}

/** The person behind a command, for `created_by`; null for the program itself. */
export function actor(ctx: { principal: { kind: string; id: string } }): string | null {
  return ctx.principal.kind === 'person' ? ctx.principal.id : null;
}
