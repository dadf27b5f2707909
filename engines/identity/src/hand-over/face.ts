/** How officials come and go: what they held is handed over. */
import { returnDelegated, returnDelegatedWork } from './authority-ended.ts';
import { endHandOver, followHandOver, handOverWork } from './carry-out.ts';
import { delegationsEnd } from './delegations.ts';
import { listHandOvers, previewHandOver, viewHandOver } from './look.ts';
import { lookAfterLeaving, tellStranded } from './tell-stranded.ts';
import { handOverStranded, listStranded, lookForStranded, strandedJob } from './stranded.ts';

declare module '@dinh/kernel' {
  interface OperationTypes {
    'identity.preview-hand-over': typeof previewHandOver;
    'identity.list-hand-overs': typeof listHandOvers;
    'identity.view-hand-over': typeof viewHandOver;
    'identity.list-stranded': typeof listStranded;
    'identity.look-for-stranded': typeof lookForStranded;
    'identity.hand-over-stranded': typeof handOverStranded;
  }
}

export const handOver = {
  operations: [
    previewHandOver,
    listHandOvers,
    viewHandOver,
    listStranded,
    lookForStranded,
    handOverStranded,
    followHandOver,
    endHandOver,
    returnDelegatedWork,
  ],
  jobs: [handOverWork, strandedJob, returnDelegated],
  consumers: [lookAfterLeaving, tellStranded],
  heldWork: [delegationsEnd],
};
