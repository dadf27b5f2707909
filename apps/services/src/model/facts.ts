import type { Facts } from '@dinh/forms';
import { type Context, dayAfter, type InputOf, localDate, type OperationTypes, type OutputOf } from '@dinh/kernel';
import { storeOf } from './store.ts';

/** Asks for an operation: a page's `run` or a command's `call`. */
export type Ask = <N extends keyof OperationTypes>(
  name: N,
  input: InputOf<OperationTypes[N]>,
) => Promise<OutputOf<OperationTypes[N]>>;

/**
 * What is already known about the applicant, with where it is from: the account, the business or person for whom the draft
 * is (`owner`; of a business also `business`), earlier results in the data store (S1).
 */
export async function factsFor(
  ctx: Context,
  ask: Ask,
  draft: { readonly businessId: string | null; readonly authorityId: string | null },
): Promise<Facts> {
  const profile = await ask('identity.view-profile', {});
  const { name, birthDate, gender, idNumber, phone, email, address } = profile;
  const facts: Record<string, Facts[string]> = {
    ...(await storeOf(ctx, ask, draft)).facts,
    applicant: {
      from: { vi: 'tài khoản của bạn', en: 'your account' },
      value: { name, birthDate, gender, idNumber, phone, email, address },
    },
  };
  const business = draft.businessId
    ? (await ask('identity.list-my-businesses', {})).businesses.find((one) => one.id === draft.businessId)
    : undefined;
  if (business) {
    const from = { vi: 'thông tin doanh nghiệp bạn đại diện', en: 'the business that you represent' };
    facts['business'] = { from, value: { ...business, position: business.title } };
    facts['owner'] = {
      from,
      value: { ...business, name: undefined, organisationName: business.name, position: business.title },
    };
  } else if (draft.authorityId && ctx.principal.authorities?.some(({ id }) => id === draft.authorityId)) {
    facts['owner'] = {
      from: { vi: 'thông tin người bạn đại diện', en: 'the person for whom you act' },
      value: await ask('identity.view-subject', { authority: draft.authorityId }),
    };
    const { authorities } = await ask('identity.list-my-authorities', {});
    const power = authorities.find(({ id, kind }) => id === draft.authorityId && kind === 'attorney');
    if (power) facts['authority'] = registered(power);
  }
  return facts;
}

/** A power of attorney as it is registered, for forms that ask about it: nobody types again what is known. */
function registered({
  paperNumber,
  paperDate,
  declaredAt,
  to,
}: OutputOf<OperationTypes['identity.list-my-authorities']>['authorities'][number]): Facts[string] {
  const online = paperNumber === null && paperDate === null;
  return {
    from: { vi: 'việc ủy quyền đã ghi nhận', en: 'the power of attorney that is registered' },
    value: {
      number: paperNumber,
      date: online ? localDate(declaredAt) : paperDate,
      certifiedBy: online ? 'Cổng dịch vụ công' : null,
      validUntil: to === null ? null : dayAfter(to, -1),
    },
  };
}
