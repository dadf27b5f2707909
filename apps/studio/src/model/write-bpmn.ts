/** An element of moddle, as far as it is walked here. */
interface Described {
  readonly $descriptor?: { readonly properties: readonly { name: string; default?: unknown }[] };
}
interface Property {
  name: string;
  default?: unknown;
  xml?: { serialize: string };
}
interface Registry {
  readonly registry: {
    readonly typeMap: Readonly<Record<string, { readonly properties?: readonly Property[] }>>;
  };
}
interface Writer {
  toXML(element: unknown, options: { format: boolean }): Promise<{ xml: string }>;
}

/** Properties that bpmn-moddle would write under the name of their type; in BPMN 2.0 they have one of their own. */
const ownNames: readonly (readonly [type: string, property: string, serialize: string])[] = [
  ['bpmn:CorrelationPropertyRetrievalExpression', 'messagePath', 'xsi:type'],
  ['bpmn:CorrelationPropertyBinding', 'dataPath', 'xsi:type'],
  ['bpmn:ComplexBehaviorDefinition', 'condition', 'xsi:type'],
  ['bpmn:ComplexBehaviorDefinition', 'event', 'property'],
];

/** Teaches a moddle for BPMN the names that it does not know; before anything is read with it. */
export function completeNames(moddle: object): void {
  const { typeMap } = (moddle as Registry).registry;
  for (const [type, name, serialize] of ownNames) {
    const property = typeMap[type]?.properties?.find((one) => one.name.replace(/^bpmn:/, '') === name);
    if (property) property.xml ??= { serialize };
  }
}

/**
 * Writes BPMN so that nothing which stood in the file is left out: moddle drops what is equal to a default even where
 * the author wrote it down. Runs in the browser and on the server.
 */
export async function writeBpmn(moddle: Writer, definitions: unknown): Promise<string> {
  const kept: [{ default?: unknown }, unknown][] = [];
  for (const property of propertiesOf(definitions as Described)) {
    if (property.default === undefined) continue;
    kept.push([property, property.default]);
    delete property.default;
  }
  try {
    // moddle writes before it returns its promise.
    return (await moddle.toXML(definitions, { format: true })).xml;
  } finally {
    for (const [property, value] of kept) property.default = value;
  }
}

/** The properties of every type that occurs below an element. */
function propertiesOf(root: Described): Set<{ name: string; default?: unknown }> {
  const found = new Set<{ name: string; default?: unknown }>();
  for (const { $descriptor } of elementsBelow(root))
    for (const property of $descriptor?.properties ?? []) found.add(property);
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
    for (const property of element.$descriptor?.properties ?? [])
      if (Object.hasOwn(element, property.name)) open.push(element[property.name]);
    yield element;
  }
}
