import type { Module } from '@dinh/kernel';
import { generalFollows } from './change/follow-units.ts';
import { eventRuleKind } from './event-rules/event-rule.ts';
import { matchEvents } from './event-rules/match.ts';
import { eventRulesPart } from './event-rules/pack-part.ts';
import { endWaits, watchWaits } from './event-rules/watch-waits.ts';
import { processKind } from './definition-kind.ts';
import { listIncidents } from './operations/list-incidents.ts';
import { cancelInstance } from './operations/cancel-instance.ts';
import { listChanges } from './operations/list-changes.ts';
import { migrateInstances } from './operations/migrate-instances.ts';
import { moveTokenOperation } from './operations/move-token.ts';
import { planMigration } from './operations/plan-migration.ts';
import { restartFromOperation } from './operations/restart-from.ts';
import { sendMessageOperation } from './operations/send-message.ts';
import { setVariablesOperation } from './operations/set-variables.ts';
import { skipIncident } from './operations/skip-incident.ts';
import { retryIncident, retryIncidents } from './operations/retry-incident.ts';
import { viewIncident } from './operations/view-incident.ts';
import { listRuleHits, noteRuleHit } from './operations/rule-hits.ts';
import { startByCondition } from './incoming/start-by-condition.ts';
import { processesPart } from './pack-part.ts';
import { permissions } from './permissions.ts';

/** The engine's tables, its kind of definition and its part of a pack. Each app makes its own engine on them. */
export const processModule: Module = {
  name: 'process',
  title: { vi: 'Quy trình', en: 'Processes' },
  migrations: new URL('../migrations/', import.meta.url),
  personRecords: [
    {
      what: { vi: 'Việc đang mở', en: 'Open tasks' },
      table: 'process.task',
      column: 'assignee',
      only: "r.state = 'open'",
      open: "r.state = 'open'",
    },
  ],
  permissions,
  operations: [
    listIncidents,
    viewIncident,
    retryIncident,
    retryIncidents,
    skipIncident,
    cancelInstance,
    moveTokenOperation,
    restartFromOperation,
    setVariablesOperation,
    sendMessageOperation,
    planMigration,
    migrateInstances,
    listChanges,
    listRuleHits,
    noteRuleHit,
    endWaits,
  ],
  definitionKinds: [processKind, eventRuleKind],
  packParts: [processesPart, eventRulesPart],
  consumers: [matchEvents, startByCondition],
  jobs: [watchWaits],
  followers: [generalFollows],
};
