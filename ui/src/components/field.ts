/** The frame of every form field: label, hint, error, and what joins them for a screen reader. */
import { attributes, classes, html, none, type Attributes, type Child, type Html } from '../html.ts';
import { words, type Lang, type Words } from '../lang.ts';

export interface FieldProps {
  readonly name: string;
  readonly label: Words;
  /** Id of the control; made from the name unless given. Error summaries link to it. */
  readonly id?: string;
  readonly hint?: Words;
  /** What is wrong and what to do about it. */
  readonly error?: Words;
  /** Fields are needed unless marked optional; the label then says so. */
  readonly optional?: boolean;
  /** The label is the page's question and its first heading. */
  readonly heading?: boolean;
  /** Where a value that is filled in already comes from, e.g. "Lấy từ tài khoản của bạn". */
  readonly origin?: Words;
  readonly disabled?: boolean;
  /** Further attributes of the control itself. */
  readonly attributes?: Attributes;
}

export const optionalWords = { vi: '(không bắt buộc)', en: '(optional)' };
const errorWord = { vi: 'Lỗi:', en: 'Error:' };

/** Id of the control with this name: `children[0].name` → `children-0-name`. */
export function fieldId(name: string): string {
  return name.replace(/[^\p{L}\p{N}_]+/gu, '-').replace(/^-|-$/g, '');
}

/** Attributes that every control carries: id, name, required, and links to its hint and error. */
export function controlAttributes(props: FieldProps): Attributes {
  const id = props.id ?? fieldId(props.name);
  return {
    id,
    name: props.name,
    required: !props.optional,
    disabled: props.disabled,
    'aria-invalid': props.error ? 'true' : undefined,
    'aria-describedby': describedBy(id, props),
  };
}

/** Ids of the hint, the origin and the error that stand beside the control, or undefined. */
export function describedBy(id: string, props: Pick<FieldProps, 'hint' | 'origin' | 'error'>): string | undefined {
  return classes(props.hint && `${id}-hint`, props.origin && `${id}-origin`, props.error && `${id}-error`) || undefined;
}

/** Label, hint, error and the control between them. */
export function field(lang: Lang, props: FieldProps, control: Child): Html {
  const id = props.id ?? fieldId(props.name);
  const label = html`<label class="${classes('label', props.heading && 'label-heading')}" for="${id}"
    >${words(lang, props.label)}${optionalMark(lang, props)}</label
  >`;
  return html`<div${attributes({ class: classes('field', props.error && 'field-wrong'), 'data-field': props.name })}>${
    props.heading ? html`<h1 class="label-wrapper">${label}</h1>` : label
  }${fieldNotes(lang, id, props)}${control}</div>`;
}

/** The same for a group of controls: fieldset and legend. `id` is given to the first control by the caller. */
export function fieldGroup(lang: Lang, props: FieldProps, role: string | undefined, controls: Child): Html {
  const id = props.id ?? fieldId(props.name);
  const own = attributes({ class: 'fieldset', role, 'aria-describedby': describedBy(id, props) });
  const text = html`${words(lang, props.label)}${optionalMark(lang, props)}`;
  return html`<div${attributes({ class: classes('field', props.error && 'field-wrong'), 'data-field': props.name })}><fieldset${own}><legend class="${classes('label', props.heading && 'label-heading')}">${
    props.heading ? html`<h1>${text}</h1>` : text
  }</legend>${fieldNotes(lang, id, props)}${controls}</fieldset></div>`;
}

function fieldNotes(lang: Lang, id: string, props: FieldProps): Html {
  return html`${props.hint && html`<div class="hint" id="${id}-hint">${words(lang, props.hint)}</div>`}${
    props.origin && html`<div class="origin" id="${id}-origin">${words(lang, props.origin)}</div>`
  }${props.error && fieldError(lang, id, props.error)}`;
}

function optionalMark(lang: Lang, props: FieldProps): Html {
  return props.optional ? html` <span class="optional">${optionalWords[lang]}</span>` : none;
}

/** The error beside a field, for controls that frame themselves. */
export function fieldError(lang: Lang, id: string, error: Words): Html {
  return html`<p class="field-error" id="${id}-error">
    <span class="visually-hidden">${errorWord[lang]}</span> ${words(lang, error)}
  </p>`;
}
