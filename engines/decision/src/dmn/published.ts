/** Decisions that a program keeps in dated versions: each version is read once, and what it decides is told with its rules. */
import { toJson } from '../feel/json.ts';
import { type KeptRule, keptRules } from './fired-json.ts';
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
  /** That in force on a day (`YYYY-MM-DD`). */
  at(kind: string, key: string, day: string): Promise<DecisionVersion | undefined>;
}

/** What was decided, with why: plain data, to be kept whatever later versions say. */
export interface Decided {
  readonly value: unknown;
  /** What the model asks for (its input data), as it was given; null where it was not. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** The rules of tables that fired, in the order in which they were found. */
  readonly fired: readonly KeptRule[];
}

/** A version that has been read. */
export class PublishedDecision {
  readonly version: DecisionVersion;
  readonly model: DecisionModel;
  readonly tables: readonly TableView[];
  /** What people call the outputs that have a name of their own. */
  readonly names: Readonly<Record<string, Called>>;

  constructor(version: DecisionVersion, model: DecisionModel, tables: readonly TableView[]) {
    this.version = version;
    this.model = model;
    this.tables = tables;
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
      inputs: Object.fromEntries(this.model.inputs.map((name) => [name, given[name] ?? null])),
      fired: keptRules(answer.fired, this.tables),
    };
  }
}

const mostRead = 2000;
const read = new Map<string, Promise<PublishedDecision>>();

/** The version of a decision in force on a day (`YYYY-MM-DD`), read; undefined where there is none. */
export async function publishedDecision(
  versions: DecisionVersions,
  key: string,
  day: string,
): Promise<PublishedDecision | undefined> {
  const version = await versions.at('decision', key, day);
  if (!version) return undefined;
  let reading = read.get(version.id);
  if (!reading) {
    if (read.size >= mostRead) read.clear();
    read.set(version.id, (reading = readVersion(version)));
  }
  return reading;
}

async function readVersion(version: DecisionVersion): Promise<PublishedDecision> {
  const { dmn } = version.body;
  return new PublishedDecision(version, await readDmn(dmn), readTables(dmn));
}
