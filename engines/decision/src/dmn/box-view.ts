/** Logic in boxes as lines of text, for whoever reads it instead of evaluating it: one a box, what stands inside further in. */
import { kindWords } from '../feel/kind-words.ts';
import { simpleType } from '../feel/types.ts';
import { type Called, called } from './table-view.ts';
import { child, children, readXml, textOf } from './xml.ts';
import type { Element } from './xml.ts';

type Lang = 'vi' | 'en';

export interface BoxView {
  /** Name of the decision or business knowledge. */
  readonly decision: string;
  readonly description: Called | undefined;
  readonly lines: readonly string[];
}

/** What is the logic of decisions and business knowledge, but for tables that are a whole decision. Throws DmnError when the text is no DMN. */
export function readBoxes(xml: string, lang: Lang): BoxView[] {
  return readXml(xml).children.flatMap((element) => {
    const logic =
      element.name === 'decision'
        ? element.children.find(({ name }) => kinds[name] && name !== 'decisionTable')
        : element.name === 'businessKnowledgeModel'
          ? child(element, 'encapsulatedLogic')
          : undefined;
    if (!logic) return [];
    const description = child(element, 'description')?.text.trim();
    return [
      {
        decision: element.attributes['name'] ?? '',
        description: description ? called(element, description) : undefined,
        lines: outline(logic.name === 'encapsulatedLogic' ? { ...logic, name: 'functionDefinition' } : logic, '', 0, lang),
      },
    ];
  });
}

const kinds: Readonly<Record<string, Called>> = {
  literalExpression: { vi: 'biểu thức', en: 'expression' },
  decisionTable: { vi: 'bảng quyết định', en: 'decision table' },
  context: { vi: 'ngữ cảnh', en: 'context' },
  list: { vi: 'danh sách', en: 'list' },
  relation: { vi: 'bảng dữ liệu', en: 'relation' },
  invocation: { vi: 'gọi hàm', en: 'invocation' },
  functionDefinition: { vi: 'hàm', en: 'function' },
  conditional: { vi: 'nếu … thì …', en: 'if … then …' },
  filter: { vi: 'lọc danh sách', en: 'filter of a list' },
  for: { vi: 'tính cho từng mục', en: 'for each item' },
  some: { vi: 'có mục nào đó mà', en: 'some item satisfies' },
  every: { vi: 'mọi mục đều', en: 'every item satisfies' },
};
const parts = new Map<string, Called>([
  ['if', { vi: 'nếu', en: 'if' }],
  ['then', { vi: 'thì', en: 'then' }],
  ['else', { vi: 'nếu không thì', en: 'else' }],
  ['in', { vi: 'danh sách', en: 'the list' }],
  ['match', { vi: 'chỉ lấy mục mà', en: 'only items for which' }],
  ['return', { vi: 'tính', en: 'returns' }],
  ['satisfies', { vi: 'điều kiện', en: 'condition' }],
]);
const result: Called = { vi: 'kết quả chung', en: 'result of the whole' };

/** @param label what the box is for; empty for the outermost */
function outline(box: Element, label: string, depth: number, lang: Lang): string[] {
  const line = (text: string, more = 0): string => `${'  '.repeat(depth + more)}${text}`;
  const head = (text: string): string => line(label ? `${label}: ${text}` : text);
  const kind = kinds[box.name]![lang];
  const inner = (holder: Element | undefined, what: string, more = 1): string[] => {
    const inside = holder?.children.find(({ name }) => kinds[name]);
    return inside ? outline(inside, what, depth + more, lang) : [line(`${what}: –`, more)];
  };
  const text = (element: Element | undefined): string => textOf(element)?.trim().replace(/\s+/g, ' ') || '–';
  switch (box.name) {
    case 'literalExpression':
      return [head(text(box))];
    case 'context':
      return [
        head(kind),
        ...children(box, 'contextEntry').flatMap((entry) => {
          const variable = child(entry, 'variable');
          return inner(entry, variable ? typed(variable, lang) : result[lang]);
        }),
      ];
    case 'list':
      return [
        head(kind),
        ...box.children.filter(({ name }) => kinds[name]).flatMap((item, i) => outline(item, String(i + 1), depth + 1, lang)),
      ];
    case 'relation': {
      const columns = children(box, 'column').map((column) => typed(column, lang));
      const rows = children(box, 'row').flatMap((row) => {
        const cells = row.children.filter(({ name }) => kinds[name]);
        return cells.every(({ name }) => name === 'literalExpression')
          ? [line(cells.map(text).join(' | '), 1)]
          : cells.flatMap((cell, i) => outline(cell, columns[i] ?? '', depth + 1, lang));
      });
      return [head(`${kind} (${columns.join(' | ')})`), ...rows];
    }
    case 'invocation':
      return [
        head(`${kind} ${text(child(box, 'literalExpression'))}`),
        ...children(box, 'binding').flatMap((binding) => inner(binding, child(binding, 'parameter')?.attributes['name'] ?? '')),
      ];
    case 'functionDefinition': {
      const parameters = children(box, 'formalParameter').map((one) => typed(one, lang));
      return [head(`${kind} (${parameters.join(', ')})`), ...inner(box, { vi: 'tính', en: 'computes' }[lang])];
    }
    case 'decisionTable': {
      const columns = [
        ...children(box, 'input').map((one) => one.attributes['label'] || text(child(one, 'inputExpression'))),
        ...children(box, 'output').map((one) => `→ ${one.attributes['label'] || one.attributes['name'] || ''}`.trim()),
      ];
      const policy = [box.attributes['hitPolicy'] ?? 'UNIQUE', box.attributes['aggregation']].filter(Boolean).join(' ');
      return [
        head(`${kind} ${policy} (${columns.join(' | ')})`),
        ...children(box, 'rule').map((rule, i) =>
          line(
            `${i + 1}: ${children(rule, 'inputEntry').map(text).join(' | ')} → ${children(rule, 'outputEntry').map(text).join(' | ')}`,
            1,
          ),
        ),
      ];
    }
    default: {
      const variable = box.attributes['iteratorVariable'];
      return [
        head(variable ? `${kind} (${variable})` : kind),
        ...box.children.flatMap((one) => (parts.has(one.name) ? inner(one, parts.get(one.name)![lang]) : [])),
      ];
    }
  }
}

/** A name with its type, where it says one. */
function typed({ attributes }: Element, lang: Lang): string {
  const { name = '', typeRef } = attributes;
  if (typeRef === undefined) return name;
  const type = simpleType(typeRef);
  return `${name} (${type ? kindWords(type.kind)[lang] : typeRef})`;
}
