import type { Queries } from './database/database.ts';
import type { CommandContext } from './operations/context.ts';
import type { Text } from './text.ts';

/** What a record is about, where a unit's work is divided by it. */
export interface RecordFacts {
  /** Code of its field (business type). */
  readonly field?: string | undefined;
  /** Keys of the places that it concerns, the first before the others. */
  readonly areas?: readonly string[];
}

/** A unit, by its number and the key by which packs name it. */
export interface UnitName {
  readonly id: number;
  readonly key: string;
  /** `province`, `district`, `commune`, `section`, as the pack calls it. */
  readonly level: string;
}

/** "From this day these units become those", while it is carried out: the units that follow are there already. */
export interface Succession {
  readonly id: string;
  /** First day of the new order, `YYYY-MM-DD`. */
  readonly day: string;
  readonly title: Text;
  /** The decision on which it rests. */
  readonly basis: string;
  /** Who ordered it, for what is written under a name. */
  readonly orderedBy: string | null;
  /** The units whose work goes on elsewhere. */
  readonly units: readonly UnitName[];
  /** The unit that goes on with a record of `unit`; undefined when that one itself goes on, or nobody does. */
  successorOf(unit: number, facts?: RecordFacts): UnitName | undefined;
  /** The same by key. */
  successorOfKey(key: string, facts?: RecordFacts): UnitName | undefined;
  /** The keys under which new places are known, for records that name places: an old one, and who came after it. */
  readonly areas: ReadonlyMap<string, string>;
  /** Signs of units in the numbers of papers, by key, where the plan gives one. */
  readonly symbols: ReadonlyMap<string, string>;
}

/**
 * How records of a module follow when units give way to others (`Module.followers`). What has ended stays as it is, under the
 * old name: only what still goes on is moved.
 */
export interface UnitFollower {
  /** `one-stop.dossiers`; progress is kept under it. */
  readonly key: string;
  readonly title: Text;
  /** Keys of parts that are moved before this one. */
  readonly after?: readonly string[];
  /**
   * How many records stand under these units and would be moved on a day, for the check of a plan: by the same condition as `follow`, each
   * record once, under the first of its units.
   */
  count(
    db: Queries,
    units: readonly UnitName[],
    day: string,
  ): Promise<readonly { readonly unit: number; readonly count: number }[]>;
  /**
   * Moves the next records, at most about `limit`, in the transaction of `ctx`. May be called again at any time, also after a
   * batch that never committed, and after the end (for records that were made meanwhile).
   * @returns how many; 0 when nothing is left to be moved
   */
  follow(ctx: CommandContext, succession: Succession, limit: number): Promise<number>;
}
