import { type Sql, sql } from '@dinh/kernel';

/** The kinds of factors that an account may have beside its password. */
export type FactorKind = 'totp' | 'email' | 'phone' | 'passkey' | 'certificate';

/** What was shown beside a password: a factor of the account, a recovery code, or a provider above us that has seen two factors itself. */
export interface ShownBy {
  readonly kind: FactorKind | 'recovery' | 'upstream';
  /** Which factor of the account, when it is one. */
  readonly factor?: string | undefined;
}

/** Notes in a session what was shown; the last time counts. */
export const noteShown = (session: string, { kind, factor }: ShownBy, at: Date): Sql =>
  sql`insert into identity.session_factor (session_id, factor_id, kind, shown_at) values (${session}, ${factor ?? null}::uuid, ${kind}, ${at})
      on conflict (session_id, kind, factor_id) do update set shown_at = excluded.shown_at`;
