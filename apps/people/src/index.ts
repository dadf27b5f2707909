import { type Hearers, may, type Module } from '@dinh/kernel';
import { accessPage } from './pages/access.ts';
import { auditPage } from './pages/audit.ts';
import { clientKeyPost, clientPage, clientPosts } from './pages/clients/client.ts';
import { clientsPage } from './pages/clients/list.ts';
import { registerClientPage, registerClientPost } from './pages/clients/register.ts';
import { signingKeyPages } from './pages/clients/signing-keys.ts';
import { delegatePost, delegationsPage, revokePost } from './pages/delegations.ts';
import { authorityPages } from './pages/desk/authorities.ts';
import { deskBusinessPages } from './pages/desk/business.ts';
import { claimPages } from './pages/desk/claim.ts';
import { claimsPage } from './pages/desk/claims.ts';
import { endingPages } from './pages/desk/ending.ts';
import { absencePages } from './pages/deputies/absences.ts';
import { deputyPages } from './pages/deputies/deputies.ts';
import { homePage } from './pages/home.ts';
import { rooms } from './rooms.ts';
import { importLists } from './pages/imports/list.ts';
import { importPages } from './pages/imports/one.ts';
import { givePages } from './pages/hand-over/give.ts';
import { handOverLists } from './pages/hand-over/list.ts';
import { comparePages } from './pages/merging/compare.ts';
import { duplicatePages } from './pages/merging/duplicates.ts';
import { mergePages } from './pages/merging/merges.ts';
import { deskPersonPage, deskPersonPost } from './pages/desk/person.ts';
import { deskPage } from './pages/desk/search.ts';
import { outboxPage, resendPost } from './pages/outbox.ts';
import { passwordsPage, passwordsPost, resetFactorsPost } from './pages/passwords.ts';
import { passwordPost, personFactorsPost, personPage, personPosts } from './pages/person.ts';
import { personsPage } from './pages/persons.ts';
import { phoneBookPage } from './pages/phone-book.ts';
import { positionTitlesPage } from './pages/position-titles.ts';
import { rolesPage } from './pages/roles.ts';
import { changePages } from './pages/roles/change.ts';
import { rolePages } from './pages/roles/role.ts';
import { askPages } from './pages/emergency/ask.ts';
import { reviewPages } from './pages/emergency/reviews.ts';
import { sessionPages } from './pages/sessions.ts';
import { separationPage } from './pages/separation.ts';
import { itemPages } from './pages/succession/item.ts';
import { successionsPage } from './pages/succession/list.ts';
import { newPlanPages } from './pages/succession/new.ts';
import { successionPage, successionPost } from './pages/succession/plan.ts';
import { sectionPage } from './pages/succession/section.ts';
import { unitPage, unitPost } from './pages/unit.ts';
import { unitsPage } from './pages/units.ts';
import { listClients, viewClient } from './queries/clients.ts';
import { auditKind, personKind } from './queries/explained.ts';
import { exportDirectory } from './queries/export-directory.ts';
import { listAudit } from './queries/list-audit.ts';
import { listColleagues } from './queries/list-colleagues.ts';
import { listPersons } from './queries/list-persons.ts';
import { listRoleNames, listRoles } from './queries/list-roles.ts';
import { namePersons } from './queries/name-persons.ts';
import { listSessions } from './queries/list-sessions.ts';
import { phoneBook } from './queries/phone-book.ts';
import { unitTree, viewUnit } from './queries/units.ts';
import { viewPerson } from './queries/view-person.ts';
import { permissions } from './permissions.ts';

declare module '@dinh/kernel' {
  interface OperationTypes {
    'people.list-persons': typeof listPersons;
    'people.list-sessions': typeof listSessions;
    'people.view-person': typeof viewPerson;
    'people.list-units': typeof unitTree;
    'people.view-unit': typeof viewUnit;
    'people.list-roles': typeof listRoles;
    'people.list-role-names': typeof listRoleNames;
    'people.phone-book': typeof phoneBook;
    'people.export-directory': typeof exportDirectory;
    'people.list-colleagues': typeof listColleagues;
    'people.list-audit': typeof listAudit;
    'people.name-persons': typeof namePersons;
    'people.list-clients': typeof listClients;
    'people.view-client': typeof viewClient;
  }
}

/** Of these hears whoever may open their pages. */
const whoMay =
  (permission: string): Hearers =>
  (_app, principal, ids) =>
    may(principal, permission) ? ids : [];

export const module: Module = {
  name: 'people',
  title: { vi: 'Con người và đơn vị', en: 'People and units' },
  permissions,
  explained: [personKind, auditKind],
  operations: [
    listPersons,
    listSessions,
    viewPerson,
    unitTree,
    viewUnit,
    listRoles,
    listRoleNames,
    phoneBook,
    exportDirectory,
    listColleagues,
    listAudit,
    namePersons,
    listClients,
    viewClient,
  ],
  hearers: {
    'hand-over': whoMay('people.view-person'),
    import: whoMay('people.view-directory'),
    succession: whoMay('people.view-directory'),
  },
  rooms,
  pages: [
    homePage,
    outboxPage,
    resendPost,
    phoneBookPage,
    successionsPage,
    successionPage,
    successionPost,
    sectionPage,
    ...itemPages,
    ...newPlanPages,
    positionTitlesPage,
    unitsPage,
    unitPage,
    unitPost,
    personsPage,
    personPage,
    ...personPosts,
    ...sessionPages,
    passwordPost,
    personFactorsPost,
    deskPage,
    deskPersonPage,
    deskPersonPost,
    ...authorityPages,
    ...deskBusinessPages,
    claimsPage,
    ...endingPages,
    ...handOverLists,
    ...givePages,
    ...absencePages,
    ...deputyPages,
    ...importLists,
    ...importPages,
    ...duplicatePages,
    ...comparePages,
    ...mergePages,
    ...claimPages,
    passwordsPage,
    passwordsPost,
    resetFactorsPost,
    rolesPage,
    ...changePages,
    ...rolePages,
    separationPage,
    ...askPages,
    ...reviewPages,
    accessPage,
    delegationsPage,
    delegatePost,
    revokePost,
    auditPage,
    clientsPage,
    ...signingKeyPages,
    registerClientPage,
    registerClientPost,
    clientPage,
    ...clientPosts,
    clientKeyPost,
  ],
};
