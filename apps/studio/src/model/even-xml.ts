import { attributesOf, piecesOf } from './xml-pieces.ts';

/**
 * XML as one tool would write it: one element a line, indented, attributes by name, quotes and empty elements alike. So two
 * versions differ where they say something else, whichever tool has written them. What is no XML stays as it is.
 */
export function evenXml(text: string): string {
  const lines: string[] = [];
  let depth = 0;
  const pieces = piecesOf(text);
  if (!pieces) return text;
  for (let at = 0; at < pieces.length; at++) {
    const one = pieces[at]!;
    const put = (line: string): void => void lines.push('  '.repeat(Math.max(0, depth)) + line);
    if (!one.startsWith('<')) {
      for (const line of one.trim().split('\n')) if (line.trim() !== '') put(line.trim());
    } else if (/^<[?!]/.test(one)) put(one);
    else if (one.startsWith('</')) {
      depth--;
      put(one.replace(/\s*>$/, '>'));
    } else if (one.endsWith('/>')) put(evenTag(one, true));
    else {
      const [inside, end] = [pieces[at + 1] ?? '', pieces[at + 2] ?? ''];
      if (inside.startsWith('</')) {
        put(evenTag(one, true));
        at += 1;
      } else if (!inside.startsWith('<') && end.startsWith('</') && !inside.trim().includes('\n')) {
        put(`${evenTag(one, false)}${inside.trim()}${end.replace(/\s*>$/, '>')}`);
        at += 2;
      } else {
        put(evenTag(one, false));
        depth++;
      }
    }
  }
  return lines.join('\n');
}

function evenTag(tag: string, empty: boolean): string {
  const [, name, rest] = /^<([^\s/>]+)([^]*?)\/?>$/.exec(tag) ?? [];
  if (name === undefined) return tag;
  const attributes = attributesOf(rest!)
    .map(({ key, value }) => `${key}="${value.replaceAll('&#34;', '&quot;')}"`)
    .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  return `<${[name, ...attributes].join(' ')}${empty ? ' /' : ''}>`;
}

/** What tells an element comes first. */
const rank = (attribute: string): number => (attribute.startsWith('id=') ? 0 : attribute.startsWith('name=') ? 1 : 2);
