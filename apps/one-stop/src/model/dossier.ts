import {
  type CommandContext,
  type Context,
  type Placement,
  type Principal,
  type Queries,
  reach,
  reachesAny,
  sql,
  type Sql,
  where,
} from '@dinh/kernel';
import { tasksOf } from '@dinh/process';
import { authorityTooNarrow, changedMeanwhile, dossierNotFound, notAtThisStage } from '../errors.ts';
import { actName } from './act-names.ts';
import { momentText } from './day-text.ts';
import { actOf, own as ownDossiers } from './own.ts';
import { narrowedBy } from './placement.ts';
import { Status, statusNames } from './status.ts';

/** A dossier as the acts upon it need it. */
export interface Dossier {
  readonly id: string;
  readonly reference: string;
  readonly code: string | null;
  readonly procedureCode: string;
  readonly versionId: string;
  readonly formId: string;
  readonly ruleset: string;
  readonly title: string;
  readonly unitId: number;
  readonly sectionId: number | null;
  readonly deskId: number;
  readonly units: number[];
  readonly status: Status;
  readonly channel: 'online' | 'counter' | 'post';
  readonly applicantId: string | null;
  readonly ownerId: string | null;
  readonly authorityId: string | null;
  readonly applicantName: string;
  readonly ownerName: string;
  readonly contact: { name: string; phone: string; email: string };
  readonly data: Record<string, any>;
  readonly delivery: { method: string; address?: unknown };
  readonly fee: number;
  readonly feeReason: string;
  readonly feeState: 'none' | 'due' | 'at-desk' | 'paid' | 'waived' | 'refunded';
  readonly submittedAt: Date;
  readonly acceptedAt: Date | null;
  readonly limitMinutes: number | null;
  readonly dueAt: Date | null;
  readonly promisedAt: Date | null;
  readonly pausedAt: Date | null;
  readonly settledAt: Date | null;
  readonly returnedAt: Date | null;
  readonly outcome: string | null;
  /** Its result is there and held back until the fee is paid or waived (`one_stop.result_withheld`). */
  readonly resultWithheld: boolean;
  readonly extended: boolean;
  readonly version: number;
}

export const dossierColumns: Sql = sql.raw(
  `d.id, d.reference, d.code, d.procedure_code as "procedureCode", d.version_id as "versionId", d.form_id as "formId", d.ruleset, d.title,
   d.unit_id as "unitId", d.section_id as "sectionId", d.desk_id as "deskId", d.units, d.status, d.channel, d.applicant_id as "applicantId",
   d.owner_id as "ownerId", d.authority_id as "authorityId",
   d.applicant_name as "applicantName", d.owner_name as "ownerName", d.contact, d.data, d.delivery, d.fee, d.fee_reason as "feeReason",
   d.fee_state as "feeState", d.submitted_at as "submittedAt", d.accepted_at as "acceptedAt", d.limit_minutes as "limitMinutes", d.due_at as "dueAt",
   d.promised_at as "promisedAt", d.paused_at as "pausedAt", d.settled_at as "settledAt", d.returned_at as "returnedAt", d.outcome, d.extended, d.version,
   one_stop.result_withheld(d.id, d.fee_state, d.outcome) as "resultWithheld"`,
);

/** Work of a desk, and the status in which a dossier waits for it. */
export const deskWork: readonly (readonly [permission: string, status: Status])[] = [
  ['one-stop.receive-dossier', Status.filed],
  ['one-stop.return-result', Status.settled],
];

/**
 * Which dossiers the principal may see: the one predicate of every list and page of the one-stop.
 * @param own false on officials' screens: an applicant, also when they are an official, does not see the inside of
 * their own dossier there
 */
export function visible(ctx: Pick<Context, 'principal'>, permission = 'one-stop.view-dossier', own = true): Sql {
  const { principal } = ctx;
  const atDesk = permission === 'one-stop.view-dossier' ? deskWork : [];
  return sql.any([
    // What waits at a desk is open to whoever works at that desk, though the dossier is another agency's.
    ...atDesk.map(([work, status]) => {
      const desk = reach(principal, work);
      return reachesAny(desk) && sql`(d.status = ${status} and ${where(desk, { unit: sql`d.desk_id`, ...narrowedBy })})`;
    }),
    where(reach(principal, permission), placementOf(principal, permission, own)),
  ]);
}

/** How a dossier `d` stands to a principal. */
export function placementOf(principal: Principal, permission: string, own = true): Placement {
  return {
    units: sql`d.units`,
    own: own && ownDossiers(principal, actOf(permission)),
    // Tasks given to a person open the dossier to them (consultations of other agencies).
    assigned: tasksOf(sql.raw('d.id'), 'one-stop').assigned,
    // Opened in an emergency: this dossier, or all of a person.
    subjects: [
      ['dossier', sql`d.id`],
      ['person', sql`d.owner_id`],
      ['person', sql`d.applicant_id`],
    ],
    ...narrowedBy,
  };
}

/**
 * The dossier with its row locked, so that one act follows the other.
 * @param permissions one of them must reach it: an official acts at their desk, and on a dossier of their own as anybody.
 * @throws dossierNotFound when it is not there or out of reach; authorityTooNarrow when whoever acts for the owner may see it
 * and no more.
 */
export async function lockDossier(ctx: CommandContext, id: string, ...permissions: string[]): Promise<Dossier> {
  const rule = permissions.length === 0 ? sql`true` : sql.any(permissions.map((one) => visible(ctx, one)));
  const found = await ctx.db.maybe<Dossier>(
    sql`select ${dossierColumns} from one_stop.dossier d where d.id = ${id} and ${rule} for update of d`,
  );
  if (found) return found;
  const seen = await ctx.db.maybe(sql`select from one_stop.dossier d where d.id = ${id} and ${ownDossiers(ctx.principal)}`);
  throw seen && permissions.some((one) => actOf(one) !== 'follow') ? authorityTooNarrow() : dossierNotFound();
}

export async function readDossier(db: Queries, id: string, rule: Sql): Promise<Dossier> {
  const found = await db.maybe<Dossier>(sql`select ${dossierColumns} from one_stop.dossier d where d.id = ${id} and ${rule}`);
  if (!found) throw dossierNotFound();
  return found;
}

/** @throws notAtThisStage */
export function mustBe(dossier: Dossier, ...statuses: Status[]): void {
  if (!statuses.includes(dossier.status)) throw notAtThisStage({ status: statusNames[dossier.status].vi });
}

/** @throws changedMeanwhile telling who did what since the official last looked. */
export async function mustBeUnchanged(ctx: CommandContext, dossier: Dossier, seen: number | undefined): Promise<void> {
  if (seen === undefined || seen === dossier.version) return;
  const last = await ctx.db.maybe<{ person_name: string; at: Date; act: string; step: string | null }>(
    sql`select person_name, at, act, step from one_stop.history where dossier_id = ${dossier.id} order by number desc limit 1`,
  );
  throw changedMeanwhile({
    who: last?.person_name ?? '',
    at: last ? momentText(last.at) : '',
    whatVi: last ? actName(last.act, last.step).vi : '',
    whatEn: last ? actName(last.act, last.step).en : '',
  });
}

/** Everybody who watches this dossier or its queues. */
export function topicsOf(dossier: Pick<Dossier, 'id' | 'units' | 'applicantId'>): string[] {
  return [
    `dossier:${dossier.id}`,
    'unit:0', // whoever watches the whole province
    ...dossier.units.map((unit) => `unit:${unit}`),
    ...(dossier.applicantId ? [`person:${dossier.applicantId}`] : []),
  ];
}

/** What people call it: the code once there is one, before that the reference. */
export const numberOf = (dossier: Pick<Dossier, 'code' | 'reference'>): string => dossier.code ?? dossier.reference;

/**
 * Notes for the audit trail that the act is done in the owner's place, when the principal acts for them.
 * @returns the owner's name, for the history
 */
export function actingForOwner(ctx: CommandContext, dossier: Dossier): string | null {
  const { authorities = [], actsFor, id } = ctx.principal;
  if (dossier.ownerId === null || dossier.ownerId === id) return null;
  const under = [...authorities, ...(actsFor ? [actsFor] : [])].find(({ subject }) => subject === dossier.ownerId);
  if (!under) return null;
  ctx.actFor(under.subject);
  return under.name;
}
