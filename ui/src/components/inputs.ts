/** One-value controls: text, long text, number, money, password, select. */
import { attributes, classes, html, type Html } from '../html.ts';
import { words, type Lang, type Words } from '../lang.ts';
import { controlAttributes, field, fieldGroup, fieldId, type FieldProps } from './field.ts';

/** Width in characters of what is expected; `full` (default) for names and sentences. */
export type Width = 2 | 4 | 10 | 20 | 'full';

export interface TextInputProps extends FieldProps {
  readonly value?: string;
  readonly type?: 'text' | 'email' | 'tel' | 'password' | 'date' | 'time' | 'search' | 'url';
  readonly inputMode?: 'numeric' | 'decimal' | 'text' | 'tel' | 'email';
  /** HTML autofill token: `name`, `bday-day`, `street-address`, `one-time-code` … */
  readonly autocomplete?: string;
  readonly width?: Width;
  readonly prefix?: Words;
  readonly suffix?: Words;
  readonly maxLength?: number;
  readonly spellcheck?: boolean;
}

/** One line of text. A password is never sent back, and has a button by which whoever typed it sees it. */
export function textInput(lang: Lang, props: TextInputProps): Html {
  const secret = props.type === 'password';
  // What is shown for a moment must not go to a spell checker, nor begin with a capital.
  const spellcheck = secret ? false : props.spellcheck;
  const own = attributes({
    ...controlAttributes(props),
    class: classes('input', props.width !== undefined && props.width !== 'full' && `width-${props.width}`),
    type: props.type ?? 'text',
    value: secret ? undefined : props.value,
    inputmode: props.inputMode,
    autocomplete: props.autocomplete,
    autocapitalize: secret ? 'none' : undefined,
    maxlength: props.maxLength,
    spellcheck: spellcheck === undefined ? undefined : String(spellcheck),
    'data-password': secret,
    ...props.attributes,
  });
  const input = html`<input${own} />`;
  if (secret)
    return field(
      lang,
      props,
      html`<div class="affixed password">${input}${showButton(lang, props.id ?? fieldId(props.name))}</div>`,
    );
  if (props.prefix === undefined && props.suffix === undefined) return field(lang, props, input);
  return field(lang, props, html`<div class="affixed">${affix(lang, props.prefix)}${input}${affix(lang, props.suffix)}</div>`);
}

/** Shows what was typed into a password field and hides it again. Without the page's script it is not there. */
function showButton(lang: Lang, id: string): Html {
  return html`<button type="button" class="affix show-password" data-show-password aria-controls="${id}" hidden>
    <span data-shows>${shows[lang]}</span><span data-shows hidden>${hides[lang]}</span
    ><span class="visually-hidden"> ${password[lang]}</span>
  </button>`;
}
const shows = { vi: 'Hiện', en: 'Show' };
const hides = { vi: 'Ẩn', en: 'Hide' };
const password = { vi: 'mật khẩu', en: 'password' };

function affix(lang: Lang, text: Words | undefined): Html | undefined {
  return text === undefined ? undefined : html`<span class="affix" aria-hidden="true">${words(lang, text)}</span>`;
}

/** An amount in đồng. People may type `150000`, `150.000` or `150 000`: the server strips what is not a digit. */
export function moneyInput(lang: Lang, props: TextInputProps): Html {
  return textInput(lang, { width: 20, inputMode: 'numeric', suffix: { vi: 'đồng', en: 'VND' }, ...props });
}

export interface TextareaProps extends FieldProps {
  readonly value?: string;
  readonly rows?: number;
  readonly maxLength?: number;
}

/** Several lines of text. `maxLength` is told in the hint by the caller. */
export function textarea(lang: Lang, props: TextareaProps): Html {
  const own = attributes({
    ...controlAttributes(props),
    class: 'input textarea',
    rows: props.rows ?? 5,
    maxlength: props.maxLength,
    ...props.attributes,
  });
  // The line break after the tag is dropped by the parser; without it a first empty line of the value would be.
  return field(
    lang,
    props,
    html`<textarea${own}>
${props.value ?? ''}</textarea>`,
  );
}

export interface Option {
  readonly value: string;
  readonly label: Words;
  /** Heading under which the option stands in a select (`optgroup`). */
  readonly group?: Words;
  readonly disabled?: boolean;
}

export interface SelectProps extends FieldProps {
  readonly options: readonly Option[];
  readonly value?: string;
  /** The first, empty line; "Chọn một mục" unless given. */
  readonly placeholder?: Words;
}

/** One of a list, for 8 to some 300 items; fewer are radios, more an autocomplete. */
export function select(lang: Lang, props: SelectProps): Html {
  return field(lang, props, selectControl(lang, props));
}

const choose = { vi: 'Chọn một mục', en: 'Choose one' };

/** The bare `<select>`, for components that frame it themselves. */
export function selectControl(lang: Lang, props: SelectProps): Html {
  const own = attributes({ ...controlAttributes(props), class: 'input select', ...props.attributes });
  return html`<select${own}><option value="">${words(lang, props.placeholder ?? choose)}</option>${optionList(lang, props.options, props.value)}</select>`;
}

/** A name that is the same in both languages is one in Vietnamese. */
const hasNoEnglish = (label: Words): boolean => typeof label === 'object' && 'vi' in label && label.vi === label.en;

/** Options in their groups, in the order in which they come. */
export function optionList(lang: Lang, options: readonly Option[], value: string | undefined): Html {
  const groups = new Map<string, Html[]>();
  for (const option of options) {
    const name = option.group === undefined ? '' : String(words(lang, option.group));
    const own = attributes({
      value: option.value,
      selected: option.value === value,
      disabled: option.disabled,
      lang: lang === 'en' && hasNoEnglish(option.label) ? 'vi' : undefined,
    });
    const line = html`<option${own}>${words(lang, option.label)}</option>`;
    const lines = groups.get(name);
    if (lines) lines.push(line);
    else groups.set(name, [line]);
  }
  return html`${[...groups].map(([name, lines]) => (name ? html`<optgroup label="${name}">${lines}</optgroup>` : lines))}`;
}

export interface DateInputProps extends FieldProps {
  /** What was typed, kept as typed even when it is no date. */
  readonly value?: { readonly day?: string; readonly month?: string; readonly year?: string };
  /** Asks for the person's own birthday: lets the browser fill it in. */
  readonly birthday?: boolean;
}

const dateParts = [
  { part: 'day', label: { vi: 'Ngày', en: 'Day' }, width: 2 },
  { part: 'month', label: { vi: 'Tháng', en: 'Month' }, width: 2 },
  { part: 'year', label: { vi: 'Năm', en: 'Year' }, width: 4 },
] as const;

/** Day, month and year in three fields named `name.day`, `name.month`, `name.year`; the id of the first is the field's. */
export function dateInput(lang: Lang, props: DateInputProps): Html {
  const id = props.id ?? fieldId(props.name);
  const parts = dateParts.map(({ part, label, width }) => {
    const own = attributes({
      class: `input width-${width}`,
      id: part === 'day' ? id : `${id}-${part}`,
      name: `${props.name}.${part}`,
      type: 'text',
      inputmode: 'numeric',
      maxlength: width,
      value: props.value?.[part],
      autocomplete: props.birthday ? `bday-${part}` : undefined,
      required: !props.optional,
      disabled: props.disabled,
      'aria-invalid': props.error ? 'true' : undefined,
      ...props.attributes,
    });
    return html`<div class="date-part">
      <label class="label" for="${part === 'day' ? id : `${id}-${part}`}">${label[lang]}</label
      ><input${own} />
    </div>`;
  });
  return fieldGroup(lang, props, 'group', html`<div class="date-parts">${parts}</div>`);
}
