/**
 * BPMN as bpmn-moddle can read and write it, where the schema lets more be said: references are qualified names (`tns:task`
 * with the prefix of the file's own target namespace, white space around them), and any prefix may stand for any namespace.
 * What is no BPMN stays as it is.
 */
export function plainXml(xml: string): string {
  if (!xml.includes(bpmn)) return xml;
  const text = freePrefixes(xml);
  const declared = [...text.matchAll(declaration)].map(([, prefix = '', , uri = '']) => ({ prefix, uri }));
  const own = declared.filter(({ uri }) => uri.startsWith(bpmn)).map(({ prefix }) => prefix);
  const target = /\stargetNamespace\s*=\s*(["'])(.*?)\1/.exec(text)?.[2];
  const ours = new Set(declared.filter(({ prefix, uri }) => uri === target && prefix !== '').map(({ prefix }) => prefix));
  const ids = new Set([...text.matchAll(/\sid\s*=\s*(["'])(.*?)\1/g)].map((found) => found[2]!));
  /** The id that a reference means; the reference itself where there is none of it. */
  const plain = (said: string): string => {
    const name = said.trim();
    const colon = name.indexOf(':');
    const id = colon > 0 && ours.has(name.slice(0, colon)) ? name.slice(colon + 1) : name;
    return ids.has(id) ? id : said;
  };
  return text.replace(piece, (tag: string, holder: string | undefined, _: string | undefined, other?: string) => {
    if (tag.startsWith('<!') || !own.includes((holder ?? other ?? '').slice(0, -1))) return tag;
    return tag
      .replace(attribute, (__, key: string, quote: string, said: string) => `${key}${quote}${plain(said)}${quote}`)
      .replace(/>([^<>]+)(<\/)/, (__, said: string, end: string) => `>${plain(said)}${end}`);
  });
}

const bpmn = 'http://www.omg.org/spec/BPMN/20100524/';
const declaration = /\sxmlns(?::([\w.-]+))?\s*=\s*(["'])(.*?)\2/g;
const inTag = String.raw`(?:\s+[\w.:-]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*`;
/** What is no markup, an element that holds a reference, or any tag. */
const piece = new RegExp(
  String.raw`<!\[CDATA\[[^]*?\]\]>|<!--[^]*?-->|<([\w.-]+:)?(incoming|outgoing|source|target|supports|\w+Refs?)${inTag}>[^<>]+</[\w.:-]+\s*>|<([\w.-]+:)?([\w.-]+)${inTag}/?>`,
  'g',
);
/** Attributes that refer to elements; what names something outside (`structureRef`) stays. */
const attribute =
  /(\s(?:default|type|calledElement|bpmnElement|sourceElement|targetElement|labelStyle|choreographyActivityShape|(?!structureRef|implementationRef)\w+Ref)\s*=\s*)(["'])(.*?)\2/g;

const wellKnown: Readonly<Record<string, string>> = {
  bpmn: `${bpmn}MODEL`,
  bpmndi: `${bpmn}DI`,
  dc: 'http://www.omg.org/spec/DD/20100524/DC',
  di: 'http://www.omg.org/spec/DD/20100524/DI',
  dinh: 'https://dinh.example/bpmn',
  bioc: 'http://bpmn.io/schema/bpmn/biocolor/1.0',
  color: 'http://www.omg.org/spec/BPMN/non-normative/color/1.0',
};

/** Gives other prefixes to namespaces that stand under one of those that moddle keeps for its own. */
function freePrefixes(xml: string): string {
  let text = xml;
  for (const [prefix, uri] of Object.entries(wellKnown)) {
    const uris = [...text.matchAll(declaration)].filter((found) => found[1] === prefix).map((found) => found[3]);
    if (uris.length === 0 || uris.includes(uri)) continue;
    let free = `${prefix}1`;
    while (text.includes(`xmlns:${free}`)) free += '1';
    const names = new RegExp(String.raw`(</?|\s)${prefix}(?=:)|(\sxmlns:)${prefix}(?=\s*=)`, 'g');
    /** A value that is a qualified name. */
    const value = new RegExp(String.raw`^(["']\s*)${prefix}(?=:[\w.-]+\s*["']$)`);
    text = text.replace(tags, (tag) => {
      if (tag.startsWith('<!')) return tag;
      return tag.replace(/"[^"]*"|'[^']*'|[^"']+/g, (part) =>
        /^["']/.test(part)
          ? part.replace(value, `$1${free}`)
          : part.replace(names, (_, before = '', declares = '') => `${before}${declares}${free}`),
      );
    });
  }
  return text;
}

const tags = /<!\[CDATA\[[^]*?\]\]>|<!--[^]*?-->|<[/\w](?:[^"'<>]|"[^"]*"|'[^']*')*>/g;
