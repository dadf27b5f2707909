import type { May } from '../access/access.ts';
import type { Context } from '../operations/context.ts';
import type { Operation, OperationTypes, InputOf, OutputOf } from '../operations/operation.ts';
import type { Text } from '../text.ts';

/** An uploaded file of a posted form, already in a temporary place. */
export interface PostedFile {
  readonly field: string;
  readonly name: string;
  readonly size: number;
  readonly path: string;
  /** True when the upload was cut off because it was over the limit. */
  readonly truncated: boolean;
}

/** What every page says of the province; from the pack and the configuration, the same object for all requests. */
export interface Site {
  readonly name: Text;
  readonly authority?: Text;
  readonly emblem?: string;
  readonly phone: string;
  readonly phoneHours?: Text;
  readonly version: string;
  readonly stylesheet?: string;
  readonly demonstration?: boolean;
}

/** Who looks at the page, as the page shows it. */
export interface Viewer {
  readonly name: string;
  readonly role?: Text | string;
  readonly official?: boolean;
  /** What they have opened in an emergency, the full minutes that are left, and where its end is posted. */
  readonly emergencies?: readonly {
    readonly label: string;
    readonly minutes: number;
    readonly end: string;
  }[];
}

/** A screen that stands in the bar of the officials' workplace; each module names its own. */
export interface Room {
  readonly href: string;
  readonly label: Text;
  /** One sentence of what is done there, where rooms are listed with room to read. */
  readonly about?: Text;
  readonly may: May;
  /** Small numbers stand first. */
  readonly order: number;
  /** A day's work may begin here: after signing in, officials come to the first such room that is more to them than their own things. */
  readonly begins?: true;
}

/** A request to a page. Reading happens through queries; every change through `run`, which is an operation. */
export interface PageContext extends Context {
  readonly method: 'GET' | 'POST';
  /** Path and query where this screen can be asked for again; after a post the page from which it came. */
  readonly url: string;
  /** Path and query, as the browser sent it. */
  readonly asked: string;
  readonly site: Site;
  /** The rooms of the officials' workplace that the viewer may enter, in order. */
  readonly rooms: readonly Room[];
  /** Undefined when nobody is signed in. */
  readonly viewer: Viewer | undefined;
  readonly params: Readonly<Record<string, string>>;
  /** The query string; of repeated names the last. */
  readonly query: Readonly<Record<string, string>>;
  /** The posted fields, each with all its values. */
  readonly form: Readonly<Record<string, string | string[]>>;
  readonly files: readonly PostedFile[];
  readonly cookies: Readonly<Record<string, string>>;
  /** Where the stream of changes begins that keeps parts of this page up to date: before anything was read for it. */
  readonly position: string;
  /** A key for the hidden field `_key` of a form: the same form sent twice is carried out once. */
  readonly formKey: string;
  /** Sets a cookie (HttpOnly, SameSite=Lax, Secure behind https). @param seconds life; 0 deletes it. */
  setCookie(name: string, value: string, seconds: number): void;
  /** Carries out an operation as the person who asks. The posted `_key`, if any, guards against doing it twice. */
  run<N extends keyof OperationTypes>(name: N, input: InputOf<OperationTypes[N]>): Promise<OutputOf<OperationTypes[N]>>;
  run(operation: Operation, input: unknown): Promise<any>;
}

/** A drawn page; one that is UTF-8 already, one character per byte, is sent as it is. */
export interface Markup {
  readonly bytes?: string;
  toString(): string;
}

/** What a page gives back. */
export type PageResult =
  | { readonly kind: 'html'; readonly body: Markup; readonly status?: number }
  /** `again`: the browser sends what was posted once more, to there. */
  | { readonly kind: 'redirect'; readonly to: string; readonly again?: boolean }
  | {
      readonly kind: 'file';
      readonly body: string | Uint8Array | NodeJS.ReadableStream;
      readonly type: string;
      readonly name?: string;
      /** `attachment` asks the browser to save it; `inline` (default) to show it. */
      readonly disposition?: 'inline' | 'attachment';
      /** Seconds that caches may keep it; 0 by default. */
      readonly cache?: number;
    }
  | { readonly kind: 'json'; readonly body: unknown; readonly status?: number };

export interface Page {
  readonly method: 'GET' | 'POST';
  /** As Fastify writes paths: `/thu-tuc/:code`. */
  readonly path: string;
  readonly title: Text;
  readonly may: May;
  run(ctx: PageContext): Promise<PageResult>;
}

/** Declares a screen: `GET`. */
export function page(declaration: Omit<Page, 'method'>): Page {
  return { ...declaration, method: 'GET' };
}

/** Declares what a form posts to. It ends in a redirect, or shows the form again with its errors (status 422). */
export function post(declaration: Omit<Page, 'method'>): Page {
  return { ...declaration, method: 'POST' };
}

export const show = (body: Markup, status?: number): PageResult => ({
  kind: 'html',
  body,
  status,
});
export const redirect = (to: string): PageResult => ({ kind: 'redirect', to });
/** Sends the browser on with all that it has just posted (307). */
export const postAgain = (to: string): PageResult => ({ kind: 'redirect', to, again: true });
export const sendJson = (body: unknown, status?: number): PageResult => ({ kind: 'json', body, status });
