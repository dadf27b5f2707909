import { type App, type Assurance, type Demand, type Demands, localDate, type Principal } from '@dinh/kernel';
import { contactUnconfirmed } from '../errors.ts';
import { identifiedFrom, isIdentified, showsTwo } from './assurance.ts';
import { type AssuranceRules, assuranceKey, noRules } from '../pack/assurance.ts';

/** The rules in force today. */
export async function rulesNow(app: App, now: Date): Promise<AssuranceRules> {
  const found = await app.definitions.at<AssuranceRules>('assurance', assuranceKey, localDate(now));
  return found?.body ?? noRules;
}

/** Whether the pack takes tokens of machines, or of persons through applications, only when they are bound (OWASP ASVS 5, 10.3.5). */
export async function mustBeBound(app: App, whose: 'machine' | 'person'): Promise<boolean> {
  const { boundTokens } = await rulesNow(app, app.clock.now());
  return boundTokens?.of.includes(whose) ?? false;
}

/**
 * What an official has still to show before their places give anything (`duties` of the pack; OWASP ASVS 5, 6.3.3). Two factors count
 * whoever has seen papers, so that whoever was given a place can do it; acts of weight ask for their levels beside that.
 * @returns the level that they come to by it; undefined when nothing is missing
 */
export async function dutiesNeed(
  app: App,
  official: Parameters<typeof isIdentified>[0],
  assurance: Assurance,
): Promise<number | undefined> {
  if (showsTwo(assurance)) return undefined;
  const { duties } = await rulesNow(app, app.clock.now());
  return duties && (isIdentified(official) ? 3 : 2);
}

/**
 * Which acts and services ask for which level, from the pack. What somebody does with their own account is asked for nothing in
 * general: it is how they come to a level.
 */
export class ActDemands implements Demands {
  #app: App;
  #known: { rules: AssuranceRules; byAct: ReadonlyMap<string, Demand> } | undefined;
  #free: ReadonlySet<string>;

  /** @param free operations by which people look after their own account */
  constructor(app: App, free: readonly string[]) {
    this.#app = app;
    this.#free = new Set(free);
  }

  async ofService(service: number | undefined): Promise<Demand | undefined> {
    if (service === undefined) return undefined;
    const { serviceLevels } = await rulesNow(this.#app, this.#app.clock.now());
    const found = serviceLevels.find((one) => one.service === service);
    return found && { level: found.level, ...(found.level >= identifiedFrom && { identified: true as const }) };
  }

  /** @throws contactUnconfirmed the act is one that an account without a confirmed address may not do */
  async of(operation: string, principal: Principal): Promise<Demand | undefined> {
    const rules = await rulesNow(this.#app, this.#app.clock.now());
    if (principal.unconfirmed && rules.unconfirmed?.mayNot.includes(operation)) throw contactUnconfirmed();
    if (this.#known?.rules !== rules)
      this.#known = {
        rules,
        byAct: new Map(
          rules.acts.map(({ operation: name, level, minutes }) => [name, { level, ...(minutes !== undefined && { minutes }) }]),
        ),
      };
    const act = this.#known.byAct.get(operation);
    const least = rules.everything?.find(({ kind }) => kind === principal.role)?.level;
    if (least === undefined || this.#free.has(operation)) return act;
    return { ...act, level: Math.max(least, act?.level ?? 1) };
  }
}
