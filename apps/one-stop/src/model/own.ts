import { type Authority, type Principal, type Sql, sql } from '@dinh/kernel';

/** What a person does with a dossier of their own, by the permission under which they do it. */
const acts: Readonly<Record<string, string>> = {
  'one-stop.supplement-dossier': 'file',
  'one-stop.withdraw-dossier': 'withdraw',
  'payments.pay-fee': 'pay',
};

/** What an authority must allow for a permission; seeing needs `follow`. */
export const actOf = (permission: string): string => acts[permission] ?? 'follow';

/**
 * Which dossiers are a person's own (S7): those that they filed for themselves, those that somebody else filed for them, those that
 * they filed under an authority that still holds, and of whom they act for now all, as far as the authority goes.
 * @param act what they are about to do: `follow`, `file`, `withdraw`, `pay`
 */
export function own(principal: Principal, act = 'follow'): Sql {
  if (principal.kind !== 'person') return sql.raw('false');
  const { id, authorities = [], actsFor } = principal;
  const live = authorities.filter((one) => one.acts.includes(act)).map((one) => one.id);
  return sql.any([
    sql`d.applicant_id = ${id}::uuid and (d.authority_id is null or d.authority_id = any(${live}::uuid[]))`,
    sql`d.owner_id = ${id}::uuid`,
    actsFor?.verified && actsFor.acts.includes(act) && theirs(actsFor),
  ]);
}

/** All dossiers of whom somebody acts for, within the limits. */
function theirs({ subject, matters }: Authority): Sql {
  const within = matters
    ? sql`exists (select from unnest(${[...matters]}::text[]) m where m in (d.procedure_code, d.business_type) or starts_with(d.business_type, m || '.'))`
    : sql.raw('true');
  return sql`d.owner_id = ${subject}::uuid and ${within}`;
}

/** Under which authority a dossier is filed: the one that is named, else that of the session; undefined for oneself. */
export function filingUnder(principal: Principal, named: string | null | undefined): Authority | undefined {
  if (named === null) return undefined;
  if (named === undefined) return principal.actsFor;
  return principal.authorities?.find(({ id }) => id === named);
}
