import type { Text } from '@dinh/kernel';
import { dayText, type Kind, letterOf, recognise } from './columns.ts';

export type Change = 'new' | 'changed' | 'unchanged' | 'ended' | 'wrong';

export interface Problem extends Text {
  /** The letter of the column. */
  readonly column: string;
}

/** A line of the file while it is checked. */
export class Row {
  readonly number: number;
  readonly fields: Record<string, string>;
  readonly problems: Problem[] = [];
  /** What is different, for the preview. */
  readonly what: string[] = [];
  change: Change = 'unchanged';
  readonly #places: ReadonlyMap<string, number>;

  constructor(number: number, fields: Record<string, string>, places: ReadonlyMap<string, number>) {
    this.number = number;
    this.fields = fields;
    this.#places = places;
  }

  get(key: string): string | undefined {
    return this.fields[key] || undefined;
  }

  wrong(key: string, vi: string, en: string): void {
    const place = this.#places.get(key);
    this.problems.push({ column: place === undefined ? '' : letterOf(place), vi, en });
    this.change = 'wrong';
  }

  /** @param before what is known now, where something is replaced: kept beside the line, so that whoever looks sees both */
  differs(key: string, change: Change = 'changed', before?: string | null): void {
    this.what.push(key);
    if (before) this.fields[`was.${key}`] = before;
    if (this.change !== 'wrong' && this.change !== 'new') this.change = change;
  }
}

const days = new Set(['birthDate', 'from', 'until']);

/** The lines that say anything, with their cells under the keys of their columns. */
export function rowsOf(kind: Kind, header: readonly string[], lines: readonly (readonly string[])[]): Row[] {
  const { places } = recognise(kind, header);
  return lines.flatMap((line, i) => {
    const fields = Object.fromEntries(
      [...places].map(([key, place]) => {
        const text = (line[place] ?? '').normalize('NFC').replace(/\s+/g, ' ').trim();
        return [key, days.has(key) ? dayText(text) : text];
      }),
    );
    if (Object.values(fields).every((text) => text === '')) return [];
    const row = new Row(i + 2, fields, places);
    for (const [key, text] of Object.entries(fields)) {
      if (text.length > 300) row.wrong(key, 'Ô này dài quá 300 ký tự.', 'This cell has more than 300 characters.');
      // What a spreadsheet would carry out is never a name or number of ours.
      else if (/^[=@\t\r]/.test(text) || /\p{Cc}/u.test(text))
        row.wrong(key, 'Ô này trông như công thức. Xin nhập giá trị.', 'This cell looks like a formula. Please type the value.');
    }
    return [row];
  });
}
