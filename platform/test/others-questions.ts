/** How operations are asked about ids: which fields of an input are ids, the rest of an input, and what an answer tells. */
import { randomUUID } from 'node:crypto';
import type { Operation } from '@dinh/kernel';
import fc from 'fast-check';

export interface Id {
  readonly field: string;
  readonly list: boolean;
  readonly needed: boolean;
}
export interface Got {
  readonly status: number;
  readonly text: string;
}

export interface Loose {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Loose[];
  readonly properties?: Record<string, Loose>;
  readonly required?: readonly string[];
  readonly items?: Loose;
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly minimum?: number;
  readonly minItems?: number;
}
const isId = ({ format, pattern = '' }: Loose) => format === 'uuid' || pattern.includes('a-fA-F]{8}');

export function idsOf(operation: Operation): Id[] {
  const { properties = {}, required = [] } = operation.input as Loose;
  return Object.entries(properties).flatMap(([field, schema]) => {
    const single = [schema, ...(schema.anyOf ?? [])].some(isId);
    const list = schema.items !== undefined && isId(schema.items);
    // Where a page of a list goes on is the id of no thing.
    if ((!single && !list) || /^(after|before|cursor|proof)$/.test(field)) return [];
    return [{ field, list, needed: required.includes(field) }];
  });
}

/** Something that a schema takes, always the same. */
export function plain(schema: Loose): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  if (schema.anyOf) return plain(schema.anyOf[0]!);
  switch (schema.type) {
    case 'object':
      return Object.fromEntries((schema.required ?? []).map((name) => [name, plain(schema.properties?.[name] ?? {})]));
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => plain(schema.items ?? {}));
    case 'integer':
    case 'number':
      return Math.max(schema.minimum ?? 1, 1);
    case 'boolean':
      return true;
    case 'null':
      return null;
    case 'string':
      if (schema.format === 'date') return '2027-03-01';
      if (schema.format === 'date-time') return '2027-03-01T09:00:00+07:00';
      if (isId(schema)) return randomUUID();
      if (schema.pattern && !schema.pattern.startsWith('^[^'))
        return fc.sample(fc.stringMatching(new RegExp(schema.pattern)), { numRuns: 1, seed: 7 })[0];
      return 'Việc của người khác'.padEnd(schema.minLength ?? 0, '.');
    default:
      return {};
  }
}

/** What an answer tells, without what is different in every answer. */
export function told({ status, text }: Got, input: object): string {
  let out = text.replace(/"(number|instance|at|now)":"[^"]*"/g, '');
  for (const value of Object.values(input).flat())
    if (typeof value === 'string' && value.length > 30) out = out.replaceAll(value, 'ID');
  return `${status} ${out}`;
}

export const variants = (ids: readonly Id[]): (Id | undefined)[] => {
  const optional = ids.filter(({ needed }) => !needed);
  return ids.some(({ needed }) => needed) || optional.length === 0 ? [undefined, ...optional] : optional;
};
