import type { Module } from '@dinh/kernel';
import { toldFacts, work } from './model/engine.ts';
import { matterKind, matterTaskKind } from './model/explained.ts';
import { tasksHandedOver } from './model/hand-over.ts';
import { matters } from './model/matters.ts';
import { beginProcess } from './operations/begin-process.ts';
import { completeTask } from './operations/complete-task.ts';
import { claimTask, delegateTask, escalateTask, giveBackTask } from './operations/hold-task.ts';
import { startActivity } from './operations/start-activity.ts';
import { beginningsPage, beginPage, beginPost } from './pages/begin.ts';
import { workRoom } from './pages/frame.ts';
import { holdPage, holdPost } from './pages/holding.ts';
import { matterPage, matterPost } from './pages/matter.ts';
import { mattersPage } from './pages/matters.ts';
import { tasksPage } from './pages/tasks.ts';
import { permissions } from './permissions.ts';
import { listBeginnings } from './queries/list-beginnings.ts';
import { listMatters } from './queries/list-matters.ts';
import { listTasks } from './queries/list-tasks.ts';
import { viewMatter } from './queries/view-matter.ts';

/** Tasks of processes about matters for which no app has screens: internal work, and what begins by itself. */
export const module: Module = {
  name: 'work',
  title: { vi: 'Công việc', en: 'Work' },
  operations: [
    listTasks,
    listMatters,
    viewMatter,
    listBeginnings,
    beginProcess,
    completeTask,
    claimTask,
    delegateTask,
    giveBackTask,
    escalateTask,
    startActivity,
    ...work.operations,
  ],
  rooms: [workRoom],
  pages: [tasksPage, mattersPage, beginningsPage, beginPage, beginPost, matterPage, matterPost, holdPage, holdPost],
  permissions,
  jobs: [...work.jobs],
  heldWork: [tasksHandedOver],
  matters,
  processWords: {
    hearers: [{ key: 'beginner', vi: 'Người bắt đầu việc', en: 'Whoever began the matter', began: true }],
    tells: toldFacts,
    byItself: { tells: toldFacts },
    byHand: true,
  },
  explained: [matterKind, matterTaskKind],
};
