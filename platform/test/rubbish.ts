import fc from 'fast-check';
import type { TSchema } from 'typebox';

/** What people and programs send who mean no good, or whose program is broken. */
export const hostile: readonly unknown[] = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  'a\udfff',
  "'; drop table one_stop.dossier; --",
  "' or '1'='1",
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '{{7*7}}${7*7}#{7*7}',
  '../../../../etc/passwd',
  '%00%ff%c0%ae',
  '\\',
  '%',
  '_',
  '\u202eтxet',
  'Nguyễn Văn A'.normalize('NFD'),
  'ộ'.repeat(5000),
  'x'.repeat(70_000),
  '🧧'.repeat(300),
  '0',
  '-1',
  'NaN',
  'null',
  'true',
  '1e999',
  '99999999999999999999',
  '2026-02-30',
  '0000-00-00',
  '9999-12-31',
  '+275760-09-14',
  'infinity',
  'now',
  'epoch',
  '2026-11-18T25:61:61Z',
  '00000000-0000-0000-0000-000000000000',
  'gggggggg-0000-0000-0000-000000000000',
  '{}',
  '[]',
  0,
  -1,
  1,
  0.1,
  -0,
  1e308,
  2 ** 31,
  2 ** 53,
  -(2 ** 63),
  null,
  true,
  false,
  [],
  {},
  [[[[[[]]]]]],
  [null],
  { $ne: null },
  { constructor: { prototype: {} } },
  JSON.parse('{"__proto__": {"admin": true}}'),
  { toString: 1, length: -1 },
  JSON.parse('['.repeat(2000) + ']'.repeat(2000)),
];

/** Real ids and codes, by what they look like: things of other people, which must stay theirs. */
export interface Known {
  readonly uuids: readonly string[];
  readonly texts: readonly string[];
  readonly numbers: readonly number[];
}

interface Loose {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Loose[];
  readonly properties?: Record<string, Loose>;
  readonly required?: readonly string[];
  readonly items?: Loose;
  readonly patternProperties?: Record<string, Loose>;
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
}

/** Inputs made from an operation's own schema: most have its shape, some have not; values are friendly or hostile. */
export function rubbishFor(schema: TSchema, known: Known): fc.Arbitrary<unknown> {
  const shaped = value(schema, known, 0);
  return fc.oneof(
    { weight: 12, arbitrary: shaped },
    {
      weight: 2,
      arbitrary: fc.tuple(shaped, fc.string(), any).map(([o, key, v]) => (isObject(o) ? { ...o, [key]: v } : v)),
    },
    { weight: 1, arbitrary: any },
  );
}

const any = fc.oneof(fc.constantFrom(...hostile), fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<unknown>);

function value(schema: Loose, known: Known, depth: number): fc.Arbitrary<unknown> {
  const fitting = fit(schema, known, depth);
  return depth === 0 ? fitting : fc.oneof({ weight: 9, arbitrary: fitting }, { weight: 1, arbitrary: any });
}

function fit(schema: Loose, known: Known, depth: number): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((one) => fit(one, known, depth)));
  switch (schema.type) {
    case 'object':
      return object(schema, known, depth);
    case 'array':
      return fc.array(value(schema.items ?? {}, known, depth + 1), {
        minLength: Math.min(schema.minItems ?? 0, 5),
        maxLength: Math.min(schema.maxItems ?? 4, 4),
      });
    case 'integer':
    case 'number':
      return fc.oneof(
        fc.constantFrom(...known.numbers),
        fc.integer({ min: schema.minimum ?? -5, max: Math.min(schema.maximum ?? 50, 2 ** 31) }),
        fc.constantFrom(2 ** 31 - 1, 2 ** 31, -(2 ** 31), 2 ** 53, 1e300),
      );
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'string':
      return text(schema, known);
    default:
      return any;
  }
}

function object(schema: Loose, known: Known, depth: number): fc.Arbitrary<unknown> {
  if (!schema.properties) return fc.dictionary(fc.string({ maxLength: 12 }), any, { maxKeys: 6, noNullPrototype: true });
  const parts = Object.fromEntries(
    Object.entries(schema.properties).map(([name, inner]) => [name, value(inner, known, depth + 1)]),
  );
  const keys = [...(schema.required ?? [])];
  return fc.oneof(
    { weight: 8, arbitrary: fc.record(parts, { requiredKeys: keys, noNullPrototype: true }) },
    { weight: 1, arbitrary: fc.record(parts, { requiredKeys: [], noNullPrototype: true }) },
  );
}

function text(schema: Loose, known: Known): fc.Arbitrary<unknown> {
  if (schema.format === 'uuid') return fc.oneof(fc.constantFrom(...known.uuids), fc.uuid());
  if (schema.format === 'date')
    return fc.oneof(
      fc.constantFrom('2026-11-18', '0001-01-01', '9999-12-31', '1582-10-10', '2026-12-31'),
      fc.date({ min: new Date(0), max: new Date('2090-01-01'), noInvalidDate: true }).map((d) => d.toISOString().slice(0, 10)),
    );
  if (schema.format === 'date-time')
    return fc.oneof(
      fc.constantFrom('0001-01-01T00:00:00Z', '9999-12-31T23:59:59+07:00', '2026-11-20T09:00:00+07:00'),
      fc.date({ min: new Date(0), max: new Date('2090-01-01'), noInvalidDate: true }).map((d) => d.toISOString()),
    );
  if (schema.pattern) return matching(schema.pattern);
  const maxLength = Math.min(schema.maxLength ?? 200, 400);
  return fc.oneof(
    fc.constantFrom(...known.texts),
    fc.constantFrom(...hostile.filter((one) => typeof one === 'string')),
    fc.string({ minLength: Math.min(schema.minLength ?? 0, maxLength), maxLength, unit: 'grapheme' }),
  );
}

const madeFor = new Map<string, fc.Arbitrary<string>>();

/** Look like days, months and moments, and many a pattern lets them through; none is in the calendar, or nobody means it. */
const noDays =
  '2021-02-30 2023-02-29 2026-11-31 0000-01-01 2026-13-45 0001-01-01 9999-12-31 2026-00 2026-13 24:60 2026-02-30T08:00 2026-11-31T25:61:61Z'.split(
    ' ',
  );

/** Texts that match; made once for a pattern, since making it costs more than a thousand texts out of it. */
function matching(pattern: string): fc.Arbitrary<string> {
  let made = madeFor.get(pattern);
  if (!made) {
    const shape = new RegExp(pattern);
    const wrong = noDays.filter((one) => shape.test(one));
    // What any line may be is asked with hostile texts elsewhere.
    const isDay = wrong.length > 0 && !shape.test('a');
    made = fc.stringMatching(shape);
    if (isDay) made = fc.oneof({ weight: 2, arbitrary: made }, { weight: 1, arbitrary: fc.constantFrom(...wrong) });
    madeFor.set(pattern, made);
  }
  return made;
}

function isObject(what: unknown): what is Record<string, unknown> {
  return typeof what === 'object' && what !== null && !Array.isArray(what);
}
