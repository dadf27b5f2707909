/** Reads a page strictly: every element closed, every attribute quoted; what people see and where the links lead. */

export interface ReadText {
  readonly text: string;
  /** Language of the nearest element that says one; `zxx` where nothing is to be translated. */
  readonly lang: string;
  /** The element it stands in, or `element@attribute`. */
  readonly where: string;
}

export interface ReadPage {
  /** What is wrong with the markup. */
  readonly faults: readonly string[];
  readonly texts: readonly ReadText[];
  /** Addresses of links on the page, without fragment. */
  readonly links: readonly string[];
  readonly headings: number;
  readonly lang: string;
}

const empty = new Set(
  'area base br col embed hr img input link meta source track wbr path circle rect line polyline polygon use'.split(' '),
);
const spoken = ['alt', 'aria-label', 'placeholder', 'title', 'data-label'];
const token =
  /<!--[\s\S]*?-->|<!doctype[^>]*>|<\/([a-zA-Z][\w-]*)\s*>|<([a-zA-Z][\w-]*)((?:\s+[^\s=>/"'<]+(?:="[^"]*")?|\s*\/(?=>)|\s+)*)>/giy;

/** Reads a whole page. */
export function readPage(source: string): ReadPage {
  const faults: string[] = [];
  const texts: ReadText[] = [];
  const links: string[] = [];
  const ids = new Set<string>();
  const open: { tag: string; lang: string }[] = [];
  let headings = 0;
  let lang = '';
  let at = 0;
  const inside = () => open.at(-1) ?? { tag: '', lang: '' };
  const say = (raw: string, where: string, own: string) => {
    const text = plain(raw).replace(/\s+/g, ' ').trim();
    if (text && where !== 'style') texts.push({ text, lang: own, where });
  };

  while (at < source.length) {
    const next = source.indexOf('<', at);
    const end = next < 0 ? source.length : next;
    if (end > at) say(source.slice(at, end), inside().tag, inside().lang);
    if (next < 0) break;
    token.lastIndex = next;
    const found = token.exec(source);
    if (!found) {
      faults.push(`not HTML: ${source.slice(next, next + 60)}`);
      at = next + 1;
      continue;
    }
    at = token.lastIndex;
    const closing = found[1]?.toLowerCase();
    const tag = found[2]?.toLowerCase();
    if (closing) {
      const last = open.pop();
      if (last?.tag !== closing) faults.push(`</${closing}> closes <${last?.tag ?? 'nothing'}>`);
    }
    if (!tag) continue;
    const own = attributesOf(found[3] ?? '', faults, tag);
    if (tag === 'html') lang = own['lang'] ?? '';
    if (tag === 'h1') headings += 1;
    if (own['id'] !== undefined) {
      if (ids.has(own['id'])) faults.push(`id ${own['id']} twice`);
      ids.add(own['id']);
    }
    const language = own['translate'] === 'no' ? 'zxx' : (own['lang'] ?? inside().lang);
    for (const name of spoken) if (own[name]) say(own[name], `${tag}@${name}`, language);
    if (tag === 'a' && own['href'] !== undefined) links.push(plain(own['href']).split('#')[0]!);
    const closed = /\/\s*$/.test(found[3] ?? '');
    if (!empty.has(tag) && !closed) open.push({ tag, lang: language });
    if (tag === 'script' || tag === 'style') at = Math.max(at, source.indexOf(`</${tag}>`, at));
  }
  for (const { tag } of open) faults.push(`<${tag}> is never closed`);
  return { faults, texts, links, headings, lang };
}

function attributesOf(head: string, faults: string[], tag: string): Record<string, string> {
  const own: Record<string, string> = {};
  for (const [, name = '', value = ''] of head.matchAll(/\s([^\s=>/"'<]+)(?:="([^"]*)")?/g)) {
    if (name in own) faults.push(`<${tag}> has ${name} twice`);
    own[name] = value;
  }
  return own;
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
  nbsp: ' ',
};

function plain(escaped: string): string {
  return escaped.replace(/&(amp|lt|gt|quot|#39|nbsp);/g, (_, name: string) => entities[name]!);
}
