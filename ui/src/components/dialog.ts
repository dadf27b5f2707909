/** Asking before what cannot be undone: a native dialog, or the same question as a page where no script runs. */
import { attributes, html, type Child, type Html } from '../html.ts';
import { words, type Lang, type Words } from '../lang.ts';
import { linkButton, type ActionProps } from './action.ts';

export interface DialogProps {
  readonly id: string;
  readonly title: Words;
  /** Usually a form with the deciding button. */
  readonly body: Child;
  readonly wide?: boolean;
}

const close = { vi: 'Đóng', en: 'Close' };

/** The dialog itself, closed; anywhere on the page. */
export function dialog(lang: Lang, props: DialogProps): Html {
  return html`<dialog${attributes({ class: props.wide ? 'dialog dialog-wide' : 'dialog', id: props.id, 'aria-labelledby': `${props.id}-title` })}><div class="dialog-head"><h2 id="${props.id}-title">${words(lang, props.title)}</h2><button class="link-button" type="button" data-dialog-close>${close[lang]}</button></div>${props.body}</dialog>`;
}

/** What opens it. `href` leads to a page that asks the same; it is followed when scripts do not run. */
export function dialogLink(lang: Lang, props: ActionProps & { readonly dialog: string; readonly href: string }): Html {
  return linkButton(lang, {
    ...props,
    attributes: { ...props.attributes, 'data-dialog': props.dialog, 'aria-haspopup': 'dialog' },
  });
}

/** Closes the dialog around it without doing anything: "Thôi, giữ nguyên". */
export function closeButton(lang: Lang, label: Words): Html {
  return html`<button class="button button-quiet" type="button" data-dialog-close>
    ${words(lang, label)}
  </button>`;
}
