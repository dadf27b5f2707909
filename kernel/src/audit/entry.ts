import { Sql, sql } from '../database/sql.ts';
import { sha256 } from '../digest.ts';

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
  const said = [
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
  ];
  if (e.concerns) said.push(e.concerns.join(','));
  return sha256(said.join('\u001f'));
}

/** The same for many of one stream at once. */
export function auditInsertAll(entries: readonly AuditEntry[]): Sql {
  const column = (name: 'principal' | 'behalfOf' | 'operation' | 'outcome' | 'subject' | 'origin' | 'trace' | 'detail') =>
    arrayText(entries.map((e) => e[name]));
  // Lists of unequal length do not fit one array of arrays: each goes as the text of an array.
  const concerns = entries.map((e) => (e.concerns ? `{${e.concerns.join(',')}}` : null));
  return sql`insert into audit.entry (stream, number, at, principal, behalf_of, operation, outcome, subject, origin, trace, detail, concerns)
    select ${entries[0]!.stream}::uuid, e.number, e.at, e.principal, e.behalf_of, e.operation, e.outcome, e.subject, e.origin, e.trace, e.detail, e.concerns::uuid[]
    from unnest(${`{${entries.map((e) => e.number).join(',')}}`}::bigint[], ${`{${entries.map((e) => e.at.toISOString()).join(',')}}`}::timestamptz[], ${column('principal')}::text[],
      ${column('behalfOf')}::text[], ${column('operation')}::text[], ${column('outcome')}::text[], ${column('subject')}::text[], ${column('origin')}::text[],
      ${column('trace')}::text[], ${column('detail')}::text[], ${arrayText(concerns)}::text[])
      e (number, at, principal, behalf_of, operation, outcome, subject, origin, trace, detail, concerns)`;
}

/** Texts as PostgreSQL writes an array of them. By `pg`, which looks at each value anew, it takes several times as long. */
function arrayText(values: readonly (string | null)[]): string {
  const items = values.map((value) =>
    value === null ? 'NULL' : `"${/["\\]/.test(value) ? value.replace(/["\\]/g, '\\$&') : value}"`,
  );
  return `{${items.join(',')}}`;
}
