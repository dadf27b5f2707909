import {
  type App,
  type Deed,
  type Deeds,
  deedsOn,
  type Doer,
  type Duties,
  type Excused,
  localDate,
  type Queries,
  type Refusal,
  type Text,
} from '@dinh/kernel';
import { formatDateTime } from '@dinh/ui';
import { dutiesSeparate } from '../errors.ts';
import { exceptionFor, unitFacts } from './exceptions.ts';
import { type Act, type ActRule, separationRules, type SeparationRules } from './rules.ts';

/** The rules by the operations that they name. */
interface Known {
  readonly rules: SeparationRules;
  readonly byOperation: ReadonlyMap<string, readonly ActRule[]>;
}

/** Two acts that one person must not do: what they are about to do, and what they did. */
interface Clash {
  readonly rule: ActRule;
  readonly before: Deeds;
}

/** What one person must not do on the same record, by the rules of the pack and what stands in the audit trail. */
export class SeparateDuties implements Duties {
  #app: App;
  #known: Known | undefined;

  constructor(app: App) {
    this.#app = app;
  }

  /** @throws dutiesSeparate names the rule and what was done before */
  async judge(db: Queries, deed: Deed, subject: string, doer: Doer, now: Date): Promise<readonly Excused[]> {
    const near = this.#near(await this.#rules(now), deed);
    if (near.length === 0) return [];
    const clashes = clashesOf(near, deed, await this.#before(db, near, subject, doer, true));
    const excused: Excused[] = [];
    for (const { rule, before, exception } of await this.#exceptions(db, clashes, doer, now)) {
      if (!exception) throw this.#refusal(rule, before);
      excused.push({ rule: rule.key, why: exception.why });
    }
    return excused;
  }

  async withheld(db: Queries, deeds: readonly Deed[], subject: string, doer: Doer, now: Date): Promise<(Text | undefined)[]> {
    const known = await this.#rules(now);
    const near = [...new Set(deeds.flatMap((deed) => this.#near(known, deed)))];
    if (near.length === 0) return deeds.map(() => undefined);
    const before = await this.#before(db, near, subject, doer, false);
    if (before.length === 0) return deeds.map(() => undefined);
    const answers: (Text | undefined)[] = [];
    for (const deed of deeds) {
      const clashes = clashesOf(near, deed, before);
      const found = (await this.#exceptions(db, clashes, doer, now)).find(({ exception }) => !exception);
      const refusal = found && this.#refusal(found.rule, found.before);
      answers.push(refusal && { vi: refusal.sentence('vi'), en: refusal.sentence('en') });
    }
    return answers;
  }

  async #rules(now: Date): Promise<Known> {
    const rules = (await separationRules(this.#app, now))?.body;
    if (!rules) return nothingKnown;
    if (this.#known?.rules !== rules) {
      const byOperation = new Map<string, ActRule[]>();
      for (const rule of rules.acts)
        for (const operation of new Set([...rule.one, ...rule.other].map((act) => act.operation)))
          byOperation.set(operation, [...(byOperation.get(operation) ?? []), rule]);
      this.#known = { rules, byOperation };
    }
    return this.#known;
  }

  /** The rules that name this very deed. */
  #near({ byOperation }: Known, deed: Deed): readonly ActRule[] {
    const named = byOperation.get(deed.operation);
    return named?.filter(({ one, other }) => [...one, ...other].some((act) => fits(act, deed))) ?? [];
  }

  #before(db: Queries, rules: readonly ActRule[], subject: string, doer: Doer, lock: boolean): Promise<Deeds[]> {
    const operations = new Set(rules.flatMap(({ one, other }) => [...one, ...other].map((a) => a.operation)));
    return deedsOn(db, subject, personsOf(doer), [...operations], lock);
  }

  async #exceptions(db: Queries, clashes: readonly Clash[], { principal }: Doer, now: Date) {
    const asked = clashes.some(({ rule }) => rule.exceptions?.length);
    const units = asked ? [...(await unitFacts(db, principal.units, localDate(now))).values()] : [];
    return clashes.map(({ rule, before }) => ({
      rule,
      before,
      exception: exceptionFor(rule.exceptions, units),
    }));
  }

  #refusal(rule: ActRule, before: Deeds): Refusal {
    const { title } = this.#app.operation(before.operation);
    return dutiesSeparate({
      ruleVi: rule.name.vi,
      ruleEn: rule.name.en,
      didVi: title.vi,
      didEn: title.en,
      at: formatDateTime(before.at),
    });
  }
}

const nothingKnown: Known = { rules: { together: [], acts: [] }, byOperation: new Map() };

/** By delegation both count: who acts, and in whose place. */
const personsOf = ({ principal, behalfOf }: Doer): string[] => [principal.id, ...(behalfOf ? [behalfOf] : [])];

const fits = ({ operation, where }: Act, deed: Deed): boolean =>
  operation === deed.operation &&
  Object.entries(where ?? {}).every(([name, values]) => values.includes(String(deed.detail?.[name] ?? '')));

const anyFits = (acts: readonly Act[], deed: Deed): boolean => acts.some((act) => fits(act, deed));

/** Of each rule the latest act that must have been somebody else's. */
function clashesOf(rules: readonly ActRule[], deed: Deed, before: readonly Deeds[]): Clash[] {
  return rules.flatMap((rule) => {
    const against = [...(anyFits(rule.one, deed) ? rule.other : []), ...(anyFits(rule.other, deed) ? rule.one : [])];
    const found = before.find((one) => anyFits(against, one));
    return found ? [{ rule, before: found }] : [];
  });
}
