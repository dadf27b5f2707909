/** The officials' workplace: the whole day on one screen. */
import { emergencyBar } from './emergency-bar.ts';
import { attributes, classes, html, none, type Child, type Html } from '../html.ts';
import { say, words, type Lang, type Text, type Words } from '../lang.ts';
import { formatNumber } from '../format.ts';
import { emblem, icon } from '../icons.ts';
import { kbd } from '../components/action.ts';
import { breadcrumbs, type Crumb } from '../components/lists.ts';
import { nameErrors } from '../components/named-errors.ts';
import { htmlDocument, skipLink } from './document.ts';
import { langSwitch, signOutForm } from './citizen.ts';
import { siteLinks, type Site, type Viewer } from './site.ts';

export interface NavItem {
  readonly label: Words;
  readonly href: string;
  readonly current?: boolean;
  readonly key?: string;
}

export interface OfficialPageProps {
  readonly title: Text | string;
  readonly site: Site;
  readonly url: string;
  readonly viewer: Viewer;
  /** Rooms of the house in the top bar: desk, statistics, catalogue, people. */
  readonly nav?: readonly NavItem[];
  /** Left: queues with counts (`queueList`). */
  readonly queues?: Child;
  /** Middle: the list. Give `list` and `dossier` for the three-part desk, or `main` for anything else. */
  readonly list?: Child;
  /** Right: the dossier that is open, its title an h2. On a narrow screen it stands alone, with a way back to the list. */
  readonly dossier?: Child;
  /** Address of the list without a dossier, for that way back. */
  readonly listHref?: string;
  readonly main?: Child;
  readonly breadcrumbs?: readonly Crumb[];
  readonly wrong?: boolean;
  readonly head?: Child;
  readonly islands?: readonly string[];
  readonly searchValue?: string;
}

const phrases = {
  search: { vi: 'Tìm mã hồ sơ, tên người nộp, thủ tục', en: 'Search code, applicant, procedure' },
  searchButton: { vi: 'Tìm', en: 'Search' },
  rooms: { vi: 'Các mục chính', en: 'Main sections' },
  moreRooms: { vi: 'Thêm', en: 'More' },
  allRooms: { vi: 'Các mục', en: 'Sections' },
  account: { vi: 'Tài khoản của tôi', en: 'My account' },
  messages: { vi: 'Thông báo', en: 'Messages' },
  queues: { vi: 'Hàng đợi', en: 'Queues' },
  list: { vi: 'Danh sách', en: 'List' },
  dossier: { vi: 'Hồ sơ đang mở', en: 'Open dossier' },
  back: { vi: 'Về danh sách', en: 'Back to the list' },
  keys: { vi: 'Phím tắt', en: 'Keys' },
  call: { vi: 'Hỗ trợ', en: 'Support' },
  version: { vi: 'Phiên bản', en: 'Version' },
  lost: { vi: 'Mất kết nối: số liệu có thể chưa mới', en: 'Connection lost: figures may be old' },
};

/** A whole page for officials. */
export function officialPage(lang: Lang, given: OfficialPageProps): Html {
  const props = given.wrong && given.main ? { ...given, main: nameErrors(lang, html`${given.main}`) } : given;
  const links = siteLinks(props.site);
  const desk = props.list !== undefined;
  return htmlDocument(lang, {
    title: props.title,
    site: props.site,
    room: 'official',
    wrong: props.wrong,
    head: props.head,
    islands: ['page', 'keys', 'live', ...(props.islands ?? [])],
    attributes: { 'data-palette': links.palette },
    body: html`${skipLink(lang)}${topBar(lang, props)}${emergencyBar(lang, props.viewer)}
      <div
        class="${classes('work', desk && 'work-desk', props.dossier !== undefined && 'work-open', Boolean(props.queues) && 'work-queues')}"
      >
        ${
          props.queues && html`<nav class="pane pane-queues" aria-label="${phrases.queues[lang]}">${props.queues}</nav>`
        }${desk ? deskPanes(lang, props) : html`<main class="pane pane-main" id="main" tabindex="-1">${way(lang, props)}${props.main}</main>`}
      </div>
      ${statusBar(lang, props.site)}`,
  });
}

function way(lang: Lang, props: OfficialPageProps): Html {
  return props.breadcrumbs?.length ? breadcrumbs(lang, props.breadcrumbs) : none;
}

function deskPanes(lang: Lang, props: OfficialPageProps): Html {
  const title = say(lang, props.title);
  if (props.dossier === undefined)
    return html`<main class="pane pane-list" id="main" tabindex="-1">
      ${way(lang, props)}
      <h1 class="pane-title">${title}</h1>
      ${props.list}
    </main>`;
  return html`<section class="pane pane-list" aria-label="${phrases.list[lang]}">
      ${way(lang, props)}
      <h2 class="pane-title">${title}</h2>
      ${props.list}
    </section>
    <main class="pane pane-dossier" id="main" tabindex="-1" aria-label="${phrases.dossier[lang]}">
      ${props.listHref && html`<a class="back pane-back" href="${props.listHref}">${icon('back')} ${phrases.back[lang]}</a>`}
      <h1 class="visually-hidden">${title}</h1>
      ${props.dossier}
    </main>`;
}

function topBar(lang: Lang, props: OfficialPageProps): Html {
  const { site, viewer } = props;
  const links = siteLinks(site);
  return html`<header class="bar">
    <a class="site-name" href="${viewer.workplace?.href ?? links.home}" title="${site.name[lang]}"
      >${emblem(site.emblem)}<strong>${site.authority?.[lang] ?? site.name[lang]}</strong></a
    >${roomsBar(lang, props.nav ?? [])}
    <form class="bar-search" role="search" action="${links.search}" method="get" data-palette-open>
      <label class="visually-hidden" for="bar-q">${phrases.search[lang]}</label
      ><input${attributes({ class: 'input', type: 'search', id: 'bar-q', name: 'q', value: props.searchValue, placeholder: phrases.search[lang], autocomplete: 'off', 'aria-keyshortcuts': 'Control+K' })} /><button
        class="visually-hidden"
        type="submit"
      >
        ${phrases.searchButton[lang]}</button
      ><span class="key-hint" aria-hidden="true">${kbd('ctrl+k')}</span>
    </form>
    <div class="bar-person">
      ${langSwitch(lang, props.url)}
      <details class="bar-menu">
        <summary>${viewer.name}</summary>
        <div class="bar-sheet">
          ${viewer.role && html`<p>${say(lang, viewer.role)}</p>`}
          <a href="${links.messages}">${phrases.messages[lang]}</a>
          <a href="${links.account}">${phrases.account[lang]}</a>
          ${signOutForm(lang, site)}
        </div>
      </details>
    </div>
  </header>`;
}

/** Letters that the names of rooms may take in the bar of a screen of 1280 px beside the province, search and person. */
const barLetters = 52;

/** The rooms: as many as stand in one line, the others in a menu that opens without a script. */
function roomsBar(lang: Lang, rooms: readonly NavItem[]): Html {
  if (rooms.length === 0) return none;
  const link = (item: NavItem) =>
    html`<li><a${attributes({ href: item.href, 'aria-current': item.current ? 'page' : undefined, 'data-key': item.key })}>${words(lang, item.label)}</a></li>`;
  // Each name takes its letters and the room of three around it.
  const ends = rooms.map((_, i) =>
    rooms.slice(0, i + 1).reduce((sum, room) => sum + String(words(lang, room.label)).length + 3, 0),
  );
  const fits = ends.at(-1)! <= barLetters + 10 ? rooms.length : Math.max(1, ends.filter((end) => end <= barLetters).length);
  const rest = rooms.slice(fits);
  const away = rest.some((room) => room.current);
  // A phone has room for the room one is in: all the others stand in the menu, which is drawn once for both.
  return html`<nav class="bar-nav" aria-label="${phrases.rooms[lang]}">
    <ul>
      ${rooms.slice(0, fits).map(link)}
    </ul>
    <details class="${classes('bar-menu', away && 'bar-menu-current', rest.length === 0 && 'bar-menu-phone')}">
      <summary>
        <span class="bar-more">${phrases.moreRooms[lang]}</span><span class="bar-all">${phrases.allRooms[lang]}</span>
      </summary>
      <div class="bar-sheet">
        <ul class="bar-first">
          ${rooms.slice(0, fits).map((room) => link({ ...room, key: undefined }))}
        </ul>
        ${rest.length > 0 && html`<ul>${rest.map(link)}</ul>`}
      </div>
    </details>
  </nav>`;
}

function statusBar(lang: Lang, site: Site): Html {
  return html`<footer class="status">
    <span class="live-state" role="status"
      ><span class="live-lost">${icon('late')} ${phrases.lost[lang]}</span></span
    ><button class="link-button key-only" type="button" data-key="?" data-keys-help>
      ${kbd('?')} ${phrases.keys[lang]}</button
    ><span>${phrases.call[lang]} ${site.phone}</span
    ><a href="${siteLinks(site).status}">Đình · ${phrases.version[lang]} ${site.version}</a>
  </footer>`;
}

export interface Queue {
  readonly label: Words;
  readonly href: string;
  readonly count?: number;
  /** Counts go up to here; one above it says that there are more. */
  readonly most?: number;
  /** How many of them are late or nearly: shown as a shape and a number. */
  readonly late?: number;
  readonly soon?: number;
  readonly current?: boolean;
  readonly key?: string;
}

const lateWord = { vi: 'quá hạn', en: 'late' };
const soonWord = { vi: 'sắp đến hạn', en: 'due soon' };

/** A heading and its queues; several stand below each other. Wrap it in `live` so that counts keep up. */
export function queueList(lang: Lang, title: Words, queues: readonly Queue[]): Html {
  return html`<h2 class="queue-title">${words(lang, title)}</h2>
    <ul class="queues">
      ${queues.map((queue) => {
        const number = (count: number): string =>
          queue.most !== undefined && count > queue.most ? `${formatNumber(lang, queue.most)}+` : formatNumber(lang, count);
        const own = attributes({
          href: queue.href,
          'aria-current': queue.current ? 'page' : undefined,
          'data-key': queue.key,
        });
        return html`<li><a${own}><span class="queue-name">${words(lang, queue.label)}</span>${
          queue.late
            ? html`<span class="queue-late"
                >${icon('late')}${number(queue.late)}<span class="visually-hidden"> ${lateWord[lang]}</span></span
              >`
            : none
        }${queue.soon ? html`<span class="queue-soon">${icon('soon')}${number(queue.soon)}<span class="visually-hidden"> ${soonWord[lang]}</span></span>` : none}${
          queue.count === undefined ? none : html`<span class="count">${number(queue.count)}</span>`
        }</a></li>`;
      })}
    </ul>`;
}

/** The acts that are allowed now, in a line that stays in sight. */
export function toolbar(lang: Lang, label: Text | string, ...acts: Child[]): Html {
  return html`<div class="toolbar" role="group" aria-label="${say(lang, label)}">${acts}</div>`;
}

export interface LiveProps {
  /** Must be unique on the page; the fragment must be the same element with the same id. */
  readonly id: string;
  /** Address that answers with this very fragment again (the `live` element or its content). */
  readonly href: string;
  readonly topics: readonly string[];
  /** The position up to which the part holds every change: `position` of the page, taken before anything was read. */
  readonly since: string;
  readonly body: Child;
  /** Read out changes politely. */
  readonly announce?: boolean;
}

/** A part that renews itself when one of its topics changes. Without scripts it is a plain part of the page. */
export function live(props: LiveProps): Html {
  const own = attributes({
    id: props.id,
    'data-live': props.href,
    'data-live-topics': props.topics.join(' '),
    'data-live-since': props.since,
    'aria-live': props.announce ? 'polite' : undefined,
  });
  return html`<div${own}>${props.body}</div>`;
}
