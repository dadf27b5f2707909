import { type ExplainedKind, isUuid, reach, sql, waysOf } from '@dinh/kernel';
import { placementOf, visible } from './result.ts';

/** A result: who may see it and its paper. */
export const resultKind: ExplainedKind = {
  kind: 'result',
  name: { vi: 'Kết quả', en: 'Result' },
  permissions: ['results.view-result'],
  from: sql.raw('results.result r'),
  id: sql.raw('r.id'),
  async find(db, text) {
    const found = await db.maybe<{ id: string; vi: string; en: string; number: string }>(
      sql`select r.id, r.name ->> 'vi' as vi, r.name ->> 'en' as en, coalesce(r.number, r.dossier_code) as number from results.result r
          where ${isUuid(text) ? sql`r.id = ${text}::uuid` : sql`(r.code = ${text} or r.number = ${text} or r.dossier_code = ${text})`}
          order by r.created_at desc, r.id desc limit 1`,
    );
    if (!found) return undefined;
    const { id, vi, en, number } = found;
    return {
      id,
      title: { vi: `${vi} ${number}`, en: `${en} ${number}` },
      href: `/ban-lam-viec/ket-qua/${id}`,
    };
  },
  visible: (ctx) => visible(ctx),
  ways: (principal, permission) =>
    // The moment is of no account for the conditions: they tell only which of them fails.
    waysOf(reach(principal, permission), placementOf({ principal, now: new Date(0) })),
  persons: sql.raw(
    `select r.holder_id union select r.applicant_id
     union select a.agent_id from identity.v_authority a where a.subject_id in (r.holder_id, r.business_id)`,
  ),
};
