import type { Page } from '@dinh/kernel';
import { actPage, actPost } from './act.ts';
import { forOfficials } from './frame.ts';
import { deskPage, dossierFragment, dossierPageAlone, queuesPart, rowsPart } from './desk.ts';
import { componentFile, controlSheetPdf, feeReceiptPdf, draftPdf, paperPdf } from './papers.ts';
import { personChoices, procedureChoices, receptionAgain, receptionFee, receptionPage, receptionPost } from './reception.ts';
import { bulkPost } from './bulk.ts';
import { reassignPage, reassignPost, undoPost } from './reassign.ts';
import { exportPage, removeViewPost, saveViewPost } from './lists.ts';
import { palettePage } from './palette.ts';
import { boardPage, boardPart, kioskPage, kioskPost, ticketPdf } from './ticket-hall.ts';
import { callPage, callPost, waitingPart } from './tickets.ts';

const workplace: readonly Page[] = [
  deskPage,
  queuesPart,
  rowsPart,
  dossierPageAlone,
  dossierFragment,
  actPage,
  actPost,
  controlSheetPdf,
  draftPdf,
  receptionPage,
  receptionPost,
  receptionFee,
  receptionAgain,
  procedureChoices,
  personChoices,
  bulkPost,
  reassignPage,
  reassignPost,
  undoPost,
  exportPage,
  saveViewPost,
  removeViewPost,
  palettePage,
  callPage,
  callPost,
  waitingPart,
];

/** The officials' workplace, and what the owner of a dossier may open too: its papers and files. */
export const pages: readonly Page[] = [
  ...workplace.map((one) => ({ ...one, run: forOfficials(one) })),
  paperPdf,
  feeReceiptPdf,
  componentFile,
  kioskPage,
  kioskPost,
  ticketPdf,
  boardPage,
  boardPart,
];
