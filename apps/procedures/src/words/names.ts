import type { Field, FormDefinition } from '@dinh/forms';
import type { Lang } from '@dinh/kernel';
import type { Named, Names } from './expression.ts';

/** What the fields of a form are called, by their names in conditions; groups' own fields too. */
export function formNames(form: FormDefinition | undefined, lang: Lang): Map<string, Named> {
  const names = new Map<string, Named>();
  const add = (fields: readonly Field[]): void => {
    for (const field of fields) {
      const options = field.options && new Map(field.options.map(({ value, label }) => [value, label[lang]]));
      if (!names.has(field.key)) names.set(field.key, { label: field.label[lang], options });
      if (field.fields) add(field.fields);
    }
  };
  for (const page of form?.pages ?? []) add(page.fields);
  return names;
}

/** The same names with others before them. */
export function withNames(names: Names, more: Iterable<readonly [string, Named]>): Names {
  return new Map([...names, ...more]);
}
