import type { IncomingMessage, ServerResponse } from 'node:http';
import type { App } from '../app.ts';
import type { Call } from '../operations/execute.ts';
import type { Site } from './page.ts';

/** A request to what is mounted: who asks, and what a page of ours needs to be drawn. */
export interface Visit {
  readonly call: Call;
  readonly site: () => Promise<Site>;
  /** The `set-cookie` header of a cookie of ours. @param seconds its life; 0 deletes it */
  cookieLine(name: string, value: string, seconds: number): string;
  /** Aborted when the program stops: an answer that stays open ends then. */
  readonly ending: AbortSignal;
}

/**
 * What a module serves below an address by itself, because a protocol says how: its body is not read, its answer not
 * touched. Everything else is a page or an operation.
 */
export interface Mount {
  /** `/oidc`; everything below it. */
  readonly prefix: string;
  /** `api` takes access tokens as the HTTP API does; by the session cookie of a browser when not said. */
  readonly channel?: 'web' | 'api';
  serve(app: App, request: IncomingMessage, response: ServerResponse, visit: Visit): Promise<void>;
}
