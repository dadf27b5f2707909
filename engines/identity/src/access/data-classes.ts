import {
  type App,
  type DefinitionKind,
  type DefinitionProblem,
  isInField,
  localDate,
  type PackDocument,
  type PackPart,
  type Text,
} from '@dinh/kernel';
import { Type } from 'typebox';
import { rulesFile } from '../pack/rules-file.ts';

/** A class of data, by which permissions are narrowed. */
export interface DataClass {
  readonly key: string;
  readonly name: Text;
  /** What belongs to it. */
  readonly about: Text;
  readonly source: string;
}

/** `data-classes.yaml` of a pack: which classes of data there are, and of which class the data of each matter are. */
export interface DataClasses {
  readonly classes: readonly DataClass[];
  /** The class of whatever nothing else is said of. */
  readonly default: string;
  /** The class of one procedure, or of a field with all below it; the narrowest decides. `of`: their codes. */
  readonly matters: readonly {
    readonly of: readonly string[];
    readonly class: string;
    readonly source: string;
  }[];
}

const words = Type.Object({ vi: Type.String({ minLength: 1 }), en: Type.String({ minLength: 1 }) });
const Key = Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$' });
const Source = Type.String({ minLength: 1 });

export const dataClassesKind: DefinitionKind<DataClasses> = {
  kind: 'data-classes',
  title: { vi: 'Loại dữ liệu', en: 'Classes of data' },
  schema: Type.Object({
    source: Type.Optional(Type.String()),
    default: Key,
    classes: Type.Array(Type.Object({ key: Key, name: words, about: words, source: Source }), {
      minItems: 1,
    }),
    matters: Type.Array(
      Type.Object({
        of: Type.Array(Type.String({ minLength: 1, maxLength: 60 }), { minItems: 1 }),
        class: Key,
        source: Source,
      }),
    ),
  }),
  check(body) {
    const known = new Set<string>();
    const wrong: DefinitionProblem[] = [];
    for (const [i, { key }] of body.classes.entries())
      if (known.size === known.add(key).size)
        wrong.push({
          path: `classes.${i}.key`,
          reason: { vi: `“${key}” có hai lần`, en: `“${key}” stands twice` },
        });
    const named = [
      { path: 'default', key: body.default },
      ...body.matters.map((one, i) => ({ path: `matters.${i}.class`, key: one.class })),
    ];
    for (const { path, key } of named)
      if (!known.has(key))
        wrong.push({
          path,
          reason: { vi: `không có loại dữ liệu “${key}”`, en: `there is no class of data “${key}”` },
        });
    return wrong;
  },
  editing: 'studio.edit-site',
  publishing: 'studio.publish-definition',
};

const key = 'province';
export const dataClassesPart: PackPart<PackDocument<DataClasses> | undefined> = {
  ...rulesFile<DataClasses>('data-classes', key, dataClassesKind),
  check(document, others, folder) {
    const codes = new Set([
      ...((others('business-types') ?? []) as { value: { code: string } }[]).map(({ value }) => value.code),
      ...((others('procedures') ?? []) as { body: { code: string } }[]).map(({ body }) => body.code),
    ]);
    for (const [i, { of }] of (document?.value.matters ?? []).entries())
      for (const code of of)
        if (!codes.has(code))
          folder.problem(document!.file, document!.line(['matters', i]), `there is neither a field nor a procedure “${code}”`);
  },
};

/** The classes in force on the day of `now`; undefined when the pack has none. */
export async function dataClasses(app: App, now: Date): Promise<DataClasses | undefined> {
  return (await app.definitions.at<DataClasses>('data-classes', key, localDate(now)))?.body;
}

/**
 * Of which class the data of a procedure are: as is said of it, of its field, or of the next field above.
 * @returns null when the pack has no classes: then no permission that is narrowed by class reaches it
 */
export function classOf(
  classes: DataClasses | undefined,
  matter: { readonly procedure: string; readonly field: string },
): string | null {
  if (!classes) return null;
  // A procedure is narrower than any field.
  const narrowness = (code: string): number => (code === matter.procedure ? Infinity : code.length);
  const fitting = classes.matters.flatMap((one) =>
    one.of
      .filter((code) => code === matter.procedure || isInField(matter.field, [code]))
      .map((code) => ({ class: one.class, narrowness: narrowness(code) })),
  );
  return fitting.toSorted((a, b) => b.narrowness - a.narrowness)[0]?.class ?? classes.default;
}
