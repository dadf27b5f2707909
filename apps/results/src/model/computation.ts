import { type KeptRule, publishedDecision } from '@dinh/decision';
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
  const table = await publishedDecision(app.definitions, computation.decision, day);
  if (!table) return null;
  const given = Object.fromEntries(computation.inputs.map((name) => [name, answers[name] ?? null]));
  const { value, fired } = table.decide(table.model.decisions.at(-1)!, given, at);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  return {
    value: value as Computed['value'],
    decision: table.version.id,
    fired,
    names: { ...table.names, ...Object.fromEntries(used) },
  };
}
