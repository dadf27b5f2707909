import type { Module } from '@dinh/kernel';
import { Principals } from './access/principals.ts';
import { cleanUp } from './clean-up.ts';
import { clientOperations } from './machines/operations/index.ts';
import { warnOfEndingKeys } from './machines/warn.ts';
import { endSessionsOf, issuePassword, resumePerson, suspendPerson } from './operations/administer-person.ts';
import { actForBusiness, findBusiness, listMyBusinesses, registerBusiness } from './operations/businesses.ts';
import { changePassword } from './operations/change-password.ts';
import { countWaiting } from './operations/count-waiting.ts';
import { delegateAuthority, listDelegations, revokeDelegation } from './operations/delegations.ts';
import { editUnit } from './operations/edit-unit.ts';
import { factors } from './factors/face.ts';
import { deputies } from './deputies/face.ts';
import { imports } from './imports/face.ts';
import { scim } from './scim/face.ts';
import { handOver } from './hand-over/face.ts';
import { findPerson, viewPerson } from './operations/find-person.ts';
import { listDemonstrationPersons } from './operations/list-demonstration-persons.ts';
import { hasAdministrator, makeAdministrator } from './operations/make-administrator.ts';
import { endPosition, givePosition } from './operations/positions.ts';
import { updateProfile, viewProfile } from './operations/profile.ts';
import { endSession, listSessions, signOut, signOutEverywhere } from './operations/sessions.ts';
import { signInDemonstration } from './operations/sign-in-demonstration.ts';
import { signIn } from './operations/sign-in.ts';
import { finishSignUp } from './operations/finish-sign-up.ts';
import { resendSignUpCode, signUp } from './operations/sign-up.ts';
import { tellDelegate } from './operations/tell-delegate.ts';
import { listOfficials, listUnits } from './operations/units.ts';
import { people } from './people/face.ts';
import { organisation } from './organisation/face.ts';
import { pages } from './pages/pages.ts';
import { peoplePart } from './pack/people.ts';
import { providerMount } from './provider/mount.ts';
import { consentOperations } from './provider/operations/index.ts';
import { endProviderSessions } from './provider/sign-out.ts';
import { tellClient } from './provider/tell-client.ts';
import { upstream } from './upstream/face.ts';
import { access } from './access/face.ts';
import { explain } from './explain/face.ts';
import { rolesPart } from './pack/roles.ts';
import { unitsPart } from './pack/units.ts';
import { separation } from './separation/face.ts';
import { emergency } from './emergency/face.ts';
import { roles } from './roles/face.ts';
import { permissions } from './permissions.ts';

export { explainedKinds } from './explain/asked.ts';
export type { Because } from './explain/because.ts';
export { classOf, type DataClass, type DataClasses, dataClasses } from './access/data-classes.ts';
export type { RolePermission } from './access/directory.ts';
export { longestDelegation } from './people/rules.ts';
export { Principals } from './access/principals.ts';
export { sessionCookie } from './sign-in/session.ts';
export { askForMore } from './pages/proof.ts';
export { enteredBy, methodName } from './pages/sessions.ts';
export { factorWords } from './watch/words.ts';
export { deviceName } from './sign-in/device-name.ts';
export { emergencyPath, openingEmergency } from './emergency/open.ts';
export { reviewingEmergency } from './emergency/review.ts';
export { type Factor, type Level, levelOf, type Proof } from './factors/assurance.ts';
export { carryOut as carryOutSuccession } from './succession/carry-out.ts';
export { type NewName, type NewNames, newNamesOf } from './succession/new-names.ts';
export { carryOutHandOver } from './hand-over/carry-out.ts';
export { lapsed } from './hand-over/lapsed.ts';
export { columnsOf as importColumns } from './imports/columns.ts';
export { treeOn } from './organisation/tree.ts';
export { actsOn, inOfficeOn, someoneMay } from './organisation/in-office.ts';
export { isDeputy } from './organisation/position-title.ts';
export { roleHolders } from './organisation/role-holders.ts';
export { taskHolders } from './organisation/task-holders.ts';
export { unitNamed, unitsNamed } from './organisation/unit-named.ts';
export { hashPassword } from './sign-in/password.ts';

declare module '@dinh/kernel' {
  interface OperationTypes {
    'identity.sign-in': typeof signIn;
    'identity.sign-in-demonstration': typeof signInDemonstration;
    'identity.sign-up': typeof signUp;
    'identity.resend-sign-up-code': typeof resendSignUpCode;
    'identity.finish-sign-up': typeof finishSignUp;
    'identity.sign-out': typeof signOut;
    'identity.sign-out-everywhere': typeof signOutEverywhere;
    'identity.end-session': typeof endSession;
    'identity.list-sessions': typeof listSessions;
    'identity.change-password': typeof changePassword;
    'identity.view-profile': typeof viewProfile;
    'identity.count-waiting': typeof countWaiting;
    'identity.update-profile': typeof updateProfile;
    'identity.find-person': typeof findPerson;
    'identity.view-person': typeof viewPerson;
    'identity.register-business': typeof registerBusiness;
    'identity.list-my-businesses': typeof listMyBusinesses;
    'identity.act-for-business': typeof actForBusiness;
    'identity.find-business': typeof findBusiness;
    'identity.delegate-authority': typeof delegateAuthority;
    'identity.revoke-delegation': typeof revokeDelegation;
    'identity.list-delegations': typeof listDelegations;
    'identity.list-units': typeof listUnits;
    'identity.list-officials': typeof listOfficials;
    'identity.give-position': typeof givePosition;
    'identity.end-position': typeof endPosition;
    'identity.suspend-person': typeof suspendPerson;
    'identity.resume-person': typeof resumePerson;
    'identity.end-sessions-of': typeof endSessionsOf;
    'identity.issue-password': typeof issuePassword;
    'identity.edit-unit': typeof editUnit;
    'identity.make-administrator': typeof makeAdministrator;
    'identity.has-administrator': typeof hasAdministrator;
    'identity.list-demonstration-persons': typeof listDemonstrationPersons;
  }
}

export { demonstrationPersons } from './operations/list-demonstration-persons.ts';
export { issuerOf } from './provider/tokens.ts';

export const module: Module = {
  name: 'identity',
  title: { vi: 'Định danh', en: 'Identity' },
  migrations: new URL('../migrations/', import.meta.url),
  permissions,
  operations: [
    signIn,
    signInDemonstration,
    signUp,
    resendSignUpCode,
    finishSignUp,
    signOut,
    signOutEverywhere,
    endSession,
    listSessions,
    changePassword,
    viewProfile,
    countWaiting,
    updateProfile,
    findPerson,
    viewPerson,
    registerBusiness,
    listMyBusinesses,
    actForBusiness,
    findBusiness,
    delegateAuthority,
    revokeDelegation,
    listDelegations,
    listUnits,
    listOfficials,
    listDemonstrationPersons,
    givePosition,
    endPosition,
    suspendPerson,
    resumePerson,
    endSessionsOf,
    issuePassword,
    editUnit,
    makeAdministrator,
    hasAdministrator,
    ...organisation.operations,
    ...separation.operations,
    ...emergency.operations,
    ...explain.operations,
    ...roles.operations,
    ...people.operations,
    ...handOver.operations,
    ...deputies.operations,
    ...imports.operations,
    ...scim.operations,
    ...factors.operations,
    ...consentOperations,
    ...clientOperations,
    ...upstream.operations,
  ],
  pages,
  // Of one's own units one hears whatever one may do there.
  hearers: { unit: (_app, { units }, ids) => ids.filter((id) => units.includes(Number(id))) },
  rooms: factors.rooms,
  mounts: [providerMount, ...upstream.mounts, ...scim.mounts, ...factors.mounts],
  jobs: [
    ...organisation.jobs,
    cleanUp,
    ...people.jobs,
    ...handOver.jobs,
    ...deputies.jobs,
    ...imports.jobs,
    ...factors.jobs,
    ...separation.jobs,
    endProviderSessions,
    tellClient,
    warnOfEndingKeys,
  ],
  packParts: [
    unitsPart,
    ...access.packParts,
    rolesPart,
    ...organisation.packParts,
    ...people.packParts,
    peoplePart,
    ...separation.packParts,
    ...emergency.packParts,
    ...factors.packParts,
    ...upstream.packParts,
  ],
  definitionKinds: [
    ...access.definitionKinds,
    ...organisation.definitionKinds,
    ...people.definitionKinds,
    ...separation.definitionKinds,
    ...emergency.definitionKinds,
    ...factors.definitionKinds,
    ...upstream.definitionKinds,
  ],
  followers: organisation.followers,
  consumers: [...handOver.consumers, ...people.consumers, ...deputies.consumers, tellDelegate],
  heldWork: handOver.heldWork,
  personRecords: people.personRecords,
  async start(app) {
    app.principals = new Principals(app);
    separation.start(app);
    factors.start(app);
  },
};
