import { addWorkingTime } from '@dinh/kernel';
import type { Applicant } from './applicants.ts';
import type { Catalogue } from './catalogue.ts';
import type { Random } from './random.ts';

/** What the making of all dossiers has in common. */
export interface Making {
  readonly catalogue: Catalogue;
  readonly random: Random;
  /** The last number given, by `unit/day`. */
  readonly counters: Map<string, number>;
  /** The last number of a receipt, by `unit/year`. */
  readonly receipts: Map<string, number>;
  /** The last number of a receipt for money, by year. */
  readonly feeReceipts: Map<number, number>;
  /** Those who have an account and file again and again. */
  readonly applicants: Applicant[];
  readonly now: Date;
}

/** So many working minutes later, to the second. */
export function later({ catalogue, random }: Making, from: Date, minutes: number): Date {
  const at = addWorkingTime(catalogue.calendar, from, { minutes: Math.max(1, Math.round(minutes)) });
  return new Date(at.getTime() + random.below(60_000));
}
