import { type DecisionModel, readDmn, toJson } from '@dinh/decision';
import { type App, localDate } from '@dinh/kernel';

/** By the id of a version: each is read once. */
const models = new Map<string, Promise<DecisionModel>>();

/**
 * What a decision in force on the day of `now` says of variables, as plain data: that of its own name in its file, else the
 * last one. What a business rule task asks where its app says nothing else.
 * @throws Error where no such decision is in force, or it takes too long
 */
export async function decideInForce(
  app: App,
  now: Date,
  name: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<unknown> {
  const day = localDate(now);
  const found = await app.definitions.at<{ dmn: string }>('decision', name, day);
  if (!found) throw new Error(`no decision ${name} is in force on ${day}`);
  let reading = models.get(found.id);
  if (!reading) {
    if (models.size > 2000) models.clear();
    models.set(found.id, (reading = readDmn(found.body.dmn)));
  }
  const model = await reading;
  const decision = model.decisions.includes(name) ? name : model.decisions.at(-1)!;
  return toJson(model.evaluate(decision, variables as never, { now }).value);
}
