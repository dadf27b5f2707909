/**
 * The line, counted from 1, of every opening tag of well-formed XML, in their order. (The reader would count from the first
 * line anew for each tag.)
 */
export function tagLines(xml: string): number[] {
  const lines: number[] = [];
  let line = 1;
  let counted = 0;
  for (let at = xml.indexOf('<'); at !== -1; at = xml.indexOf('<', at)) {
    for (; counted < at; counted++) {
      const unit = xml.charCodeAt(counted);
      if (unit === 10 || (unit === 13 && xml.charCodeAt(counted + 1) !== 10)) line += 1;
    }
    const next = xml.charAt(at + 1);
    if (xml.startsWith('<!--', at)) at = behind(xml, '-->', at + 4);
    else if (xml.startsWith('<![CDATA[', at)) at = behind(xml, ']]>', at + 9);
    else if (next === '?') at = behind(xml, '?>', at + 2);
    else {
      if (next !== '/' && next !== '!') lines.push(line);
      at = behindTag(xml, at + 1);
    }
  }
  return lines;
}

/** The place behind an end; that of the text where there is none. */
function behind(xml: string, end: string, from: number): number {
  const at = xml.indexOf(end, from);
  return at === -1 ? xml.length : at + end.length;
}

/** The place behind a tag, whose values in quotes may hold anything. */
function behindTag(xml: string, from: number): number {
  for (let at = from; at < xml.length; at++) {
    const char = xml.charAt(at);
    if (char === '>') return at + 1;
    if (char === '"' || char === "'") at = behind(xml, char, at + 1) - 1;
  }
  return xml.length;
}
