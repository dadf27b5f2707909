/** Simple fields: texts, numbers, choices, days, durations, names that are picked from a list. */
import type { Option, Schema, Shape, Words } from '../../model/schema.ts';
import { isGroup } from '../../model/schema.ts';
import { el, freshId, say } from './dom.ts';
import { type Drawing, errors, placeOf } from './schema-drawing.ts';
import type { Path } from './yaml-model.ts';

const simple = new Set<Shape['is']>(['words', 'text', 'number', 'truth', 'choice', 'choices', 'sometimes', 'anything']);

/** True for what is one line of a form. */
export const isSimple = (shape: Shape): boolean => simple.has(shape.is);

interface Simple {
  readonly schema: Schema;
  readonly shape: Shape;
  readonly path: Path;
  readonly value: unknown;
  readonly needed: boolean;
  readonly label: Words;
  /** In a grid or line: the label is read out and not shown. */
  readonly bare?: boolean;
  /** Does something else than write the value. */
  set?(value: unknown): void;
}

const words = {
  vi: { vi: 'tiếng Việt', en: 'Vietnamese' },
  en: { vi: 'tiếng Anh', en: 'English' },
  none: { vi: '— không —', en: '— none —' },
  unknown: { vi: 'không có trong danh sách', en: 'not in the list' },
  always: { vi: 'luôn luôn', en: 'always' },
  never: { vi: 'không', en: 'never' },
  sometimes: { vi: 'khi điều kiện đúng', en: 'when a condition holds' },
  condition: { vi: 'điều kiện', en: 'condition' },
  days: { vi: 'ngày', en: 'days' },
  hours: { vi: 'giờ', en: 'hours' },
  minutes: { vi: 'phút', en: 'minutes' },
  optional: { vi: '(không bắt buộc)', en: '(optional)' },
};

/** The field for a simple part, with its label, hint and what is wrong with it. */
export function simpleField(d: Drawing, s: Simple): HTMLElement {
  const fixed = s.path.length === 1 && (s.path[0] === 'key' || s.path[0] === 'code') && s.value === d.key;
  if (fixed) return el('p', { class: 'fields-fixed' }, `${say(s.label)}: `, el('code', {}, d.key));
  const wrong = s.shape.is === 'words' ? [] : d.problems(s.path);
  const errorId = wrong.length > 0 ? freshId('error') : undefined;
  const hint = s.schema['x-told']?.hint;
  const hintId = hint && !s.bare ? freshId('hint') : undefined;
  const about = [hintId, errorId].filter(Boolean).join(' ') || undefined;
  const marks: Marks = { wrong: wrong.length > 0, about };
  const notes = [
    hintId && el('small', { class: 'muted', id: hintId }, say(hint!)),
    ...(errorId ? [el('p', { class: 'fields-error', id: errorId }, wrong.join(' '))] : []),
  ];
  const write = (value: unknown, redraw = false): void =>
    s.set ? s.set(value) : d.change(() => (s.needed ? d.model.put(s.path, value ?? '') : d.model.set(s.path, value)), redraw);
  if (s.shape.is === 'truth') return truth(s, marks, write, notes);
  if (s.shape.is === 'choices') return choices(s, s.shape.options, write, notes);
  if (s.shape.is === 'words') return bilingual(d, s, notes);
  const input = control(d, s, marks, write);
  const label = s.bare
    ? undefined
    : el('label', { for: input.id }, say(s.label), !s.needed && el('span', { class: 'muted' }, ` ${say(words.optional)}`));
  if (s.bare) input.labelled?.setAttribute('aria-label', say(s.label));
  return el('div', { class: 'drawn-field' }, label, ...notes.filter(Boolean), input.element);
}

interface Marks {
  readonly wrong: boolean;
  readonly about: string | undefined;
}
interface Control {
  readonly id: string;
  readonly element: HTMLElement;
  /** What takes the label where none is shown. */
  readonly labelled?: HTMLElement;
}

const attributes = (place: string, { wrong, about }: Marks) => ({
  class: 'input',
  'data-place': place,
  'aria-invalid': wrong ? 'true' : undefined,
  'aria-describedby': about,
});

function control(d: Drawing, s: Simple, marks: Marks, write: (value: unknown, redraw?: boolean) => void): Control {
  const told = s.schema['x-told'];
  const place = placeOf(s.path);
  const common = attributes(place, marks);
  const text = s.value === undefined || s.value === null ? '' : String(s.value);
  if (s.shape.is === 'choice')
    return pick(
      common,
      s.shape.options.map(({ value, label }) => ({ key: value, label: say(label) })),
      text,
      s.needed,
      write,
    );
  const list = told?.names === undefined ? undefined : d.lists[told.names];
  if (list && !list.open) return pick(common, list.items, text, s.needed, write);
  if (s.shape.is === 'sometimes') return sometimes(s, marks, write);
  if (told?.as === 'duration') return duration(s, marks, write);
  if (s.shape.is === 'anything') return anything(s, common, write);
  if (s.shape.is === 'number')
    return typed(el('input', { ...common, type: 'number', step: s.shape.whole ? 1 : 'any' }), text, (typed) =>
      write(typed === '' ? undefined : Number(typed)),
    );
  if (told?.as === 'lines' || text.includes('\n'))
    return typed(
      el('textarea', { ...common, rows: Math.min(12, 1 + Math.ceil(text.length / 80) + text.split('\n').length) }),
      text,
      write,
    );
  const type = told?.as === 'day' && (text === '' || /^\d{4}-\d\d-\d\d$/.test(text)) ? 'date' : 'text';
  const code = told?.as === 'feel' || told?.as === 'code';
  const input = el('input', {
    ...common,
    class: code ? 'input fields-code' : 'input',
    type,
    spellcheck: code ? 'false' : undefined,
    maxlength: s.schema.maxLength,
  });
  const found = typed(input, text, write);
  if (!list) return found;
  // What is in the list is offered, and something else may be written.
  const offered = el(
    'datalist',
    { id: freshId('list') },
    ...list.items.map((one) => el('option', { value: one.key }, one.label)),
  );
  input.setAttribute('list', offered.id);
  return { ...found, element: el('span', {}, input, offered) };
}

function typed(input: HTMLInputElement | HTMLTextAreaElement, value: string, set: (value: string) => void): Control {
  input.id = freshId('field');
  input.value = value;
  input.addEventListener('change', () => set(input.value.trim()));
  return { id: input.id, element: input, labelled: input };
}

/** A list to pick from; a long one is found in by typing. */
function pick(
  common: ReturnType<typeof attributes>,
  list: readonly { readonly key: string; readonly label: string }[],
  value: string,
  needed: boolean,
  write: (value: unknown) => void,
): Control {
  const id = freshId('field');
  const select = el('select', { ...common, id, onchange: () => write(select.value) });
  const known = list.some((one) => one.key === value);
  if (!needed || value === '') select.append(el('option', { value: '', selected: value === '' }, say(words.none)));
  if (value !== '' && !known) select.append(el('option', { value, selected: true }, `${value} (${say(words.unknown)})`));
  select.append(
    ...list.map((one) =>
      el(
        'option',
        { value: one.key, selected: one.key === value },
        one.label === one.key ? one.key : `${one.label} (${one.key})`,
      ),
    ),
  );
  if (list.length <= 12) return { id, element: select, labelled: select };
  const finder = el('dinh-autocomplete' as 'span', {}, select);
  return { id, element: finder, labelled: select };
}

function truth(
  s: Simple,
  marks: Marks,
  write: (value: unknown) => void,
  notes: readonly (Node | string | undefined)[],
): HTMLElement {
  const id = freshId('field');
  const box = el('input', {
    ...attributes(placeOf(s.path), marks),
    class: undefined,
    id,
    type: 'checkbox',
    onchange: () => write(box.checked || (s.needed ? false : undefined)),
  });
  box.checked = s.value === true;
  if (s.bare) box.setAttribute('aria-label', say(s.label));
  return el(
    'div',
    { class: 'drawn-field drawn-check' },
    box,
    s.bare ? undefined : el('label', { for: id }, say(s.label)),
    ...notes.filter(Boolean),
  );
}

/** Some of a few. */
function choices(
  s: Simple,
  options: readonly Option[],
  write: (value: unknown) => void,
  notes: readonly (Node | string | undefined)[],
): HTMLElement {
  const chosen = new Set(Array.isArray(s.value) ? s.value.map(String) : []);
  return el(
    'fieldset',
    { class: 'fields-choices', 'data-place': placeOf(s.path), tabindex: -1 },
    el('legend', { class: s.bare ? 'visually-hidden' : undefined }, say(s.label)),
    ...notes.filter(Boolean),
    ...options.map(({ value, label }) => {
      const box = el('input', {
        type: 'checkbox',
        'data-place': `${placeOf(s.path)}-${value}`,
        onchange: () => {
          if (box.checked) chosen.add(value);
          else chosen.delete(value);
          write(options.map((one) => one.value).filter((one) => chosen.has(one)));
        },
      });
      box.checked = chosen.has(value);
      return el('label', { class: 'drawn-check' }, box, say(label));
    }),
  );
}

/** A text in both languages, side by side. */
function bilingual(d: Drawing, s: Simple, notes: readonly (Node | string | undefined)[]): HTMLElement {
  const now = isGroup(s.value) ? s.value : {};
  const long = s.schema['x-told']?.as === 'lines';
  const side = (lang: 'vi' | 'en'): HTMLElement => {
    const path = [...s.path, lang];
    const wrong = d.problems(path);
    const errorId = wrong.length > 0 ? freshId('error') : undefined;
    const common = attributes(placeOf(path), { wrong: wrong.length > 0, about: errorId });
    const text = String(now[lang] ?? '');
    const lines = Math.min(16, text.split('\n').length + Math.ceil(text.length / 60));
    const input =
      long || text.includes('\n')
        ? el('textarea', { ...common, rows: Math.max(2, lines) })
        : el('input', { ...common, type: 'text' });
    const other = lang === 'vi' ? 'en' : 'vi';
    const { id, element } = typed(input, text, (value) =>
      d.change(() => {
        const gone = !s.needed && value === '' && String(now[other] ?? '') === '';
        if (gone) d.model.remove(s.path);
        else if (isGroup(s.value)) d.model.put(path, value);
        else d.model.put(s.path, { vi: '', en: '', [lang]: value });
      }, !isGroup(s.value)),
    );
    const label = `${say(s.label)}, ${say(words[lang])}`;
    if (s.bare) input.setAttribute('aria-label', label);
    return el(
      'div',
      {},
      s.bare
        ? el('small', { class: 'muted', 'aria-hidden': 'true' }, say(words[lang]))
        : el('label', { for: id }, label, !s.needed && el('span', { class: 'muted' }, ` ${say(words.optional)}`)),
      errorId && el('p', { class: 'fields-error', id: errorId }, wrong.join(' ')),
      element,
    );
  };
  return el('div', { class: 'drawn-field fields-words' }, ...notes.filter(Boolean), ...errors(d, s.path), side('vi'), side('en'));
}

/** Always, never, or when an expression holds. */
function sometimes(s: Simple, marks: Marks, write: (value: unknown, redraw?: boolean) => void): Control {
  const id = freshId('field');
  const now = typeof s.value === 'string' ? 'when' : s.value === true ? 'yes' : 'no';
  const select = el('select', {
    ...attributes(placeOf(s.path), marks),
    id,
    onchange: () => write(select.value === 'when' ? 'true' : select.value === 'yes' ? true : s.needed ? false : undefined, true),
  });
  const options = { yes: words.always, no: words.never, when: words.sometimes };
  select.append(...Object.entries(options).map(([value, label]) => el('option', { value, selected: value === now }, say(label))));
  if (now !== 'when') return { id, element: select, labelled: select };
  const condition = el('input', {
    class: 'input fields-code',
    'aria-label': `${say(s.label)}: ${say(words.condition)}`,
    'data-place': `${placeOf(s.path)}-when`,
    spellcheck: 'false',
    onchange: () => write(condition.value.trim()),
  });
  condition.value = String(s.value);
  return { id, element: el('span', { class: 'fields-pair' }, select, condition), labelled: select };
}

/** A duration in days, hours and minutes in place of `P3DT2H`. */
function duration(s: Simple, marks: Marks, write: (value: unknown) => void): Control {
  const [, days = '', hours = '', minutes = ''] = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(String(s.value ?? '')) ?? [];
  const numbers = { days, hours, minutes };
  const id = freshId('field');
  const set = (): void => {
    const time = `${numbers.hours ? `${numbers.hours}H` : ''}${numbers.minutes ? `${numbers.minutes}M` : ''}`;
    const whole = `P${numbers.days ? `${numbers.days}D` : ''}${time ? `T${time}` : ''}`;
    write(whole === 'P' ? '' : whole);
  };
  const number = (name: keyof typeof numbers, first: boolean): HTMLElement => {
    const input = el('input', {
      ...attributes(first ? placeOf(s.path) : `${placeOf(s.path)}-${name}`, marks),
      type: 'number',
      min: 0,
      id: first ? id : freshId('field'),
      'aria-label': `${say(s.label)}: ${say(words[name])}`,
      onchange: () => {
        numbers[name] = input.value;
        set();
      },
    });
    input.value = numbers[name];
    return el('span', {}, input, ` ${say(words[name])}`);
  };
  return {
    id,
    element: el('span', { class: 'fields-pair' }, number('days', true), number('hours', false), number('minutes', false)),
  };
}

/** What has no shape of its own is written as JSON. */
function anything(s: Simple, common: ReturnType<typeof attributes>, write: (value: unknown) => void): Control {
  const text = s.value === undefined ? '' : JSON.stringify(s.value, null, 2);
  const input = el('textarea', {
    ...common,
    class: 'input fields-code',
    rows: Math.min(20, text.split('\n').length + 1),
    spellcheck: 'false',
  });
  return typed(input, text, (now) => {
    try {
      write(now === '' ? undefined : JSON.parse(now));
      input.setCustomValidity('');
    } catch {
      input.setCustomValidity(say({ vi: 'Đây chưa phải JSON đúng.', en: 'This is not JSON.' }));
      input.reportValidity();
    }
  });
}
