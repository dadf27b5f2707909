/** Who may see a record, and why. */
import { explainAccess } from './why.ts';
import { listAccess } from './who.ts';

declare module '@dinh/kernel' {
  interface OperationTypes {
    'identity.explain-access': typeof explainAccess;
    'identity.list-access': typeof listAccess;
  }
}

export const explain = { operations: [explainAccess, listAccess] } as const;
