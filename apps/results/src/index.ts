import { resultKind } from './model/explained.ts';
import { resultsFollow } from './follow-units.ts';
import type { Module } from '@dinh/kernel';
import { correctResult, replaceResult, revokeResult } from './operations/change-result.ts';
import { draftResult } from './operations/draft-result.ts';
import { issueResult } from './operations/issue-result.ts';
import { signRefusal, signResult } from './operations/sign-result.ts';
import { confirmResult, findPaper } from './queries/confirm-result.ts';
import { facts } from './queries/facts.ts';
import { listResults, myResults } from './queries/list-results.ts';
import { draftValues } from './queries/draft-values.ts';
import { previewResult } from './queries/preview-result.ts';
import { openPaper, viewResult } from './queries/view-result.ts';
import { actPage, actPost, officialResultPage } from './pages/acts.ts';
import { confirmCode, confirmPage, confirmStart } from './pages/confirm.ts';
import { confirmFile } from './pages/confirm-file.ts';
import { paperFile, resultPage, storePage } from './pages/holder.ts';
import { registerPage, registerPath, registerTitle } from './pages/register.ts';
import { signingKeys } from './model/keys.ts';
import { unitSymbolsPart } from './pack-part.ts';
import { permissions } from './permissions.ts';

declare module '@dinh/kernel' {
  interface OperationTypes {
    'results.draft-result': typeof draftResult;
    'results.draft-values': typeof draftValues;
    'results.sign-result': typeof signResult;
    'results.sign-refusal': typeof signRefusal;
    'results.issue-result': typeof issueResult;
    'results.correct-result': typeof correctResult;
    'results.replace-result': typeof replaceResult;
    'results.revoke-result': typeof revokeResult;
    'results.view-result': typeof viewResult;
    'results.open-paper': typeof openPaper;
    'results.preview-result': typeof previewResult;
    'results.my-results': typeof myResults;
    'results.list-results': typeof listResults;
    'results.confirm-result': typeof confirmResult;
    'results.find-paper': typeof findPaper;
    'results.facts': typeof facts;
  }
}

/** Results of procedures: record, number, signatures, confirmation, and the holder's data store. */
export const module: Module = {
  name: 'results',
  title: { vi: 'Kết quả', en: 'Results' },
  migrations: new URL('../migrations/', import.meta.url),
  personRecords: [
    {
      what: { vi: 'Kết quả được cấp', en: 'Results held' },
      table: 'results.result',
      column: 'holder_id',
      madeAt: 'created_at',
    },
    {
      what: { vi: 'Kết quả đã nộp thay', en: 'Results applied for' },
      table: 'results.result',
      column: 'applicant_id',
      madeAt: 'created_at',
    },
  ],
  permissions,
  operations: [
    draftResult,
    draftValues,
    signResult,
    signRefusal,
    issueResult,
    correctResult,
    replaceResult,
    revokeResult,
    viewResult,
    openPaper,
    previewResult,
    myResults,
    listResults,
    confirmResult,
    findPaper,
    facts,
  ],
  pages: [
    confirmStart,
    confirmCode,
    confirmPage,
    confirmFile,
    storePage,
    resultPage,
    paperFile,
    registerPage,
    officialResultPage,
    actPage,
    actPost,
  ],
  rooms: [{ href: registerPath, label: registerTitle, may: 'results.view-result', order: 30 }],
  packParts: [unitSymbolsPart],
  followers: [resultsFollow],
  explained: [resultKind],
  async start(app) {
    await signingKeys(app);
  },
};
