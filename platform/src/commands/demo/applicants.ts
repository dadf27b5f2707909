import type { Making } from './making.ts';
import { personName } from './names.ts';
import type { Random } from './random.ts';
import type { Rows } from './tables.ts';

export interface Applicant {
  readonly id: string;
  readonly name: string;
  readonly phone: string;
}

/** A name and a telephone number of nobody. */
export function someone(random: Random): Omit<Applicant, 'id'> {
  return { name: personName(random), phone: `09${String(random.below(100_000_000)).padStart(8, '0')}` };
}

/** Four of five have filed before; messages about the dossier can only reach accounts that there are. */
export function accountOf(rows: Rows, { random, applicants }: Making, at: Date): Applicant {
  if (applicants.length > 0 && random.next() < 0.8) return random.pick(applicants);
  const made = { id: random.id(at.getTime()), ...someone(random) };
  applicants.push(made);
  rows.add('identity.person', {
    ...made,
    kind: 'citizen',
    origin: 'self',
    demonstration: {},
    created_at: at,
  });
  return made;
}
