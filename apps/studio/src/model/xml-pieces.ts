/** XML as a row of pieces, read in one go: whatever is not closed costs no more than what is. */

const closings = [
  ['<!--', '-->'],
  ['<?', '?>'],
  ['<![CDATA[', ']]>'],
] as const;
const declaration = /<!(?:[^<>[\]]|\[[^\]]*\])*>/y;
const tag = /<(?:[^"'<>]|"[^"]*"|'[^']*')*>/y;

/**
 * Tags, text, comments and all else that stands between angle brackets, in their order.
 * @returns undefined when something is not closed: it is no XML
 */
export function piecesOf(xml: string): string[] | undefined {
  const pieces: string[] = [];
  for (let at = 0; at < xml.length;) {
    const end = endOf(xml, at);
    if (end < 0) return undefined;
    pieces.push(xml.slice(at, end));
    at = end;
  }
  return pieces;
}

/** Where the piece ends that begins here; -1 when it does not. */
function endOf(xml: string, at: number): number {
  if (xml[at] !== '<') {
    const next = xml.indexOf('<', at);
    return next < 0 ? xml.length : next;
  }
  for (const [opening, closing] of closings)
    if (xml.startsWith(opening, at)) {
      const end = xml.indexOf(closing, at + opening.length);
      return end < 0 ? end : end + closing.length;
    }
  const shape = xml[at + 1] === '!' ? declaration : tag;
  shape.lastIndex = at;
  return shape.test(xml) ? shape.lastIndex : -1;
}

/** A comment or a processing instruction. */
export const isRemark = (one: string): boolean => one.startsWith('<!--') || (one.startsWith('<?') && !/^<\?xml\s/.test(one));

/** The attributes of a tag, or of what stands in it behind its name, as they are written. */
export const attributesOf = (text: string): { key: string; value: string }[] =>
  [...text.matchAll(/(?<![^\s=])([^\s=]+)\s*=\s*("[^"]*"|'[^']*')/g)].map(([, key, quoted]) => ({
    key: key!,
    value: quoted!.startsWith('"') ? quoted!.slice(1, -1) : quoted!.slice(1, -1).replaceAll('"', '&quot;'),
  }));
