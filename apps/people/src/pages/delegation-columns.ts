import type { Lang } from '@dinh/kernel';
import type { Column } from '@dinh/ui';
import { periodWords } from './frame.ts';

/** A delegation as its lists show it. */
export interface Delegation {
  readonly id: string;
  readonly from: string;
  readonly fromName: string;
  readonly toName: string;
  readonly validFrom: Date;
  readonly validTo: Date;
  readonly reason: string;
  readonly revokedAt: Date | null;
  readonly rests: boolean;
}

/** Who gave it to whom, for how long and why; what can be done with it the page adds. */
export const delegationColumns = (lang: Lang): Column<Delegation>[] => [
  { key: 'from', label: { vi: 'Người giao', en: 'From' }, cell: (d) => d.fromName },
  { key: 'to', label: { vi: 'Người nhận', en: 'To' }, cell: (d) => d.toName },
  { key: 'period', label: { vi: 'Thời gian', en: 'Period' }, cell: (d) => periodWords(lang, d) },
  { key: 'reason', label: { vi: 'Lý do', en: 'Reason' }, cell: (d) => d.reason },
];
