/** What identity says of duties that must be apart. */
import type { App } from '@dinh/kernel';
import { SeparateDuties } from './acts.ts';
import { listConflicts, viewSeparation } from './list-conflicts.ts';
import { separationKind, separationPart } from './rules.ts';
import { tellOfConflicts } from './tell.ts';

declare module '@dinh/kernel' {
  interface OperationTypes {
    'identity.list-conflicts': typeof listConflicts;
    'identity.view-separation': typeof viewSeparation;
  }
}

export const separation = {
  operations: [listConflicts, viewSeparation],
  jobs: [tellOfConflicts],
  packParts: [separationPart],
  definitionKinds: [separationKind],
  start(app: App): void {
    app.duties = new SeparateDuties(app);
  },
};
