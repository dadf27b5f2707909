import { xmlFault } from '@dinh/decision';

/**
 * BPMN as bpmn-moddle can read and write it, where the schema lets more be said: references are qualified names (`tns:task`
 * with the prefix of the file's own target namespace, white space around them), and any prefix may stand for any namespace.
 * What is no BPMN, or no XML, stays as it is.
 */
export function plainXml(xml: string): string {
  // In a broken text the patterns below would look for what ends a comment or a value from every place anew.
  if (!xml.includes(bpmn) || xmlFault(xml)) return xml;
  const text = freePrefixes(lonePrefixes(xml));
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

/** Gives other prefixes where one that stands for a namespace is declared anew, further inside, for another. */
function lonePrefixes(xml: string): string {
  const uris = Map.groupBy(xml.matchAll(declaration), (found) => found[1] ?? '');
  uris.delete('');
  if (![...uris.values()].some((all) => new Set(all.map((found) => found[3])).size > 1)) return xml;
  const first = new Map<string, string>();
  /** By prefix and namespace the prefix that stands for it from now on. */
  const given = new Map<string, string>();
  const scopes: ReadonlyMap<string, string>[] = [new Map()];
  const freeFor = (prefix: string, uri: string): string => {
    if ((first.get(prefix) ?? uri) === uri) {
      first.set(prefix, uri);
      return prefix;
    }
    const key = `${prefix} ${uri}`;
    let free = given.get(key);
    for (let i = 1; free === undefined; i++) if (!uris.has(`${prefix}${i}`)) free = `${prefix}${i}`;
    uris.set(free, []);
    given.set(key, free);
    return free;
  };
  return xml.replace(tags, (tag) => {
    if (tag.startsWith('<!')) return tag;
    const closes = tag.startsWith('</');
    let scope = scopes.at(-1)!;
    if (!closes)
      for (const [, prefix, , uri] of tag.matchAll(declaration))
        if (prefix) scope = new Map([...scope, [prefix, freeFor(prefix, uri!)]]);
    if (closes) scopes.pop();
    else if (!tag.endsWith('/>')) scopes.push(scope);
    const named = (prefix: string): string => scope.get(prefix) ?? prefix;
    return tag.replace(/"[^"]*"|'[^']*'|[^"']+/g, (part) =>
      /^["']/.test(part)
        ? part.replace(/^(["']\s*)([\w.-]+)(?=:[\w.-]+\s*["']$)/, (_, before: string, prefix: string) => before + named(prefix))
        : part.replace(
            /(\sxmlns:)([\w.-]+)|(<\/?|\s)([\w.-]+)(?=:)/g,
            (_, declares: string | undefined, name: string, before: string, prefix: string) =>
              declares ? declares + named(name) : before + named(prefix),
          ),
    );
  });
}

/**
 * Words of texts without the markup in them: the schema allows XHTML in `text` and `documentation`, and what reads a model
 * needs their words. Lines stay where they are.
 */
export function withoutMarkup(xml: string): string {
  return xml.replace(mixedText, (whole, open: string, _name: string, inner: string, close: string) =>
    /<[^!?]/.test(inner.replace(/<!\[CDATA\[[^]*?\]\]>|<!--[^]*?-->/g, '')) ? open + inner.replace(tags, lines) + close : whole,
  );
}

const mixedText = /(<((?:[\w.-]+:)?(?:documentation|text))(?:\s(?:[^"'<>/]|"[^"]*"|'[^']*')*)?>)([^]*?)(<\/\2\s*>)/g;
const lines = (tag: string): string => (tag.startsWith('<![') ? tag : tag.replace(/[^\n]+/g, ''));

const tags = /<!\[CDATA\[[^]*?\]\]>|<!--[^]*?-->|<[/\w](?:[^"'<>]|"[^"]*"|'[^']*')*>/g;
