import { createHash } from 'node:crypto';
import { Sql, sql } from '../database/sql.ts';

/** One line of the audit trail, as stored. */
export interface AuditEntry {
  readonly stream: string;
  readonly number: number;
  readonly at: Date;
  /** `person:…`, `system:…` or `anonymous`. */
  readonly principal: string;
  readonly behalfOf: string | null;
  readonly operation: string;
  readonly outcome: string;
  readonly subject: string | null;
  readonly origin: string | null;
  readonly trace: string | null;
  readonly detail: string;
  /** Whose data it is about, ids of persons; nothing for entries about nobody. */
  readonly concerns?: readonly string[] | null;
}

export const entryColumns: Sql = sql.raw(
  `e.stream, e.number, e.at, e.principal, e.behalf_of as "behalfOf", e.operation, e.outcome, e.subject, e.origin, e.trace, e.detail, e.concerns`,
);

export function auditInsert(e: AuditEntry): Sql {
  return sql`insert into audit.entry (stream, number, at, principal, behalf_of, operation, outcome, subject, origin, trace, detail, concerns)
    values (${e.stream}, ${e.number}, ${e.at}, ${e.principal}, ${e.behalfOf}, ${e.operation}, ${e.outcome}, ${e.subject}, ${e.origin}, ${e.trace}, ${e.detail}, ${e.concerns ?? null}::uuid[])`;
}

/** SHA-256 over all that the entry says; fields are parted by a character that none of them can hold. */
export function entryDigest(e: AuditEntry): Buffer {
  return createHash('sha256')
    .update(
      [
        e.stream,
        e.number,
        e.at.toISOString(),
        e.principal,
        e.behalfOf ?? '',
        e.operation,
        e.outcome,
        e.subject ?? '',
        e.origin ?? '',
        e.trace ?? '',
        e.detail,
        ...(e.concerns ? [e.concerns.join(',')] : []),
      ].join('\u001f'),
    )
    .digest();
}

/** The same for many at once. */
export function auditInsertAll(entries: readonly AuditEntry[]): Sql {
  const column = <K extends keyof AuditEntry>(name: K) => entries.map((e) => e[name]);
  return sql`insert into audit.entry (stream, number, at, principal, behalf_of, operation, outcome, subject, origin, trace, detail)
    select * from unnest(${column('stream')}::uuid[], ${column('number')}::bigint[], ${column('at')}::timestamptz[], ${column('principal')}::text[],
      ${column('behalfOf')}::text[], ${column('operation')}::text[], ${column('outcome')}::text[], ${column('subject')}::text[], ${column('origin')}::text[],
      ${column('trace')}::text[], ${column('detail')}::text[])`;
}
