/** Schemas as officers see them: what kind of field each part is, what it is called. Runs in the browser and on the server. */

export interface Words {
  readonly vi: string;
  readonly en: string;
}

/** The part of JSON Schema that bodies of definitions are described by. */
export interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly string[];
  readonly const?: unknown;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly 'x-told'?: Told;
}

/** As `told` of the kernel writes it into a schema. */
export interface Told {
  readonly label: Words;
  readonly hint?: Words;
  readonly names?: string;
  readonly as?: 'feel' | 'lines' | 'day' | 'month-day' | 'duration' | 'code';
  readonly one?: Words;
}

export interface Option {
  readonly value: string;
  readonly label: Words;
}

/** What a part of a body is. */
export type Shape =
  | { readonly is: 'words' }
  | { readonly is: 'text' }
  | { readonly is: 'number'; readonly whole: boolean }
  | { readonly is: 'truth' }
  | { readonly is: 'choice'; readonly options: readonly Option[] }
  /** Some of a few constants. */
  | { readonly is: 'choices'; readonly options: readonly Option[] }
  | { readonly is: 'list'; readonly of: Schema }
  | { readonly is: 'group'; readonly fields: readonly FieldOf[] }
  /** Entries by names that are typed or picked. */
  | { readonly is: 'table'; readonly of: Schema }
  /** One of several groups, told apart by a constant. */
  | {
      readonly is: 'kinds';
      readonly by: string;
      readonly kinds: readonly (Option & { readonly schema: Schema })[];
    }
  /** Always, never, or when an expression holds. */
  | { readonly is: 'sometimes' }
  | { readonly is: 'anything' };

export interface FieldOf {
  readonly name: string;
  readonly schema: Schema;
  readonly needed: boolean;
}

const isWords = ({ properties = {} }: Schema): boolean =>
  Object.keys(properties).length === 2 && 'vi' in properties && 'en' in properties;

const constants = (schemas: readonly Schema[]): Option[] | undefined =>
  schemas.every((one) => one.const !== undefined)
    ? schemas.map((one) => ({ value: String(one.const), label: one['x-told']?.label ?? plain(String(one.const)) }))
    : undefined;

const plain = (name: string): Words => ({ vi: name, en: name });

/** What a schema stands for. */
export function shapeOf(schema: Schema): Shape {
  if (schema.enum) return { is: 'choice', options: schema.enum.map((value) => ({ value, label: plain(value) })) };
  if (schema.const !== undefined) return { is: 'choice', options: constants([schema])! };
  if (schema.anyOf) return shapeOfChoice(schema.anyOf);
  switch (schema.type) {
    case 'string':
      return { is: 'text' };
    case 'number':
    case 'integer':
      return { is: 'number', whole: schema.type === 'integer' };
    case 'boolean':
      return { is: 'truth' };
    case 'array': {
      const options = schema.items?.anyOf && constants(schema.items.anyOf);
      return options ? { is: 'choices', options } : { is: 'list', of: schema.items ?? {} };
    }
    case 'object': {
      const [entry] = Object.values(schema.patternProperties ?? {});
      if (entry) return { is: 'table', of: entry };
      if (isWords(schema)) return { is: 'words' };
      const fields = Object.entries(schema.properties ?? {}).map(([name, inner]) => ({
        name,
        schema: inner,
        needed: schema.required?.includes(name) ?? false,
      }));
      return { is: 'group', fields };
    }
    default:
      return { is: 'anything' };
  }
}

function shapeOfChoice(anyOf: readonly Schema[]): Shape {
  const options = constants(anyOf);
  if (options) return { is: 'choice', options };
  const some = anyOf.filter((one) => one.type !== 'null');
  if (some.length === 1) return shapeOf(some[0]!);
  if (some.length === 2 && some[0]!.type === 'boolean' && some[1]!.type === 'string') return { is: 'sometimes' };
  for (const by of Object.keys(some[0]?.properties ?? {}))
    if (some.every((one) => one.properties?.[by]?.const !== undefined))
      return {
        is: 'kinds',
        by,
        kinds: some.map((schema) => ({ ...constants([schema.properties![by]!])![0]!, schema })),
      };
  return { is: 'anything' };
}

/** A schema for what no schema describes, by its value: nothing that stands in a body is out of reach. */
export function schemaOfValue(value: unknown): Schema {
  if (typeof value === 'string') return { type: 'string' };
  if (typeof value === 'number') return { type: 'number' };
  if (typeof value === 'boolean') return { type: 'boolean' };
  if (Array.isArray(value)) return { type: 'array', items: schemaOfValue(value[0] ?? '') };
  if (typeof value === 'object' && value !== null)
    return {
      type: 'object',
      properties: Object.fromEntries(Object.entries(value).map(([name, one]) => [name, schemaOfValue(one)])),
    };
  return { type: 'string' };
}

/** The fields of a group: those of its schema, then what else stands in the value. */
export function fieldsIn(schema: Schema, value: unknown): readonly FieldOf[] {
  const shape = shapeOf(schema);
  const known = shape.is === 'group' ? shape.fields : [];
  const more = Object.entries(isGroup(value) ? value : {})
    .filter(([name]) => !known.some((one) => one.name === name))
    .map(([name, one]) => ({ name, schema: schemaOfValue(one), needed: false }));
  return [...known, ...more];
}

export const isGroup = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const labelOf = (schema: Schema, name = ''): Words => schema['x-told']?.label ?? plain(name);

/** The schema of the kind that a value has, where there are several. */
export function kindOf(shape: Shape & { is: 'kinds' }, value: unknown): Schema | undefined {
  const now = isGroup(value) ? String(value[shape.by]) : undefined;
  return shape.kinds.find((one) => one.value === now)?.schema;
}

/** The schema of what stands inside of another, by its name or place. */
export function schemaInside(schema: Schema, step: string | number, value: unknown): Schema {
  const shape = shapeOf(schema);
  if (shape.is === 'list' || shape.is === 'table') return shape.of;
  const group = shape.is === 'kinds' ? kindOf(shape, value) : schema;
  const found = group && shapeOf(group);
  const field = found?.is === 'group' ? found.fields.find((one) => one.name === step) : undefined;
  return field?.schema ?? schemaOfValue(isGroup(value) ? value[step] : undefined);
}

/** All that a schema lets be named: `unit`, `role`, kinds of definitions. */
export function namesIn(schema: Schema): string[] {
  const found = new Set<string>();
  const walk = (one: Schema): void => {
    const names = one['x-told']?.names;
    if (names) found.add(names);
    for (const inner of [
      ...Object.values(one.properties ?? {}),
      ...Object.values(one.patternProperties ?? {}),
      ...(one.anyOf ?? []),
      ...(one.items ? [one.items] : []),
    ])
      walk(inner);
  };
  walk(schema);
  return [...found];
}

const naming = ['name', 'title', 'label', 'shortName', 'subject', 'text', 'phrase'] as const;
const keys = ['key', 'code', 'number', 'value', 'day', 'from', 'off'] as const;

/** What an entry of a list is called: by its name, else by its key. */
export function nameOfEntry(value: unknown): Words | undefined {
  if (typeof value === 'string' || typeof value === 'number') return plain(String(value));
  if (!isGroup(value)) return undefined;
  for (const name of naming) {
    const found = value[name];
    if (typeof found === 'string' && found !== '') return plain(found);
    if (isGroup(found) && typeof found['vi'] === 'string' && found['vi'] !== '')
      return { vi: found['vi'], en: typeof found['en'] === 'string' ? found['en'] : found['vi'] };
  }
  return keyOfEntry(value) === undefined ? undefined : plain(keyOfEntry(value)!);
}

/** By what an entry of a list is the same entry in another version. */
export function keyOfEntry(value: unknown): string | undefined {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  if (!isGroup(value)) return undefined;
  const name = keys.find((one) => ['string', 'number'].includes(typeof value[one]));
  return name && String(value[name]);
}

/** `/pages/2/fields`, `pages[2].fields` and `holidays.3` alike → `['pages', 2, 'fields']`. */
export function stepsOf(path: string): (string | number)[] {
  return path
    .split(/[/.[\]]+/)
    .filter((step) => step !== '')
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}

/**
 * A place in a body as people know it: `components.1.copies` → “Thành phần hồ sơ › 2 “Bản vẽ” › Số bản”.
 * @param parts what parts are called of which the schema says nothing
 */
export function placeInWords(
  schema: Schema,
  body: unknown,
  path: string,
  parts: Readonly<Record<string, Words>> = {},
): Words | undefined {
  const steps = stepsOf(path);
  const said: Words[] = [];
  let [at, value]: [Schema, unknown] = [schema, body];
  for (const step of steps) {
    const inside = schemaInside(at, step, value);
    value = Array.isArray(value) || isGroup(value) ? (value as Record<string | number, unknown>)[step] : undefined;
    if (shapeOf(at).is === 'words')
      said.push(step === 'vi' ? { vi: 'tiếng Việt', en: 'Vietnamese' } : { vi: 'tiếng Anh', en: 'English' });
    else if (typeof step === 'number') {
      const name = nameOfEntry(value);
      const number = step + 1;
      said.push(
        name ? { vi: `${number} “${shortened(name.vi)}”`, en: `${number} “${shortened(name.en)}”` } : plain(String(number)),
      );
    } else said.push(shapeOf(at).is === 'table' ? plain(`“${step}”`) : (inside['x-told']?.label ?? parts[step] ?? plain(step)));
    at = inside;
  }
  if (said.length === 0) return undefined;
  return { vi: said.map((one) => one.vi).join(' › '), en: said.map((one) => one.en).join(' › ') };
}

const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 58)}…` : text);
