import type { Rows } from './tables.ts';

/** Writes an act into the history of a dossier. */
export type History = (
  at: Date,
  act: string,
  status: number,
  person: string | null,
  name: string,
  unit: number,
  step: string | null,
  data: object,
  open?: boolean,
  comment?: string,
) => void;

/** The history of a dossier, its acts numbered as they come. */
export function historyOf(rows: Rows, dossier: string): History {
  let number = 0;
  return (at, act, status, person, name, unit, step, data, open = step === null, comment) =>
    rows.add('one_stop.history', {
      dossier_id: dossier,
      number: ++number,
      at,
      act,
      status,
      person_id: person,
      person_name: name,
      unit_id: unit,
      step,
      comment,
      data,
      public: open,
    });
}
