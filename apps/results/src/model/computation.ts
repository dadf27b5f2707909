import { type DecisionModel, readDmn, toJson } from '@dinh/decision';
import { type App, localDate } from '@dinh/kernel';

interface Computation {
  readonly decision: string;
  readonly inputs: readonly string[];
}

const models = new Map<string, Promise<DecisionModel>>();

/**
 * What a procedure computes for its result out of the answers (`computation` in the pack): a benefit, a number of months.
 * Empty when it computes nothing or the answers do not suffice; an official then fills it in.
 */
export async function computed(
  app: App,
  procedureCode: string,
  answers: Record<string, unknown>,
  at: Date,
): Promise<Record<string, unknown>> {
  const day = localDate(at);
  const procedure = await app.definitions.at<{ computation?: Computation }>('procedure', procedureCode, day);
  const computation = procedure?.body.computation;
  if (!computation) return {};
  const definition = await app.definitions.at<{ dmn: string }>('decision', computation.decision, day);
  if (!definition) return {};
  let model = models.get(definition.id);
  if (!model) models.set(definition.id, (model = readDmn(definition.body.dmn)));
  const read = await model;
  const given = Object.fromEntries(computation.inputs.map((name) => [name, answers[name] ?? null]));
  const value = toJson(read.evaluate(read.decisions.at(-1)!, given, { now: at }).value);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}
