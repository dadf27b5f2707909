import { type App, type DefinitionKind, type DefinitionProblem, localDate, type Text } from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { peopleRulesMissing } from '../errors.ts';
import { rulesFile } from '../pack/rules-file.ts';

/** What a paper that is shown can prove. */
export const proof = Type.Union([
  Type.Literal('identity'),
  Type.Literal('child'),
  Type.Literal('ward'),
  Type.Literal('attorney'),
  Type.Literal('business'),
  Type.Literal('death'),
]);
export type Proof = Static<typeof proof>;

export interface PaperKind {
  readonly key: string;
  readonly name: Text;
  readonly proves: readonly Proof[];
  /** `identity`: its number is the person's identity number; `needed`, `optional`: a number of its own. */
  readonly number: 'identity' | 'needed' | 'optional';
  readonly source: string;
}

/** What the law says of persons and of those who act for them; `people-rules.yaml` of a pack. */
export interface PeopleRules {
  /** Years; from then on a child acts for itself. */
  readonly adultAge: number;
  /** Years for which an authority holds that names no end. */
  readonly attorneyYears: number;
  /** Months for which an official's delegation to another holds at the longest; left out: no limit. */
  readonly delegationMonths?: number;
  readonly papers: readonly PaperKind[];
  /** What stays when an account is closed, and why. */
  readonly kept: readonly { readonly what: Text; readonly why: Text; readonly source: string }[];
}

const words = Type.Object({ vi: Type.String({ minLength: 1 }), en: Type.String({ minLength: 1 }) });

export const peopleRulesKind: DefinitionKind<PeopleRules> = {
  kind: 'people-rules',
  title: { vi: 'Quy định về người và đại diện', en: 'Rules of persons and representation' },
  schema: Type.Object({
    source: Type.Optional(Type.String()),
    adultAge: Type.Integer({ minimum: 1, maximum: 30 }),
    attorneyYears: Type.Integer({ minimum: 1, maximum: 50 }),
    delegationMonths: Type.Optional(Type.Integer({ minimum: 1, maximum: 120 })),
    papers: Type.Array(
      Type.Object({
        key: Type.String({ pattern: '^[a-z0-9-]{1,40}$' }),
        name: words,
        proves: Type.Array(proof, { minItems: 1 }),
        number: Type.Union([Type.Literal('identity'), Type.Literal('needed'), Type.Literal('optional')]),
        source: Type.String({ minLength: 1 }),
      }),
      { minItems: 1 },
    ),
    kept: Type.Array(Type.Object({ what: words, why: words, source: Type.String({ minLength: 1 }) })),
  }),
  check: ({ papers }) => {
    const seen = new Set<string>();
    return papers.flatMap(({ key }, i): DefinitionProblem[] =>
      seen.size === seen.add(key).size
        ? [{ path: `papers.${i}.key`, reason: { vi: `“${key}” có hai lần`, en: `“${key}” stands twice` } }]
        : [],
    );
  },
  editing: 'studio.edit-site',
  publishing: 'studio.publish-definition',
};

const key = 'province';

/** `people-rules.yaml` becomes the definition `people-rules/province`. */
export const peopleRulesPart = rulesFile<PeopleRules>('people-rules', key, peopleRulesKind);

/** Months for which a delegation holds at the longest; undefined where the pack sets none. */
export async function longestDelegation(app: App, now: Date): Promise<number | undefined> {
  const found = await app.definitions.at<PeopleRules>('people-rules', key, localDate(now));
  return found?.body.delegationMonths;
}

/** The rules of the day of `now`. @throws peopleRulesMissing when the pack has none: what the law says is not guessed */
export async function peopleRules(app: App, now: Date): Promise<PeopleRules> {
  const found = await app.definitions.at<PeopleRules>('people-rules', key, localDate(now));
  if (!found) throw peopleRulesMissing();
  return found.body;
}
