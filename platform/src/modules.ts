import { module as delivery } from '@dinh/delivery';
import { module as identity } from '@dinh/identity';
import { calendarKind, calendarsPart, type Module, prune } from '@dinh/kernel';
import { module as notify } from '@dinh/notify';
import { module as oneStop } from '@dinh/one-stop';
import { module as operations } from '@dinh/operations';
import { module as payments } from '@dinh/payments';
import { processModule as process } from '@dinh/process';
import { module as people } from '@dinh/people';
import { module as procedures } from '@dinh/procedures';
import { module as records } from '@dinh/records';
import { module as results } from '@dinh/results';
import { module as revenue } from '@dinh/revenue';
import { module as services } from '@dinh/services';
import { module as studio } from '@dinh/studio';
import { module as work } from '@dinh/work';
import { packDownload } from './pack/download.ts';
import { siteKind, sitePart } from './pack/site.ts';
import { referencePage } from './web/reference.ts';
import { statusPage, viewStatus } from './web/status.ts';
import { permissions } from './permissions.ts';

/** What belongs to no matter: the province itself. */
const province: Module = {
  name: 'platform',
  title: { vi: 'Nền tảng', en: 'Platform' },
  permissions,
  operations: [viewStatus, ...packDownload.operations],
  pages: [statusPage, referencePage, ...packDownload.pages],
  packParts: [sitePart, calendarsPart],
  jobs: [prune],
  definitionKinds: [calendarKind, siteKind],
};

/** Every module of the program, engines before apps; the order of migrations. */
export const modules: readonly Module[] = [
  province,
  identity,
  people,
  records,
  notify,
  payments,
  delivery,
  process,
  procedures,
  results,
  oneStop,
  revenue,
  services,
  work,
  studio,
  operations,
];
