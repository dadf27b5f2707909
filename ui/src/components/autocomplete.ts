/** Finding one of many while typing; a plain select or text field where no script runs. */
import { island } from '../assets.ts';
import { attributes, html, type Html } from '../html.ts';
import type { Lang, Words } from '../lang.ts';
import { controlAttributes, field, type FieldProps } from './field.ts';
import { selectControl, type Option } from './inputs.ts';

export interface AutocompleteProps extends FieldProps {
  /** All there are (up to some thousand): sends the value chosen. Accents and order of words do not matter when typing. */
  readonly options: readonly Option[];
  readonly value?: string;
  /** The empty line, where no script runs. */
  readonly placeholder?: Words;
}

/** One of a long list, by typing a part of it. */
export function autocomplete(lang: Lang, props: AutocompleteProps): Html {
  return field(lang, props, html`<dinh-autocomplete>${selectControl(lang, props)}</dinh-autocomplete>${island('autocomplete')}`);
}

export interface SuggestInputProps extends FieldProps {
  /** Address that answers `?q=` with JSON `[{ label, value?, hint?, href? }]`. */
  readonly source: string;
  readonly value?: string;
  /** Name of a hidden field that takes the chosen item's `value`; emptied when the text is changed by hand. */
  readonly valueName?: string;
  readonly chosen?: string;
}

/** Free text with suggestions from the server; the server resolves what was typed when nothing was chosen. */
export function suggestInput(lang: Lang, props: SuggestInputProps): Html {
  const own = attributes({
    ...controlAttributes(props),
    class: 'input',
    type: 'text',
    value: props.value,
    autocomplete: 'off',
    ...props.attributes,
  });
  return field(
    lang,
    props,
    html`<dinh-autocomplete data-source="${props.source}"
        ><input${own} />${
          props.valueName && html`<input type="hidden" name="${props.valueName}" value="${props.chosen ?? ''}" />`
        }</dinh-autocomplete
      >${island('autocomplete')}`,
  );
}
