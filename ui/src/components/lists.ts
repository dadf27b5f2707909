/** Facts and links in lists: summary list, task list, cards, breadcrumbs, tabs, pages. */
import { attributes, classes, html, none, type Child, type Html } from '../html.ts';
import { say, words, type Lang, type Text, type Words } from '../lang.ts';
import { icon } from '../icons.ts';
import { tag, type Tone } from './tag.ts';

export interface SummaryRow {
  readonly label: Words;
  readonly value: Words | Child;
  /** Links at the right; `hidden` completes the words for a screen reader: "Sửa" + "họ và tên". */
  readonly actions?: readonly { readonly href: string; readonly label: Words; readonly hidden?: Words }[];
}

const notGiven = { vi: 'Chưa có', en: 'Not provided' };

/** Labels and values: check your answers, facts of a dossier. */
export function summaryList(lang: Lang, rows: readonly SummaryRow[], options: { readonly dense?: boolean } = {}): Html {
  return html`<dl class="${classes('summary-list', options.dense && 'summary-dense')}">
    ${rows.map(
      (row) =>
        html`<div class="summary-row">
          <dt>${words(lang, row.label)}</dt>
          <dd class="summary-value">
            ${content(lang, row.value) ?? html`<span class="muted">${notGiven[lang]}</span>`}
          </dd>
          ${
            (row.actions?.length ?? 0) > 0 &&
            html`<dd class="summary-actions">
              ${row.actions!.map(
                (action) =>
                  html`<a href="${action.href}"
                    >${words(lang, action.label)}${
                      action.hidden && html`<span class="visually-hidden"> ${words(lang, action.hidden)}</span>`
                    }</a
                  > `,
              )}
            </dd>`
          }
        </div>`,
    )}
  </dl>`;
}

/** `Words` or anything that may stand in a template; empty gives undefined. */
export function content(lang: Lang, value: Words | Child): Child {
  if (value === undefined || value === null || value === '') return undefined;
  return typeof value === 'object' && 'vi' in value ? value[lang] : value;
}

export interface Task {
  readonly label: Words;
  readonly href?: string;
  readonly hint?: Words;
  readonly status: { readonly tone: Tone; readonly label: Words };
}

/** The parts of a long procedure, each with its state. */
export function taskList(lang: Lang, tasks: readonly Task[], id = 'task'): Html {
  return html`<ul class="task-list">
    ${tasks.map((task, index) => {
      const status = `${id}-${index + 1}-status`;
      return html`<li class="task">
        <div class="task-name">
          ${
            task.href
              ? html`<a href="${task.href}" aria-describedby="${status}">${words(lang, task.label)}</a>`
              : words(lang, task.label)
          }${task.hint && html`<div class="hint">${words(lang, task.hint)}</div>`}
        </div>
        <div class="task-status" id="${status}">${tag(lang, task.status.tone, task.status.label)}</div>
      </li>`;
    })}
  </ul>`;
}

export interface Card {
  readonly href: string;
  readonly title: Words;
  readonly text?: Words;
  readonly meta?: Words | Child;
}

/** Links with a line of explanation: fields, life events, search results (`columns` for a home page). */
export function cards(lang: Lang, items: readonly Card[], options: { readonly columns?: boolean } = {}): Html {
  return html`<ul class="${classes('cards', options.columns && 'cards-columns')}">
    ${items.map(
      (item) =>
        html`<li class="card">
          <a class="card-title" href="${item.href}">${words(lang, item.title)}</a>${
            item.text && html`<p>${words(lang, item.text)}</p>`
          }${item.meta && html`<p class="card-meta">${content(lang, item.meta)}</p>`}
        </li>`,
    )}
  </ul>`;
}

export interface Crumb {
  readonly label: Words;
  readonly href?: string;
}

const whereYouAre = { vi: 'Bạn đang ở', en: 'Breadcrumb' };

/** The way here from the home page; the last one is this page. */
export function breadcrumbs(lang: Lang, crumbs: readonly Crumb[]): Html {
  return html`<nav class="breadcrumbs" aria-label="${whereYouAre[lang]}">
    <ol>
      ${crumbs.map(
        (crumb) =>
          html`<li>
            ${crumb.href ? html`<a href="${crumb.href}">${words(lang, crumb.label)}</a>` : html`<span aria-current="page">${words(lang, crumb.label)}</span>`}
          </li>`,
      )}
    </ol>
  </nav>`;
}

/** "Quay lại" above a question. */
export function backLink(lang: Lang, href: string, label: Words = { vi: 'Quay lại', en: 'Back' }): Html {
  return html`<a class="back" href="${href}">${icon('back')} ${words(lang, label)}</a>`;
}

export interface Tab {
  readonly label: Words;
  readonly href: string;
  readonly current?: boolean;
  readonly count?: number;
  readonly key?: string;
}

/** Views of one thing, each with its own address: links, so they work everywhere and Back goes back. */
export function tabs(lang: Lang, label: Text | string, items: readonly Tab[]): Html {
  return html`<nav class="tabs" aria-label="${say(lang, label)}">
    <ul>
      ${items.map(
        (item) =>
          html`<li><a${attributes({ href: item.href, 'aria-current': item.current ? 'page' : undefined, 'data-key': item.key })}>${words(lang, item.label)}${
            item.count === undefined ? none : html` <span class="count">${item.count}</span>`
          }</a></li>`,
      )}
    </ul>
  </nav>`;
}

export interface PaginationProps {
  readonly previous?: string;
  readonly next?: string;
  /** What is shown: "50 hồ sơ, từ 14:30". */
  readonly note?: Words;
}

const pages = { vi: 'Trang kết quả', en: 'Result pages' };
const previousWord = { vi: 'Trang trước', en: 'Previous page' };
const nextWord = { vi: 'Trang sau', en: 'Next page' };

/** Steps through a long list by cursor: there are no page numbers to go stale. */
export function pagination(lang: Lang, props: PaginationProps): Html | undefined {
  if (!props.previous && !props.next) return undefined;
  return html`<nav class="pagination" aria-label="${pages[lang]}">
    ${
      props.previous && html`<a rel="prev" href="${props.previous}">${icon('back')} ${previousWord[lang]}</a>`
    }${props.note && html`<span class="muted">${words(lang, props.note)}</span>`}${
      props.next && html`<a rel="next" href="${props.next}">${nextWord[lang]} ${icon('next')}</a>`
    }
  </nav>`;
}
