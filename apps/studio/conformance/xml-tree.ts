import { wholeCharacters } from '@dinh/decision';
import { Parser } from 'saxen';

/** An element with expanded names: what two XML texts have in common whatever their prefixes and order of attributes. */
export interface XmlNode {
  readonly name: string;
  readonly attributes: Map<string, string>;
  readonly children: XmlNode[];
  text: string;
}

const bpmn = '{http://www.omg.org/spec/BPMN/20100524/MODEL}';
const typeName = '{http://www.w3.org/2001/XMLSchema-instance}type';

/** Reads XML into elements; names in values (`xsi:type`, references) are expanded too. @throws when it is not well-formed */
export function readTree(xml: string): XmlNode {
  const root: XmlNode = { name: '', attributes: new Map(), children: [], text: '' };
  const stack = [root];
  const scopes: Record<string, string>[] = [{ xml: 'xml' }];
  let target: string | undefined;
  const parser = new Parser();
  parser.on('openTag', (name: string, attributesOf: () => Record<string, string>, decode: (s: string) => string) => {
    const written = attributesOf();
    const scope = { ...scopes.at(-1) };
    target ??= written['targetNamespace'];
    for (const [key, value] of Object.entries(written))
      if (key === 'xmlns' || key.startsWith('xmlns:')) scope[key.slice(6)] = decode(value);
    const expand = (one: string, byDefault: boolean): string => {
      const colon = one.indexOf(':');
      if (colon === -1) return byDefault ? `{${scope[''] ?? ''}}${one}` : one;
      return `{${scope[one.slice(0, colon)] ?? one.slice(0, colon)}}${one.slice(colon + 1)}`;
    };
    const attributes = new Map<string, string>();
    for (const [key, value] of Object.entries(written)) {
      if (key === 'xmlns' || key.startsWith('xmlns:')) continue;
      const [full, said] = [expand(key, false), decode(value)];
      const prefix = /^([\w.-]+):[\w.-]+$/.exec(said.trim())?.[1];
      const named = full === typeName || (prefix !== undefined && scope[prefix] !== undefined);
      // What refers to the file itself is the same with and without a prefix.
      const own = full !== typeName && prefix !== undefined && target !== undefined && scope[prefix] === target;
      if (own) attributes.set(full, said.trim().slice(prefix.length + 1));
      else attributes.set(full, named ? expand(said.trim(), full === typeName) : said);
    }
    // The one stands for the other by the schema (a substitution group).
    let full = expand(name, true);
    if (full === `${bpmn}formalExpression`) {
      attributes.set(typeName, `${bpmn}tFormalExpression`);
      full = `${bpmn}expression`;
    }
    const node: XmlNode = { name: full, attributes, children: [], text: '' };
    stack.at(-1)!.children.push(node);
    stack.push(node);
    scopes.push(scope);
  });
  parser.on('closeTag', () => {
    const node = stack.pop()!;
    const scope = scopes.pop()!;
    const prefix = /^\s*([\w.-]+):[\w.-]+\s*$/.exec(node.text)?.[1];
    if (prefix !== undefined && target !== undefined && scope[prefix] === target)
      node.text = node.text.trim().slice(prefix.length + 1);
  });
  parser.on('text', (text: string, decode: (s: string) => string) => void (stack.at(-1)!.text += decode(text)));
  parser.on('cdata', (text: string) => void (stack.at(-1)!.text += text));
  parser.on('error', (error: Error) => {
    throw error;
  });
  parser.parse(wholeCharacters(xml));
  return root;
}

/** Types that the schema gives an element anyway: saying so once more says nothing. */
const declaredTypes: Readonly<Record<string, string>> = {
  [`${bpmn}messagePath`]: `${bpmn}tFormalExpression`,
  [`${bpmn}dataPath`]: `${bpmn}tFormalExpression`,
  [`${bpmn}condition`]: `${bpmn}tFormalExpression`,
  '{http://www.omg.org/spec/DD/20100524/DI}waypoint': '{http://www.omg.org/spec/DD/20100524/DC}Point',
};

/**
 * What stands in one tree and not in the other, each with its path. The order of elements counts among those of one
 * name; numbers are compared as numbers, white space as one space.
 */
export function differences(before: XmlNode, after: XmlNode, path = ''): string[] {
  const found: string[] = [];
  for (const [key, value] of before.attributes)
    if (!(key === typeName && value === declaredTypes[before.name]) && !same(value, after.attributes.get(key)))
      found.push(`${path} ${key}: “${value}” became “${after.attributes.get(key) ?? 'nothing'}”`);
  for (const [key, value] of after.attributes) if (!before.attributes.has(key)) found.push(`${path} ${key}: “${value}” appeared`);
  if (!same(before.text, after.text)) found.push(`${path}: the text “${short(before.text)}” became “${short(after.text)}”`);
  for (const name of new Set([...before.children, ...after.children].map((child) => child.name))) {
    const [old, now] = [before, after].map((node) => node.children.filter((child) => child.name === name));
    const plain = name.replace(/^\{.*\}/, '');
    if (old!.length !== now!.length) found.push(`${path}: ${old!.length} ${plain} became ${now!.length}`);
    for (const [i, child] of old!.entries())
      if (now![i]) found.push(...differences(child, now![i], `${path}/${plain}[${child.attributes.get('id') ?? i + 1}]`));
  }
  return found;
}

const flat = (text: string): string => text.replace(/\s+/g, ' ').trim();
const short = (text: string): string => flat(text).slice(0, 60);

function same(a: string, b: string | undefined): boolean {
  if (b === undefined) return false;
  return flat(a) === flat(b) || (flat(a) !== '' && flat(b) !== '' && Number(a) === Number(b));
}
