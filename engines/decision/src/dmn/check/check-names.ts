/** Looks for names that mean nothing, and for results of another type than is declared, in expressions wherever they stand. */
import { kindWords } from '../../feel/kind-words.ts';
import { FeelError } from '../../feel/errors.ts';
import { inferType } from '../../feel/infer.ts';
import { isSpecialName, normalizeName } from '../../feel/names.ts';
import { parseExpressionTree, parseUnaryTestsTree } from '../../feel/parser.ts';
import { ANY, baseOf } from '../../feel/types.ts';
import { child, children, textOf } from '../xml.ts';
import type { Element } from '../xml.ts';
import type { Finding, Words } from './findings.ts';
import type { Known, KnownNames } from './known-names.ts';
import { lookForNames, mayBe, words } from './look-names.ts';
import { placeOf } from './place-of.ts';

/** Told of an expression: where it stands, and what is wrong with it. */
type Tell = (element: Element, kind: 'name' | 'type', message: Words) => void;

/** What the expressions of a decision or of business knowledge name, in tables and boxes too, and types; of input data and services their types. */
export function checkNames(decision: Element, definitions: Element, model: KnownNames): Finding[] {
  const name = decision.attributes['name'] ?? '';
  const findings: Finding[] = [];
  const tell: Tell = (element, kind, message) => {
    const elementId = element.attributes['id'] ?? decision.attributes['id'] ?? null;
    const { rules, where = { vi: `“${name}”`, en: `“${name}”` } } = placeOf(definitions, { line: element.line, elementId });
    findings.push({ severity: 'error', kind, decision: name, elementId, line: element.line, rules, message, where });
  };
  checkTypes(decision, model, tell);
  if (decision.name === 'inputData' || decision.name === 'decisionService') return findings;
  const known = model.of(decision);
  const declared = child(decision, 'variable')?.attributes['typeRef'];
  const boxes = new Boxes(model, tell);
  const logic = child(decision, 'encapsulatedLogic');
  // Business knowledge may ask for itself.
  if (logic) boxes.functionBody(logic, new Map([...known, [normalizeName(name), ANY]]));
  else boxes.inside(decision, known, declared);
  return findings;
}

/** Types that are named anywhere must be there. */
function checkTypes(element: Element, model: KnownNames, tell: Tell): void {
  const { typeRef } = element.attributes;
  if (typeRef?.trim() && !model.sources[0]!.types.find(typeRef)) tell(element, 'type', words.noType(typeRef.trim()));
  for (const inner of element.children) checkTypes(inner, model, tell);
}

/** Walks what stands in boxes, with the names that each of them brings. */
class Boxes {
  private readonly model: KnownNames;
  private readonly tell: Tell;

  constructor(model: KnownNames, tell: Tell) {
    this.model = model;
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
          if (name) names.set(name, this.model.typeOf(variable?.attributes['typeRef']));
        }
        return;
      }
      case 'functionDefinition':
        return this.functionBody(box, known);
      case 'invocation':
        this.inside(box, known);
        this.parameters(box, known);
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
      ({ attributes }) => [normalizeName(attributes['name'] ?? ''), this.model.typeOf(attributes['typeRef'])] as const,
    );
    this.inside(box, new Map([...known, ...parameters]), box.attributes['typeRef']);
  }

  /** What an invocation gives must be what the business knowledge or service that it names takes. */
  private parameters(box: Element, known: Known): void {
    const called = child(box, 'literalExpression');
    const tree = called && this.read(called, (text, names) => parseExpressionTree(text, names), known);
    const type = tree && inferType(tree, known);
    const taken = type && this.model.parameters.get(type);
    if (!taken) return;
    for (const binding of children(box, 'binding')) {
      const given = normalizeName(child(binding, 'parameter')?.attributes['name'] ?? '');
      if (!taken.includes(given)) this.tell(box, 'name', words.noParameter(textOf(called)!.trim(), given, taken));
    }
  }

  private table(box: Element, known: Known): void {
    const inputs = children(box, 'input').map((input) => child(input, 'inputExpression'));
    for (const asked of inputs) if (asked) this.expression(asked, known, asked.attributes['typeRef']);
    for (const rule of children(box, 'rule')) {
      for (const [at, entry] of children(rule, 'inputEntry').entries()) {
        const type = this.model.typeOf(inputs[at]?.attributes['typeRef']);
        this.names(entry, (text, names) => parseUnaryTestsTree(text, names), new Map([...known, ['?', type]]));
      }
      for (const entry of children(rule, 'outputEntry')) this.expression(entry, known);
    }
  }

  private expression(element: Element, known: Known, declared?: string): void {
    const tree = this.names(element, (text, names) => parseExpressionTree(text, names), known);
    const wanted = baseOf(this.model.typeOf(declared));
    const own = tree && inferType(tree, known);
    if (!own || mayBe(own, wanted)) return;
    this.tell(element, 'type', {
      vi: `biểu thức cho giá trị kiểu ${kindWords(own.kind).vi}, nhưng khai báo kiểu ${kindWords(wanted.kind).vi}.`,
      en: `the expression gives a value of type ${kindWords(own.kind).en}, but ${kindWords(wanted.kind).en} is declared.`,
    });
  }

  /** @returns the tree, where it can be read; what it names is looked at */
  private names<Tree extends object>(
    element: Element,
    parse: (text: string, names: readonly string[]) => Tree,
    known: Known,
  ): Tree | undefined {
    const tree = this.read(element, parse, known);
    for (const { kind, message } of tree ? lookForNames(tree, known, this.model) : []) this.tell(element, kind, message);
    return tree;
  }

  /** @returns the tree, where it can be read: what cannot is told by the reader of the model */
  private read<Tree extends object>(
    element: Element,
    parse: (text: string, names: readonly string[]) => Tree,
    known: Known,
  ): Tree | undefined {
    const text = textOf(element)?.trim();
    if (!text || text === '-') return undefined;
    try {
      return parse(text, [...known.keys(), ...this.model.members].filter(isSpecialName));
    } catch (error) {
      if (error instanceof FeelError) return undefined;
      throw error;
    }
  }
}
