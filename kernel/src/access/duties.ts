import type { Queries } from '../database/database.ts';
import type { Text } from '../text.ts';
import type { Principal } from './principal.ts';

/** Something done to a record: by which operation, and what it noted of it (`ctx.note`). */
export interface Deed {
  readonly operation: string;
  readonly detail?: Readonly<Record<string, unknown>> | undefined;
}

/** Who does it: the principal, and in whose place. */
export interface Doer {
  readonly principal: Principal;
  readonly behalfOf?: string | undefined;
}

/** A rule that allowed an act as an exception. */
export interface Excused {
  readonly rule: string;
  readonly why: Text;
}

/**
 * What one person must not do on the same record (separation of duties); `identity` is the one that knows, from the pack. Every
 * command is judged in its own transaction, so that no app has to remember it: what was done before stands in the audit trail.
 */
export interface Duties {
  /**
   * @returns the exceptions by which it was allowed, for the audit trail; nothing when no rule was near
   * @throws what the rule says, when the doer did what must be done by somebody else
   */
  judge(db: Queries, deed: Deed, subject: string, doer: Doer, now: Date): Promise<readonly Excused[]> | undefined;
  /** For each deed why it would be refused; undefined where it would not. For lists of what can be done. */
  withheld(db: Queries, deeds: readonly Deed[], subject: string, doer: Doer, now: Date): Promise<(Text | undefined)[]>;
}

export const noDuties: Duties = {
  judge: () => undefined,
  withheld: async (_db, deeds) => deeds.map(() => undefined),
};
