import type { Operation } from '@dinh/kernel';
import { addClientKey, revokeClientKey } from './client-keys.ts';
import { closeClient, resumeClient, revokeClientTokens, setClientPermissions, suspendClient } from './client-state.ts';
import { editClient, registerClient } from './register-client.ts';
import { listSigningKeys } from './list-signing-keys.ts';
import { rotateSigningKey } from './rotate-signing-key.ts';

declare module '@dinh/kernel' {
  interface OperationTypes {
    'identity.register-client': typeof registerClient;
    'identity.edit-client': typeof editClient;
    'identity.add-client-key': typeof addClientKey;
    'identity.revoke-client-key': typeof revokeClientKey;
    'identity.suspend-client': typeof suspendClient;
    'identity.resume-client': typeof resumeClient;
    'identity.close-client': typeof closeClient;
    'identity.revoke-client-tokens': typeof revokeClientTokens;
    'identity.set-client-permissions': typeof setClientPermissions;
    'identity.list-signing-keys': typeof listSigningKeys;
    'identity.rotate-signing-key': typeof rotateSigningKey;
  }
}

/** All by which administrators look after applications and machines. */
export const clientOperations: readonly Operation[] = [
  registerClient,
  editClient,
  addClientKey,
  revokeClientKey,
  suspendClient,
  resumeClient,
  closeClient,
  revokeClientTokens,
  setClientPermissions,
  listSigningKeys,
  rotateSigningKey,
];
