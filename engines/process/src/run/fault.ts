import { Refusal } from '@dinh/kernel';

/** What is kept of a fault: the error as it was, and what it says to people where it says it in words; for a `jsonb` column. */
export function faultOf(error: unknown): { readonly text: string; readonly told: string | null } {
  return {
    text: error instanceof Error ? error.message : String(error),
    told: error instanceof Refusal ? JSON.stringify({ vi: error.sentence('vi'), en: error.sentence('en') }) : null,
  };
}
