/** Reads the test files of the kit (testCases.xsd). */
import { Parser } from 'saxen';
import type { Value } from '../src/index.ts';
import { evaluate, wholeCharacters } from '../src/index.ts';

export interface Case {
  readonly id: string;
  readonly type: 'decision' | 'bkm' | 'decisionService';
  readonly invocable: string;
  readonly inputs: Record<string, Value>;
  readonly results: readonly ExpectedResult[];
  /** Why the case cannot be read; null for one that can. */
  readonly broken: string | null;
}

export interface ExpectedResult {
  /** Name of the decision, behind `namespace#` where the kit says in which model it is. */
  readonly name: string;
  /** The bare name. */
  readonly label: string;
  readonly expected: Value;
  /** Whether an error is as good as null. */
  readonly error: boolean;
}

interface Element {
  readonly name: string;
  readonly attributes: Record<string, string>;
  readonly children: Element[];
  text: string;
}

/** The model's file name and the cases of a test file. Throws when the text is no such file. */
export function readCases(xml: string): { model: string; cases: Case[] } {
  const root = readTree(xml);
  if (root.name !== 'testCases') throw new Error('The file holds no testCases.');
  return { model: first(root, 'modelName')?.text.trim() ?? '', cases: all(root, 'testCase').map(readWhole) };
}

function readTree(xml: string): Element {
  const parser = new Parser();
  parser.ns({
    'http://www.omg.org/spec/DMN/20160719/testcase': 'tc',
    'http://www.w3.org/2001/XMLSchema-instance': 'xsi',
  });
  const root: Element = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  parser.on('openTag', (tag, attributes, decode) => {
    const raw = Object.entries(attributes()).map(([name, value]) => [name.replace(/^tc:/, ''), decode(value)]);
    const element: Element = {
      name: tag.replace(/^tc:/, ''),
      attributes: Object.fromEntries(raw),
      children: [],
      text: '',
    };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on('closeTag', () => void open.pop());
  parser.on('text', (text, decode) => add(open.at(-1), decode(text)));
  parser.on('cdata', (text) => add(open.at(-1), text));
  parser.on('error', (error) => {
    throw new Error(`The file is not well-formed XML: ${error.message}`);
  });
  parser.parse(wholeCharacters(xml));
  return root.children[0] ?? root;
}

function add(element: Element | undefined, text: string): void {
  if (element) element.text += text;
}

const all = (element: Element, name: string): Element[] => element.children.filter((item) => item.name === name);
const first = (element: Element, name: string): Element | undefined => all(element, name)[0];

/** A case that cannot be read fails alone. */
function readWhole(element: Element): Case {
  try {
    return readCase(element);
  } catch (error) {
    const id = element.attributes['id'] ?? '';
    return { id, type: 'decision', invocable: '', inputs: {}, results: [], broken: String((error as Error).message) };
  }
}

function readCase(element: Element): Case {
  const { id, type, invocableName, namespace } = element.attributes;
  const nodes = all(element, 'inputNode');
  return {
    id: id ?? '',
    type: (type as Case['type'] | undefined) ?? 'decision',
    invocable: invocableName === undefined ? '' : qualified(namespace, invocableName),
    inputs: Object.fromEntries(nodes.map((node) => [inputName(node, nodes), readValue(node)])),
    results: all(element, 'resultNode').map((node) => {
      const expected = first(node, 'expected');
      const label = node.attributes['name'] ?? '';
      return {
        name: qualified(node.attributes['namespace'] ?? namespace, label),
        label,
        expected: expected ? readValue(expected) : null,
        error: /^(true|1)$/.test(node.attributes['errorResult'] ?? ''),
      };
    }),
    broken: null,
  };
}

const qualified = (namespace: string | undefined, name: string): string => (namespace ? `${namespace}#${name}` : name);

/** Two models may have inputs of one name: then their namespaces tell them apart. */
function inputName(node: Element, nodes: readonly Element[]): string {
  const { name = '', namespace } = node.attributes;
  const alone = nodes.filter((other) => other.attributes['name'] === name).length === 1;
  return alone ? name : qualified(namespace, name);
}

/** The FEEL value of a `<value>`, `<list>` or of `<component>`s. */
function readValue(element: Element): Value {
  const list = first(element, 'list');
  if (list) return isNil(list) ? null : all(list, 'item').map(readValue);
  const components = all(element, 'component');
  if (components.length > 0) {
    return Object.fromEntries(
      components.map((component) => [component.attributes['name'] ?? '', isNil(component) ? null : readValue(component)]),
    );
  }
  const value = first(element, 'value');
  return !value || isNil(value) ? null : readSimple(value);
}

const isNil = (element: Element): boolean => /^(true|1)$/.test(element.attributes['xsi:nil'] ?? '');

function readSimple(element: Element): Value {
  const type = (element.attributes['xsi:type'] ?? 'xsd:string').replace(/^.*:/, '');
  const { text } = element;
  const read = (expression: string): Value => evaluate(expression, { text: text.trim() });
  switch (type) {
    case 'string':
      return text;
    case 'boolean':
      return /^(true|1)$/.test(text.trim());
    case 'date':
      return read('date(text)');
    case 'time':
      return read('time(text)');
    case 'dateTime':
      return read('date and time(text)');
    case 'duration':
    case 'dayTimeDuration':
    case 'yearMonthDuration':
      return read('duration(text)');
    case 'decimal':
    case 'double':
    case 'float':
    case 'integer':
    case 'long':
    case 'int':
    case 'short':
    case 'byte':
    case 'nonNegativeInteger':
    case 'positiveInteger':
      return read('number(text)');
    default:
      return text;
  }
}
