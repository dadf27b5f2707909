import type { Principal } from './access/principal.ts';
import type { Queries } from './database/database.ts';
import type { CommandContext } from './operations/context.ts';
import type { Text } from './text.ts';

/** A person who gives up work: that of one place, or all of it. */
export interface Leaving {
  readonly person: string;
  /** The place that ends; without it the person does nothing any more (suspended, closed, died, or without a place). */
  readonly place?: { readonly unit: number; readonly role: string };
  /** First day on which they do it no more, `YYYY-MM-DD`. */
  readonly day: string;
}

/** Work that is being handed over, in pieces. */
export interface HandOver extends Leaving {
  readonly id: string;
  readonly name: string;
  /** Who goes on with it where they may; null: everything waits in the queues of its units. */
  readonly to: { readonly id: string; readonly name: string } | null;
  readonly reason: string;
  /** Who ordered it, for what is written under a name. */
  readonly orderedBy: string | null;
}

/** Work of a unit that nobody can do: who holds it cannot, or it waits for a role that nobody has there. */
export interface Stranded {
  /** Null where nobody holds it. */
  readonly person: string | null;
  readonly unit: number | null;
  /** The role for which it waits, where nobody holds it. */
  readonly role?: string | null;
  readonly count: number;
}

export interface HandedOut {
  /** The permission by which it is handed out. */
  readonly by: string;
  /** How much of this work a principal may hand out, by all that this permission reaches. */
  count(
    db: Queries,
    principal: Principal,
    work: { readonly person: string | null; readonly unit: number; readonly role: string | null },
  ): Promise<number>;
  /** Where they see what of it a person holds, or waits in the queues. */
  href(person: string | null): string;
}

/**
 * What persons hold of a module (`Module.heldWork`): when an official leaves a place it is handed over, so that nothing is left with
 * somebody who cannot act. Only what is under way is: what has ended stays under the name of who did it.
 */
export interface HeldWork {
  /** `one-stop.tasks`; progress is kept under it. */
  readonly key: string;
  readonly title: Text;
  /**
   * How much would be handed over, and how much of it `to` could go on with; the rest waits in the queues of its units, or ends. `alone` of
   * what then waits there, with what waits already, would have nobody: no other holds the role for it in its unit.
   */
  count(
    db: Queries,
    leaving: Leaving,
    to?: string,
  ): Promise<{ readonly total: number; readonly fits: number; readonly alone?: number }>;
  /**
   * Hands over the next records, at most about `limit`, in the transaction of `ctx`. May be called again at any time, also after a batch
   * that never committed.
   * @returns how many went to the receiver, and how many into a queue; both 0 when nothing is left
   */
  handOver(ctx: CommandContext, handOver: HandOver, limit: number): Promise<{ readonly moved: number; readonly queued: number }>;
  /** It may be held in somebody else's place, by a delegation: when that has ended it goes back. */
  readonly byAuthority?: true;
  /** Who hands such work out in a unit: they are told of what is stranded. */
  readonly handedOut?: HandedOut;
  /** What nobody can do on this day. */
  stranded?(db: Queries, day: string): Promise<readonly Stranded[]>;
}
