/** Radios and checkboxes, one below the other, each with room for a thumb. */
import { attributes, classes, html, type Child, type Html } from '../html.ts';
import { words, type Lang, type Words } from '../lang.ts';
import { fieldError, fieldGroup, fieldId, type FieldProps } from './field.ts';

export interface Choice {
  readonly value: string;
  readonly label: Words;
  readonly hint?: Words;
  readonly disabled?: boolean;
  /** Further fields that are asked only when this is chosen (shown by style alone, no script). */
  readonly reveal?: Child;
}

interface ChoicesProps extends FieldProps {
  readonly choices: readonly Choice[];
  /** Side by side, for two short ones. */
  readonly inline?: boolean;
}

/** One of a few. The first radio has the field's id. */
export function radios(lang: Lang, props: ChoicesProps & { readonly value?: string }): Html {
  const chosen = (value: string) => value === props.value;
  return fieldGroup(lang, props, 'radiogroup', choiceList(lang, props, 'radio', chosen));
}

/** Any of a few; every ticked one is sent under the same name. */
export function checkboxes(lang: Lang, props: ChoicesProps & { readonly values?: readonly string[] }): Html {
  const chosen = (value: string) => props.values?.includes(value) ?? false;
  return fieldGroup(lang, props, undefined, choiceList(lang, props, 'checkbox', chosen));
}

function choiceList(lang: Lang, props: ChoicesProps, type: 'radio' | 'checkbox', chosen: (value: string) => boolean): Html {
  const first = props.id ?? fieldId(props.name);
  const items = props.choices.map((choice, index) => {
    const id = index === 0 ? first : `${first}-${index + 1}`;
    const own = attributes({
      id,
      type,
      name: props.name,
      value: choice.value,
      checked: chosen(choice.value),
      required: type === 'radio' && !props.optional,
      disabled: props.disabled || choice.disabled,
      'aria-describedby': choice.hint ? `${id}-choice-hint` : undefined,
      ...props.attributes,
    });
    return html`<div class="choice">
        <input${own} /><label for="${id}">${words(lang, choice.label)}</label>${
          choice.hint && html`<div class="hint" id="${id}-choice-hint">${words(lang, choice.hint)}</div>`
        }
      </div>
      ${choice.reveal && html`<div class="reveal">${choice.reveal}</div>`}`;
  });
  return html`<div class="${classes('choices', props.inline && 'choices-inline')}">${items}</div>`;
}

export interface CheckboxProps {
  readonly name: string;
  readonly label: Words;
  readonly value?: string;
  readonly checked?: boolean;
  readonly id?: string;
  readonly hint?: Words;
  readonly error?: Words;
  readonly disabled?: boolean;
}

/** One checkbox alone: a declaration to agree to. Sends `value` (`on` unless given). */
export function checkbox(lang: Lang, props: CheckboxProps): Html {
  const id = props.id ?? fieldId(props.name);
  const own = attributes({
    id,
    type: 'checkbox',
    name: props.name,
    value: props.value ?? 'on',
    checked: props.checked,
    disabled: props.disabled,
    'aria-invalid': props.error ? 'true' : undefined,
    'aria-describedby': classes(props.hint && `${id}-hint`, props.error && `${id}-error`) || undefined,
  });
  return html`<div class="${classes('field', props.error && 'field-wrong')}">
    ${props.error && fieldError(lang, id, props.error)}
    <div class="choice">
      <input${own} /><label for="${id}">${words(lang, props.label)}</label>${
        props.hint && html`<div class="hint" id="${id}-hint">${words(lang, props.hint)}</div>`
      }
    </div>
  </div>`;
}
