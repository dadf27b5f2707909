import type { Module } from '@dinh/kernel';
import { draftsHandedOver } from './model/hand-over.ts';
import { returnDraft, submitDraft, withdrawDraft } from './operations/move-draft.ts';
import { publishDefinition } from './operations/publish-definition.ts';
import { draftRenamed } from './operations/draft-renamed.ts';
import { saveDraft } from './operations/save-draft.ts';
import { formPreview } from './pages/body-form.ts';
import { previewPost } from './pages/preview.ts';
import { templatePrint } from './pages/body-template.ts';
import { dropTestCase, keepTestCase, runTestCases } from './operations/test-cases.ts';
import { testCasesPart } from './pack-part.ts';
import { checkPost } from './pages/check.ts';
import { comparePage, sourceFile } from './pages/compare.ts';
import { definitionPage } from './pages/definition.ts';
import { draftsPage } from './pages/draft-list.ts';
import { draftPage, draftPost } from './pages/drafts.ts';
import { editPage, editPost } from './pages/edit.ts';
import { studioRoom } from './pages/frame.ts';
import { loadsPage } from './pages/loads.ts';
import { kindPage, overviewPage } from './pages/overview.ts';
import { stillNamedPage, stillNamedPost } from './pages/still-named.ts';
import { checkText } from './queries/check-text.ts';
import { countDefinitions } from './queries/count-definitions.ts';
import { listChoices } from './queries/list-choices.ts';
import { listDefinitions } from './queries/list-definitions.ts';
import { listDrafts, viewDraft } from './queries/list-drafts.ts';
import { listNames } from './queries/list-names.ts';
import { listKept } from './queries/list-kept.ts';
import { listLoads } from './queries/list-loads.ts';
import { listStillNamed } from './queries/list-still-named.ts';
import { tryProcess } from './queries/try-process.ts';
import { valuesOfDossier } from './queries/values-of-dossier.ts';
import { keepCasePost } from './pages/decision-trial.ts';
import { casePost } from './pages/test-cases.ts';
import { tryPage, tryPost } from './pages/try-process.ts';
import { tryDecision } from './queries/try-decision.ts';
import { viewDefinition, viewVersion } from './queries/view-definition.ts';
import { definitionKind } from './model/explained.ts';
import { permissions } from './permissions.ts';

declare module '@dinh/kernel' {
  interface OperationTypes {
    'studio.count-definitions': typeof countDefinitions;
    'studio.check-text': typeof checkText;
    'studio.list-choices': typeof listChoices;
    'studio.list-names': typeof listNames;
    'studio.list-definitions': typeof listDefinitions;
    'studio.view-definition': typeof viewDefinition;
    'studio.view-version': typeof viewVersion;
    'studio.list-drafts': typeof listDrafts;
    'studio.view-draft': typeof viewDraft;
    'studio.list-kept': typeof listKept;
    'studio.list-loads': typeof listLoads;
    'studio.try-process': typeof tryProcess;
    'studio.values-of-dossier': typeof valuesOfDossier;
    'studio.keep-test-case': typeof keepTestCase;
    'studio.drop-test-case': typeof dropTestCase;
    'studio.run-test-cases': typeof runTestCases;
    'studio.try-decision': typeof tryDecision;
    'studio.list-still-named': typeof listStillNamed;
    'studio.draft-renamed': typeof draftRenamed;
    'studio.save-draft': typeof saveDraft;
    'studio.submit-draft': typeof submitDraft;
    'studio.return-draft': typeof returnDraft;
    'studio.withdraw-draft': typeof withdrawDraft;
    'studio.publish-definition': typeof publishDefinition;
  }
}

/** What the province is made of, as its business officers see and change it: every definition with its versions. */
export const module: Module = {
  name: 'studio',
  title: { vi: 'Xưởng nội dung', en: 'Studio' },
  migrations: new URL('../migrations/', import.meta.url),
  permissions,
  explained: [definitionKind],
  operations: [
    countDefinitions,
    checkText,
    listChoices,
    listNames,
    listDefinitions,
    viewDefinition,
    viewVersion,
    listDrafts,
    viewDraft,
    listKept,
    listLoads,
    tryDecision,
    tryProcess,
    valuesOfDossier,
    keepTestCase,
    dropTestCase,
    runTestCases,
    listStillNamed,
    draftRenamed,
    saveDraft,
    submitDraft,
    returnDraft,
    withdrawDraft,
    publishDefinition,
  ],
  packParts: [testCasesPart],
  heldWork: [draftsHandedOver],
  rooms: [studioRoom],
  pages: [
    overviewPage,
    stillNamedPage,
    stillNamedPost,
    kindPage,
    definitionPage,
    comparePage,
    sourceFile,
    formPreview,
    previewPost,
    templatePrint,
    editPage,
    editPost,
    checkPost,
    tryPage,
    tryPost,
    casePost,
    keepCasePost,
    draftsPage,
    draftPage,
    draftPost,
    loadsPage,
  ],
};
