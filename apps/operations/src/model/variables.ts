import type { Text } from '@dinh/kernel';

/** What a value is: it decides how it is typed in. A date is text of the form `YYYY-MM-DD`, as FEEL writes it. */
export type Kind = 'text' | 'number' | 'boolean' | 'date' | 'json';

export const kindNames: Readonly<Record<Kind, Text>> = {
  text: { vi: 'chữ', en: 'text' },
  number: { vi: 'số', en: 'number' },
  boolean: { vi: 'có/không', en: 'yes or no' },
  date: { vi: 'ngày', en: 'date' },
  json: { vi: 'dữ liệu ghép (JSON)', en: 'compound (JSON)' },
};

const day = /^\d{4}-\d\d-\d\d$/;

/** The kind of a value as it stands. Nothing, lists and contexts are written as JSON. */
export function kindOf(value: unknown): Kind {
  if (typeof value === 'number') return 'number';
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'string') return day.test(value) ? 'date' : 'text';
  return 'json';
}

/** A value as it is typed in. */
export const writtenAs = (kind: Kind, value: unknown): string =>
  kind === 'json' ? JSON.stringify(value ?? null, null, 1) : String(value);

/** What is wrong with what was typed; says how to put it right. */
export class NotOfKind extends Error {
  readonly words: Text;
  constructor(words: Text) {
    super(words.en);
    this.words = words;
  }
}

/** The value that was typed. @throws NotOfKind */
export function readAs(kind: Kind, typed: string): unknown {
  switch (kind) {
    case 'text':
      return typed;
    case 'number': {
      const number = Number(typed.trim().replace(',', '.'));
      if (typed.trim() === '' || !Number.isFinite(number))
        throw new NotOfKind({
          vi: 'Xin ghi một số, ví dụ 12 hoặc 12,5.',
          en: 'Please type a number, as 12 or 12.5.',
        });
      return number;
    }
    case 'boolean':
      return typed === 'true';
    case 'date': {
      const at = new Date(`${typed.trim()}T00:00:00Z`);
      if (!day.test(typed.trim()) || Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== typed.trim())
        throw new NotOfKind({ vi: 'Xin chọn một ngày có thật.', en: 'Please choose a day that exists.' });
      return typed.trim();
    }
    case 'json':
      try {
        return JSON.parse(typed) as unknown;
      } catch {
        throw new NotOfKind({
          vi: 'Đây không phải JSON. Chữ phải nằm trong ngoặc kép; xóa biến thì ghi null.',
          en: 'This is not JSON. Text stands in double quotes; null takes the variable away.',
        });
      }
  }
}
