import { shape, sql, type Sql } from '@dinh/kernel';
import { type Static, Type } from 'typebox';

/** A line of a list of dossiers. */
export const Row = shape({
  id: Type.String(),
  reference: Type.String(),
  code: Type.Union([Type.String(), Type.Null()]),
  title: Type.String(),
  ownerName: Type.String(),
  applicantName: Type.String(),
  status: Type.Integer(),
  channel: Type.String(),
  submittedAt: Type.Any(),
  dueAt: Type.Any(),
  pausedAt: Type.Any(),
  late: Type.Boolean(),
  feeState: Type.String(),
  taskId: Type.Union([Type.String(), Type.Null()]),
  step: Type.Union([Type.String(), Type.Null()]),
  stepEn: Type.Union([Type.String(), Type.Null()]),
  stepDueAt: Type.Any(),
  assignee: Type.Union([Type.String(), Type.Null()]),
  handOverDue: Type.Optional(Type.Any({ description: 'of papers to hand over: by when' })),
});
export type Row = Static<typeof Row>;

/** The columns of a line, of a dossier `p`, its open task `t`, and who holds that, `a`. */
export const columns = (now: Date): Sql =>
  sql`p.id, p.reference, p.code, p.title, p.owner_name as "ownerName", p.applicant_name as "applicantName", p.status, p.channel,
      p.submitted_at as "submittedAt", p.due_at as "dueAt", p.paused_at as "pausedAt", p.fee_state as "feeState",
      coalesce(p.due_at < ${now} and p.status in (2, 4), false) as late,
      t.id as "taskId", t.name_vi as step, t.name_en as "stepEn", t.due_at as "stepDueAt", a.name as assignee`;
