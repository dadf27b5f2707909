import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Visit } from '@dinh/kernel';
import type { KoaContextWithOIDC } from 'oidc-provider';
import type { Brought } from './store.ts';

/** What is known of a request that oidc-provider serves, besides what it reads itself. */
export interface ProviderVisit extends Visit, Brought {}

// On the request itself: a table beside requests that come and go is work for the collector.
const noted = Symbol('visit');
const served = Symbol('context');
type Noted = IncomingMessage & { [noted]?: ProviderVisit; [served]?: KoaContextWithOIDC };

/** Notes what a request brings along. */
export const noteVisit = (request: IncomingMessage, visit: ProviderVisit): void => void ((request as Noted)[noted] = visit);

export const visitOf = (request: IncomingMessage | undefined): ProviderVisit | undefined =>
  (request as Noted | undefined)?.[noted];

/** Notes by which context the library serves a request, for `letGo`. */
export const noteContext = (ctx: KoaContextWithOIDC): void => void ((ctx.req as Noted)[served] = ctx);

/**
 * Empties the context of a request that was served, once its answer has gone out.
 *
 * The library defines a getter (`ctx.oidc`) on every context. V8 counts a getter so defined as old from the beginning, and
 * whatever is reached from it as living until the next full collection: the request, the answer, all that was worked out,
 * 15 KB a request, which the collector then copied and kept.
 */
export function letGo(request: IncomingMessage, response: ServerResponse): void {
  const ctx = (request as Noted)[served];
  if (!ctx?.oidc) return; // no address of the provider
  if (response.closed) empty(ctx);
  else response.once('close', () => empty(ctx));
}

function empty(ctx: KoaContextWithOIDC): void {
  const none = { ctx: undefined, entities: {}, params: undefined, body: undefined, resourceServers: {} };
  Object.assign(ctx.oidc, none);
  Object.assign(ctx, { req: undefined, res: undefined, request: undefined, response: undefined });
}
