/** Forms: the frame, groups of fields, and errors told twice. */
import { attributes, html, type Child, type Html } from '../html.ts';
import { say, words, type Lang, type Text, type Words } from '../lang.ts';

export interface FormProps {
  readonly action: string;
  readonly body: Child;
  readonly method?: 'post' | 'get';
  readonly id?: string;
  /** Files go with it. */
  readonly files?: boolean;
  /** Makes sending twice count once: sent along in a hidden field named `_key` (the page's `formKey`). */
  readonly key?: string;
  /** Address to which changes are posted quietly while a person types. */
  readonly autosave?: string;
  /** Ask before leaving with unsent changes; for forms without autosave. */
  readonly guard?: boolean;
  /** What is typed is not kept in the browser (sign-in, reasons for refusals, anything secret). */
  readonly forget?: boolean;
  /**
   * Whose matter it is, where neither the address of the page nor that of the form says so: what was typed for one comes back
   * for no other.
   */
  readonly about?: string;
  /** It holds what another form has sent, until what is asked here is answered. */
  readonly holdsSent?: boolean;
  /** The page has just answered it, without a redirect and without errors: what it holds now stands, not what was typed before. */
  readonly answered?: boolean;
  readonly label?: Text | string;
}

const status = { vi: 'Chưa thay đổi gì', en: 'Nothing changed yet' };

/** A form that posts and is answered by a redirect. Our messages, not the browser's, tell what is wrong (`novalidate`). */
export function form(lang: Lang, props: FormProps): Html {
  const own = attributes({
    action: props.action,
    method: props.method ?? 'post',
    id: props.id,
    enctype: props.files ? 'multipart/form-data' : undefined,
    novalidate: true,
    'aria-label': props.label && say(lang, props.label),
    'data-autosave': props.autosave,
    'data-guard': props.guard,
    'data-forget': props.forget,
    'data-about': props.about,
    'data-holds-sent': props.holdsSent,
    'data-answered': props.answered,
  });
  return html`<form${own}>${props.key && html`<input type="hidden" name="_key" value="${props.key}" />`}${props.body}${
    props.autosave && html`<p class="autosave" data-autosave-status role="status">${status[lang]}</p>`
  }</form>`;
}

export interface FieldsetProps {
  readonly legend: Words;
  readonly body: Child;
  readonly hint?: Words;
  readonly id?: string;
}

/** Fields that belong together, e.g. an address. */
export function fieldset(lang: Lang, props: FieldsetProps): Html {
  return html`<fieldset${attributes({ class: 'fieldset group', id: props.id })}><legend class="legend">${words(lang, props.legend)}</legend>${
    props.hint && html`<div class="hint">${words(lang, props.hint)}</div>`
  }${props.body}</fieldset>`;
}

export interface FormError {
  /** Id of the control to go to, or its name through `fieldId(name)`. Left out when no one field is at fault. */
  readonly id?: string;
  /**
   * The field of the operation that said so, in place of `id`: the control in which it is asked is found by it when the page
   * is drawn, and is marked; see `nameErrors`.
   */
  readonly of?: string;
  /** With `of`: the message names what it is about by itself. */
  readonly plain?: boolean;
  readonly message: Words;
}

const thereIsAProblem = { vi: 'Bạn cần xem lại', en: 'There is a problem' };

/** All errors at the top of the page, each a link to its field; takes the focus. Nothing when there is none. */
export function errorSummary(lang: Lang, errors: readonly FormError[], title: Words = thereIsAProblem): Html | undefined {
  if (errors.length === 0) return undefined;
  return html`<div class="error-summary" role="alert" tabindex="-1" data-focus>
    <h2>${words(lang, title)}</h2>
    <ul>
      ${errors.map(({ id, of, plain, message }) =>
        of
          ? html`<li data-of="${of}"${plain && html` data-plain`}>${words(lang, message)}</li>`
          : html`<li>${id ? html`<a href="#${id}">${words(lang, message)}</a>` : words(lang, message)}</li>`,
      )}
    </ul>
  </div>`;
}
