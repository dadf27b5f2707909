/** Looks for names that mean nothing, and for results of another type than is declared, in literal expressions. */
import { kindWords } from '../../feel/kind-words.ts';
import { builtin } from '../../builtins/index.ts';
import type { Node } from '../../feel/ast.ts';
import { FeelError } from '../../feel/errors.ts';
import { inferType } from '../../feel/infer.ts';
import { isSpecialName, normalizeName } from '../../feel/names.ts';
import { parseExpressionTree } from '../../feel/parser.ts';
import { simpleType } from '../../feel/types.ts';
import type { FeelType } from '../../feel/types.ts';
import { child, children, textOf } from '../xml.ts';
import type { Element } from '../xml.ts';
import type { TypesOfFile } from './check-table.ts';
import type { Finding } from './findings.ts';

/** Only decisions whose logic is one expression: what stands in boxes has names of its own. */
export function checkNames(decision: Element, definitions: Element, types: TypesOfFile): Finding[] {
  const expression = child(decision, 'literalExpression');
  const text = textOf(expression)?.trim();
  if (!expression || !text || children(definitions, 'import').length > 0) return [];
  const known = namesOf(decision, definitions, types);
  let tree: Node;
  try {
    tree = parseExpressionTree(text, [...known.keys()].filter(isSpecialName));
  } catch (error) {
    if (error instanceof FeelError) return []; // told by the reader of the model
    throw error;
  }
  const name = decision.attributes['name'] ?? '';
  const base = {
    decision: name,
    elementId: expression.attributes['id'] ?? decision.attributes['id'] ?? null,
    line: expression.line,
    rules: [],
    severity: 'error',
  } as const;
  const findings: Finding[] = [...unknownNames(tree, new Set(known.keys()))].map((unknown) => ({
    ...base,
    kind: 'name',
    message: {
      vi: `${name}: không có gì tên là “${unknown}”, hoặc chưa nối yêu cầu tới đó.`,
      en: `${name}: there is nothing named “${unknown}”, or no requirement leads to it.`,
    },
  }));
  const declared = child(decision, 'variable')?.attributes['typeRef'];
  const wanted = declared === undefined ? null : simpleType(types.base(declared));
  const own = inferType(tree, known);
  if (wanted && own && wanted.kind !== 'any' && own.kind !== 'null' && own.kind !== wanted.kind)
    findings.push({
      ...base,
      kind: 'type',
      message: {
        vi: `${name}: biểu thức cho giá trị kiểu ${kindWords(own.kind).vi}, nhưng khai báo kiểu ${kindWords(wanted.kind).vi}.`,
        en: `${name}: the expression gives a value of type ${kindWords(own.kind).en}, but ${kindWords(wanted.kind).en} is declared.`,
      },
    });
  return findings;
}

const ANY: FeelType = { kind: 'any' };

/** The names that the decision's requirements bring in, with their simple types. */
function namesOf(decision: Element, definitions: Element, types: TypesOfFile): Map<string, FeelType> {
  const wanted = new Set(
    decision.children
      .flatMap((requirement) => requirement.children)
      .flatMap((reference) => reference.attributes['href'] ?? [])
      .map((href) => href.slice(href.indexOf('#') + 1)),
  );
  const known = new Map<string, FeelType>();
  for (const element of definitions.children) {
    if (!wanted.has(element.attributes['id'] ?? '')) continue;
    const variable = child(element, 'variable');
    const typeRef = variable?.attributes['typeRef'];
    const name = normalizeName(variable?.attributes['name'] ?? element.attributes['name'] ?? '');
    const isValue = element.name === 'inputData' || element.name === 'decision';
    known.set(name, (isValue && typeRef !== undefined && simpleType(types.base(typeRef))) || ANY);
  }
  return known;
}

function unknownNames(tree: Node, known: ReadonlySet<string>): Set<string> {
  const unknown = new Set<string>();
  const look = (part: unknown, names: ReadonlySet<string>): void => {
    if (typeof part !== 'object' || part === null) return;
    if (Array.isArray(part)) {
      for (const inner of part) look(inner, names);
      return;
    }
    const node = part as Node;
    switch (node.is) {
      case 'name':
        if (!names.has(node.name) && !builtin(node.name)) unknown.add(node.name);
        return;
      case 'literal':
        return;
      case 'filter':
        // Inside of the condition the entries of each item are names too, whatever they may be.
        look(node.target, names);
        return;
      case 'function':
        look(node.body, new Set([...names, ...node.parameters.map((parameter) => parameter.name)]));
        return;
      case 'for':
      case 'some':
      case 'every': {
        const inner = new Set([...names, 'partial']);
        for (const { name, source, end } of node.iterators) {
          look(source, inner);
          look(end, inner);
          inner.add(name);
        }
        look(node.is === 'for' ? node.result : node.condition, inner);
        return;
      }
      case 'context': {
        const inner = new Set(names);
        for (const { name, value } of node.entries) {
          // A function may call itself.
          inner.add(name);
          look(value, inner);
        }
        return;
      }
      case 'in':
        look(node.value, names);
        look(node.tests, new Set([...names, '?']));
        return;
      case 'instance':
        look(node.value, names);
        return;
      default:
        for (const inner of Object.values(node)) look(inner, names);
    }
  };
  look(tree, known);
  return unknown;
}
