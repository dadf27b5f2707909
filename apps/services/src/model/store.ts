import type { Facts } from '@dinh/forms';
import type { Context } from '@dinh/kernel';

/** An earlier result of the person, as far as forms and components need it. */
export interface StoredResult {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly number: string | null;
  readonly issuedOn: string | null;
  /** SHA-256 of its paper. */
  readonly file: string | null;
}

export async function storedResults(_ctx: Context): Promise<StoredResult[]> {
  return [];
}

export async function storedFacts(_ctx: Context): Promise<Facts> {
  return {};
}
