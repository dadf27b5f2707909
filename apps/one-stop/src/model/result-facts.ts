import { type Queries, sql } from '@dinh/kernel';
import type { Dossier } from './dossier.ts';

/** What `results` needs to make the record and the paper of a dossier's result. @param type key of the result type */
export async function resultFacts(db: Queries, dossier: Dossier, type: string) {
  return {
    dossierId: dossier.id,
    code: dossier.code ?? dossier.reference,
    type,
    title: dossier.title,
    holderName: dossier.ownerName,
    holderId: dossier.applicantId,
    applicantId: dossier.applicantId,
    unitId: dossier.unitId,
    procedureCode: dossier.procedureCode,
    data: dossier.data,
    ruleset: dossier.ruleset,
    proposal: { financialDuty: { amount: await dutyPaid(db, dossier.id) } },
  };
}

/** What was paid as a financial duty, đồng; 0 when there was none. */
async function dutyPaid(db: Queries, dossierId: string): Promise<number> {
  const { amount } = await db.one<{ amount: string }>(
    sql`select coalesce(sum(amount), 0)::text as amount from payments.v_payment
        where subject = ${`dossier:${dossierId}`} and purpose = 'duty' and state = 'paid'`,
  );
  return Number(amount);
}

/** What the running process of a dossier knows; nothing when none runs. */
export async function processVariables(db: Queries, dossierId: string): Promise<Record<string, any>> {
  const row = await db.maybe<{ variables: Record<string, any> }>(
    sql`select variables from process.v_instance where business_key = ${dossierId} and state = 'running'`,
  );
  return row?.variables ?? {};
}

/** The reason that the specialist gave when they proposed to refuse. */
export async function refusalReason(db: Queries, dossierId: string): Promise<string> {
  const row = await db.maybe<{ comment: string | null }>(
    sql`select comment from one_stop.history where dossier_id = ${dossierId} and act like '%/propose-refusal' order by number desc limit 1`,
  );
  return row?.comment ?? '';
}
