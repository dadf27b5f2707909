/** Finding: the search box and the filter bar above a list. */
import { island } from '../assets.ts';
import { attributes, classes, html, none, type Child, type Html } from '../html.ts';
import { say, words, type Lang, type Text } from '../lang.ts';
import { icon } from '../icons.ts';
import { kbd } from './action.ts';
import { Pieces } from '../pieces.ts';
import { optionList, type Option } from './inputs.ts';

export interface SearchBoxProps {
  readonly action: string;
  readonly label: Text | string;
  readonly name?: string;
  readonly value?: string;
  readonly id?: string;
  /** The label is seen above the box (start page), not only heard. */
  readonly visibleLabel?: boolean;
  readonly large?: boolean;
  /** Address that answers `?q=` with JSON suggestions `[{ label, href, hint }]`. */
  readonly suggest?: string;
}

const searchWord = { vi: 'Tìm', en: 'Search' };

/** A search form: sends `q` by GET. */
export function searchBox(lang: Lang, props: SearchBoxProps): Html {
  const id = props.id ?? 'search';
  const own = attributes({
    class: 'input',
    type: 'search',
    id,
    name: props.name ?? 'q',
    value: props.value,
    autocomplete: 'off',
    'data-suggest': props.suggest || undefined,
  });
  return html`<form
    class="${classes('search', props.large && 'search-large')}"
    role="search"
    action="${props.action}"
    method="get"
  >
    <label class="${props.visibleLabel ? 'label' : 'visually-hidden'}" for="${id}"
      >${say(lang, props.label)}</label
    >
    <div class="search-row">
      <input${own} /><button class="button" type="submit">
        ${icon('search')}<span>${searchWord[lang]}</span>
      </button>
    </div>
    ${props.suggest && island('suggest')}
  </form>`;
}

export interface Filter {
  readonly name: string;
  readonly label: Text | string;
  readonly value?: string;
  /** A select of these; without options a text box. */
  readonly options?: readonly Option[];
  /** What holds when none of the options is chosen; “all” unless said, as an order is never all. */
  readonly none?: Text;
  readonly type?: 'text' | 'date' | 'search';
  /** Label and options are the same objects for every page: the field is drawn once for each language. */
  readonly fixed?: boolean;
}

export interface FilterBarProps {
  readonly action: string;
  readonly filters: readonly Filter[];
  /** Values to keep that are not filters, e.g. the sort. */
  readonly hidden?: Readonly<Record<string, string>>;
  /** Saved views, exports: links at the end. */
  readonly actions?: Child;
  /** Address with no filter set, shown when one is. */
  readonly clear?: string;
  /** Officials jump to the first box with this key. */
  readonly key?: string;
}

const apply = { vi: 'Lọc', en: 'Filter' };
const clearWord = { vi: 'Bỏ lọc', en: 'Clear filters' };
const any = { vi: 'Tất cả', en: 'All' };

const kept = new Pieces<readonly Option[]>();

/** One filter with its label. What has the same options on every page, and none of them chosen, is drawn once. */
function filterField(lang: Lang, filter: Filter, key: string | undefined): Html {
  const { fixed, options, value } = filter;
  if (!fixed || !options || value || key) return drawField(lang, filter, key);
  return kept.of(options, `${lang} ${filter.name}`, () => drawField(lang, filter, key));
}

function drawField(lang: Lang, filter: Filter, key: string | undefined): Html {
  const id = `filter-${filter.name}`;
  const own = { id, name: filter.name, class: 'input', 'data-key': key };
  const control = filter.options
    ? html`<select${attributes({ ...own, class: 'input select' })}><option value="">${(filter.none ?? any)[lang]}</option>${optionList(lang, filter.options, filter.value)}</select>`
    : html`<input${attributes({ ...own, type: filter.type ?? 'search', value: filter.value })} />`;
  return html`<div class="filter">
    <label for="${id}"
      >${say(lang, filter.label)}${key ? html` <span class="key-hint" aria-hidden="true">${kbd(key)}</span>` : none}</label
    >${control}
  </div>`;
}

/** Filters in a row above a list; sends by GET, and by itself on a change where scripts run. */
export function filterBar(lang: Lang, props: FilterBarProps): Html {
  const used = props.filters.some((filter) => filter.value);
  return html`<form class="filters" action="${props.action}" method="get" data-filter>
    ${Object.entries(props.hidden ?? {}).map(
      ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
    )}${props.filters.map((filter, index) => filterField(lang, filter, index === 0 ? props.key : undefined))}<button class="button button-secondary" type="submit">${apply[lang]}</button>${
      used && props.clear && html`<a class="filter-clear" href="${props.clear}">${clearWord[lang]}</a>`
    }${props.actions && html`<div class="filter-actions">${props.actions}</div>`}
  </form>`;
}

/** The command of a list, e.g. "Xuất Excel": links in a line. */
export function linkLine(
  lang: Lang,
  links: readonly { readonly href: string; readonly label: Text | string; readonly current?: boolean }[],
): Html {
  return html`<p class="link-line">
    ${links.map((link) => html`<a${attributes({ href: link.href, 'aria-current': link.current ? 'true' : undefined })}>${words(lang, link.label)}</a> `)}
  </p>`;
}
