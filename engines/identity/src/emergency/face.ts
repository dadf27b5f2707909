/** Access in an emergency: opened at once, read only, told, and reviewed by somebody else. */
import { endEmergency, openEmergency, viewEmergencyRules } from './open.ts';
import { listEmergencies, reviewEmergency, viewEmergency } from './review.ts';
import { emergencyKind, emergencyPart } from './rules.ts';

declare module '@dinh/kernel' {
  interface OperationTypes {
    'identity.open-emergency': typeof openEmergency;
    'identity.end-emergency': typeof endEmergency;
    'identity.view-emergency-rules': typeof viewEmergencyRules;
    'identity.list-emergencies': typeof listEmergencies;
    'identity.view-emergency': typeof viewEmergency;
    'identity.review-emergency': typeof reviewEmergency;
  }
}

export const emergency = {
  operations: [openEmergency, endEmergency, viewEmergencyRules, listEmergencies, viewEmergency, reviewEmergency],
  packParts: [emergencyPart],
  definitionKinds: [emergencyKind],
};
