/** A form that is shown and, when it was refused, shown again with what was typed: said once for all apps. */
import { errorSummary, type FormError } from '../components/form.ts';
import type { Html } from '../html.ts';
import type { Lang, Text } from '../lang.ts';

/** A form as it is shown (again): what was typed, and what is wrong with which field. */
export interface Filled {
  value(name: string): string | undefined;
  values(name: string): readonly string[];
  error(name: string): Text | undefined;
  /** All that is wrong, at the top of the page; each line leads to its field. */
  readonly summary: Html | undefined;
  readonly wrong: boolean;
}

/** What a form takes from its request: the context of a page has all of it. */
export interface FormRequest {
  readonly lang: Lang;
  readonly form: Readonly<Record<string, string | string[]>>;
}

type Known = Readonly<Record<string, string | readonly string[] | null | undefined>>;

/** A form that is shown for the first time. @param known what stands in its fields already */
export function fresh(known: Known = {}): Filled {
  return {
    value: (name) => lastOf(known[name]),
    values: (name) => listOf(known[name]),
    error: () => undefined,
    summary: undefined,
    wrong: false,
  };
}

/** A refusal as the kernel declares it; anything else is a fault. */
interface Refused {
  readonly status: number;
  readonly code: string;
  readonly fields: readonly { readonly path: string; readonly message: Text }[];
  sentence(lang: Lang): string;
}

export const isRefused = (error: unknown): error is Refused & Error =>
  error instanceof Error && 'sentence' in error && 'fields' in error;

/**
 * What a refusal says of each field, for the top of the page; of none in particular its own sentence.
 * @param names what the fields are called, by their paths, where the page does not ask for them itself
 */
export function refusedErrors(error: Refused, names: Readonly<Record<string, Text>> = {}): FormError[] {
  if (error.fields.length === 0) return [{ message: { vi: error.sentence('vi'), en: error.sentence('en') } }];
  return error.fields.map(({ path, message }) => {
    const of = path.replace(/^\//, '');
    const name = names[of];
    if (name)
      return {
        of,
        plain: true,
        message: { vi: `${name.vi}: ${message.vi}`, en: `${name.en}: ${message.en}` },
      };
    // What the check of the input says fits any field; what an operation says itself fits its own.
    return { of, plain: error.code !== 'kernel.invalid-input', message };
  });
}

/**
 * A form that was refused: with what was typed. Anything but a refusal of its content is thrown on.
 * @param words what to say of a field whose form is wrong (empty, too long), in place of the general sentence
 * @param named the field of the screen for a field of the operation, where their names differ
 */
export function refusedForm(
  request: FormRequest,
  error: unknown,
  words: Readonly<Record<string, Text>> = {},
  named: (path: string) => string = (path) => path,
): Filled {
  if (!isRefused(error) || error.status >= 500 || error.status === 401) throw error;
  const errors = new Map<string, Text>();
  for (const { path, message } of error.fields) {
    const name = named(path);
    errors.set(name, (error.code === 'kernel.invalid-input' && words[name]) || message);
  }
  const list: FormError[] = [...errors].map(([name, message]) => ({
    of: name,
    plain: error.code !== 'kernel.invalid-input' || words[name] !== undefined,
    message,
  }));
  if (list.length === 0) list.push({ message: { vi: error.sentence('vi'), en: error.sentence('en') } });
  return {
    value: (name) => lastOf(request.form[name]),
    values: (name) => listOf(request.form[name]),
    error: (name) => errors.get(name),
    summary: errorSummary(request.lang, list),
    wrong: true,
  };
}

/** Leaves out what was not typed, so that it counts as absent and not as wrong. */
export function present<T extends object>(input: T): T {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as T;
}

const listOf = (value: Known[string]): readonly string[] =>
  value === undefined || value === null ? [] : typeof value === 'string' ? [value] : value;

const lastOf = (value: Known[string]): string | undefined => listOf(value).at(-1)?.trim() || undefined;
