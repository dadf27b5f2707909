import { type Decided, type DecisionVersions, publishedDecision } from '@dinh/decision';
import { type App, localDate, type Text } from '@dinh/kernel';

/** What a decision in force said, with why, and which version of it that was. */
export interface DecidedInForce extends Decided {
  readonly decision: string;
  readonly definitionId: string;
  readonly version: number;
  /** What people call the outputs that have a name of their own. */
  readonly names: Readonly<Record<string, Text>>;
}

/**
 * What a decision in force on the day of `now` says of variables, as plain data, with the rules that fired: that of its own
 * name in its file, else the last one. What a business rule task asks where its app says nothing else.
 * @param versions where they are found, for a trial of what is not in force yet
 * @throws Error where no such decision is in force, or it takes too long
 */
export async function decideInForce(
  app: App,
  now: Date,
  name: string,
  variables: Readonly<Record<string, unknown>>,
  versions: DecisionVersions = app.definitions,
): Promise<DecidedInForce> {
  const day = localDate(now);
  const found = await publishedDecision(versions, name, day);
  if (!found) throw new Error(`no decision ${name} is in force on ${day}`);
  const [wrong] = found.model.problems;
  if (wrong) throw new Error(`the decision ${name} cannot be carried out: ${wrong.message.en}`);
  const { id, version } = found.version;
  return {
    ...found.decide(found.main, variables, now),
    decision: name,
    definitionId: id,
    version,
    names: found.names,
  };
}
