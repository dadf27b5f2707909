import type { Module } from '@dinh/kernel';
import { processKind } from './definition-kind.ts';
import { listIncidents } from './operations/list-incidents.ts';
import { retryIncident } from './operations/retry-incident.ts';
import { processesPart } from './pack-part.ts';

/** The engine's tables, its kind of definition and its part of a pack. Each app makes its own engine on them. */
export const processModule: Module = {
  name: 'process',
  title: { vi: 'Quy trình', en: 'Processes' },
  migrations: new URL('../migrations/', import.meta.url),
  operations: [listIncidents, retryIncident],
  definitionKinds: [processKind],
  packParts: [processesPart],
};
