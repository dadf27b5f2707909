import { type Module, unitsHeard } from '@dinh/kernel';
import { comparePage } from './pages/compare.ts';
import { operationsRoom } from './pages/frame.ts';
import { incidentPage, incidentPost } from './pages/incident.ts';
import { incidentsPage, incidentsPost } from './pages/incidents.ts';
import { instancePage } from './pages/instance.ts';
import { instancePost } from './pages/instance-post.ts';
import { migrationPage, migrationPost } from './pages/migration.ts';
import { instancesPage } from './pages/instances.ts';
import { logFile } from './pages/log.ts';
import { processPage } from './pages/process.ts';
import { processesPage } from './pages/processes.ts';
import { tasksPage } from './pages/tasks.ts';
import { warningPost, warningsPage } from './pages/warnings.ts';
import { listEvents } from './queries/list-events.ts';
import { listInstances } from './queries/list-instances.ts';
import { listTasks } from './queries/list-tasks.ts';
import { processFigures } from './queries/process-figures.ts';
import { listVersions, viewModel } from './queries/process-model.ts';
import { listProcesses, watching } from './queries/processes.ts';
import { tellWarning } from './tell-warning.ts';
import { viewInstance } from './queries/view-instance.ts';
import { instanceKind } from './model/explained.ts';
import { permissions } from './permissions.ts';

/** How the province's processes do: business activity monitoring, instances and incidents, event logs for mining. */
export const module: Module = {
  name: 'operations',
  title: { vi: 'Giám sát', en: 'Monitoring' },
  permissions,
  operations: [listProcesses, processFigures, listInstances, viewInstance, listTasks, listEvents, listVersions, viewModel],
  rooms: [operationsRoom],
  pages: [
    processesPage,
    processPage,
    comparePage,
    tasksPage,
    logFile,
    instancesPage,
    instancePage,
    instancePost,
    migrationPage,
    migrationPost,
    incidentsPage,
    incidentsPost,
    incidentPage,
    incidentPost,
    warningsPage,
    warningPost,
  ],
  consumers: [tellWarning],
  explained: [instanceKind],
  hearers: { unit: unitsHeard(watching, 'process.view-rule-hit') },
};
