/** Boxes that say something: confirmation, banner, inset, warning, details, empty state. */
import { attributes, classes, html, type Child, type Html } from '../html.ts';
import { say, words, type Lang, type Text, type Words } from '../lang.ts';
import { icon, mark } from '../icons.ts';

/** "Đã nộp hồ sơ" with the code below, at the end of a way. */
export function panel(lang: Lang, props: { readonly title: Words; readonly body?: Words }): Html {
  return html`<div class="panel">
    ${mark}
    <h1>${words(lang, props.title)}</h1>
    ${props.body && html`<div class="panel-body">${words(lang, props.body)}</div>`}
  </div>`;
}

export interface BannerProps {
  readonly title?: Text | string;
  readonly body: Words;
  readonly tone?: 'info' | 'done' | 'soon' | 'late';
  readonly actions?: Child;
}

const bannerTitles = {
  info: { vi: 'Thông báo', en: 'Please note' },
  done: { vi: 'Đã xong', en: 'Done' },
  soon: { vi: 'Cần chú ý', en: 'Attention' },
  late: { vi: 'Quan trọng', en: 'Important' },
};
const bannerIcons = { info: 'waiting', done: 'done', soon: 'soon', late: 'late' } as const;

/** A notice at the top of the page: what has just happened (`done`) or must be known. */
export function banner(lang: Lang, props: BannerProps): Html {
  const tone = props.tone ?? 'info';
  const title = say(lang, props.title ?? bannerTitles[tone]);
  const role = tone === 'done' || tone === 'late' ? 'alert' : 'region';
  return html`<div class="banner banner-${tone}" role="${role}" aria-label="${title}">
    <h2 class="banner-title">${icon(bannerIcons[tone])} ${title}</h2>
    <div class="banner-body">${words(lang, props.body)}${props.actions}</div>
  </div>`;
}

/** A paragraph set apart: a condition, a quotation of the law. */
export function inset(lang: Lang, body: Words): Html {
  return html`<div class="inset">${words(lang, body)}</div>`;
}

const warningWord = { vi: 'Chú ý:', en: 'Warning:' };

/** One sentence that must not be missed. */
export function warning(lang: Lang, text: Words): Html {
  return html`<p class="warning">
    ${icon('late')}<strong
      ><span class="visually-hidden">${warningWord[lang]}</span> ${words(lang, text)}</strong
    >
  </p>`;
}

export interface DetailsProps {
  readonly summary: Words;
  readonly body: Words | Child;
  readonly open?: boolean;
  readonly id?: string;
}

/** Something that only some people need, closed until asked for. */
export function details(lang: Lang, props: DetailsProps): Html {
  const body = typeof props.body === 'object' && props.body !== null && 'vi' in props.body ? props.body[lang] : props.body;
  return html`<details${attributes({ class: 'details', open: props.open, id: props.id })}><summary>${words(lang, props.summary)}</summary><div class="details-body">${body}</div></details>`;
}

export interface EmptyStateProps {
  readonly title: Words;
  /** What would be here, and how to begin. */
  readonly body?: Words;
  readonly action?: Child;
  readonly quiet?: boolean;
}

/** Where a list has nothing to show. */
export function emptyState(lang: Lang, props: EmptyStateProps): Html {
  return html`<div class="${classes('empty', props.quiet && 'empty-quiet')}">
    ${!props.quiet && mark}
    <p class="empty-title">${words(lang, props.title)}</p>
    ${props.body && html`<p>${words(lang, props.body)}</p>`}${props.action}
  </div>`;
}
