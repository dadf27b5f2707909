import type { Module } from '@dinh/kernel';
import { consumers } from './consumers.ts';
import { draftsFollow } from './follow-units.ts';
import { changeDraftAuthority } from './operations/change-authority.ts';
import { discardDraft, forgetDrafts } from './operations/discard-draft.ts';
import { addComponent, removeComponent, reuseResult } from './operations/draft-components.ts';
import { fileDraft } from './operations/file-draft.ts';
import { openDraft } from './operations/open-draft.ts';
import { saveDraft } from './operations/save-draft.ts';
import { fileSupplement, openSupplement } from './operations/supplement.ts';
import { listDrafts, viewDraft } from './queries/list-drafts.ts';
import { pages } from './pages/pages.ts';
import { permissions } from './permissions.ts';

/** What a citizen or business does, from the page of a procedure to its result (dịch vụ công trực tuyến). */
export const module: Module = {
  name: 'services',
  title: { vi: 'Dịch vụ công trực tuyến', en: 'Online services' },
  migrations: new URL('../migrations/', import.meta.url),
  personRecords: [
    {
      what: { vi: 'Bản nháp', en: 'Drafts' },
      table: 'services.draft',
      column: 'person_id',
      madeAt: 'created_at',
      open: "r.state = 'open'",
      only: "r.kind = 'dossier'",
    },
    {
      what: { vi: 'Bổ sung đang soạn', en: 'Supplements begun' },
      table: 'services.draft',
      column: 'person_id',
      only: "r.kind = 'supplement'",
      once: ['dossier_id', 'state', 'kind'],
    },
  ],
  permissions,
  operations: [
    openDraft,
    saveDraft,
    changeDraftAuthority,
    discardDraft,
    addComponent,
    reuseResult,
    removeComponent,
    fileDraft,
    openSupplement,
    fileSupplement,
    listDrafts,
    viewDraft,
  ],
  pages,
  consumers,
  jobs: [forgetDrafts],
  followers: [draftsFollow],
};
