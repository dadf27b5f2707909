import type { FieldError } from '../errors.ts';
import type { Text } from '../text.ts';

interface Found {
  readonly instancePath: string;
  readonly schemaPath?: string;
  readonly keyword: string;
  readonly params?: object;
}

/**
 * Turns what the schema checker found into one sentence per field, in words that say what to do.
 * @param input what was checked: of a text that is empty it is said that it is needed, whatever form it should have
 */
export function fieldErrors(found: readonly Found[], input?: unknown): FieldError[] {
  const errors = new Map<string, FieldError>();
  for (const one of nearestBranches(found)) {
    const { instancePath, keyword, params } = one;
    const values = (params ?? {}) as Record<string, unknown>;
    const base = instancePath.replace(/^\//, '').replaceAll('/', '.');
    const named =
      keyword === 'required'
        ? (values['requiredProperties'] as string[] | undefined)
        : keyword === 'additionalProperties'
          ? (values['additionalProperties'] as string[] | undefined)
          : undefined;
    for (const path of named ? named.map((name) => (base ? `${base}.${name}` : name)) : [base])
      if (!errors.has(path))
        errors.set(path, { path, message: valueAt(input, path) === '' ? needed : sentence(keyword, values) });
    if (errors.size >= 50) break; // enough for anybody to mend
  }
  return [...errors.values()];
}

const needed: Text = { vi: 'Cần ghi mục này.', en: 'This is needed.' };

const valueAt = (input: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown> | null)?.[key], input);

/**
 * Of a choice between shapes the checker tells what is wrong with each. What counts is the shape that was meant: that
 * with the right constants, else the one with the fewest faults; a choice between constants is told once, with all.
 */
function nearestBranches(found: readonly Found[]): readonly Found[] {
  // That a property which may not be there “is false” says nothing beside its name.
  let left = found.filter((one) => one.keyword !== 'boolean');
  // Outermost first, so that what stands inside of a shape that was not meant is gone before it is looked at.
  for (const choice of found.filter((one) => one.keyword === 'anyOf').toReversed()) {
    if (!left.includes(choice)) continue;
    const prefix = `${choice.schemaPath}/anyOf/`;
    const branches = Map.groupBy(
      left.filter((one) => one.schemaPath?.startsWith(prefix)),
      (one) => one.schemaPath!.slice(prefix.length).split('/')[0]!,
    );
    if (branches.size === 0) continue;
    const all = [...branches.values()];
    const here = all.every((list) => list.every((one) => one.instancePath === choice.instancePath));
    const constants = all.flat().every((one) => one.keyword === 'const');
    const kept = here
      ? [
          constants
            ? {
                ...choice,
                keyword: 'enum',
                params: { allowedValues: all.flat().map((one) => (one.params as { allowedValue?: unknown }).allowedValue) },
              }
            : { ...choice, keyword: 'type', params: { type: all.flat().map((one) => (one.params as { type?: string }).type) } },
        ]
      : all.toSorted((a, b) => faults(a) - faults(b))[0]!;
    const dropped = new Set<Found>([choice, ...all.flat()]);
    const at = left.findIndex((one) => dropped.has(one));
    left = [...left.slice(0, at), ...kept, ...left.slice(at).filter((one) => !dropped.has(one))];
  }
  return left;
}

/** A wrong constant weighs more than anything else: it says that another shape was meant. */
const faults = (branch: readonly Found[]): number =>
  branch.length + 1000 * branch.filter((one) => one.keyword === 'const').length;

const types: Readonly<Record<string, Text>> = {
  string: { vi: 'chữ', en: 'a text' },
  number: { vi: 'số', en: 'a number' },
  integer: { vi: 'số nguyên', en: 'a whole number' },
  boolean: { vi: 'true hoặc false', en: 'true or false' },
  array: { vi: 'danh sách', en: 'a list' },
  object: { vi: 'nhóm các mục', en: 'a group of entries' },
  null: { vi: 'để trống', en: 'nothing' },
};

function sentence(keyword: string, v: Record<string, unknown>): Text {
  const limit = String(v['limit'] ?? '');
  switch (keyword) {
    case 'required':
      return { vi: 'Cần có mục này.', en: 'This is needed.' };
    case 'additionalProperties':
      return { vi: 'Mục này không được dùng ở đây.', en: 'This is not used here.' };
    case 'type': {
      const named = [v['type']].flat().flatMap((type) => types[String(type)] ?? []);
      if (named.length === 0) return { vi: 'Kiểu dữ liệu chưa đúng.', en: 'This is of the wrong type.' };
      const list = (lang: 'vi' | 'en', or: string) => named.map((one) => one[lang]).join(or);
      return { vi: `Ở đây cần ${list('vi', ' hoặc ')}.`, en: `This must be ${list('en', ' or ')}.` };
    }
    case 'enum':
    case 'const': {
      const among = [v['allowedValues'] ?? v['allowedValue'] ?? []].flat().map(String).join(', ');
      return { vi: `Phải là một trong: ${among}.`, en: `Must be one of: ${among}.` };
    }
    case 'anyOf':
      return { vi: 'Giá trị này không có trong các lựa chọn.', en: 'This value is not among the choices.' };
    case 'format':
    case 'pattern':
      return { vi: 'Giá trị này chưa đúng dạng.', en: 'This does not have the right form.' };
    case 'minLength':
      if (limit === '1') return needed;
      return { vi: `Cần ít nhất ${limit} ký tự.`, en: `At least ${limit} characters are needed.` };
    case 'maxLength':
      return { vi: `Không dài quá ${limit} ký tự.`, en: `No more than ${limit} characters.` };
    case 'minimum':
    case 'exclusiveMinimum':
      return { vi: `Không nhỏ hơn ${limit}.`, en: `Not less than ${limit}.` };
    case 'maximum':
    case 'exclusiveMaximum':
      return { vi: `Không lớn hơn ${limit}.`, en: `Not more than ${limit}.` };
    case 'minItems':
      if (limit === '1') return { vi: 'Cần ít nhất một mục.', en: 'At least one is needed.' };
      return { vi: `Cần ít nhất ${limit} mục.`, en: `At least ${limit} items are needed.` };
    case 'maxItems':
      return { vi: `Không quá ${limit} mục.`, en: `No more than ${limit} items.` };
    default:
      return { vi: 'Giá trị này chưa đúng.', en: 'This value is not right.' };
  }
}
