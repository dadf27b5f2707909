/** What identity says of persons: their papers, who acts for whom, how they come and go. */
import { makePerson } from '../operations/make-person.ts';
import { actFor, endAuthority, lapseAuthorities, lapseJob } from './authority/act-for.ts';
import {
  confirmAuthority,
  listAuthorityClaims,
  recordAuthority,
  refuseAuthority,
} from './authority/at-the-desk.ts';
import { updateBusiness, verifyBusiness, viewBusiness } from './authority/businesses.ts';
import { answerAuthority, declareAuthority, grantAuthority } from './authority/declare.ts';
import {
  answerInvitation,
  inviteRepresentative,
  listMyInvitations,
  withdrawInvitation,
} from './authority/invitations.ts';
import {
  listAuthoritiesOf,
  listMyAuthorities,
  openAuthorityDocument,
  viewAuthority,
  viewSubject,
} from './authority/list-authorities.ts';
import { addRepresentative, endRepresentative, limitRepresentative } from './authority/representatives.ts';
import { peopleRulesKind, peopleRulesPart } from './rules.ts';
import { listPaperKinds, listVerifications, verifyPerson } from './verify-person.ts';

declare module '@dinh/kernel' {
  interface OperationTypes {
    'identity.make-person': typeof makePerson;
    'identity.verify-person': typeof verifyPerson;
    'identity.list-verifications': typeof listVerifications;
    'identity.list-paper-kinds': typeof listPaperKinds;
    'identity.view-business': typeof viewBusiness;
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
  }
}

export const people = {
  operations: [
    makePerson,
    verifyPerson,
    listVerifications,
    listPaperKinds,
    viewBusiness,
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
  ],
  jobs: [lapseJob],
  packParts: [peopleRulesPart],
  definitionKinds: [peopleRulesKind],
};
