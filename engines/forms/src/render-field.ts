import {
  checkboxes,
  dateInput,
  details,
  fieldId,
  fieldset,
  type Html,
  html,
  inset,
  moneyInput,
  none,
  radios,
  raw,
  select,
  textarea,
  textInput,
  type TextInputProps,
  type Width,
} from '@dinh/ui';
import type { Field } from './definition.ts';
import { isRecord, own } from './data.ts';
import type { FormEnvironment } from './environment.ts';
import { formatAnswer, numberInput } from './format.ts';
import { say, type Text, within } from './messages.ts';
import { renderAddress } from './render-address.ts';
import { PLACEHOLDER } from './repeats.ts';

/** What drawing a field needs to know of its page. */
export interface Drawing {
  readonly env: FormEnvironment;
  readonly visible: ReadonlySet<string>;
  readonly errors: ReadonlyMap<string, Text>;
  readonly origins: Readonly<Record<string, Text>>;
  /** What questions that are not asked yet are filled in with, should they be. */
  readonly waiting: Readonly<Record<string, unknown>>;
  readonly required: ReadonlySet<string>;
  /** Title of the page, when its one field is the question itself. */
  readonly heading?: Text;
  /** Whether the page has this one field only. */
  readonly alone: boolean;
  /** Whether a condition can change while the page is open; such fields are kept ready for the island. */
  readonly live: (field: Field) => boolean;
}

const yesNo = [
  { value: 'true', label: { vi: 'Có', en: 'Yes' } },
  { value: 'false', label: { vi: 'Không', en: 'No' } },
];
const words = {
  more: { vi: 'Tìm hiểu thêm', en: 'More about this' },
  add: (item: Text): Text => ({ vi: `Thêm ${within(item.vi)}`, en: `Add ${within(item.en)}` }),
  remove: { vi: 'Xóa', en: 'Remove' },
  attach: {
    vi: 'Bạn sẽ đính kèm giấy tờ này ở bước thành phần hồ sơ.',
    en: 'You will attach this paper at the step for components.',
  },
  empty: { vi: 'Chưa có mục nào.', en: 'Nothing added yet.' },
};

/**
 * Draws fields in order. A field with a condition stands in `<div data-when>` when it is asked; otherwise it
 * waits in a `<template>`, which is not sent and which the island opens.
 */
export function renderFields(fields: readonly Field[], data: unknown, prefix: string, drawing: Drawing): Html {
  return html`${fields.map((field) => {
    const path = prefix + field.key;
    const shown = drawing.visible.has(path);
    const body = () => renderField(field, own(data, field.key), path, drawing);
    if (!field.when) return shown || drawing.live(field) ? body() : undefined;
    if (shown) return html`<div data-when="${path}"><input type="hidden" name="_shown" value="${path}" />${body()}</div>`;
    if (!drawing.live(field)) return undefined;
    return html`<template data-when="${path}"><input type="hidden" name="_shown" value="${path}"/>${renderField(field, drawing.waiting[path], path, { ...drawing, visible: everything, errors: new Map() })}</template>`;
  })}`;
}

/** Inside a template nothing is known to be hidden yet: the island decides when it opens it. */
const everything: ReadonlySet<string> = new (class extends Set<string> {
  override has(): boolean {
    return true;
  }
})();

function renderField(field: Field, value: unknown, path: string, drawing: Drawing): Html {
  const { env } = drawing;
  const { lang } = env;
  const more = field.text && field.type !== 'info' && details(lang, { summary: words.more, body: field.text });
  switch (field.type) {
    case 'info':
      return inset(lang, field.text ?? field.label);
    case 'component':
      return inset(lang, html`<strong>${say(field.label, lang)}</strong><br />${say(field.hint ?? words.attach, lang)}`);
    case 'computed':
      if (field.hidden) return none;
      return html`<div class="field computed" data-computed="${path}"><span class="label">${say(field.label, lang)}</span> <output>${formatAnswer(field, value, env) || '–'}</output></div>`;
    case 'group':
      return field.repeat ? renderRepeat(field, value, path, drawing) : renderGroup(field, value, path, drawing);
    case 'address':
      return renderAddress(field, path, value, env, {
        optional: !isRequired(field, path, drawing),
        origin: drawing.origins[path],
        wrong: (at) => drawing.errors.get(at),
      });
    default:
      return html`${renderControl(field, value, path, drawing)}${more}`;
  }
}

const isRequired = (field: Field, path: string, drawing: Drawing): boolean =>
  field.required === true || drawing.required.has(path);

function frameOf(field: Field, path: string, drawing: Drawing) {
  return {
    name: path,
    label: drawing.heading ?? field.label,
    hint: field.hint,
    error: drawing.errors.get(path),
    optional: !isRequired(field, path, drawing),
    heading: drawing.heading !== undefined,
    origin: drawing.origins[path],
  };
}

const WIDTHS: { readonly [name: string]: Width } = { short: 4, medium: 20, full: 'full' };

function renderControl(field: Field, value: unknown, path: string, drawing: Drawing): Html {
  const { env } = drawing;
  const { lang } = env;
  const frame = frameOf(field, path, drawing);
  const text = typeof value === 'number' && field.type !== 'year' ? numberInput(value, lang) : textValue(value);
  const line: TextInputProps = {
    ...frame,
    value: text,
    autocomplete: field.autocomplete,
    maxLength: field.maxLength,
    width: field.width ? WIDTHS[field.width] : undefined,
    suffix: field.suffix,
  };
  switch (field.type) {
    case 'multiline':
      return textarea(lang, { ...frame, value: text, maxLength: field.maxLength });
    case 'integer':
      return textInput(lang, { width: 10, ...clean(line), inputMode: 'numeric' });
    case 'decimal':
      return textInput(lang, { width: 10, ...clean(line), inputMode: 'decimal' });
    case 'money':
      return moneyInput(lang, clean(line));
    case 'year':
      return textInput(lang, { width: 4, ...clean(line), inputMode: 'numeric' });
    case 'date':
      return dateInput(lang, { ...frame, value: dateParts(value), birthday: field.autocomplete === 'bday' });
    case 'boolean':
      return radios(lang, { ...frame, choices: yesNo, inline: true, value: textValue(value) });
    case 'choice':
      return renderChoice(field, textValue(value), frame, drawing);
    case 'choices': {
      const values = Array.isArray(value) ? value.map(String) : [];
      return checkboxes(lang, { ...frame, choices: field.options ?? [], values });
    }
    case 'code':
      return select(lang, { ...frame, value: text, options: listed(env.list?.(field.list ?? '')) });
    case 'unit':
      return select(lang, { ...frame, value: text, options: listed(env.units?.(field.unitKind)) });
    case 'personalId':
      return textInput(lang, {
        width: 20,
        ...clean(line),
        inputMode: field.accept?.includes('passport') ? 'text' : 'numeric',
        spellcheck: false,
      });
    case 'taxCode':
      return textInput(lang, { width: 20, ...clean(line), spellcheck: false });
    case 'phone':
      return textInput(lang, { width: 20, ...clean(line), type: 'tel' });
    case 'email':
      return textInput(lang, { ...clean(line), type: 'email', spellcheck: false });
    case 'personName':
      return textInput(lang, { ...clean(line), spellcheck: false });
    default:
      return textInput(lang, clean(line));
  }
}

/** Leaves out what is undefined, so that it does not hide a default written before it. */
const clean = (props: TextInputProps): TextInputProps =>
  Object.fromEntries(Object.entries(props).filter(([, value]) => value !== undefined)) as unknown as TextInputProps;

const textValue = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;

const listed = (entries: readonly { code: string; name: Text }[] | undefined) =>
  (entries ?? []).map((entry) => ({ value: entry.code, label: entry.name }));

function renderChoice(field: Field, value: string | undefined, frame: ReturnType<typeof frameOf>, drawing: Drawing): Html {
  const options = field.options ?? [];
  const { lang } = drawing.env;
  const asList = field.as ? field.as === 'select' : options.length > 8;
  return asList ? select(lang, { ...frame, options, value }) : radios(lang, { ...frame, choices: options, value });
}

/** A date as the three parts that are typed; a wrong one as it was typed. */
function dateParts(value: unknown): { day?: string; month?: string; year?: string } {
  if (typeof value === 'string') {
    const iso = /^(\d{4})-(\d\d)-(\d\d)$/.exec(value);
    if (iso) return { day: iso[3], month: iso[2], year: iso[1] };
    const [day, month, year] = value.split(/[/.\-\s]+/);
    return { day, month, year };
  }
  if (!isRecord(value)) return {};
  return {
    day: textValue(own(value, 'day')),
    month: textValue(own(value, 'month')),
    year: textValue(own(value, 'year')),
  };
}

function renderGroup(field: Field, value: unknown, path: string, drawing: Drawing): Html {
  const inner = { ...drawing, heading: undefined, alone: false };
  const body = renderFields(field.fields ?? [], value, `${path}.`, inner);
  return fieldset(drawing.env.lang, {
    legend: legendOf(field, drawing),
    hint: field.hint,
    id: fieldId(path),
    body,
  });
}

/** The name of a group; only heard when the group is all that its page asks for. */
const legendOf = (field: Field, { alone, env }: Drawing) =>
  alone ? html`<span class="visually-hidden">${say(field.label, env.lang)}</span>` : field.label;

/** A list of groups with its buttons; one entry more waits in a template for the island. */
function renderRepeat(field: Field, value: unknown, path: string, drawing: Drawing): Html {
  const { lang } = drawing.env;
  const { repeat } = field;
  if (!repeat) return none;
  const given = Array.isArray(value) ? value : [];
  // At least as many entries stand ready as the rule asks for.
  const items = [...given, ...Array.from({ length: Math.max(0, (repeat.min ?? 0) - given.length) }, () => ({}))];
  const inner = { ...drawing, heading: undefined, alone: false };
  const error = drawing.errors.get(path);
  // An entry that the rule asks for is written over, not taken out.
  const needsAll = items.length <= (repeat.min ?? 0);
  const entry = (one: unknown, i: number, ready: Drawing) =>
    html`<div class="repeat-item" data-item="${path}[${i}]"><h2>${say(repeat.item, lang)} <span data-number>${i + 1}</span></h2>${renderFields(field.fields ?? [], one, `${path}[${i}].`, ready)}<button class="button button-quiet" name="_remove" value="${path}[${i}]" formnovalidate${needsAll && raw(' hidden')}>${words.remove[lang]}<span class="visually-hidden"> ${say(repeat.item, lang)} <span data-number>${i + 1}</span></span></button></div>`;
  const fresh = (i: number) => ({
    ...inner,
    visible: i < given.length ? inner.visible : startOf(field, `${path}[${i}]`, inner),
  });
  const body = html`${error && html`<p class="field-error" id="${fieldId(path)}-error">${say(error, lang)}</p>`}${
    items.length === 0 && html`<p class="hint" data-empty>${words.empty[lang]}</p>`
  }${items.map((one, i) => entry(one, i, fresh(i)))}<template data-next="${path}">${entry({}, PLACEHOLDER, { ...inner, errors: new Map(), visible: startOf(field, `${path}[${PLACEHOLDER}]`, inner) })}</template><button class="button button-secondary" name="_add" value="${path}" formnovalidate>${say(words.add(repeat.item), lang)}</button>`;
  return html`<div data-repeat="${path}" data-min="${repeat.min ?? 0}" data-max="${repeat.max}">${fieldset(lang, { legend: legendOf(field, drawing), hint: field.hint, id: fieldId(path), body })}</div>`;
}

/** Fields of an empty entry that are asked at once: those without a condition. */
function startOf(field: Field, at: string, drawing: Drawing): ReadonlySet<string> {
  const places = new Set(drawing.visible);
  const add = (fields: readonly Field[], prefix: string) => {
    for (const one of fields) {
      if (one.when) continue;
      places.add(prefix + one.key);
      if (one.fields && !one.repeat) add(one.fields, `${prefix}${one.key}.`);
    }
  };
  add(field.fields ?? [], `${at}.`);
  return places;
}
