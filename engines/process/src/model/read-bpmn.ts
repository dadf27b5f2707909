import { BpmnModdle } from 'bpmn-moddle';
import { Reader, type RootHandler } from 'moddle-xml';
import { wholeCharacters, xmlFault } from '@dinh/decision';
import type { Text } from '@dinh/kernel';
import { dinhModdle } from './dinh-moddle.ts';
import type { Feel, ModelProblem } from './graph.ts';
import { elementName } from './names.ts';
import { plainXml, withoutMarkup } from './plain-xml.ts';
import { type Outside, foreignPrefixes, standIn } from './outside-references.ts';
import { readerSentence, told } from './sentences.ts';

/** An element of a BPMN file as moddle gives it. */
export interface Element {
  readonly $type: string;
  readonly id: string;
  readonly $instanceOf: (type: string) => boolean;
  readonly $attrs: Record<string, string>;
  readonly $descriptor: {
    readonly properties: readonly { name: string; default?: unknown }[];
    readonly propertiesByName: Readonly<Record<string, unknown>>;
  };
  // Which properties there are depends on `$type`; `compile` reads each by its name in BPMN 2.0.
  get(name: string): any;
}

/** What reading one element may need: where to complain, how to read FEEL. */
export interface Reading {
  problem(element: string, reason: Text): void;
  /** An element as people know it, by its id. */
  named(element: string): Text;
  /** By the element that receives: its message flow from another participant. */
  readonly flowsTo: ReadonlyMap<string, string>;
  /** Elements that send by a message flow. */
  readonly flowsFrom: ReadonlySet<string>;
  feel(element: Element, text: unknown, what: Text): Feel | undefined;
}

const largest = 2_000_000;
/** Of problems: nobody reads more, and each costs a look through the text for its line. */
const mostTold = 200;
let model: InstanceType<typeof BpmnModdle> | undefined;

const problem = (reason: Text, line = 1) => ({ elements: {}, problems: [{ element: '', reason, line }] });

/**
 * Reads BPMN 2.0 XML. Nothing outside the text is read: document types and entities are refused.
 * @returns the definitions with all elements by id, the problems with their lines, and what refers to other files.
 */
export function readBpmn(xml: string): {
  definitions?: Element;
  elements: Readonly<Record<string, Element>>;
  problems: ModelProblem[];
  /** References to elements of other files. They are no problem of the file. */
  outside?: readonly Outside[];
} {
  if (xml.length > largest) return problem(told.tooLarge(largest));
  const declared = /<!\s*(DOCTYPE|ENTITY)/i.exec(xml);
  if (declared) return problem(told.documentType, lineAt(xml, declared.index));
  // What moddle minds little, or tells of again and again: characters that no XML may hold, values without quotes.
  const fault = xmlFault(xml);
  if (fault && !fault.ends) return { elements: {}, problems: [{ element: fault.near, reason: fault.reason, line: fault.line }] };
  const moddle = (model ??= new BpmnModdle({ dinh: dinhModdle }));
  const reader = new Reader({ model: moddle, lax: true });
  const root = reader.handler('bpmn:Definitions');
  const enough = tellAtMost(root, mostTold);
  let whole = false;
  const close = root.handleEnd.bind(root);
  const text = plainXml(withoutMarkup(wholeCharacters(xml)));
  let outside: readonly Outside[] = [];
  root.handleEnd = () => {
    whole = true;
    close();
    outside = standIn(root.context!, foreignPrefixes(text), (type, id) => moddle.create(type, { id }));
  };
  // moddle parses before it returns its promise, so that the result is there at once.
  reader.fromXML(text, root).catch(() => {});
  const elements = (root.context?.elementsById ?? {}) as Record<string, Element>;
  for (const { said } of outside) delete elements[said];
  const problems: ModelProblem[] = [];
  // The reader gives up where an element of text alone holds elements.
  let gaveUp = false;
  for (const { message, element } of root.context?.warnings ?? []) {
    const markup = message.includes('handleText');
    gaveUp ||= markup;
    const line = /line: (\d+)/.exec(message)?.[1];
    const id = element?.id ?? /<([\w:-]+)/.exec(message)?.[1] ?? '';
    problems.push({
      element: id,
      name: elementName(elements, id),
      reason: markup ? told.onlyText : readerSentence(message),
      line: line === undefined ? lineOf(xml, id) : Number(line) + 1,
    });
  }
  if (!root.element) return problems.length > 0 ? { elements, problems } : problem(told.notBpmn);
  if (!whole && !gaveUp && !enough.told) {
    const last = Object.keys(elements).at(-1) ?? '';
    problems.push({
      element: last,
      name: elementName(elements, last),
      reason: told.brokenOff,
      line: lineOf(xml, last),
    });
  }
  return { definitions: root.element as Element, elements, problems, outside };
}

/** Ends the reading once so many things are wrong. @returns whether that has happened */
function tellAtMost(root: RootHandler, most: number): { told: boolean } {
  const enough = { told: false };
  let context: RootHandler['context'];
  Object.defineProperty(root, 'context', {
    get: () => context,
    set(given: NonNullable<RootHandler['context']>) {
      context = given;
      given.addWarning = (warning) => {
        if (given.warnings.push(warning) < most) return;
        enough.told = true;
        throw new RangeError('Enough is wrong.');
      };
    },
  });
  return enough;
}

/** The line where an element with this id stands, from 1. */
export function lineOf(xml: string, id: string): number {
  const at = xml.indexOf(`id="${id}"`);
  return at === -1 ? 1 : lineAt(xml, at);
}

/** The line of a place in a text, from 1. */
export function lineAt(text: string, index: number): number {
  let line = 1;
  for (let i = text.indexOf('\n'); i !== -1 && i < index; i = text.indexOf('\n', i + 1)) line++;
  return line;
}

/** The elements of one type inside `extensionElements`. */
export function extensions(element: Element, type: string): Element[] {
  return ((element.get('extensionElements')?.get('values') ?? []) as Element[]).filter((e) => e.$type === type);
}
