import { type Lang, type PageContext, type Text } from '@dinh/kernel';
import { autocomplete, checkboxes, details, type Filled, html, type Html } from '@dinh/ui';

/** One of a long list. */
export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** The choices with nothing before them, and with what stands there though it is no choice any more. */
export const chooseFrom = (choices: readonly Choice[], value: string | undefined): readonly Choice[] => [
  { value: '', label: '' },
  ...choices,
  ...(value && !choices.some((one) => one.value === value) ? [{ value, label: value }] : []),
];

/** Several of a long list: what is chosen with a box to untick each, room for three, and for three more when they are asked for. */
export function several(lang: Lang, filled: Filled, name: string, label: Text, all: readonly Choice[]): Html {
  const chosen = [...new Set(filled.values(name).filter(Boolean))];
  const labelOf = new Map(all.map((one) => [one.value, one.label]));
  const [vi, en] = chosen.length > 0 ? [': thêm', ': one more'] : ['', ''];
  const room = (n: number) =>
    autocomplete(lang, {
      name,
      id: `${name}-${n}`,
      optional: true,
      label: { vi: `${label.vi}${vi} (${n})`, en: `${label.en}${en} (${n})` },
      options: [{ value: '', label: '' }, ...all.filter(({ value }) => !chosen.includes(value))],
    });
  return html`${
    chosen.length > 0 &&
    checkboxes(lang, {
      name,
      label,
      optional: true,
      values: chosen,
      choices: chosen.map((value) => ({ value, label: labelOf.get(value) ?? value })),
    })
  }
  ${[1, 2, 3].map(room)}
  ${details(lang, {
    summary: { vi: `${label.vi}: thêm nữa`, en: `${label.en}: more` },
    body: html`${[4, 5, 6].map(room)}`,
  })}`;
}

/** What was ticked and chosen under one name. */
export const chosenOf = (ctx: PageContext, name: string): string[] => [
  ...new Set(
    [ctx.form[name] ?? []]
      .flat()
      .map((one) => one.trim())
      .filter(Boolean),
  ),
];
