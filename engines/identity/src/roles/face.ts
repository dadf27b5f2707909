/** Roles as they are edited: proposed by one, approved by another. */
import { checkRoleChange, decideRoleChange, listRoleChanges, proposeRoleChange, withdrawRoleChange } from './operations.ts';

declare module '@dinh/kernel' {
  interface OperationTypes {
    'identity.propose-role-change': typeof proposeRoleChange;
    'identity.decide-role-change': typeof decideRoleChange;
    'identity.withdraw-role-change': typeof withdrawRoleChange;
    'identity.list-role-changes': typeof listRoleChanges;
    'identity.check-role-change': typeof checkRoleChange;
  }
}

export const roles = {
  operations: [proposeRoleChange, decideRoleChange, withdrawRoleChange, listRoleChanges, checkRoleChange],
};
