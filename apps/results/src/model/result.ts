import { tasksOf } from '@dinh/process';
import {
  type CommandContext,
  type Context,
  fold,
  localDate,
  type Placement,
  reach,
  sql,
  type Sql,
  type Text,
  where,
} from '@dinh/kernel';
import type { SignaturePlace } from '@dinh/records';
import { resultNotFound } from '../errors.ts';
import type { Computed } from './computation.ts';
import type { Dated } from './validity.ts';

export type State = 'draft' | 'signed' | 'issued' | 'corrected' | 'replaced' | 'revoked';

/** A result as the acts upon it need it. */
export interface Result {
  readonly id: string;
  readonly dossierId: string;
  readonly dossierCode: string;
  readonly type: string;
  readonly typeId: string;
  readonly name: Text;
  readonly title: string;
  readonly procedureCode: string;
  readonly unitId: number;
  readonly units: number[];
  readonly register: string;
  readonly number: string | null;
  readonly issuedOn: string | null;
  readonly issuedAt: Date | null;
  readonly validUntil: string | null;
  readonly holderName: string;
  readonly holderId: string | null;
  readonly businessId: string | null;
  readonly applicantId: string | null;
  readonly answers: Record<string, unknown>;
  readonly filled: Record<string, unknown>;
  readonly data: Record<string, unknown>;
  readonly words: Record<string, string>;
  readonly dated: Dated;
  readonly state: State;
  readonly reason: string | null;
  readonly changedAt: Date | null;
  readonly kind: 'first' | 'correction' | 'replacement';
  readonly replaces: string | null;
  readonly replacedBy: string | null;
  readonly code: string;
  readonly pdf: Buffer | null;
  readonly pdfSize: number | null;
  readonly places: readonly SignaturePlace[];
  readonly version: number;
  /** Null where nothing was computed, and of results from before this was kept. */
  readonly computation: Computed | null;
}

export const resultColumns: Sql = sql.raw(
  `r.id, r.dossier_id as "dossierId", r.dossier_code as "dossierCode", r.type, r.type_id as "typeId", r.name, r.title, r.procedure_code as "procedureCode",
   r.unit_id as "unitId", r.units, r.register, r.number, r.issued_on as "issuedOn", r.issued_at as "issuedAt", r.valid_until as "validUntil",
   r.holder_name as "holderName", r.holder_id as "holderId", r.business_id as "businessId", r.applicant_id as "applicantId", r.answers, r.filled, r.data,
   r.words, r.dated, r.state, r.reason, r.changed_at as "changedAt", r.kind, r.replaces, r.replaced_by as "replacedBy", r.code, r.pdf,
   r.pdf_size as "pdfSize", r.places, r.version, r.computation`,
);

/**
 * Results that are in somebody's data store: their own, those of whom they act for as far as they may receive, and those that they filed
 * for, unless the authority under which they filed is over.
 */
export function inStoreOf(person: string, now: Date): Sql {
  const today = localDate(now);
  const held = sql`a.valid_from <= ${today}::date and (a.valid_to is null or a.valid_to > ${today}::date)`;
  return sql.any([
    sql`r.holder_id = ${person}::uuid`,
    sql`r.applicant_id = ${person}::uuid and not exists (select from one_stop.v_dossier d where d.id = r.dossier_id and d.authority_id is not null
          and not exists (select from identity.v_authority a where a.id = d.authority_id and ${held}))`,
    sql`coalesce(r.business_id, r.holder_id) in (select a.subject_id from identity.v_authority a
          where a.agent_id = ${person}::uuid and a.verified and 'receive' = any(a.acts) and ${held}
            and (a.matters is null or exists (select from one_stop.v_dossier d, unnest(a.matters) m
              where d.id = r.dossier_id and (m in (d.procedure_code, d.business_type) or starts_with(d.business_type, m || '.')))))`,
  ]);
}

/** By what a permission can be narrowed on a result `r`: as its dossier is. */
const ofDossier = (column: string): Sql => sql`(select d.${sql.raw(column)} from one_stop.v_dossier d where d.id = r.dossier_id)`;
const narrowedBy = {
  procedure: ofDossier('procedure_code'),
  field: ofDossier('business_type'),
  class: ofDossier('data_class'),
  step: tasksOf(sql.raw('r.dossier_id'), 'one-stop').step,
};

/** Its fee is owed and it is held back until then: the rule is the one-stop's (`one_stop.result_withheld`). Of a result `r`. */
export const withheld: Sql = sql.raw('exists (select from one_stop.v_dossier d where d.id = r.dossier_id and d.result_withheld)');

/**
 * Of which results the principal may have the paper and what it says: of those that they see, all but such as are theirs and held back.
 * Whoever may see a result and not read it learns that it is there and what is to be paid.
 */
export function readable(ctx: Pick<Context, 'principal' | 'now'>, permission = 'results.view-result'): Sql {
  const placement = placementOf(ctx);
  return where(reach(ctx.principal, permission), {
    ...placement,
    own: placement.own && sql`not ${withheld} and (${placement.own})`,
  });
}

/** Which results the principal may see or act upon; what is not issued yet is seen by officials alone. */
export function visible(ctx: Pick<Context, 'principal' | 'now'>, permission = 'results.view-result'): Sql {
  return where(reach(ctx.principal, permission), placementOf(ctx));
}

/** How a result `r` stands to a principal. */
export function placementOf({ principal, now }: Pick<Context, 'principal' | 'now'>): Placement {
  return {
    units: sql`r.units`,
    subjects: [
      ['dossier', sql`r.dossier_id`],
      ['person', sql`r.holder_id`],
    ],
    own: principal.kind === 'person' && sql`r.state not in ('draft', 'signed') and (${inStoreOf(principal.id, now)})`,
    ...narrowedBy,
  };
}

/** The result with its row locked. @throws resultNotFound */
export async function lockResult(ctx: CommandContext, which: Sql): Promise<Result> {
  const found = await ctx.db.maybe<Result>(sql`select ${resultColumns} from results.result r where ${which} for update of r`);
  if (!found) throw resultNotFound();
  return found;
}

/** Names and numbers by which a result is found. */
export const foldedOf = (r: {
  holderName: string;
  dossierCode: string;
  title: string;
  code: string;
  number?: string | null;
  name: Text;
}): string => fold([r.holderName, r.number ?? '', r.dossierCode, r.code, r.name.vi, r.title].join(' '));

/** Whoever should look again. */
export function topicsOf(r: Pick<Result, 'id' | 'dossierId' | 'units' | 'holderId' | 'applicantId'>): string[] {
  const persons = new Set([r.holderId, r.applicantId].filter((id) => id !== null));
  return [
    `result:${r.id}`,
    `dossier:${r.dossierId}`,
    ...r.units.map((u) => `unit:${u}`),
    ...[...persons].map((p) => `person:${p}`),
  ];
}
