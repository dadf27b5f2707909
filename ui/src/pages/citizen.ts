/** The page of citizens and businesses: one column, one thing at a time. */
import { emergencyBar } from './emergency-bar.ts';
import { asset } from '../assets.ts';
import { attributes, classes, html, none, typed, type Child, type Html } from '../html.ts';
import { otherLang, words, type Lang, type Words } from '../lang.ts';
import { drum, emblem, icon, mark } from '../icons.ts';
import { backLink, breadcrumbs, type Crumb } from '../components/lists.ts';
import { nameErrors } from '../components/named-errors.ts';
import { searchBox } from '../components/search.ts';
import { Pieces } from '../pieces.ts';
import { htmlDocument, skipLink } from './document.ts';
import { inLang, signInHref, siteLinks, type Site, type Viewer } from './site.ts';

export interface CitizenPageProps {
  readonly title: Words;
  readonly site: Site;
  /** Path and query of this page, for the language switch. */
  readonly url: string;
  readonly viewer?: Viewer;
  readonly main: Child;
  readonly breadcrumbs?: readonly Crumb[];
  /** Address of the page before, in a sequence of questions. */
  readonly back?: string;
  /** Opens the page with a band: the start page and a few others. */
  readonly hero?: Html;
  /** Beside the column on a wide screen: related links, what to do next. */
  readonly aside?: Child;
  /** Tables and lists need more than 42 rem. */
  readonly wide?: boolean;
  readonly wrong?: boolean;
  readonly description?: string;
  readonly head?: Child;
  readonly islands?: readonly string[];
  /** Hide the search of the header where the page has its own. */
  readonly noSearch?: boolean;
  /** A page shown inside another, to be looked at: without header and footer. */
  readonly bare?: boolean;
  /** Sign-in and error pages: what was typed before stays kept. */
  readonly keepsForms?: boolean;
  /** Where no address gives the page again: the id of its form, which the other language is asked for with. */
  readonly langForm?: string;
}

/** A whole page for citizens. What is the same on all of a site is drawn once. */
export function citizenPage(lang: Lang, given: CitizenPageProps): Html {
  const props = given.wrong ? { ...given, main: nameErrors(lang, html`${given.main}`) } : given;
  const { site, wrong = false, noSearch = false, keepsForms = false, bare = false, islands = [] } = props;
  const kind = `page ${lang} ${wrong} ${noSearch} ${keepsForms} ${bare} ${props.langForm ?? ''} ${islands.join(' ')} ${asset('styles.css')}`;
  const holes = {
    title: words(lang, props.title),
    head: [props.description && html`<meta name="description" content="${props.description}" />`, props.head],
    who: who(lang, props),
    otherLang: typed(inLang(props.url, otherLang(lang))),
    body: [!bare && emergencyBar(lang, props.viewer), props.hero && !bare ? startPage(props) : plainPage(lang, props)],
  };
  return siteParts.around<Record<keyof typeof holes, string>>(site, kind, holes, (hole) =>
    htmlDocument(lang, {
      title: hole.title,
      site,
      room: 'citizen',
      wrong,
      head: hole.head,
      islands: ['page', ...islands],
      attributes: { 'data-keeps-forms': keepsForms },
      body: bare
        ? html`${hole.body}`
        : html`${skipLink(lang)}${header(lang, site, noSearch, hole, props.langForm)}${hole.body}${footer(lang, site)}`,
    }),
  );
}

/** With a band: the band belongs to the content. */
function startPage(props: CitizenPageProps): Html {
  return html`<main id="main" tabindex="-1">
    ${props.hero}
    <div class="${pageClass(props)}"><div class="column">${props.main}</div>${besides(props)}</div>
  </main>`;
}

function plainPage(lang: Lang, props: CitizenPageProps): Html {
  const crumbs = props.breadcrumbs?.length ? breadcrumbs(lang, props.breadcrumbs) : undefined;
  // A landmark of its own: everything on a page stands in one.
  const back = props.back ? html`<nav aria-label="${phrases.way[lang]}">${backLink(lang, props.back)}</nav>` : undefined;
  return html`<div class="${pageClass(props)}">
    ${(back || crumbs) && html`<div class="way">${back}${crumbs}</div>`}
    <main class="column" id="main" tabindex="-1">${props.main}</main>
    ${besides(props)}
  </div>`;
}

function pageClass(props: CitizenPageProps): string {
  return classes('page', props.wide && 'page-wide', Boolean(props.aside) && 'page-aside');
}

function besides(props: CitizenPageProps): Html | undefined {
  return props.aside ? html`<aside class="aside">${props.aside}</aside>` : undefined;
}

const phrases = {
  way: { vi: 'Trang trước', en: 'Previous page' },
  search: { vi: 'Tìm thủ tục, hồ sơ', en: 'Search procedures and dossiers' },
  signIn: { vi: 'Đăng nhập', en: 'Sign in' },
  signOut: { vi: 'Đăng xuất', en: 'Sign out' },
  dossiers: { vi: 'Hồ sơ của tôi', en: 'My dossiers' },
  person: { vi: 'Tài khoản', en: 'Account' },
  help: { vi: 'Trợ giúp', en: 'Help' },
  call: { vi: 'Gọi', en: 'Call' },
  demonstration: {
    vi: 'Đây là bản trình diễn. Hồ sơ nộp ở đây không gửi đến cơ quan nào.',
    en: 'This is a demonstration. Nothing filed here reaches any agency.',
  },
  status: { vi: 'Tình trạng hệ thống', en: 'System status' },
  accessibility: { vi: 'Khả năng tiếp cận', en: 'Accessibility' },
  privacy: { vi: 'Dữ liệu cá nhân', en: 'Personal data' },
  version: { vi: 'Phiên bản', en: 'Version' },
  needHelp: { vi: 'Cần người giúp?', en: 'Need help from a person?' },
};

/** Names of the languages, each in itself. */
export const langNames = { vi: 'Tiếng Việt', en: 'English' };

/** The link to the same page in the other language. */
export function langSwitch(lang: Lang, url: string): Html {
  return switchTo(otherLang(lang), inLang(url, otherLang(lang)));
}

function switchTo(other: Lang, href: string): Html {
  return html`<a
    class="lang-switch"
    href="${href}"
    lang="${other}"
    hreflang="${other}"
    rel="alternate"
    >${langNames[other]}</a
  >`;
}

/** Sends a form to be shown again in the other language, with `xt.lang` beside what it holds. */
const switchBy =
  (form: string) =>
  (other: Lang, address: string): Html =>
    html`<button
    class="lang-switch link-button"
    form="${form}"
    formaction="${address}"
    name="xt.lang"
    value="${other}"
    lang="${other}"
  >
    ${langNames[other]}
  </button>`;

/** The button that ends the session; what was typed is forgotten with it. */
export function signOutForm(lang: Lang, site: Site): Html {
  return html`<form class="sign-out" action="${siteLinks(site).signOut}" method="post" data-sign-out>
    <button class="link-button" type="submit">${phrases.signOut[lang]}</button>
  </form>`;
}

/** `0226 3852 666` → `tel:02263852666`. */
function tel(phone: string): string {
  return `tel:${phone.replace(/[^+\d]/g, '')}`;
}

/** What of a page is the same for everybody: drawn once for each site and language. */
const siteParts = new Pieces<Site>();

function header(
  lang: Lang,
  site: Site,
  noSearch: boolean,
  hole: { readonly otherLang: string; readonly who: string },
  langForm: string | undefined,
): Html {
  const links = siteLinks(site);
  return html`<header class="band">
      ${site.demonstration && html`<p class="demonstration"><span>${phrases.demonstration[lang]}</span></p>`}
      <div class="band-inner">
        <a class="site-name" href="${links.home}"
          >${emblem(site.emblem)}<span
            >${site.authority && html`<small>${site.authority[lang]}</small>`}<strong
              >${site.name[lang]}</strong
            ></span
          ></a
        >
        <nav class="band-nav" aria-label="${phrases.person[lang]}">
          <a href="${links.help}">${phrases.help[lang]}</a>${(langForm ? switchBy(langForm) : switchTo)(otherLang(lang), hole.otherLang)}${hole.who}
        </nav>
        ${
          noSearch
            ? none
            : searchBox(lang, {
                action: links.search,
                label: phrases.search,
                id: 'site-search',
                suggest: links.suggest,
              })
        }
      </div>
  </header>`;
}

/** Who is signed in, and the way out; for all others the way in. */
function who(lang: Lang, { site, viewer, url }: CitizenPageProps): Html {
  const links = siteLinks(site);
  if (!viewer) return html`<a class="sign-in" href="${signInHref(site, url)}">${phrases.signIn[lang]}</a>`;
  return html`${viewer.workplace ? html`<a href="${viewer.workplace.href}">${viewer.workplace.label[lang]}</a>` : html`<a href="${links.dossiers}">${phrases.dossiers[lang]}</a>`}<a
                    class="viewer"
                    href="${links.account}"
                    >${viewer.name}${!viewer.workplace && viewer.role && html` <small>${words(lang, viewer.role)}</small>`}</a
                  >${signOutForm(lang, site)}`;
}

function footer(lang: Lang, site: Site): Html {
  const links = siteLinks(site);
  return html`<footer class="foot">
    <div class="foot-inner">
      <div class="foot-help">
        <strong>${phrases.needHelp[lang]}</strong>
        <a class="phone" href="${tel(site.phone)}"
          >${icon('phone')} <span class="visually-hidden">${phrases.call[lang]} </span>${site.phone}</a
        >${site.phoneHours && html`<span>${site.phoneHours[lang]}</span>`}
      </div>
      <ul class="foot-links">
        <li><a href="${links.help}">${phrases.help[lang]}</a></li>
        <li><a href="${links.accessibility}">${phrases.accessibility[lang]}</a></li>
        <li><a href="${links.privacy}">${phrases.privacy[lang]}</a></li>
        <li><a href="${links.status}">${phrases.status[lang]}</a></li>
      </ul>
      <p class="foot-mark">${mark} Đình · ${phrases.version[lang]} ${site.version}</p>
    </div>
  </footer>`;
}

export interface HeroProps {
  readonly title: Words;
  readonly lead?: Words;
  /** Usually a large search box, or a start button. */
  readonly body?: Child;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** The band at the top of a start page: a big question over the drum. Holds the page's h1. */
export function hero(lang: Lang, props: HeroProps): Html {
  return html`<div class="hero" ${attributes(props.attributes)}>
    <div class="hero-drum">${drum}</div>
    <div class="hero-inner">
      <h1>${words(lang, props.title)}</h1>
      ${props.lead && html`<p class="lead">${words(lang, props.lead)}</p>`}${props.body}
    </div>
  </div>`;
}
