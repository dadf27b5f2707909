import { type Module, unitsHeard } from '@dinh/kernel';
import { consumers } from './consumers.ts';
import { dossiersFollow } from './succession/dossiers.ts';
import { savedViewsFollow } from './succession/saved-views.ts';
import { savedViewsHandedOver } from './hand-over/saved-views.ts';
import { tasksHandedOver } from './hand-over/tasks.ts';
import { keepDataClass } from './keep-data-class.ts';
import { keepTally } from './keep-tally.ts';
import { dossiers } from './model/matters.ts';
import { hearersOfDossiers } from './model/hearers.ts';
import { dossierKind, fileKind, paymentKind, taskKind } from './model/explained.ts';
import { processWords } from './model/process-words.ts';
import { settling } from './model/settling.ts';
import { noteWorkedTime } from './model/worked-time.ts';
import { acceptDossier } from './operations/accept-dossier.ts';
import { arrangeVisit, reportVisit } from './operations/arrange-visit.ts';
import { collectFee, payOnline, waiveFee } from './operations/collect-fee.ts';
import { completeStep } from './operations/complete-step.ts';
import { stopDossier, withdrawDossier } from './operations/end-dossier.ts';
import { apologise, extendDeadline } from './operations/extend-deadline.ts';
import { paymentRefunded, paymentSettled } from './operations/payment-settled.ts';
import { rateDossier } from './operations/rate-dossier.ts';
import { claimTask, delegateTask, escalateTask, giveBackTask } from './operations/hold-task.ts';
import { reassignTasks, undoReassign } from './operations/reassign-tasks.ts';
import { undoAssign } from './operations/undo-assign.ts';
import { voidFee } from './operations/void-fee.ts';
import { receiveDossier } from './operations/receive-dossier.ts';
import { refuseDossier } from './operations/refuse-dossier.ts';
import { requestSupplement, supplyComponents } from './operations/request-supplement.ts';
import { submitDossier } from './operations/submit-dossier.ts';
import { handOverDossiers } from './operations/hand-over-dossiers.ts';
import { listViews, removeView, saveView } from './operations/saved-views.ts';
import { figurePages } from './pages/figures/index.ts';
import { pages } from './pages/index.ts';
import { listActs } from './queries/list-acts.ts';
import { listChoices } from './queries/list-choices.ts';
import { listColleagues } from './queries/list-colleagues.ts';
import { listConsultable } from './queries/list-consultable.ts';
import { exportDossiers } from './queries/export-dossiers.ts';
import { callNext, finishTicket, missTicket, recallTicket, serveTicket, takeTicket } from './operations/tickets.ts';
import { listDesks, ticketBoard, viewTicket } from './queries/ticket-board.ts';
import { openFile } from './queries/open-file.ts';
import { previewResult } from './queries/preview-result.ts';
import { feeReceipt } from './queries/fee-receipt.ts';
import { controlSheet, paperFacts } from './queries/paper-facts.ts';
import { countQueues } from './queries/count-queues.ts';
import { figureQueries } from './queries/figures.ts';
import { listDossiers } from './queries/list-dossiers.ts';
import { ratingFigures } from './queries/rating-figures.ts';
import { receivingDesk } from './queries/receiving-desk.ts';
import { myDossier, myDossiers, trackDossier } from './queries/track-dossier.ts';
import { viewDossier } from './queries/view-dossier.ts';
import { watchDeadlines } from './watch.ts';
import { permissions } from './permissions.ts';

export { forgetReceiptCounters, receiptCounters, registerFormat } from './model/paper.ts';

/** Dossiers that nobody has settled yet. */
const openDossier = 'r.status in (1, 2, 4, 5, 6)';

/** The electronic one-stop (một cửa điện tử): dossiers from receipt to return. */
export const module: Module = {
  name: 'one-stop',
  title: { vi: 'Một cửa điện tử', en: 'One-stop' },
  migrations: new URL('../migrations/', import.meta.url),
  processWords,
  personRecords: [
    {
      what: { vi: 'Hồ sơ đã nộp', en: 'Dossiers filed' },
      table: 'one_stop.dossier',
      column: 'applicant_id',
      madeAt: 'submitted_at',
      open: openDossier,
    },
    {
      what: { vi: 'Hồ sơ là chủ', en: 'Dossiers owned' },
      table: 'one_stop.dossier',
      column: 'owner_id',
      madeAt: 'submitted_at',
    },
    {
      what: { vi: 'Bộ lọc đã lưu', en: 'Saved views' },
      table: 'one_stop.saved_view',
      column: 'person_id',
      once: ['name'],
    },
  ],
  permissions,
  operations: [
    submitDossier,
    receiveDossier,
    receivingDesk,
    acceptDossier,
    requestSupplement,
    supplyComponents,
    refuseDossier,
    completeStep,
    collectFee,
    waiveFee,
    voidFee,
    payOnline,
    paymentSettled,
    paymentRefunded,
    extendDeadline,
    apologise,
    withdrawDossier,
    stopDossier,
    arrangeVisit,
    reportVisit,
    reassignTasks,
    undoReassign,
    undoAssign,
    claimTask,
    delegateTask,
    giveBackTask,
    escalateTask,
    rateDossier,
    handOverDossiers,
    listViews,
    saveView,
    removeView,
    listActs,
    openFile,
    takeTicket,
    callNext,
    recallTicket,
    serveTicket,
    finishTicket,
    missTicket,
    ticketBoard,
    viewTicket,
    listDesks,
    exportDossiers,
    paperFacts,
    feeReceipt,
    controlSheet,
    previewResult,
    listChoices,
    listColleagues,
    listConsultable,
    listDossiers,
    countQueues,
    viewDossier,
    ratingFigures,
    ...figureQueries,
    trackDossier,
    myDossiers,
    myDossier,
    ...settling.operations,
  ],
  rooms: [
    {
      href: '/ban-lam-viec',
      label: { vi: 'Bàn làm việc', en: 'Desk' },
      may: 'one-stop.view-dossier',
      order: 10,
      begins: true,
    },
    {
      href: '/ban-lam-viec/tiep-nhan',
      label: { vi: 'Tiếp nhận tại quầy', en: 'Counter' },
      may: 'one-stop.receive-dossier',
      order: 11,
    },
    {
      href: '/ban-lam-viec/goi-so',
      label: { vi: 'Gọi số', en: 'Tickets' },
      may: 'one-stop.call-ticket',
      order: 12,
    },
    {
      href: '/ban-lam-viec/phan-cong-lai',
      label: { vi: 'Phân công lại', en: 'Reassign' },
      may: 'one-stop.reassign-task',
      order: 13,
    },
    {
      href: '/ban-lam-viec/thong-ke',
      label: { vi: 'Thống kê', en: 'Statistics' },
      may: 'one-stop.view-statistics',
      order: 30,
    },
    {
      href: '/ban-lam-viec/so-theo-doi',
      label: { vi: 'Sổ theo dõi', en: 'Ledger' },
      may: 'one-stop.view-ledger',
      order: 31,
    },
    {
      href: '/ban-lam-viec/khoi-luong',
      label: { vi: 'Khối lượng', en: 'Workload' },
      may: 'one-stop.reassign-task',
      order: 32,
    },
    {
      href: '/ban-lam-viec/vi-pham',
      label: { vi: 'Vi phạm', en: 'Breaches' },
      may: 'one-stop.view-statistics',
      order: 33,
    },
  ],
  pages: [...pages, ...figurePages],
  consumers: [...consumers, noteWorkedTime],
  jobs: [watchDeadlines, keepTally, keepDataClass, ...settling.jobs],
  matters: dossiers,
  hearers: {
    dossier: hearersOfDossiers,
    unit: unitsHeard('one-stop.view-dossier', 'one-stop.receive-dossier', 'one-stop.call-ticket'),
  },
  explained: [dossierKind, fileKind, taskKind, paymentKind],
  followers: [dossiersFollow, savedViewsFollow],
  heldWork: [tasksHandedOver, savedViewsHandedOver],
};
