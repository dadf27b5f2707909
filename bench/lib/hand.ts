import type { App, PageContext } from '@dinh/kernel';
import pg from 'pg';

/** A prepared statement: named after its text, as anybody would who writes by hand. */
export interface Ask {
  (text: string, values: readonly unknown[]): Promise<any[]>;
}

const names = new Map<string, string>();
/** Every text that was asked, with values of one time, for printing its plan. */
export const asked = new Map<string, readonly unknown[]>();

export function openHand(url: string): { ask: Ask; close(): Promise<void> } {
  const types = new pg.TypeOverrides();
  types.setTypeParser(20, Number);
  types.setTypeParser(1082, (day: string) => day);
  const pool = new pg.Pool({ connectionString: url, max: 16, types });
  return {
    async ask(text, values) {
      let name = names.get(text);
      if (!name) names.set(text, (name = `h${names.size}`));
      if (!asked.has(text)) asked.set(text, values);
      return (await pool.query({ name, text, values: [...values] })).rows;
    },
    close: () => pool.end(),
  };
}

/** The entry in the audit trail of who saw what. */
export async function seen(
  app: App,
  ctx: PageContext,
  operation: string,
  subject: string | undefined,
  detail: Record<string, unknown> | undefined,
): Promise<void> {
  const { now: at, principal, origin } = ctx;
  await app.audit.record({
    at,
    principal,
    operation,
    permission: 'one-stop.view-dossier',
    origin,
    outcome: 'viewed',
    ...(subject && { subject }),
    ...(detail && { detail }),
  });
}
