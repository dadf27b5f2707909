/** What identity says of persons: their papers, who acts for whom, how they come and go. */
import { makePerson } from '../operations/make-person.ts';
import { peopleRulesKind, peopleRulesPart } from './rules.ts';
import { listPaperKinds, listVerifications, verifyPerson } from './verify-person.ts';

declare module '@dinh/kernel' {
  interface OperationTypes {
    'identity.make-person': typeof makePerson;
    'identity.verify-person': typeof verifyPerson;
    'identity.list-verifications': typeof listVerifications;
    'identity.list-paper-kinds': typeof listPaperKinds;
  }
}

export const people = {
  operations: [makePerson, verifyPerson, listVerifications, listPaperKinds],
  packParts: [peopleRulesPart],
  definitionKinds: [peopleRulesKind],
};
