/** Checks one decision table: values of the wrong type, rules that never fire, gaps and overlaps. */
import { kindWords } from '../../feel/kind-words.ts';
import { makeCompiler } from '../../feel/compile.ts';
import type { TestCode } from '../../feel/compile.ts';
import { Environment } from '../../feel/environment.ts';
import { FeelError } from '../../feel/errors.ts';
import { parseExpressionTree, parseUnaryTestsTree } from '../../feel/parser.ts';
import { Scope } from '../../feel/scope.ts';
import type { FeelType } from '../../feel/types.ts';
import { compileTests } from '../../feel/unary-tests.ts';
import { kindOf } from '../../feel/values.ts';
import type { Value } from '../../feel/values.ts';
import { child, children, textOf } from '../xml.ts';
import { ENGLISH } from '../xml.ts';
import type { Element } from '../xml.ts';
import { type End, intervalWords } from './value-words.ts';
import { asksForNull, constantsOf, partsOf, withMissing, written } from './domain.ts';
import type { Part } from './domain.ts';
import type { Finding, Words } from './findings.ts';
import { Budget, TooLarge, shared, uncovered } from './table-space.ts';
import type { Box, Side, Space } from './table-space.ts';

interface Cell {
  readonly element: Element | null;
  readonly text: string;
  /** Null for any value, and for cells that cannot be judged. */
  readonly code: TestCode | null;
  /** Null when the cell depends on more than its input. */
  readonly constants: readonly Value[] | null;
  readonly asksForNull: boolean;
}

interface Column {
  readonly label: Words;
  readonly parts: readonly Part[];
  readonly sides: readonly Side[];
}

/** Types by name: the kind of values below each, and its allowed values as written. */
export interface TypesOfFile {
  readonly base: (typeRef: string) => FeelType['kind'];
  readonly allowed: (typeRef: string) => string | undefined;
}

const MAX_GAPS = 10;
const MAX_OVERLAPS = 30;

/** `decision` names the decision or business knowledge whose logic the table is. */
export function checkTable(table: Element, decision: string, types: TypesOfFile): Finding[] {
  const found: Finding[] = [];
  const add = (
    severity: Finding['severity'],
    kind: Finding['kind'],
    element: Element,
    rules: readonly number[],
    message: Words,
  ): void => {
    const elementId = element.attributes['id'] ?? null;
    found.push({ severity, kind, decision, elementId, line: element.line, rules, message });
  };
  const rules = children(table, 'rule');
  checkOutputs(table, rules, types, add);
  const columns = children(table, 'input').map((input, c) => {
    const cells = rules.map((rule) => readCell(children(rule, 'inputEntry')[c]));
    checkCells(input, cells, types, add);
    return makeColumn(input, cells, types);
  });
  const unknown = columns.flatMap((column, c) => (column ? [] : [labelOf(children(table, 'input')[c]!)]));
  if (unknown.length > 0 || rules.length === 0) {
    if (rules.length > 0) add('note', 'not-checked', table, [], notChecked(unknown));
    return found;
  }
  try {
    judge(table, rules, columns as Column[], add);
  } catch (error) {
    if (!(error instanceof TooLarge)) throw error;
    add('note', 'not-checked', table, [], {
      vi: 'Bảng quá lớn nên chưa xét được khoảng trống và chồng lấn.',
      en: 'The table is too large to be searched for gaps and overlaps.',
    });
  }
  return found;
}

type Add = (
  severity: Finding['severity'],
  kind: Finding['kind'],
  element: Element,
  rules: readonly number[],
  message: Words,
) => void;

const notChecked = (columns: readonly Words[]): Words => ({
  vi: `Chưa xét khoảng trống và chồng lấn: cột ${columns.map(({ vi }) => vi).join(', ')} có ô không chỉ gồm giá trị cố định.`,
  en: `Gaps and overlaps are not checked: column ${columns.map(({ en }) => en).join(', ')} has cells that are more than fixed values.`,
});

/** What people call a column. */
function labelOf(input: Element): Words {
  const vi = input.attributes['label'] || textOf(child(input, 'inputExpression'))?.trim() || '';
  return { vi, en: input.attributes[ENGLISH] || vi };
}

function readCell(element: Element | undefined): Cell {
  const text = textOf(element)?.trim() ?? '';
  if (!element || text === '' || text === '-')
    return { element: element ?? null, text, code: null, constants: [], asksForNull: false };
  try {
    const tree = parseUnaryTestsTree(text);
    return {
      element,
      text,
      code: compileTests(tree, makeCompiler()),
      constants: constantsOf(tree),
      asksForNull: asksForNull(tree),
    };
  } catch (error) {
    if (!(error instanceof FeelError)) throw error;
    // The reader of the model has told this already.
    return { element, text, code: null, constants: null, asksForNull: false };
  }
}

/** Constants of another kind than the input's type can never be met. */
function checkCells(input: Element, cells: readonly Cell[], types: TypesOfFile, add: Add): void {
  const typeRef = child(input, 'inputExpression')?.attributes['typeRef'];
  const wanted = typeRef === undefined ? undefined : types.base(typeRef);
  if (wanted === undefined || wanted === 'any') return;
  for (const [r, cell] of cells.entries()) {
    const wrong = cell.constants?.find((value) => kindOf(value) !== wanted);
    if (wrong !== undefined && cell.element)
      add('error', 'type', cell.element, [r + 1], {
        vi: `Quy tắc ${r + 1}: ${written(wrong)} không cùng kiểu với cột ${labelOf(input).vi} (kiểu ${kindWords(wanted).vi}).`,
        en: `Rule ${r + 1}: ${written(wrong)} is not of the type of column ${labelOf(input).en} (type ${kindWords(wanted).en}).`,
      });
  }
}

/** Outputs that are literals must fit the type of their column. */
function checkOutputs(table: Element, rules: readonly Element[], types: TypesOfFile, add: Add): void {
  for (const [o, output] of children(table, 'output').entries()) {
    const { typeRef, name, label, [ENGLISH]: english } = output.attributes;
    const wanted = typeRef === undefined ? undefined : types.base(typeRef);
    if (wanted === undefined || wanted === 'any') continue;
    for (const [r, rule] of rules.entries()) {
      const entry = children(rule, 'outputEntry')[o];
      const value = entry ? literalOf(textOf(entry)?.trim() ?? '') : undefined;
      if (!entry || value === undefined || value === null || kindOf(value) === wanted) continue;
      const column = label || name || '';
      add('error', 'type', entry, [r + 1], {
        vi: `Quy tắc ${r + 1}: kết quả ${written(value)} không cùng kiểu với cột ${column} (kiểu ${kindWords(wanted).vi}).`,
        en: `Rule ${r + 1}: the output ${written(value)} is not of the type of column ${english || column} (type ${kindWords(wanted).en}).`,
      });
    }
  }
}

function literalOf(text: string): Value | undefined {
  try {
    const tree = parseExpressionTree(text);
    return tree.is === 'literal' ? tree.value : undefined;
  } catch {
    return undefined;
  }
}

/** The column cut into parts; null when some cell cannot be judged. */
function makeColumn(input: Element, cells: readonly Cell[], types: TypesOfFile): Column | null {
  const allowed = readCell(allowedOf(input, types));
  if (cells.some((cell) => cell.constants === null)) return null;
  const constants = [...cells, ...(allowed.constants ? [allowed] : [])].flatMap((cell) => cell.constants ?? []);
  const label = labelOf(input);
  const missing = cells.some((cell) => cell.asksForNull);
  if (constants.length === 0 && !missing) {
    const whole: Part = { sample: null, words: { vi: 'bất kỳ', en: 'any' } };
    return { label, parts: [whole], sides: cells.map(() => null) };
  }
  const found = constants.length === 0 ? [] : partsOf(constants);
  if (!found) return null;
  const scope = new Scope({}, null, new Environment());
  const admits = ({ code }: Cell, value: Value): boolean => !code || code(scope, value) === true;
  const meant = allowed.constants ? found.filter((part) => admits(allowed, part.sample)) : found;
  const parts = missing ? withMissing(meant) : meant;
  const sides = cells.map((cell) =>
    cell.code ? new Set(parts.flatMap((part, i) => (admits(cell, part.sample) ? [i] : []))) : null,
  );
  return { label, parts, sides };
}

/** The `<inputValues>` of a column, or the allowed values of its type as if they stood there. */
function allowedOf(input: Element, types: TypesOfFile): Element | undefined {
  const own = child(input, 'inputValues');
  if (own) return own;
  const typeRef = child(input, 'inputExpression')?.attributes['typeRef'];
  const text = typeRef === undefined ? undefined : types.allowed(typeRef);
  if (text === undefined) return undefined;
  const written = { name: 'text', attributes: {}, children: [], text, line: input.line };
  return { name: 'inputValues', attributes: {}, children: [written], text: '', line: input.line };
}

const SINGLE = new Set(['UNIQUE', 'ANY']);

function judge(table: Element, rules: readonly Element[], columns: readonly Column[], add: Add): void {
  const policy = table.attributes['hitPolicy'] ?? 'UNIQUE';
  const space: Space = {
    sizes: columns.map((column) => column.parts.length),
    rules: rules.map((_, r) => columns.map((column) => column.sides[r] ?? null)),
  };
  const budget = new Budget();
  const dead = new Set<number>();
  const earlier: number[] = [];
  for (const [r, rule] of rules.entries()) {
    const sides = space.rules[r] as readonly Side[];
    const empty = sides.some((side) => side?.size === 0);
    if (empty || (policy === 'FIRST' && uncovered(space, earlier, 1, budget, sides).length === 0)) {
      dead.add(r);
      add('warning', 'unreachable', rule, [r + 1], unreachable(r + 1, empty));
    }
    earlier.push(r);
  }
  if (SINGLE.has(policy)) overlaps(policy, rules, space, columns, dead, budget, add);
  if (children(table, 'output').some((output) => child(output, 'defaultOutputEntry'))) return;
  if (policy === 'COLLECT' || policy === 'RULE ORDER' || policy === 'OUTPUT ORDER') return;
  const gaps = uncovered(space, [...rules.keys()], MAX_GAPS + 1, budget);
  for (const gap of gaps.slice(0, MAX_GAPS)) {
    const broken = gap.some((parts, c) => parts?.every((part) => columns[c]?.parts[part]?.broken));
    add(broken ? 'note' : 'warning', 'gap', table, [], gapWords(gap, columns, broken));
  }
  if (gaps.length > MAX_GAPS)
    add('warning', 'gap', table, [], { vi: 'Còn nhiều khoảng trống khác.', en: 'There are more gaps.' });
}

const unreachable = (rule: number, empty: boolean): Words =>
  empty
    ? {
        vi: `Quy tắc ${rule} không bao giờ được dùng: có ô không giá trị nào đáp ứng.`,
        en: `Rule ${rule} never fires: no value answers to one of its cells.`,
      }
    : {
        vi: `Quy tắc ${rule} không bao giờ được dùng: các quy tắc trước đã bao trùm.`,
        en: `Rule ${rule} never fires: the rules before it take all its cases.`,
      };

const gapWords = (gap: Box, columns: readonly Column[], broken: boolean): Words => ({
  vi: `Không quy tắc nào áp dụng${broken ? ' (chỉ với số lẻ)' : ''} khi ${boxWords(gap, columns, 'vi')}.`,
  en: `No rule applies${broken ? ' (to fractions only)' : ''} when ${boxWords(gap, columns, 'en')}.`,
});

function overlaps(
  policy: string,
  rules: readonly Element[],
  space: Space,
  columns: readonly Column[],
  dead: ReadonlySet<number>,
  budget: Budget,
  add: Add,
): void {
  let told = 0;
  const outputs = rules.map((rule) =>
    children(rule, 'outputEntry')
      .map((entry) => textOf(entry)?.trim())
      .join('\0'),
  );
  for (let b = 1; b < rules.length; b++) {
    for (let a = 0; a < b; a++) {
      if (dead.has(a) || dead.has(b) || (policy === 'ANY' && outputs[a] === outputs[b])) continue;
      const box = shared(space.rules[a] as readonly Side[], space.rules[b] as readonly Side[], budget);
      if (!box || ++told > MAX_OVERLAPS) continue;
      const where = { vi: boxWords(box, columns, 'vi'), en: boxWords(box, columns, 'en') };
      // Under ANY two formulas may still come to the same.
      add(policy === 'ANY' ? 'warning' : 'error', 'overlap', rules[b] as Element, [a + 1, b + 1], {
        vi: `Quy tắc ${a + 1} và ${b + 1} cùng áp dụng khi ${where.vi}.`,
        en: `Rules ${a + 1} and ${b + 1} both apply when ${where.en}.`,
      });
    }
  }
}

/** “Loại: “house”; Diện tích: từ 50 đến dưới 100”: only the columns that say something. */
function boxWords(box: Box, columns: readonly Column[], lang: 'vi' | 'en'): string {
  const said = box.flatMap((parts, c) => {
    const column = columns[c] as Column;
    if (!parts || parts.length === column.parts.length) return [];
    return [
      `${column.label[lang]}: ${joined(
        parts.map((part) => column.parts[part] as Part),
        lang,
      )}`,
    ];
  });
  return said.length > 0 ? said.join('; ') : { vi: 'bất kỳ giá trị nào', en: 'anything is given' }[lang];
}

/** Parts that lie next to each other are one interval. */
function joined(parts: readonly Part[], lang: 'vi' | 'en'): string {
  const words: string[] = [];
  for (let i = 0; i < parts.length; i++) {
    let end = i;
    const touching = (a: Part, b: Part | undefined): boolean =>
      a.to !== undefined && b?.from !== undefined && a.to !== null && a.to === b.from;
    while (touching(parts[end] as Part, parts[end + 1])) end += 1;
    const [first, last] = [parts[i] as Part, parts[end] as Part];
    words.push(end === i ? first.words[lang] : span(first, last)[lang]);
    i = end;
  }
  const last = words.pop() as string;
  return words.length === 0 ? last : `${words.join(', ')}${{ vi: ' hoặc ', en: ' or ' }[lang]}${last}`;
}

/** A part that is a single point includes its end. */
function span(first: Part, last: Part): Words {
  const end = (value: Value | undefined, included: boolean): End | null =>
    value === null || value === undefined ? null : { value, included };
  return intervalWords(end(first.from, first.from === first.to), end(last.to, last.from === last.to));
}
