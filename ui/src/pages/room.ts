/** A screen in the officials' room, said once for all apps. */
import type { Html } from '../html.ts';
import { errorSummary } from '../components/form.ts';
import { isRefused, refusedErrors } from './filled.ts';
import type { Lang, Text } from '../lang.ts';
import { officialPage, type OfficialPageProps } from './official.ts';
import type { Site, Viewer } from './site.ts';

/** What a screen takes from its request: the context of a page has all of it. */
export interface RoomRequest {
  readonly lang: Lang;
  readonly url: string;
  readonly site: Site;
  readonly viewer?: Viewer | undefined;
  readonly rooms: readonly { readonly href: string; readonly label: Text }[];
}

/** What stands on a screen; the rest the request knows. */
export type RoomScreen = Omit<OfficialPageProps, 'site' | 'url' | 'viewer' | 'nav'>;

/**
 * A screen with the bar of the rooms that the person may enter.
 * @param here says in which room it is: by the address when nothing is said
 */
export function roomScreen(
  request: RoomRequest,
  props: RoomScreen,
  here: (href: string, path: string) => boolean = within,
): Html {
  const { lang, url, site, viewer, rooms } = request;
  const path = url.split('?')[0]!;
  return officialPage(lang, {
    ...props,
    site,
    url,
    viewer: viewer ?? { name: '' },
    nav: rooms.map(({ href, label }) => ({ href, label, current: here(href, path) })),
  });
}

const within = (href: string, path: string): boolean => path === href || path.startsWith(`${href}/`);

/**
 * What a refused act says at the top of the page: its fields, else its own sentence. @throws what is a fault of ours
 * @param names what the fields are called, by their paths, where the page does not ask for them itself
 */
export function refusedSummary(
  { lang }: { readonly lang: Lang },
  error: unknown,
  names: Readonly<Record<string, Text>> = {},
): Html | undefined {
  if (!isRefused(error) || error.status >= 500) throw error;
  return errorSummary(lang, refusedErrors(error, names));
}
