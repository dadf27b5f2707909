import type { Amendment } from '@dinh/kernel';
import {
  Document,
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Pair,
  parseDocument,
  stringify,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';

interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/**
 * Changes entries of a list in a YAML text and leaves every other letter as it is: comments, order, ways of writing.
 * @param list the key of the list at the top; @param key by which of their keys its entries are known
 * @throws when the text is no YAML with such a list
 */
export function amendYaml(text: string, list: string, key: string, amendment: Amendment): string {
  const document = parseDocument(text);
  const entries = document.get(list, true);
  if (document.errors.length > 0 || !isSeq(entries)) throw new Error(`there is no list "${list}"`);
  const edits: Edit[] = [];
  for (const entry of entries.items) {
    if (!isMap(entry)) continue;
    const change = amendment.changed.get(String(entry.get(key)));
    if (change === null) edits.push(wholeLines(text, start(entry), end(entry)));
    else if (change !== undefined) edits.push(...changeMap(text, entry, change));
  }
  for (const { from, to, text: fresh } of edits.toSorted((a, b) => b.from - a.from))
    text = text.slice(0, from) + fresh + text.slice(to);
  if (amendment.added.length === 0) return text;
  const block = stringify(amendment.added, { lineWidth: 0, aliasDuplicateObjects: false });
  return `${text.replace(/\n*$/, '\n')}${block.replaceAll(/^(?=.)/gm, '  ')}`;
}

/** What is to be changed in a map: a value, another map in the same way, or (undefined) nothing of it stays. */
function changeMap(text: string, map: YAMLMap, change: Readonly<Record<string, unknown>>): Edit[] {
  const edits: Edit[] = [];
  const fresh: string[] = [];
  for (const [name, value] of Object.entries(change)) {
    const pair = map.items.find((one) => isScalar(one.key) && one.key.value === name);
    if (!pair) {
      if (value !== undefined) fresh.push(`${name}: ${inOneLine(value)}`);
    } else if (value === undefined) edits.push(wholeLines(text, start(pair.key), end(pair.value)));
    else if (isMap(pair.value) && isRecord(value)) edits.push(...changeMap(text, pair.value, value));
    else edits.push(changeValue(text, pair, value));
  }
  if (fresh.length === 0) return edits;
  if (map.flow) {
    const [last] = map.items.slice(-1);
    const at = last ? end(last.value ?? last.key) : start(map) + 1;
    return [...edits, { from: at, to: at, text: `${last ? ',' : ''} ${fresh.join(', ')}${last ? '' : ' '}` }];
  }
  const at = lineEnd(text, end(map.items.at(-1)!.value));
  const indent = ' '.repeat(column(text, start(map.items[0]!.key)));
  return [...edits, { from: at, to: at, text: fresh.map((one) => `\n${indent}${one}`).join('') }];
}

/** A value where it stands: a list in lines of its own stays one. */
function changeValue(text: string, { key, value }: Pair, fresh: unknown): Edit {
  const [from, to] = [start(value), end(value)];
  if (!isSeq(value) || value.flow || text.slice(end(key), from).indexOf('\n') < 0) return { from, to, text: inOneLine(fresh) };
  const indent = ' '.repeat(column(text, from));
  return {
    from,
    to,
    text: [fresh]
      .flat()
      .map((one) => `- ${inOneLine(one)}`)
      .join(`\n${indent}`),
  };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function inOneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inOneLine).join(', ')}]`;
  if (isRecord(value)) {
    const parts = Object.entries(value).map(([name, one]) => `${inOneLine(name)}: ${inOneLine(one)}`);
    return parts.length > 0 ? `{ ${parts.join(', ')} }` : '{}';
  }
  // As it must be written inside of brackets, where commas end a value.
  const list = new Document([value]);
  (list.contents as YAMLSeq).flow = true;
  return list.toString({ lineWidth: 0 }).trim().slice(1, -1).trim();
}

const start = (node: unknown): number => (isNode(node) ? node.range![0] : 0);
/** Behind the last letter of a value, without the blanks and line ends behind it. */
function end(node: unknown): number {
  if (!isNode(node)) return 0;
  if (!isCollection(node) || node.flow) return node.range![1];
  const last = node.items.at(-1) as Pair | undefined;
  return last === undefined ? node.range![1] : end(isNode(last) ? last : (last.value ?? last.key));
}
const lineStart = (text: string, at: number): number => text.lastIndexOf('\n', at - 1) + 1;
function lineEnd(text: string, at: number): number {
  const found = text.indexOf('\n', at);
  return found < 0 ? text.length : found;
}
const column = (text: string, at: number): number => at - lineStart(text, at);

/** The lines on which something stands, with what is said above and behind it. */
function wholeLines(text: string, from: number, to: number): Edit {
  let first = lineStart(text, from);
  while (first > 0 && /^ +#/.test(text.slice(lineStart(text, first - 1), first))) first = lineStart(text, first - 1);
  return { from: first, to: Math.min(lineEnd(text, to) + 1, text.length), text: '' };
}
