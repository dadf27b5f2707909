import type { Module } from '@dinh/kernel';
import { auditCsv, auditPage } from './pages/audit.ts';
import { delegatePost, delegationsPage, revokePost } from './pages/delegations.ts';
import { passwordsPage, passwordsPost } from './pages/passwords.ts';
import { passwordPost, personPage, personPosts } from './pages/person.ts';
import { personsCsv, personsPage } from './pages/persons.ts';
import { rolesPage } from './pages/roles.ts';
import { unitPage, unitPost, unitsPage } from './pages/units.ts';
import { listAudit } from './queries/list-audit.ts';
import { listColleagues } from './queries/list-colleagues.ts';
import { listPersons } from './queries/list-persons.ts';
import { listRoles } from './queries/list-roles.ts';
import { unitTree, viewUnit } from './queries/units.ts';
import { viewPerson } from './queries/view-person.ts';

declare module '@dinh/kernel' {
  interface OperationTypes {
    'people.list-persons': typeof listPersons;
    'people.view-person': typeof viewPerson;
    'people.list-units': typeof unitTree;
    'people.view-unit': typeof viewUnit;
    'people.list-roles': typeof listRoles;
    'people.list-colleagues': typeof listColleagues;
    'people.list-audit': typeof listAudit;
  }
}

export const module: Module = {
  name: 'people',
  title: { vi: 'Con người và đơn vị', en: 'People and units' },
  operations: [listPersons, viewPerson, unitTree, viewUnit, listRoles, listColleagues, listAudit],
  pages: [
    unitsPage,
    unitPage,
    unitPost,
    personsPage,
    personsCsv,
    personPage,
    ...personPosts,
    passwordPost,
    passwordsPage,
    passwordsPost,
    rolesPage,
    delegationsPage,
    delegatePost,
    revokePost,
    auditPage,
    auditCsv,
  ],
};
