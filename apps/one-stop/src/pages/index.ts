import type { Page } from '@dinh/kernel';
import { actPage, actPost } from './act.ts';
import { deskPage, dossierFragment, dossierPageAlone, queuesPart, rowsPart } from './desk.ts';

/** The officials' workplace. */
export const pages: readonly Page[] = [
  deskPage,
  queuesPart,
  rowsPart,
  dossierPageAlone,
  dossierFragment,
  actPage,
  actPost,
];
