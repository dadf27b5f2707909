import type { IncomingMessage } from 'node:http';
import type { Visit } from '@dinh/kernel';
import type { Brought } from './store.ts';

/** What is known of a request that oidc-provider serves, besides what it reads itself. */
export interface ProviderVisit extends Visit, Brought {}

const visits = new WeakMap<IncomingMessage, ProviderVisit>();

/** Notes what a request brings along. */
export const noteVisit = (request: IncomingMessage, visit: ProviderVisit): void =>
  void visits.set(request, visit);

export const visitOf = (request: IncomingMessage | undefined): ProviderVisit | undefined =>
  request && visits.get(request);
