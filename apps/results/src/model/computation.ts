import {
  type DecisionModel,
  type KeptRule,
  keptRules,
  readDmn,
  readTables,
  type TableView,
  toJson,
} from '@dinh/decision';
import { type App, localDate, type Text } from '@dinh/kernel';
import type { ResultType } from './result-type.ts';

interface Computation {
  readonly decision: string;
  readonly inputs: readonly string[];
}

/** What was computed for a result, as it is kept with it. */
export interface Computed {
  readonly value: Readonly<Record<string, unknown>>;
  /** Id of the version of the decision. */
  readonly decision: string;
  readonly fired: readonly KeptRule[];
  /** What people call the outputs; those that are not there have none but their own. */
  readonly names: Readonly<Record<string, Text & { readonly type?: string }>>;
}

interface Table {
  readonly model: DecisionModel;
  readonly views: readonly TableView[];
  readonly names: Computed['names'];
}
const tables = new Map<string, Promise<Table>>();

async function readTable(dmn: string): Promise<Table> {
  const views = readTables(dmn);
  const named = views.flatMap(({ outputs }) => outputs).filter(({ name, label }) => label.vi !== name);
  return {
    model: await readDmn(dmn),
    views,
    names: Object.fromEntries(named.map(({ name, label }) => [name, label])),
  };
}

/**
 * What a procedure computes for its result out of the answers (`computation` in the pack): a benefit, a number of months.
 * Null when it computes nothing or the answers do not suffice; an official then fills it in.
 */
export async function computed(
  app: App,
  procedureCode: string,
  type: ResultType,
  answers: Record<string, unknown>,
  at: Date,
): Promise<Computed | null> {
  const day = localDate(at);
  const procedure = await app.definitions.at<{ computation?: Computation }>('procedure', procedureCode, day);
  const computation = procedure?.body.computation;
  const used = type.fields.flatMap((field) => {
    const name = /^computation\.(\w+)$/.exec(field.from)?.[1];
    return name === undefined ? [] : [[name, { ...field.label, type: field.type }] as const];
  });
  if (!computation || !type.fields.some(({ from }) => from.includes('computation.'))) return null;
  const definition = await app.definitions.at<{ dmn: string }>('decision', computation.decision, day);
  if (!definition) return null;
  let table = tables.get(definition.id);
  if (!table) tables.set(definition.id, (table = readTable(definition.body.dmn)));
  const { model, views, names } = await table;
  const given = Object.fromEntries(computation.inputs.map((name) => [name, answers[name] ?? null]));
  const answer = model.evaluate(model.decisions.at(-1)!, given, { now: at });
  const value = toJson(answer.value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  return {
    value,
    decision: definition.id,
    fired: keptRules(answer.fired, views),
    names: { ...names, ...Object.fromEntries(used) },
  };
}
