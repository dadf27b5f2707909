import { checker, type DefinitionKind, type PackDocument, type PackPart } from '@dinh/kernel';
import { type Static, Type } from 'typebox';

const Level = Type.Integer({ minimum: 1, maximum: 4 });
const Source = Type.Optional(Type.String());
const kindOfPerson = Type.Union([Type.Literal('citizen'), Type.Literal('business')]);

/** What a province asks for before it believes who somebody is; `assurance.yaml` of a pack. */
export const AssuranceRules = Type.Object({
  key: Type.Optional(Type.String()),
  /** The level that an online service of a level asks of whoever files (A7.5). */
  serviceLevels: Type.Array(Type.Object({ service: Type.Integer({ minimum: 1, maximum: 4 }), level: Level, source: Source })),
  /** Acts that ask for a level, and how lately it must have been shown. */
  acts: Type.Array(
    Type.Object({
      operation: Type.String({ pattern: '^[a-z-]+\\.[a-z-]+$' }),
      level: Level,
      minutes: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_080 })),
      source: Source,
    }),
  ),
  /** How many factors of different kinds an official shows before their places give them anything. */
  duties: Type.Optional(Type.Object({ factors: Type.Literal(2), source: Source })),
  /** The least level of everything that people of a kind do here, but for looking after their own account. */
  everything: Type.Optional(Type.Array(Type.Object({ kind: kindOfPerson, level: Level, source: Source }))),
  /** Of whom a token for the API must be bound to a key or a certificate (RFC 9449, RFC 8705): a stolen one is then of no use. */
  boundTokens: Type.Optional(
    Type.Object({
      of: Type.Array(Type.Union([Type.Literal('machine'), Type.Literal('person')]), { minItems: 1 }),
      source: Source,
    }),
  ),
  /** What somebody who opened their account themselves may not do before a code has confirmed an address of theirs. */
  unconfirmed: Type.Optional(
    Type.Object({
      mayNot: Type.Array(Type.String({ pattern: '^[a-z-]+\\.[a-z-]+$' }), { maxItems: 200 }),
      source: Source,
    }),
  ),
  /** Getting an account back without its password. */
  recovery: Type.Object({
    /** Hours in which the owner can stop it before it opens. */
    waitHours: Type.Integer({ minimum: 1, maximum: 720 }),
    /** Hours for which it then stays open. */
    openHours: Type.Integer({ minimum: 1, maximum: 720 }),
    source: Source,
  }),
  source: Source,
});
export type AssuranceRules = Static<typeof AssuranceRules>;

/** The one definition of its kind. */
export const assuranceKey = 'province';

/** While a pack says nothing, nothing is asked for, and recovery waits for a day. */
export const noRules: AssuranceRules = {
  serviceLevels: [],
  acts: [],
  recovery: { waitHours: 24, openHours: 24 },
};

export const assuranceKind: DefinitionKind<AssuranceRules> = {
  kind: 'assurance',
  title: { vi: 'Mức bảo đảm danh tính', en: 'Assurance levels' },
  schema: AssuranceRules,
  check(rules) {
    const seen = new Set<string>();
    return rules.acts.flatMap(({ operation }, i) => {
      const twice = seen.has(operation);
      seen.add(operation);
      return twice
        ? [
            {
              path: `acts.${i}.operation`,
              reason: { vi: `“${operation}” có hai dòng`, en: `“${operation}” stands twice` },
            },
          ]
        : [];
    });
  },
  editing: 'studio.edit-rules',
  publishing: 'studio.publish-definition',
};

/** `assurance.yaml`: which level of assurance services and acts ask for. */
export const assurancePart: PackPart<PackDocument<AssuranceRules> | undefined> = {
  name: 'assurance',
  async read(folder) {
    if (!(await folder.exists('assurance.yaml'))) return undefined;
    const file = await folder.yaml<AssuranceRules>('assurance.yaml');
    if (!file) return undefined;
    const shape = checker(AssuranceRules);
    if (!shape.Check(file.value))
      for (const { instancePath, message } of shape.Errors(file.value))
        folder.problem(
          file.file,
          file.line(instancePath.split('/').filter(Boolean)),
          `${instancePath || 'assurance'}: ${message}`,
        );
    else
      for (const problem of await assuranceKind.check!(file.value, undefined as never))
        folder.problem(file.file, file.line(problem.path.split('.')), problem.reason.en);
    return file;
  },
  async load(load, file) {
    if (!file) return;
    const body = { key: assuranceKey, ...file.value };
    await load.define('assurance', {
      kind: 'assurance',
      key: assuranceKey,
      body,
      source: body.source ?? 'ours',
    });
  },
  async save(save) {
    for (const { body } of await save.definitions<AssuranceRules>('assurance')) {
      const { key: _, ...rules } = body;
      save.yaml('assurance.yaml', rules);
    }
  },
};
