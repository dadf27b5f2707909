/** An element of moddle, as far as it is walked here. */
interface Described {
  readonly $descriptor?: {
    readonly properties: readonly { name: string; default?: unknown }[];
    /** Of a tool that nobody here knows. */
    readonly isGeneric?: boolean;
  };
}
interface Writer {
  toXML(element: unknown, options: { format: boolean }): Promise<{ xml: string }>;
}

/**
 * Writes BPMN so that nothing which stood in the file is left out: moddle drops what is equal to a default even where
 * the author wrote it down, and the prefix of an attribute whose element has it too. Runs in the browser and on the server.
 */
export async function writeBpmn(moddle: Writer, definitions: unknown): Promise<string> {
  const kept: [{ default?: unknown }, unknown][] = [];
  for (const property of propertiesOf(definitions as Described)) {
    if (property.default === undefined) continue;
    kept.push([property, property.default]);
    delete property.default;
  }
  const renamed = [...elementsBelow(definitions)].filter((one) => one.$descriptor?.isGeneric).map(hidePrefixes);
  try {
    // moddle writes before it returns its promise.
    const { xml } = await moddle.toXML(definitions, { format: true });
    return xml.replace(/<([\w.-]+):[^<>]*?\sof-its-element\.[^<>]*>/g, (tag, prefix: string) =>
      tag.replaceAll(/\sof-its-element\.(?=[\w.-]+=")/g, ` ${prefix}:`),
    );
  } finally {
    for (const [property, value] of kept) property.default = value;
    for (const restore of renamed) restore();
  }
}

/**
 * Names the attributes of an unknown element that have its own prefix so that moddle does not take that away: `x:b` on `x:a`
 * is another attribute than `b`. @returns what puts their names back
 */
function hidePrefixes(element: Described): () => void {
  const generic = element as Described & { $type: string } & Record<string, unknown>;
  const prefix = `${generic.$type.split(':')[0]}:`;
  const before = Object.entries(generic);
  if (!before.some(([key]) => key.startsWith(prefix))) return () => {};
  // All anew, so that they stay in their order.
  const refill = (entries: readonly (readonly [string, unknown])[]): void => {
    for (const key of Object.keys(generic)) delete generic[key];
    for (const [key, value] of entries) generic[key] = value;
  };
  refill(before.map(([key, value]) => [key.startsWith(prefix) ? `of-its-element.${key.slice(prefix.length)}` : key, value]));
  return () => refill(before);
}

/** The properties of every type that occurs below an element. */
function propertiesOf(root: Described): Set<{ name: string; default?: unknown }> {
  const found = new Set<{ name: string; default?: unknown }>();
  for (const { $descriptor } of elementsBelow(root)) for (const property of $descriptor?.properties ?? []) found.add(property);
  return found;
}

/** Every element of a model of moddle, the root among them, each once. */
export function* elementsBelow(root: unknown): Generator<Described> {
  const seen = new Set<unknown>();
  const open: unknown[] = [root];
  while (open.length > 0) {
    const element = open.pop() as Described & Record<string, unknown>;
    if (typeof element !== 'object' || element === null || seen.has(element)) continue;
    seen.add(element);
    if (Array.isArray(element)) {
      open.push(...(element as unknown[]));
      continue;
    }
    open.push(element['$children']);
    for (const property of element.$descriptor?.properties ?? [])
      if (Object.hasOwn(element, property.name)) open.push(element[property.name]);
    yield element;
  }
}
