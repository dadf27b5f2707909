import type { IncomingMessage } from 'node:http';
import type { Visit } from '@dinh/kernel';
import type { Brought } from './store.ts';

/** What is known of a request that oidc-provider serves, besides what it reads itself. */
export interface ProviderVisit extends Visit, Brought {}

// On the request itself: a table beside requests that come and go is work for the collector.
const noted = Symbol('visit');
type Noted = IncomingMessage & { [noted]?: ProviderVisit };

/** Notes what a request brings along. */
export const noteVisit = (request: IncomingMessage, visit: ProviderVisit): void =>
  void ((request as Noted)[noted] = visit);

export const visitOf = (request: IncomingMessage | undefined): ProviderVisit | undefined =>
  (request as Noted | undefined)?.[noted];
