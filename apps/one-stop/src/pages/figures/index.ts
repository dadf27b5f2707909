import type { Page } from '@dinh/kernel';
import { forOfficials } from '../frame.ts';
import { breachesPage } from './breaches.ts';
import { countedPage } from './counted.ts';
import { ledgerPage, ledgerPdf } from './ledger.ts';
import { publicPage } from './public.ts';
import { statisticsPage, statisticsPrint } from './statistics.ts';
import { workloadPage } from './workload.ts';

const workplace: readonly Page[] = [
  statisticsPage,
  statisticsPrint,
  countedPage,
  ledgerPage,
  ledgerPdf,
  workloadPage,
  breachesPage,
];

/** Figures drawn from the dossiers: for officials, and the public page. */
export const figurePages: readonly Page[] = [...workplace.map((one) => ({ ...one, run: forOfficials(one) })), publicPage];
