import type { Operation } from '@dinh/kernel';
import { consentToClient } from './consent-to-client.ts';
import { listConsents, revokeConsent } from './consents.ts';

declare module '@dinh/kernel' {
  interface OperationTypes {
    'identity.consent-to-client': typeof consentToClient;
    'identity.list-consents': typeof listConsents;
    'identity.revoke-consent': typeof revokeConsent;
  }
}

/** What people allow applications. */
export const consentOperations: readonly Operation[] = [consentToClient, listConsents, revokeConsent];
