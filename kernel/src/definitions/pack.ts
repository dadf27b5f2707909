import type { App } from '../app.ts';
import type { Queries, Transaction } from '../database/database.ts';
import type { Definition } from './definitions.ts';

/** A place in a pack and what is wrong there. */
export interface PackProblem {
  readonly file: string;
  readonly line: number;
  readonly reason: string;
}

/** One item of a pack with its place, so that every complaint can name file and line. */
export interface Placed<T> {
  readonly value: T;
  readonly file: string;
  readonly line: number;
}

/** The folder of a pack as its readers see it. Paths are relative to the folder. */
export interface PackFolder {
  /** Files below `folder` that end in `ending`, sorted; empty when there is no such folder. */
  files(folder: string, ending: string): Promise<string[]>;
  text(file: string): Promise<string>;
  exists(file: string): Promise<boolean>;
  /** The rows of a tab-separated table with one header line. Missing columns are a problem. */
  table<Column extends string>(file: string, columns: readonly Column[]): Promise<Placed<Record<Column, string>>[]>;
  /** A YAML file; what is not YAML is a problem with its line. */
  yaml<T = unknown>(file: string): Promise<PackDocument<T> | undefined>;
  /** Notes a problem; loading is refused as a whole when there is any. */
  problem(file: string, line: number, reason: string): void;
}

export interface PackDocument<T> {
  readonly file: string;
  readonly value: T;
  /** As it is written, comments and all. */
  readonly text: string;
  /** The line of a place inside, `['fields', 3, 'key']`. */
  line(path: readonly (string | number)[]): number;
}

/** What loading did with one item. */
export type PackChange = 'added' | 'changed' | 'unchanged' | 'kept'; // kept: an officer has edited it

/** What a part has at hand when it writes into the database: one transaction for the whole pack. */
export interface PackLoad {
  readonly app: App;
  readonly tx: Transaction;
  readonly now: Date;
  readonly today: string;
  /** For the report of `dinh pack diff` and `load`. */
  report(part: string, key: string, change: PackChange, note?: string): void;
  /** Notes a problem that only shows against what stands in the database; the whole load is refused and undone when there is any. */
  problem(file: string, line: number, reason: string): void;
  /**
   * Publishes a definition unless it is there already. A version that an officer has edited is never overwritten:
   * the difference is reported as `kept`.
   */
  define(part: string, item: { kind: string; key: string; body: unknown; source: string; effectiveFrom?: string }): Promise<void>;
}

/** What a part has at hand when it writes itself out as files again (`dinh pack export`). */
export interface PackSave {
  readonly app: App;
  readonly db: Queries;
  readonly today: string;
  /** What is in force today of a kind, officers' versions included, by key. */
  definitions<Body = any>(kind: string): Promise<Definition<Body>[]>;
  text(file: string, text: string): void;
  yaml(file: string, value: unknown): void;
  /**
   * A YAML file as it was once written, with some entries of one list changed and every other letter as it was.
   * @param list the key of the list; @param key by which of their keys its entries are known
   */
  amended(file: string, text: string, list: string, key: string, amendment: Amendment): void;
  /** Rows of a tab-separated table. Several parts may give columns of one table: rows of the same `key` are one line. */
  table(
    file: string,
    columns: readonly string[],
    rows: readonly Readonly<Record<string, string | null | undefined>>[],
    key?: string,
  ): void;
}

/** What is to be changed in a list of a YAML file. */
export interface Amendment {
  /** By the key of an entry what becomes of its parts, maps within it likewise; `undefined` takes a part away, `null` the entry. */
  readonly changed: ReadonlyMap<string, Readonly<Record<string, unknown>> | null>;
  /** Entries that come behind the others. */
  readonly added: readonly object[];
}

/** One part of a pack: who reads it, checks it and writes it. */
export interface PackPart<Items = any> {
  readonly name: string;
  /** Parts that must be written before. */
  readonly after?: readonly string[];
  read(folder: PackFolder): Promise<Items>;
  /** References to other parts: `others('units')` gives what that part read. */
  check?(items: Items, others: (part: string) => any, folder: PackFolder): void | Promise<void>;
  load(load: PackLoad, items: Items): Promise<void>;
  /** Writes what is in force today as the files that `read` reads. */
  save(save: PackSave): Promise<void>;
}
