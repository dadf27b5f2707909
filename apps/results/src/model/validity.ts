import { evaluate } from '@dinh/decision';
import { isDay } from '@dinh/kernel';
import { dayWords } from './days.ts';
import type { ResultType } from './result-type.ts';

/** How long a result will be valid, settled when it is made; the last day follows from the day of issue. */
export interface Dated {
  readonly amount?: number;
  readonly unit?: 'day' | 'month' | 'year';
  /** A last day that does not depend on the day of issue. */
  readonly until?: string;
}

/** Works out the validity of a result from its record; an empty answer is without limit. */
export function validityOf(type: ResultType, data: Record<string, unknown>, now: Date): Dated {
  const { validity } = type;
  switch (validity.kind) {
    case 'unlimited':
      return {};
    case 'duration':
      return { amount: validity.amount, unit: validity.unit };
    case 'by-field': {
      const amount = Number(data[validity.field]);
      return Number.isInteger(amount) && amount > 0 && amount < 1000 ? { amount, unit: validity.unit } : {};
    }
    case 'until-field': {
      const until = data[validity.field];
      return typeof until === 'string' && isDay(until) ? { until } : {};
    }
    case 'by-condition': {
      const rule = validity.rules.find((one) => evaluate(one.when, data, { now }) === true);
      return !rule || rule.unlimited ? {} : { amount: rule.amount, unit: rule.unit };
    }
  }
}

/**
 * The last day of validity of a result issued on `day`: the first day is not counted, the last is the corresponding one,
 * or the end of its month (Bộ luật Dân sự 2015 Điều 147.1, 148.4).
 */
export function lastDay(dated: Dated, day: string): string | null {
  if (dated.until) return dated.until;
  const { amount, unit } = dated;
  if (!amount || !unit) return null;
  const [y = 0, m = 1, d = 1] = day.split('-').map(Number);
  if (unit === 'day') return isoDay(y, m - 1, d + amount);
  const month = m - 1 + (unit === 'year' ? 12 * amount : amount);
  const endOfMonth = new Date(Date.UTC(y, month + 1, 0)).getUTCDate();
  return isoDay(y, month, Math.min(d, endOfMonth));
}

const isoDay = (y: number, m: number, d: number): string => new Date(Date.UTC(y, m, d)).toISOString().slice(0, 10);

const units = { day: 'ngày', month: 'tháng', year: 'năm' };

/** As the paper says it; undefined without limit. */
export function validityWords(dated: Dated): string | undefined {
  if (dated.until) return `đến hết ngày ${dayWords(dated.until)}`;
  return dated.amount && dated.unit ? `${dated.amount} ${units[dated.unit]} kể từ ngày cấp` : undefined;
}
