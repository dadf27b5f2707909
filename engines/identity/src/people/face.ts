/** What identity says of persons: their papers, who acts for whom, how they come and go. */
import { makePerson } from '../operations/make-person.ts';
import { actFor, endAuthority, lapseAuthorities, lapseJob } from './authority/act-for.ts';
import { confirmAuthority, listAuthorityClaims, recordAuthority, refuseAuthority } from './authority/at-the-desk.ts';
import { listRepresentatives, updateBusiness, verifyBusiness, viewBusiness } from './authority/businesses.ts';
import { answerAuthority, declareAuthority, grantAuthority } from './authority/declare.ts';
import { answerInvitation, inviteRepresentative, listMyInvitations, withdrawInvitation } from './authority/invitations.ts';
import {
  listAuthoritiesOf,
  listMyAuthorities,
  openAuthorityDocument,
  viewAuthority,
  viewSubject,
} from './authority/list-authorities.ts';
import { addRepresentative, endRepresentative, limitRepresentative } from './authority/representatives.ts';
import { tellBusiness, tellNamed, tellSides } from './authority/tell-sides.ts';
import { closeAccount, recordDeath, reopenPerson, viewClosing } from './life/close.ts';
import { comparePersons } from './merging/compare.ts';
import { duplicatesOf, likenessJob, listDuplicates, lookForDuplicates, tellApart } from './merging/likeness.ts';
import { listMerges, viewMerge } from './merging/list-merges.ts';
import { decideMerge, proposeMerge, undoMerge, withdrawMerge } from './merging/merge.ts';
import { tellMerged } from './merging/tell.ts';
import { personRecords } from './records.ts';
import { peopleRulesKind, peopleRulesPart } from './rules.ts';
import { listPaperKinds, listVerifications, verifyPerson } from './verify-person.ts';

declare module '@dinh/kernel' {
  interface OperationTypes {
    'identity.make-person': typeof makePerson;
    'identity.verify-person': typeof verifyPerson;
    'identity.list-verifications': typeof listVerifications;
    'identity.list-paper-kinds': typeof listPaperKinds;
    'identity.view-business': typeof viewBusiness;
    'identity.list-representatives': typeof listRepresentatives;
    'identity.update-business': typeof updateBusiness;
    'identity.verify-business': typeof verifyBusiness;
    'identity.add-representative': typeof addRepresentative;
    'identity.limit-representative': typeof limitRepresentative;
    'identity.end-representative': typeof endRepresentative;
    'identity.invite-representative': typeof inviteRepresentative;
    'identity.withdraw-invitation': typeof withdrawInvitation;
    'identity.list-my-invitations': typeof listMyInvitations;
    'identity.answer-invitation': typeof answerInvitation;
    'identity.declare-authority': typeof declareAuthority;
    'identity.grant-authority': typeof grantAuthority;
    'identity.answer-authority': typeof answerAuthority;
    'identity.confirm-authority': typeof confirmAuthority;
    'identity.refuse-authority': typeof refuseAuthority;
    'identity.record-authority': typeof recordAuthority;
    'identity.end-authority': typeof endAuthority;
    'identity.act-for': typeof actFor;
    'identity.list-my-authorities': typeof listMyAuthorities;
    'identity.list-authorities-of': typeof listAuthoritiesOf;
    'identity.list-authority-claims': typeof listAuthorityClaims;
    'identity.view-authority': typeof viewAuthority;
    'identity.open-authority-document': typeof openAuthorityDocument;
    'identity.view-subject': typeof viewSubject;
    'identity.view-closing': typeof viewClosing;
    'identity.close-account': typeof closeAccount;
    'identity.record-death': typeof recordDeath;
    'identity.reopen-person': typeof reopenPerson;
    'identity.compare-persons': typeof comparePersons;
    'identity.propose-merge': typeof proposeMerge;
    'identity.withdraw-merge': typeof withdrawMerge;
    'identity.decide-merge': typeof decideMerge;
    'identity.undo-merge': typeof undoMerge;
    'identity.look-for-duplicates': typeof lookForDuplicates;
    'identity.list-duplicates': typeof listDuplicates;
    'identity.duplicates-of': typeof duplicatesOf;
    'identity.tell-apart': typeof tellApart;
    'identity.list-merges': typeof listMerges;
    'identity.view-merge': typeof viewMerge;
  }
}

export const people = {
  operations: [
    makePerson,
    verifyPerson,
    listVerifications,
    listPaperKinds,
    viewBusiness,
    listRepresentatives,
    updateBusiness,
    verifyBusiness,
    addRepresentative,
    limitRepresentative,
    endRepresentative,
    inviteRepresentative,
    withdrawInvitation,
    listMyInvitations,
    answerInvitation,
    declareAuthority,
    grantAuthority,
    answerAuthority,
    confirmAuthority,
    refuseAuthority,
    recordAuthority,
    endAuthority,
    lapseAuthorities,
    actFor,
    listMyAuthorities,
    listAuthoritiesOf,
    listAuthorityClaims,
    viewAuthority,
    openAuthorityDocument,
    viewSubject,
    viewClosing,
    closeAccount,
    recordDeath,
    reopenPerson,
    comparePersons,
    proposeMerge,
    withdrawMerge,
    decideMerge,
    undoMerge,
    lookForDuplicates,
    listDuplicates,
    duplicatesOf,
    tellApart,
    listMerges,
    viewMerge,
  ],
  jobs: [lapseJob, likenessJob],
  consumers: [tellSides, tellNamed, tellBusiness, tellMerged],
  personRecords,
  packParts: [peopleRulesPart],
  definitionKinds: [peopleRulesKind],
};
