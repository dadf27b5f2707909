/** Buttons and links that do something. A button says what it does: "Nộp hồ sơ", never "OK". */
import { attributes, classes, html, none, type Attributes, type Child, type Html } from '../html.ts';
import { words, type Lang, type Words } from '../lang.ts';
import { keyNames } from '../key-names.ts';

export interface ActionProps {
  readonly label: Words;
  /** `main` once on a page; `secondary` (default for links) beside it; `danger` for what cannot be undone; `quiet` looks like a link. */
  readonly kind?: 'main' | 'secondary' | 'danger' | 'quiet';
  /** Keyboard key of officials' pages, e.g. `a` or `ctrl+enter`; shown beside the words. */
  readonly key?: string;
  readonly attributes?: Attributes;
}

export interface ButtonProps extends ActionProps {
  /** What the form is told when this button sends it. */
  readonly name?: string;
  readonly value?: string;
  readonly type?: 'submit' | 'button';
  /** Sends the form to another address than its own. */
  readonly formAction?: string;
}

/** A button that sends its form. */
export function button(lang: Lang, props: ButtonProps): Html {
  const { kind = 'main', type = 'submit' } = props;
  const own = attributes({
    type,
    class: classes('button', kind !== 'main' && `button-${kind}`),
    name: props.name,
    value: props.value,
    formaction: props.formAction,
    formnovalidate: props.formAction !== undefined,
    'data-key': props.key,
    ...keyShortcut(props.key),
  });
  return html`<button${own}${attributes(props.attributes)}>${words(lang, props.label)}${keyHint(props.key)}</button>`;
}

/** A link that looks like a button: goes somewhere, changes nothing. */
export function linkButton(lang: Lang, props: ActionProps & { readonly href: string }): Html {
  const { kind = 'secondary' } = props;
  const own = attributes({
    href: props.href,
    class: classes('button', kind !== 'main' && `button-${kind}`),
    'data-key': props.key,
    ...keyShortcut(props.key),
  });
  return html`<a${own}${attributes(props.attributes)}>${words(lang, props.label)}${keyHint(props.key)}</a>`;
}

/** Buttons side by side; below each other on a narrow screen. */
export function buttonGroup(...buttons: Child[]): Html {
  return html`<div class="button-group">${buttons}</div>`;
}

/** A key of the keyboard, drawn: `kbd('ctrl+k')`. */
export function kbd(keys: string): Html {
  return html`<kbd>${keyNames(keys)}</kbd>`;
}

function keyHint(key: string | undefined): Html {
  return key === undefined ? none : html` <span class="key-hint" aria-hidden="true">${kbd(key)}</span>`;
}

function keyShortcut(key: string | undefined): Attributes {
  return key === undefined ? {} : { 'aria-keyshortcuts': keyNames(key).replace('Ctrl', 'Control').replaceAll(' ', '+') };
}
