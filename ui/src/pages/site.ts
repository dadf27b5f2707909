/** What a page must be told about the province that it belongs to and the person who looks at it. */
import type { Text } from '../lang.ts';

/** From the pack and the configuration; the same object for every page. */
export interface Site {
  /** The province: "Cổng dịch vụ công tỉnh Hà Nam". */
  readonly name: Text;
  /** A line above it: "Uỷ ban nhân dân tỉnh Hà Nam". */
  readonly authority?: Text;
  /** Address of the emblem; the mark of Đình stands there when the pack has none. */
  readonly emblem?: string;
  /** Whom to call, as people write it: `0226 3852 666`. */
  readonly phone: string;
  readonly phoneHours?: Text;
  readonly version: string;
  /** Address of the stylesheet made by `siteCss`, when the pack brings colours. */
  readonly stylesheet?: string;
  /** Marks a demonstration: said on every page. */
  readonly demonstration?: boolean;
  readonly links?: Partial<SiteLinks>;
}

/** Addresses that every page names. */
export interface SiteLinks {
  readonly home: string;
  readonly search: string;
  readonly suggest: string;
  readonly signIn: string;
  readonly signOut: string;
  readonly account: string;
  /** What the person was told; officials have no other way there. */
  readonly messages: string;
  /** One's own dossiers. */
  readonly dossiers: string;
  /** What a phone needs to put the site on its home screen. */
  readonly manifest: string;
  readonly help: string;
  readonly status: string;
  readonly accessibility: string;
  readonly privacy: string;
  readonly palette: string;
  /** The server-sent event stream. */
  readonly live: string;
}

const defaults: SiteLinks = {
  home: '/',
  search: '/tim-kiem',
  suggest: '/goi-y',
  signIn: '/dang-nhap',
  signOut: '/dang-xuat',
  account: '/tai-khoan',
  messages: '/thong-bao',
  dossiers: '/ho-so',
  manifest: '/manifest.webmanifest',
  help: '/tro-giup',
  status: '/trang-thai',
  accessibility: '/tiep-can',
  privacy: '/du-lieu-ca-nhan',
  palette: '/lenh',
  live: '/su-kien',
};

const known = new WeakMap<Site, SiteLinks>();

/** The site's addresses with the usual ones filled in. */
export function siteLinks(site: Site): SiteLinks {
  let links = known.get(site);
  if (!links) known.set(site, (links = { ...defaults, ...site.links }));
  return links;
}

/** Who is signed in. */
export interface Viewer {
  readonly name: string;
  /** "Chuyên viên, Sở Xây dựng"; for a citizen the business they act for. */
  readonly role?: Text | string;
  /** An official's room: where their day begins. */
  readonly workplace?: { readonly href: string; readonly label: Text };
  /** What they have opened in an emergency: said on every page while it lasts. */
  readonly emergencies?: readonly {
    readonly label: string;
    /** Full minutes that are left, at least one. */
    readonly minutes: number;
    /** Where a form is posted that ends it. */
    readonly end: string;
  }[];
}

/** Colours of a province for light and dark, as `#rrggbb`; they replace the tokens of the same name. */
export interface SiteColours {
  readonly band?: string;
  readonly bronze?: string;
  readonly action?: string;
}

/** The stylesheet text for a province's colours, to be served under an address of its own (no inline styles). */
export function siteCss(light: SiteColours, dark: SiteColours = {}): string {
  const rules = (colours: SiteColours) =>
    Object.entries(colours)
      .filter(([, value]) => /^#[0-9a-f]{6}$/i.test(String(value)))
      .map(([name, value]) => `--${name}:${value};`)
      .join('');
  return `:root{${rules(light)}}@media(prefers-color-scheme:dark){:root{${rules(dark)}}}`;
}

/** The same address in the other language: sets `lang` in its query. */
export function inLang(url: string, lang: string): string {
  if (!/[?&]lang=/.test(url)) return `${url}${url.includes('?') ? '&' : '?'}lang=${lang}`;
  const [path = '', query = ''] = url.split('?');
  const values = new URLSearchParams(query);
  values.set('lang', lang);
  return `${path}?${values}`;
}

/** Address of the sign-in page that leads back to `url`. */
export function signInHref(site: Site, url: string): string {
  return `${siteLinks(site).signIn}?tiep=${encodeURIComponent(url)}`;
}
