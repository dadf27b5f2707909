import { localDate } from '@dinh/kernel';
import type { DemoProcedure } from './catalogue.ts';
import type { Making } from './making.ts';
import type { Random } from './random.ts';

/** The code that the agency gives when it accepts, without a gap on the day. */
export function giveCode({ counters }: Making, procedure: DemoProcedure, accepted: Date): string {
  const date = localDate(accepted);
  const key = `${procedure.agencyCode}/${date}`;
  const number = (counters.get(key) ?? 0) + 1;
  counters.set(key, number);
  return `${procedure.agencyCode}-${date.slice(2).replaceAll('-', '')}-${String(number).padStart(4, '0')}`;
}

const letters = '23456789ABCDEFGHJKMNPQRSTVWXYZ';

/** What the applicant follows the dossier by. */
export function makeReference(random: Random): string {
  let text = '';
  for (let i = 0; i < 12; i++) text += (i % 4 === 0 && i > 0 ? '-' : '') + letters[random.below(30)]!;
  return text;
}
