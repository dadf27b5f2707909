/** People, places and units from tables that personnel offices keep. */
import { carryOutImports, followImport, refuseImportRow } from './carry-out.ts';
import { approveImport, carryOutImport, checkImport, withdrawImport } from './check.ts';
import { declineImport } from './decline.ts';
import { listImports, viewImport } from './look.ts';

declare module '@dinh/kernel' {
  interface OperationTypes {
    'identity.check-import': typeof checkImport;
    'identity.carry-out-import': typeof carryOutImport;
    'identity.approve-import': typeof approveImport;
    'identity.decline-import': typeof declineImport;
    'identity.withdraw-import': typeof withdrawImport;
    'identity.list-imports': typeof listImports;
    'identity.view-import': typeof viewImport;
  }
}

export const imports = {
  operations: [
    checkImport,
    carryOutImport,
    approveImport,
    declineImport,
    withdrawImport,
    listImports,
    viewImport,
    followImport,
    refuseImportRow,
  ],
  jobs: [carryOutImports],
};
