/**
 * What stands in an XML file and no library that reads it into elements keeps: comments, processing instructions, and markup
 * inside of texts (XHTML in `text` and `documentation`). It is carried through the editor as attributes of the elements where
 * it stood, and put back into what the editor writes. Runs in the browser and on the server.
 */
import { isRemark, piecesOf } from './xml-pieces.ts';

const space = 'https://dinh.example/kept';
const before = 'kept:before';
const end = 'kept:end';
const behind = 'kept:behind';
const markup = 'kept:markup';

const nameOf = (tag: string): string => /^<\/?([^\s/>]+)/.exec(tag)?.[1] ?? '';
const localName = (tag: string): string => nameOf(tag).replace(/^.*:/, '');

/** Elements that are read as their text alone: no attribute of theirs is kept. */
const bare = /^(incoming|outgoing|source|target|supports|text|script|description|question|allowedAnswers|\w+Refs?)$/;

interface Open {
  /** Where its opening tag stands among what is written. */
  readonly at: number;
  readonly name: string;
  /** Comments that wait for the next element. */
  waiting: string[];
}

export interface Carried {
  /** What an editor may read and write. */
  readonly text: string;
  /** All comments and processing instructions of the file. */
  readonly said: readonly string[];
}

/** Puts what would be lost into attributes. A text that holds nothing of the kind, or is no XML, stays as it is. */
export function carry(xml: string): Carried {
  const pieces = piecesOf(xml);
  if (!pieces || !(pieces.some(isRemark) || markedUp(pieces))) return { text: xml, said: [] };
  const written: string[] = [];
  const said: string[] = [];
  const open: Open[] = [];
  let root: number | undefined;
  const outside: Open = { at: -1, name: '', waiting: [] };
  const holder = (): Open => open.at(-1) ?? outside;
  const put = (at: number, key: string, value: unknown): void => {
    written[at] = written[at]!.replace(/(\s*\/?>)$/, (tail) => ` ${key}="${encodeURIComponent(JSON.stringify(value))}"${tail}`);
  };
  for (let i = 0; i < pieces.length; i++) {
    const one = pieces[i]!;
    if (isRemark(one)) {
      said.push(one);
      holder().waiting.push(one);
      continue;
    }
    if (!one.startsWith('<') || one.startsWith('<!') || one.startsWith('<?')) {
      written.push(one);
      continue;
    }
    if (one.startsWith('</')) {
      const closed = open.pop() ?? outside;
      if (closed.waiting.length > 0) {
        if (bare.test(localName(`<${closed.name}`))) holder().waiting.push(...closed.waiting);
        else put(closed.at, end, closed.waiting);
      }
      written.push(one);
      continue;
    }
    const at = written.push(one) - 1;
    const around = holder();
    root ??= at;
    if (around.waiting.length > 0 && !bare.test(localName(one))) {
      put(at, before, around.waiting);
      around.waiting = [];
    }
    if (one.endsWith('/>')) continue;
    const inner = innerMarkup(pieces, i);
    if (inner) {
      // The text of a note carries no attribute: its note does.
      put(bare.test(localName(one)) ? around.at : at, markup, inner.text);
      written.push(escaped(plain(inner.text)));
      i = inner.end - 1;
    }
    open.push({ at, name: nameOf(one), waiting: [] });
  }
  if (root === undefined) return { text: xml, said: [] };
  if (outside.waiting.length > 0) put(root, behind, outside.waiting);
  written[root] = written[root]!.replace(/(\s*\/?>)$/, (tail) => ` xmlns:kept="${space}"${tail}`);
  return { text: written.join(''), said };
}

/** Puts what was carried back into what an editor has written; what stood at an element that is gone stands at the end. */
export function putBack(written: string, { said }: Pick<Carried, 'said'>): string {
  if (!written.includes(space)) return written;
  const pieces = piecesOf(written) ?? [];
  const result: string[] = [];
  const open: { readonly end: string[]; readonly markup: string | undefined }[] = [];
  const found: string[] = [];
  const last: string[] = [];
  let root = true;
  const indent = (): string => /(?:^|\n)([ \t]*)$/.exec(result.at(-1) ?? '')?.[1] ?? '';
  for (let i = 0; i < pieces.length; i++) {
    const one = pieces[i]!;
    if (one.startsWith('</')) {
      const left = open.pop()?.end ?? [];
      if (open.length === 0) for (const gone of missing(said, [...found, ...left, ...last])) result.push(`  ${gone}\n`);
      // Behind words no line may be added.
      const lines = /^\s*$/.test(result.at(-1) ?? '');
      const inside = indent();
      result.push(...left.map((comment) => (lines ? `  ${comment}\n${inside}` : comment)));
      found.push(...left);
      result.push(one);
      continue;
    }
    if (!one.startsWith('<') || /^<[!?]/.test(one)) {
      result.push(one);
      continue;
    }
    const taken: Record<string, unknown> = {};
    let tag = one.replace(/\s(kept:\w+)="([^"]*)"/g, (_, key: string, value: string) => {
      taken[key] = JSON.parse(decodeURIComponent(value));
      return '';
    });
    if (root) tag = tag.replace(/\sxmlns:kept="[^"]*"/, '');
    const earlier = (taken[before] as string[] | undefined) ?? [];
    if (earlier.length > 0) {
      const inside = indent();
      result.push(earlier.map((comment) => `${comment}\n${inside}`).join(''));
      found.push(...earlier);
    }
    const later = (taken[end] as string[] | undefined) ?? [];
    last.push(...((taken[behind] as string[] | undefined) ?? []));
    root = false;
    if (tag.endsWith('/>')) {
      if (later.length > 0) {
        result.push(`${tag.replace(/\s*\/>$/, '>')}${later.join('')}</${nameOf(tag)}>`);
        found.push(...later);
      } else result.push(tag);
      continue;
    }
    result.push(tag);
    const kept = taken[markup] as string | undefined;
    const outer = open.at(-1);
    // A note carries the markup of its text.
    const original = localName(tag) === 'text' ? outer?.markup : kept;
    if (original !== undefined && localName(tag) !== 'textAnnotation') {
      const close = pieces.findIndex((next, at) => at > i && next.startsWith('</'));
      const now = decoded(pieces.slice(i + 1, close).join(''));
      // Whoever has written other words means them, without the markup of the old ones.
      if (flat(now) === flat(plain(original))) {
        result.push(original);
        i = close - 1;
      }
    }
    open.push({ end: later, markup: kept });
  }
  return [result.join('').trimEnd(), ...last].join('\n') + '\n';
}

/** What of the one list is not in the other, as often as it stands there. */
function missing(all: readonly string[], found: readonly string[]): string[] {
  const left = [...found];
  return all.filter((one) => {
    const at = left.indexOf(one);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

const mixed = /^(documentation|text)$/;

/** The inside of a text that holds elements, and where its closing tag stands. */
function innerMarkup(pieces: readonly string[], at: number): { text: string; end: number } | undefined {
  const tag = pieces[at]!;
  if (!mixed.test(localName(tag))) return undefined;
  let depth = 0;
  let elements = false;
  for (let i = at + 1; i < pieces.length; i++) {
    const one = pieces[i]!;
    if (!one.startsWith('<') || /^<[!?]/.test(one)) continue;
    if (one.startsWith('</')) {
      if (depth === 0) return elements ? { text: pieces.slice(at + 1, i).join(''), end: i } : undefined;
      depth--;
    } else {
      elements = true;
      if (!one.endsWith('/>')) depth++;
    }
  }
  return undefined;
}

const markedUp = (pieces: readonly string[]): boolean =>
  pieces.some((one, at) => one.startsWith('<') && !/^<[/!?]/.test(one) && !one.endsWith('/>') && innerMarkup(pieces, at));

/** The words of a text with markup. */
const plain = (inner: string): string =>
  (piecesOf(inner) ?? [])
    .map((one) => (one.startsWith('<![CDATA[') ? one.slice(9, -3) : one.startsWith('<') ? '' : decoded(one)))
    .join('');

const flat = (text: string): string => text.replace(/\s+/g, ' ').trim();
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const characters: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const decoded = (text: string): string =>
  text
    .replace(/<!\[CDATA\[([^]*?)\]\]>/g, (_, inside: string) => escaped(inside))
    .replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (whole, hex?: string, number?: string, name?: string) =>
      hex
        ? String.fromCodePoint(parseInt(hex, 16))
        : number
          ? String.fromCodePoint(Number(number))
          : (characters[name!] ?? whole),
    );
