/** Reads the DMN elements of an XML text into a small tree; everything of other namespaces is left out. */
import { Parser } from 'saxen';
import { DmnError } from './errors.ts';
import { tagLines } from './tag-lines.ts';
import { wholeCharacters } from './whole-characters.ts';
import { xmlFault } from './xml-fault.ts';

export interface Element {
  /** Local name, such as `decisionTable`. */
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  readonly text: string;
  /** Line in the text, counted from 1. */
  readonly line: number;
}

/** The model namespaces of DMN 1.1 to 1.6. */
const NAMESPACES = [
  'http://www.omg.org/spec/DMN/20151101/dmn.xsd',
  'http://www.omg.org/spec/DMN/20180521/MODEL/',
  'https://www.omg.org/spec/DMN/20191111/MODEL/',
  'https://www.omg.org/spec/DMN/20211108/MODEL/',
  'https://www.omg.org/spec/DMN/20230324/MODEL/',
  'https://www.omg.org/spec/DMN/20240513/MODEL/',
];
const PREFIX = 'dmn:';
/** Our own namespace, whatever prefix a file gives it. */
const OWN = { 'https://dinh.example/dmn': 'dinh' };
/**
 * The attribute that says in English what an element is called or says: DMN has one language for names and lets any element
 * that may have a label carry attributes of other namespaces, which every tool keeps.
 */
export const ENGLISH = 'dinh:nameEn';
const MAX_DEPTH = 200;
/** Characters. The largest models that are known have half a million. */
const MAX_LENGTH = 4_000_000;

interface Open extends Element {
  readonly children: Element[];
  text: string;
}

/** The root element. Throws DmnError when the text is no XML, too long, or its root is not of DMN. */
export function readXml(xml: string): Element {
  if (xml.length > MAX_LENGTH)
    throw new DmnError({ vi: `Tệp dài quá ${MAX_LENGTH} ký tự.`, en: `The file is longer than ${MAX_LENGTH} characters.` }, 1);
  const fault = xmlFault(xml);
  if (fault) throw new DmnError(fault.reason, fault.line);
  const parser = new Parser();
  parser.ns({ ...Object.fromEntries(NAMESPACES.map((namespace) => [namespace, 'dmn'])), ...OWN });
  const open: (Open | null)[] = [];
  let root: Element | null = null;
  const text = wholeCharacters(xml);
  const lines = tagLines(text);
  let tags = 0;
  parser.on('openTag', (tag, attributes, decode) => {
    const line = lines[tags++] ?? 1;
    if (open.length > MAX_DEPTH)
      throw new DmnError({ vi: 'Các phần tử lồng quá sâu.', en: 'The elements are nested too deep.' }, line);
    const parent = open.at(-1);
    // What stands inside of a foreign element is foreign too.
    const own = tag.startsWith(PREFIX) && parent !== null;
    const element = own ? makeElement(tag, attributes(), decode, line) : null;
    if (element && parent) parent.children.push(element);
    if (element && !root) root = element;
    open.push(element);
  });
  parser.on('closeTag', () => void open.pop());
  parser.on('text', (piece, decode) => addText(open.at(-1), decode(piece)));
  parser.on('cdata', (piece) => addText(open.at(-1), piece));
  parser.parse(text);
  if (!root) throw new DmnError({ vi: 'Tệp không có bảng quyết định nào của DMN.', en: 'The file holds no DMN definitions.' }, 1);
  return root;
}

function makeElement(tag: string, raw: Record<string, string>, decode: (text: string) => string, line: number): Open {
  const attributes: Record<string, string> = {};
  for (const [name, value] of Object.entries(raw)) {
    attributes[name.startsWith(PREFIX) ? name.slice(PREFIX.length) : name] = decode(value);
  }
  return { name: tag.slice(PREFIX.length), attributes, children: [], text: '', line };
}

function addText(element: Open | null | undefined, text: string): void {
  if (element) element.text += text;
}

export function child(element: Element, name: string): Element | undefined {
  return element.children.find((item) => item.name === name);
}

export function children(element: Element, name: string): Element[] {
  return element.children.filter((item) => item.name === name);
}

/** The text of the child `<text>`, or undefined. */
export function textOf(element: Element | undefined): string | undefined {
  return element && child(element, 'text')?.text;
}
