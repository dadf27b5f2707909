import { type Queries, sql } from '@dinh/kernel';
import type { ResultType } from './result-type.ts';

/**
 * Writes a number by the type's format: `{sequence:n}` with at least n digits, `{YYYY}`, `{YY}`, `{unitSymbol}`.
 */
export function formatNumber(format: string, of: { sequence: number; year: number; symbol: string }): string {
  return format.replace(/\{(\w+)(?::(\d+))?\}/g, (whole, name: string, width?: string) => {
    if (name === 'sequence') return String(of.sequence).padStart(Number(width ?? 0), '0');
    if (name === 'YYYY') return String(of.year);
    if (name === 'YY') return String(of.year).slice(2);
    if (name === 'unitSymbol') return of.symbol;
    return whole;
  });
}

/**
 * The next number of a register of an agency in a year. The counter's row stays locked to the end of the transaction,
 * so that numbers follow each other without a gap: take it as late as can be (docs/adr/0006).
 */
export async function takeNumber(db: Queries, unitId: number, type: ResultType, year: number): Promise<number> {
  const start = type.number.start ?? 1;
  const { last } = await db.one<{ last: number }>(
    sql`insert into results.number_counter as c (unit_id, register, year, last) values (${unitId}, ${type.register.key}, ${year}, ${start})
        on conflict (unit_id, register, year) do update set last = c.last + 1 returning last`,
  );
  return last;
}
