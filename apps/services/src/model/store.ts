import type { Facts } from '@dinh/forms';
import { type Context, may, type Text } from '@dinh/kernel';
import type { Ask } from './facts.ts';

/** An earlier result of the person that can stand for a component. */
export interface StoredResult {
  readonly id: string;
  readonly type: string;
  readonly name: Text;
  readonly number: string;
  readonly issuedOn: string;
  /** SHA-256 of its paper, hex. */
  readonly hash: string;
  readonly size: number;
}

/** What the data store says of whom a draft is for: facts for the form, papers for the components (A1, S2). */
export async function storeOf(
  ctx: Pick<Context, 'principal'>,
  ask: Ask,
  draft: { readonly businessId: string | null },
): Promise<{ readonly facts: Facts; readonly papers: readonly StoredResult[] }> {
  if (!may(ctx.principal, 'results.view-result')) return { facts: {}, papers: [] };
  const own = await ask('results.facts', {});
  if (!draft.businessId) return own;
  const business = await ask('results.facts', { businessId: draft.businessId });
  return {
    facts: { ...own.facts, ...business.facts },
    papers: [...business.papers, ...own.papers],
  };
}
