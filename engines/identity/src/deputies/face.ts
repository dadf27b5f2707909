/** Who stands in when officials are away or posts are vacant. */
import { cancelAbsence, listAbsences, noteAbsence } from './absences.ts';
import { settleActingJob } from './acting.ts';
import { appointDeputy, endDeputy, listDeputies } from './deputies.ts';
import { listStandIns } from './list-stand-ins.ts';
import { tellResting, tellStandIn } from './tell-stand-in.ts';

declare module '@dinh/kernel' {
  interface OperationTypes {
    'identity.note-absence': typeof noteAbsence;
    'identity.cancel-absence': typeof cancelAbsence;
    'identity.list-absences': typeof listAbsences;
    'identity.appoint-deputy': typeof appointDeputy;
    'identity.end-deputy': typeof endDeputy;
    'identity.list-deputies': typeof listDeputies;
    'identity.list-stand-ins': typeof listStandIns;
  }
}

export const deputies = {
  operations: [noteAbsence, cancelAbsence, listAbsences, appointDeputy, endDeputy, listDeputies, listStandIns],
  jobs: [settleActingJob],
  consumers: [tellStandIn, tellResting],
};
