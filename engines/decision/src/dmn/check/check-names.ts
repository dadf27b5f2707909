/** Looks for names that mean nothing, and for results of another type than is declared, in expressions wherever they stand. */
import { kindWords } from '../../feel/kind-words.ts';
import { builtin } from '../../builtins/index.ts';
import type { Node } from '../../feel/ast.ts';
import { FeelError } from '../../feel/errors.ts';
import { inferType } from '../../feel/infer.ts';
import { isSpecialName, normalizeName } from '../../feel/names.ts';
import { parseExpressionTree, parseUnaryTestsTree } from '../../feel/parser.ts';
import { simpleType } from '../../feel/types.ts';
import type { FeelType } from '../../feel/types.ts';
import { child, children, textOf } from '../xml.ts';
import type { Element } from '../xml.ts';
import type { TypesOfFile } from './check-table.ts';
import type { Finding, Words } from './findings.ts';
import { placeOf } from './place-of.ts';

type Known = ReadonlyMap<string, FeelType>;
/** Told of an expression: where it stands, and what is wrong with it. */
type Tell = (element: Element, kind: 'name' | 'type', message: Words) => void;

/** What the expressions of a decision or of business knowledge name, in tables and boxes too, and the types of single ones. */
export function checkNames(decision: Element, definitions: Element, types: TypesOfFile): Finding[] {
  if (children(definitions, 'import').length > 0) return [];
  const name = decision.attributes['name'] ?? '';
  const findings: Finding[] = [];
  const tell: Tell = (element, kind, message) => {
    const elementId = element.attributes['id'] ?? decision.attributes['id'] ?? null;
    const { rules, where = { vi: `“${name}”`, en: `“${name}”` } } = placeOf(definitions, { line: element.line, elementId });
    findings.push({ severity: 'error', kind, decision: name, elementId, line: element.line, rules, message, where });
  };
  const known = namesOf(decision, definitions, types);
  const declared = child(decision, 'variable')?.attributes['typeRef'];
  const boxes = new Boxes(definitions, types, tell);
  const logic = child(decision, 'encapsulatedLogic');
  // Business knowledge may ask for itself.
  if (logic) boxes.functionBody(logic, new Map([...known, [normalizeName(name), ANY]]));
  else boxes.inside(decision, known, declared);
  return findings;
}

/** Walks what stands in boxes, with the names that each of them brings. */
class Boxes {
  private readonly definitions: Element;
  private readonly types: TypesOfFile;
  private readonly tell: Tell;

  constructor(definitions: Element, types: TypesOfFile, tell: Tell) {
    this.definitions = definitions;
    this.types = types;
    this.tell = tell;
  }

  /** @param declared the type that the value is declared to have */
  inside(parent: Element | undefined, known: Known, declared?: string): void {
    for (const box of parent?.children ?? []) this.box(box, known, declared);
  }

  private box(box: Element, known: Known, declared?: string): void {
    const part = (name: string): Element | undefined => child(box, name);
    switch (box.name) {
      case 'literalExpression':
        return this.expression(box, known, box.attributes['typeRef'] ?? declared);
      case 'decisionTable':
        return this.table(box, known);
      case 'context': {
        const names = new Map(known);
        for (const entry of children(box, 'contextEntry')) {
          const variable = child(entry, 'variable');
          const name = normalizeName(variable?.attributes['name'] ?? '');
          // A function may call itself.
          if (name && child(entry, 'functionDefinition')) names.set(name, ANY);
          this.inside(entry, names, variable?.attributes['typeRef'] ?? (variable ? undefined : declared));
          if (name) names.set(name, this.typeOf(variable?.attributes['typeRef']));
        }
        return;
      }
      case 'functionDefinition':
        return this.functionBody(box, known);
      case 'invocation':
        this.inside(box, known);
        this.parameters(box);
        for (const binding of children(box, 'binding'))
          this.inside(binding, known, child(binding, 'parameter')?.attributes['typeRef']);
        return;
      case 'relation':
        for (const row of children(box, 'row')) this.inside(row, known);
        return;
      case 'list':
        return this.inside(box, known);
      case 'conditional':
        return ['if', 'then', 'else'].forEach((name) => this.inside(part(name), known));
      case 'filter':
        // Inside of the condition the entries of each item are names too, whatever they may be.
        return this.inside(part('in'), known);
      case 'for':
      case 'some':
      case 'every': {
        this.inside(part('in'), known);
        const variable = normalizeName(box.attributes['iteratorVariable'] ?? 'item');
        return this.inside(
          part(box.name === 'for' ? 'return' : 'satisfies'),
          new Map([...known, [variable, ANY], ['partial', ANY]]),
        );
      }
    }
  }

  functionBody(box: Element, known: Known): void {
    if ((box.attributes['kind'] ?? 'FEEL') !== 'FEEL') return;
    const parameters = children(box, 'formalParameter').map(
      ({ attributes }) => [normalizeName(attributes['name'] ?? ''), this.typeOf(attributes['typeRef'])] as const,
    );
    this.inside(box, new Map([...known, ...parameters]), box.attributes['typeRef']);
  }

  private typeOf(typeRef: string | undefined): FeelType {
    return (typeRef !== undefined && simpleType(this.types.base(typeRef))) || ANY;
  }

  /** What an invocation gives must be what the business knowledge that it names takes. */
  private parameters(box: Element): void {
    const called = textOf(child(box, 'literalExpression'))?.trim();
    const knowledge = children(this.definitions, 'businessKnowledgeModel').find(
      ({ attributes }) => attributes['name'] === called,
    );
    const logic = knowledge && child(knowledge, 'encapsulatedLogic');
    if (!logic) return;
    const taken = children(logic, 'formalParameter').map(({ attributes }) => attributes['name']);
    for (const binding of children(box, 'binding')) {
      const given = child(binding, 'parameter')?.attributes['name'];
      if (taken.includes(given)) continue;
      const all = taken.map((one) => `“${one}”`).join(', ');
      this.tell(box, 'name', {
        vi: `“${called}” không có tham số “${given ?? ''}”; các tham số là ${all}.`,
        en: `“${called}” takes no “${given ?? ''}”; it takes ${all}.`,
      });
    }
  }

  private table(box: Element, known: Known): void {
    for (const input of children(box, 'input')) {
      const asked = child(input, 'inputExpression');
      if (asked) this.expression(asked, known, asked.attributes['typeRef']);
    }
    for (const rule of children(box, 'rule')) {
      for (const entry of children(rule, 'inputEntry'))
        this.names(entry, (text, names) => parseUnaryTestsTree(text, names), new Map([...known, ['?', ANY]]));
      for (const entry of children(rule, 'outputEntry')) this.expression(entry, known);
    }
  }

  private expression(element: Element, known: Known, declared?: string): void {
    const tree = this.names(element, (text, names) => parseExpressionTree(text, names), known);
    const wanted = declared === undefined ? null : simpleType(this.types.base(declared));
    const own = tree && inferType(tree, known);
    if (!wanted || !own || wanted.kind === 'any' || own.kind === 'null' || own.kind === wanted.kind) return;
    this.tell(element, 'type', {
      vi: `biểu thức cho giá trị kiểu ${kindWords(own.kind).vi}, nhưng khai báo kiểu ${kindWords(wanted.kind).vi}.`,
      en: `the expression gives a value of type ${kindWords(own.kind).en}, but ${kindWords(wanted.kind).en} is declared.`,
    });
  }

  /** @returns the tree, where it can be read: what cannot is told by the reader of the model */
  private names<Tree extends object>(
    element: Element,
    parse: (text: string, names: readonly string[]) => Tree,
    known: Known,
  ): Tree | undefined {
    const text = textOf(element)?.trim();
    if (!text || text === '-') return undefined;
    let tree: Tree;
    try {
      tree = parse(text, [...known.keys()].filter(isSpecialName));
    } catch (error) {
      if (error instanceof FeelError) return undefined;
      throw error;
    }
    for (const unknown of unknownNames(tree, new Set(known.keys())))
      this.tell(element, 'name', {
        vi: `không có gì tên là “${unknown}”, hoặc chưa nối yêu cầu tới đó.`,
        en: `there is nothing named “${unknown}”, or no requirement leads to it.`,
      });
    return tree;
  }
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

function unknownNames(tree: object, known: ReadonlySet<string>): Set<string> {
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
