import {
  type App,
  checker,
  type DefinitionKind,
  type DefinitionProblem,
  localDate,
  type PackDocument,
  type PackPart,
  type Text,
} from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { peopleRulesMissing } from '../errors.ts';

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
export const peopleRulesPart: PackPart<PackDocument<PeopleRules> | undefined> = {
  name: 'people-rules',
  async read(folder) {
    if (!(await folder.exists('people-rules.yaml'))) return undefined;
    const document = await folder.yaml<PeopleRules>('people-rules.yaml');
    if (!document) return undefined;
    const { value, file } = document;
    const line = (path: string) => document.line(path.split(/[./]/).filter(Boolean));
    const shape = checker(peopleRulesKind.schema);
    if (!shape.Check(value)) {
      for (const { instancePath, message } of shape.Errors(value))
        folder.problem(file, line(instancePath), `${instancePath || 'people-rules'}: ${message}`);
      return undefined;
    }
    for (const { path, reason } of (await peopleRulesKind.check?.(value, {
      key,
      others: async () => [],
    })) ?? [])
      folder.problem(file, line(path), `${path}: ${reason.en}`);
    return document;
  },
  async load(load, document) {
    if (document)
      await load.define('people-rules', {
        kind: 'people-rules',
        key,
        body: document.value,
        source: (document.value as { source?: string }).source ?? 'ours',
      });
  },
  async save(save) {
    for (const { body } of await save.definitions('people-rules')) save.yaml('people-rules.yaml', body);
  },
};

/** The rules of the day of `now`. @throws peopleRulesMissing when the pack has none: what the law says is not guessed */
export async function peopleRules(app: App, now: Date): Promise<PeopleRules> {
  const found = await app.definitions.at<PeopleRules>('people-rules', key, localDate(now));
  if (!found) throw peopleRulesMissing();
  return found.body;
}
