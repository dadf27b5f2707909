import { invalidInput, type PageContext, Refusal, type Text } from '@dinh/kernel';
import { errorSummary, fieldId, type FormError, type Html } from '@dinh/ui';
import { typed } from './frame.ts';

/** A form as it is shown (again): what was typed, and what is wrong with which field. */
export interface Filled {
  value(name: string): string | undefined;
  error(name: string): Text | undefined;
  /** All that is wrong, at the top of the page; each line leads to its field. */
  readonly summary: Html | undefined;
  readonly wrong: boolean;
}

/** A form that is shown for the first time. @param known what stands in its fields already */
export function fresh(known: Readonly<Record<string, string | null | undefined>> = {}): Filled {
  return {
    value: (name) => known[name] ?? undefined,
    error: () => undefined,
    summary: undefined,
    wrong: false,
  };
}

/**
 * A form that was refused: with what was typed. Anything but a refusal is thrown on.
 * @param words what to say of a field whose form is wrong (empty, too long), in place of the general sentence
 * @param named the field of the screen for a field of the operation, where their names differ
 */
export function refusedForm(
  ctx: PageContext,
  error: unknown,
  words: Readonly<Record<string, Text>> = {},
  named: (path: string) => string = (path) => path,
): Filled {
  if (!(error instanceof Refusal) || error.status >= 500 || error.status === 401) throw error;
  const errors = new Map<string, Text>();
  for (const { path, message } of error.fields) {
    const name = named(path);
    errors.set(name, (error.code === invalidInput.code && words[name]) || message);
  }
  const list: FormError[] = [...errors].map(([name, message]) => ({ id: fieldId(name), message }));
  if (list.length === 0) list.push({ message: { vi: error.sentence('vi'), en: error.sentence('en') } });
  return {
    value: (name) => typed(ctx, name),
    error: (name) => errors.get(name),
    summary: errorSummary(ctx.lang, list),
    wrong: true,
  };
}

/** Leaves out what was not typed, so that it counts as absent and not as wrong. */
export function present<T extends object>(input: T): T {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as T;
}
