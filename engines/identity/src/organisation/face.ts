import { listPositionTitles } from '../operations/list-position-titles.ts';
import { listSeen } from '../operations/list-seen.ts';
import { listSuccessions, viewSuccession } from '../operations/list-successions.ts';
import {
  approveSuccession,
  checkSuccession,
  proposeSuccession,
  saveSuccession,
  withdrawSuccession,
} from '../operations/successions.ts';
import { addressesFollow } from '../succession/addresses.ts';
import { applySuccessions, beginSuccession, endSuccession, followSuccession, noteHindrance } from '../succession/carry-out.ts';
import { successionsPart } from '../succession/pack-part.ts';
import { positionTitleKind, positionTitlesPart } from './position-title.ts';

declare module '@dinh/kernel' {
  interface OperationTypes {
    'identity.list-position-titles': typeof listPositionTitles;
    'identity.list-seen': typeof listSeen;
    'identity.save-succession': typeof saveSuccession;
    'identity.check-succession': typeof checkSuccession;
    'identity.propose-succession': typeof proposeSuccession;
    'identity.approve-succession': typeof approveSuccession;
    'identity.withdraw-succession': typeof withdrawSuccession;
    'identity.list-successions': typeof listSuccessions;
    'identity.view-succession': typeof viewSuccession;
  }
}

/** What the module shows of the organisation over time. */
export const organisation = {
  operations: [
    listPositionTitles,
    listSeen,
    saveSuccession,
    checkSuccession,
    proposeSuccession,
    approveSuccession,
    withdrawSuccession,
    listSuccessions,
    viewSuccession,
    beginSuccession,
    followSuccession,
    noteHindrance,
    endSuccession,
  ],
  jobs: [applySuccessions],
  packParts: [positionTitlesPart, successionsPart],
  definitionKinds: [positionTitleKind],
  followers: [addressesFollow],
};
