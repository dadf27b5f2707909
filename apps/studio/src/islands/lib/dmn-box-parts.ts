/** The pieces of which boxes are drawn: fields, buttons of an entry, and where the focus was. */
import type { Maker } from './dmn-boxed.ts';
import { list } from './dmn-boxed.ts';
import type { Change } from './dmn-boxes-viewer.ts';
import type { Moddle } from './dmn-model.ts';
import { dmnWords } from './dmn-words.ts';
import { el, freshId, lang, say, type Words } from './dom.ts';

/** What drawing needs: how to change the model, and what it may name. */
export interface Pen {
  readonly definitions: Moddle;
  readonly maker: Maker;
  readonly change: (change: Change) => void;
  /** Whether the file may hold what DMN 1.4 has added. */
  readonly newer: boolean;
}

/** Types of FEEL, in the words of dmn-js. */
const types = ['string', 'number', 'boolean', 'date', 'time', 'dateTime', 'dayTimeDuration', 'yearMonthDuration'];
/** What the type is called in files, where dmn-js says it otherwise. */
const written: Readonly<Record<string, string>> = {
  dateTime: 'date and time',
  dayTimeDuration: 'days and time duration',
  yearMonthDuration: 'years and months duration',
};

const noType: Words = { vi: 'kiểu bất kỳ', en: 'any type' };

/** A field of one line, or of as many as it has. */
export function textField(
  label: string,
  value: string,
  set: (value: string) => void,
  { long, choices }: { long?: boolean; choices?: readonly string[] } = {},
): HTMLElement {
  const common = {
    class: long ? 'input box-text' : 'input',
    spellcheck: 'false',
    'aria-label': label,
    'data-place': label,
    placeholder: long ? undefined : label.split(': ').at(-1),
  };
  if (long) {
    const rows = Math.min(12, value.split('\n').length);
    const area = el('textarea', { ...common, rows, onchange: () => set(area.value.trim()) });
    area.value = value;
    return area;
  }
  const listId = choices && choices.length > 0 ? freshId('names') : undefined;
  const input = el('input', { ...common, list: listId, onchange: () => set(input.value.trim()) });
  input.value = value;
  if (!listId) return input;
  const options = choices!.map((one) => el('option', { value: one }));
  return el('span', { class: 'box-listed' }, input, el('datalist', { id: listId }, ...options));
}

/** The type of a value: one of FEEL or of the file. */
export const typeField = (
  { definitions }: Pen,
  ...more: Parameters<typeof typeSelect> extends [unknown, ...infer Rest] ? Rest : never
): HTMLElement => typeSelect(definitions, ...more);

/** The same without a pen. */
export function typeSelect(
  definitions: Moddle,
  label: string,
  value: string,
  set: (value: string | undefined) => void,
): HTMLSelectElement {
  const own = list(definitions, 'itemDefinition').map((one) => String(one.get('name')));
  const known = [...types.map((one) => written[one] ?? one), ...own];
  const select = el(
    'select',
    { class: 'input', 'aria-label': label, 'data-place': label, onchange: () => set(select.value || undefined) },
    el('option', { value: '' }, say(noType)),
    ...types.map((one) =>
      el('option', { value: written[one] ?? one }, lang === 'en' ? (written[one] ?? one) : (dmnWords[one] ?? one)),
    ),
    ...own.map((one) => el('option', { value: one }, one)),
    ...(value === '' || known.includes(value) ? [] : [el('option', { value }, value)]),
  );
  select.value = value;
  return select;
}

export function button(label: string, act: () => void, shown = label, disabled = false): HTMLElement {
  const made = el(
    'button',
    { type: 'button', class: 'button button-quiet', 'aria-label': label, 'data-place': label, onclick: act },
    shown,
  );
  made.disabled = disabled;
  return made;
}

const words = {
  up: { vi: 'Đưa lên', en: 'Move up' },
  down: { vi: 'Đưa xuống', en: 'Move down' },
  remove: { vi: 'Bỏ', en: 'Remove' },
};

/** Moving an entry of a list up and down, and removing it. */
export function entryButtons(
  name: string,
  at: number,
  all: readonly Moddle[],
  set: (all: readonly Moddle[]) => void,
): HTMLElement {
  const swap = (other: number): void => {
    const moved = [...all];
    [moved[at], moved[other]] = [moved[other]!, moved[at]!];
    set(moved);
  };
  const called = (act: Words): string => `${say(act)}: ${name}`;
  return el(
    'span',
    { class: 'box-buttons' },
    button(called(words.up), () => swap(at - 1), '↑', at === 0),
    button(called(words.down), () => swap(at + 1), '↓', at === all.length - 1),
    removeButton(name, () => set(all.filter((_, i) => i !== at))),
  );
}

export const removeButton = (name: string, act: () => void): HTMLElement =>
  button(`${say(words.remove)}: ${name}`, act, say(words.remove));

/** A list with another item in one place. */
export const replaced = <Item>(all: readonly Item[], at: number, item: Item): Item[] =>
  all.map((one, i) => (i === at ? item : one));
