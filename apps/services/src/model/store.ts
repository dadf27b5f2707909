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
  draft: { readonly businessId: string | null; readonly authorityId: string | null },
): Promise<{ readonly facts: Facts; readonly papers: readonly StoredResult[] }> {
  if (!may(ctx.principal, 'results.view-result')) return { facts: {}, papers: [] };
  const own = await ask('results.facts', {});
  const authority = ctx.principal.authorities?.find(({ id, verified }) => id === draft.authorityId && verified);
  if (!authority) return own;
  const theirs = await ask(
    'results.facts',
    authority.kind === 'business' ? { businessId: authority.subject } : { personId: authority.subject },
  );
  return {
    facts: { ...own.facts, ...theirs.facts },
    papers: [...theirs.papers, ...own.papers],
  };
}
