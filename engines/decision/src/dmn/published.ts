/** Decisions that a program keeps in dated versions: each version is read once, and what it decides is told with its rules. */
import { toJson } from '../feel/json.ts';
import { type KeptRule, keptRules } from './fired-json.ts';
import { hasImports, type Importable, type Resolved, resolveImports } from './imports.ts';
import type { DecisionModel } from './model.ts';
import { readDmn } from './read.ts';
import { type Called, readTables, type TableView } from './table-view.ts';

/** One version of a decision, as a program keeps it. */
export interface DecisionVersion {
  readonly id: string;
  readonly key: string;
  readonly version: number;
  readonly body: { readonly dmn: string };
}

/** Where the versions of a program are found. */
export interface DecisionVersions {
  /** All of a kind in force on a day (`YYYY-MM-DD`). */
  inForce(kind: string, day: string): Promise<readonly DecisionVersion[]>;
  /** That in force on a day (`YYYY-MM-DD`). */
  at(kind: string, key: string, day: string): Promise<DecisionVersion | undefined>;
}

/** What was decided, with why: plain data, to be kept whatever later versions say. */
export interface Decided {
  readonly value: unknown;
  /** What the model and those it imports ask for (input data), as it was given; null where it was not. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** The rules of tables that fired, in the order in which they were found. */
  readonly fired: readonly KeptRule[];
}

/** A version that has been read. */
export class PublishedDecision {
  readonly version: DecisionVersion;
  readonly model: DecisionModel;
  readonly tables: readonly TableView[];
  private readonly imported: readonly TableView[];
  /** What people call the outputs that have a name of their own. */
  readonly names: Readonly<Record<string, Called>>;

  /** @param imported the tables of the models that it imports */
  constructor(version: DecisionVersion, model: DecisionModel, tables: readonly TableView[], imported: readonly TableView[]) {
    this.version = version;
    this.model = model;
    this.tables = tables;
    this.imported = imported;
    const named = tables.flatMap(({ outputs }) => outputs).filter(({ name, label }) => label.vi !== name);
    this.names = Object.fromEntries(named.map(({ name, label }) => [name, label]));
  }

  /** The decision of its file that is meant where none is named: that of its own key, else the last one. */
  get main(): string {
    const { decisions } = this.model;
    return decisions.includes(this.version.key) ? this.version.key : decisions.at(-1)!;
  }

  /** Evaluates a decision of the file at a moment. Throws as `DecisionModel.evaluate`. */
  decide(decision: string, given: Readonly<Record<string, unknown>>, now: Date): Decided {
    const answer = this.model.evaluate(decision, given, { now });
    return {
      value: toJson(answer.value),
      inputs: Object.fromEntries(this.model.asked.map((name) => [name, given[name] ?? null])),
      fired: keptRules(answer.fired, [...this.tables, ...this.imported]),
    };
  }
}

const mostRead = 2000;
const read = new Map<string, Promise<PublishedDecision>>();

/**
 * The version of a decision in force on a day (`YYYY-MM-DD`), read with what it imports as that is in force then; undefined
 * where there is none. What is wrong with it, an import that is no longer there too, stands in `model.problems`.
 */
export async function publishedDecision(
  versions: DecisionVersions,
  key: string,
  day: string,
): Promise<PublishedDecision | undefined> {
  const version = await versions.at('decision', key, day);
  if (!version) return undefined;
  const { models } = await importsInForce(versions, key, version.body.dmn, day);
  const name = [version, ...models].map(({ id }) => id).join(' ');
  let reading = read.get(name);
  if (!reading) {
    if (read.size >= mostRead) read.clear();
    read.set(name, (reading = readVersion(version, models)));
  }
  return reading;
}

/** What a text under a key imports, as it is in force on a day; see `resolveImports`. */
export async function importsInForce(
  versions: Pick<DecisionVersions, 'inForce'>,
  key: string,
  dmn: string,
  day: string,
): Promise<Resolved<Importable & { readonly id: string }>> {
  if (!hasImports(dmn)) return { models: [], problems: [] };
  const all = await versions.inForce('decision', day);
  return resolveImports(
    key,
    dmn,
    all.map((one) => ({ id: one.id, key: one.key, dmn: one.body.dmn })),
  );
}

async function readVersion(version: DecisionVersion, models: readonly Importable[]): Promise<PublishedDecision> {
  const { dmn } = version.body;
  const imports = models.map((one) => one.dmn);
  return new PublishedDecision(version, await readDmn(dmn, { imports }), readTables(dmn), imports.flatMap(readTables));
}
