import type { Operation } from '@dinh/kernel';
import { ledger, ledgerBooks } from './ledger.ts';
import { listBreaches } from './list-breaches.ts';
import { listCounted } from './list-counted.ts';
import { publicFigures } from './public-figures.ts';
import { statistics } from './statistics.ts';
import { workload } from './workload.ts';

/** What the dossiers tell when they are counted. */
export const figureQueries: readonly Operation[] = [
  statistics,
  listCounted,
  ledger,
  ledgerBooks,
  workload,
  listBreaches,
  publicFigures,
];
