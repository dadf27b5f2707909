/** From the XML of DMN 1.1–1.6 to a model that can be evaluated. */
import { makeFunction } from '../feel/compile-functions.ts';
import { isSpecialName, normalizeName } from '../feel/names.ts';
import { ANY, fitter } from '../feel/types.ts';
import { Boxes } from './boxed.ts';
import { directNames } from './graph.ts';
import type { DecisionNode, GraphNode, KnowledgeNode, Requirement } from './graph.ts';
import { TypeTable } from './item-definitions.ts';
import { DecisionModel } from './model.ts';
import { Reading } from './reading.ts';
import { checkCircles, checkMeant, checkShape, refers } from './shape.ts';
import { child, children, readXml, textOf } from './xml.ts';
import type { Element } from './xml.ts';

/** One file that has been read. */
export interface Source {
  readonly definitions: Element;
  readonly namespace: string;
  readonly reading: Reading;
  readonly types: TypeTable;
  /** By their ids. */
  readonly nodes: Map<string, GraphNode>;
  readonly byElement: Map<Element, GraphNode>;
  /** Prefix by namespace of what the model imports. */
  readonly prefixes: Map<string, string>;
}

export interface ReadOptions {
  /** The XML of the models that this one imports, directly or through others, in any order. */
  imports?: readonly string[];
}

/**
 * Reads a DMN model. Throws DmnError when the text is no DMN at all; what is wrong inside of it (an
 * expression that cannot be read, an unknown type) is listed in `model.problems` and evaluates to null.
 */
export async function readDmn(xml: string, options: ReadOptions = {}): Promise<DecisionModel> {
  return readSources(xml, options).model;
}

/** `readDmn`, with the files that it was made of, that of the model itself first; for whoever looks into them. */
export function readSources(xml: string, options: ReadOptions = {}): { model: DecisionModel; sources: readonly Source[] } {
  let slots = 0;
  const slot = (): number => slots++;
  const main = openSource(xml);
  const sources = [main, ...(options.imports ?? []).map(openSource)];
  // Types first of all: elements may be of types that are imported.
  for (const source of sources) linkImports(source, sources);
  for (const source of sources) source.types.resolveAll();
  for (const source of sources) makeNodes(source, slot);
  for (const source of sources) linkNodes(source, sources);
  for (const source of sources) {
    const decisions = [...source.byElement].flatMap(([element, node]) =>
      node.kind === 'decision' ? [[element, node] as const] : [],
    );
    checkCircles(decisions, source.reading);
  }
  for (const source of sources) compileLogic(source, sources);
  const model = new DecisionModel(
    main.definitions.attributes['name'] ?? '',
    main.namespace,
    [...main.nodes.values()],
    sources.slice(1).flatMap((source) => [...source.nodes.values()]),
    sources.flatMap((source) => source.reading.problems),
  );
  return { model, sources };
}

function openSource(xml: string): Source {
  const definitions = readXml(xml);
  const reading = new Reading();
  checkShape(definitions, reading);
  collectMembers(definitions, reading);
  const types = new TypeTable(definitions, reading);
  return {
    definitions,
    namespace: definitions.attributes['namespace'] ?? '',
    reading,
    types,
    nodes: new Map(),
    byElement: new Map(),
    prefixes: new Map(),
  };
}

/** `slot` hands out the numbers of elements. */
function makeNodes(source: Source, slot: () => number): void {
  for (const element of source.definitions.children) {
    const node = makeNode(element, source, slot);
    if (!node) continue;
    source.byElement.set(element, node);
    // Of two with one id, which is told, references mean the first.
    source.nodes.set(source.nodes.has(node.id) ? `${node.id} ${node.slot}` : node.id, node);
  }
}

/** Names of item components that the parser must know: those of more than plain words. */
function collectMembers(element: Element, reading: Reading): void {
  const { name } = element.attributes;
  if (element.name === 'itemComponent' && name && isSpecialName(name)) reading.members.add(name);
  for (const inner of element.children) collectMembers(inner, reading);
}

function makeNode(element: Element, source: Source, slot: () => number): GraphNode | null {
  const variable = child(element, 'variable');
  const name = normalizeName(variable?.attributes['name'] ?? element.attributes['name'] ?? '');
  const type = source.types.typeOf(variable?.attributes['typeRef']);
  const base = {
    id: element.attributes['id'] ?? name,
    qualified: `${source.namespace}#${name}`,
    name,
    title: element.attributes['name'] ?? name,
    type,
    fit: fitter(type),
    plain: type.kind === 'string' || type.kind === 'boolean' || type.kind === 'number' ? type.kind : null,
    requires: [],
    slot: slot(),
  };
  switch (element.name) {
    case 'inputData':
      return { ...base, kind: 'input' };
    case 'decision':
      return { ...base, kind: 'decision', code: null, preparation: null };
    case 'businessKnowledgeModel':
      return { ...base, kind: 'knowledge', code: null };
    case 'decisionService':
      return { ...base, kind: 'service', parameters: [], outputs: [] };
    default:
      return null;
  }
}

function importedBy(element: Element, source: Source, sources: readonly Source[]): Source | undefined {
  const { namespace } = element.attributes;
  return sources.find((other) => other !== source && other.namespace === (namespace ?? ''));
}

/** Makes the types of imported models known under their prefixes. */
function linkImports(source: Source, sources: readonly Source[]): void {
  for (const element of children(source.definitions, 'import')) {
    const namespace = element.attributes['namespace'] ?? '';
    const imported = importedBy(element, source, sources);
    const prefix = element.attributes['name'] ?? '';
    source.prefixes.set(namespace, prefix);
    if (imported) {
      source.types.import(prefix, imported.types);
    } else if (/DMN/.test(element.attributes['importType'] ?? '')) {
      source.reading.problem(element, {
        vi: `Thiếu mô hình được dùng kèm ${namespace}.`,
        en: `The imported model ${namespace} is not given.`,
      });
    }
  }
}

/** Ties names of imports, requirements and the parts of services together. */
function linkNodes(source: Source, sources: readonly Source[]): void {
  for (const element of children(source.definitions, 'import')) {
    const imported = importedBy(element, source, sources);
    for (const name of imported?.reading.members ?? []) source.reading.members.add(name);
    for (const { name } of imported?.nodes.values() ?? []) if (isSpecialName(name)) source.reading.members.add(name);
  }
  for (const element of source.definitions.children) {
    const node = nodeOf(element, source);
    if (!node) continue;
    for (const requirement of element.children) {
      if (requirement.name !== 'informationRequirement' && requirement.name !== 'knowledgeRequirement') continue;
      for (const reference of requirement.children.filter(refers)) {
        const found = resolve(reference, source, sources);
        if (found) node.requires.push(found);
      }
    }
    if (node.kind === 'service') {
      const all = (name: string) => children(element, name).flatMap((item) => resolve(item, source, sources)?.node ?? []);
      node.parameters.push(...all('inputData'), ...all('inputDecision'));
      node.outputs.push(...all('outputDecision'));
      all('encapsulatedDecision');
    }
  }
}

/** What was made of an element of a file; undefined for what is no input, decision, business knowledge or service. */
export function nodeOf(element: Element, source: Source): GraphNode | undefined {
  return source.byElement.get(element);
}

/** `#id` is in the same model, `namespace#id` in an imported one. */
function resolve(element: Element, source: Source, sources: readonly Source[]): Requirement | null {
  const { href } = element.attributes;
  if (!href) {
    source.reading.problem(element, {
      vi: `<${element.name}> không nói phần tử nào.`,
      en: `<${element.name}> names no element.`,
    });
    return null;
  }
  const at = href.indexOf('#');
  const namespace = at > 0 ? href.slice(0, at) : '';
  const owner =
    namespace === '' || namespace === source.namespace ? source : sources.find((other) => other.namespace === namespace);
  const node = owner?.nodes.get(href.slice(at + 1));
  if (!node) {
    source.reading.problem(element, { vi: `Mô hình không có ${href}.`, en: `${href} is not in the model.` });
    return null;
  }
  checkMeant(element, node, source.reading);
  return { node, prefix: owner === source ? '' : (source.prefixes.get(namespace) ?? '') };
}

function compileLogic(source: Source, sources: readonly Source[]): void {
  const allowed = allowedTexts(source, sources);
  for (const element of source.definitions.children) {
    const node = nodeOf(element, source);
    if (node?.kind !== 'decision' && node?.kind !== 'knowledge') continue;
    const names = node.requires.flatMap(({ node: required, prefix }) => [prefix || required.name]);
    const direct = node.kind === 'decision' ? directNames(node) : undefined;
    const boxes = new Boxes(source.types, source.reading, names, allowed, direct);
    if (node.kind === 'decision') compileDecision(node, element, boxes);
    else compileKnowledge(node, element, boxes);
  }
}

function compileDecision(node: DecisionNode, element: Element, boxes: Boxes): void {
  node.code = boxes.inside(element, node.name);
}

function compileKnowledge(node: KnowledgeNode, element: Element, boxes: Boxes): void {
  const logic = child(element, 'encapsulatedLogic');
  node.code = logic
    ? boxes.functionDefinition(logic, node.name, node.type)
    : () => makeFunction(node.name, [], (_, env) => env.note(`${node.name} has no logic.`), ANY);
}

/** Allowed values as written, by type: they order the outputs of tables that give no values themselves. */
export function allowedTexts(source: Source, sources: readonly Source[]): Map<string, string> {
  const texts = new Map<string, string>();
  for (const other of sources) {
    const prefix = source.prefixes.get(other.namespace);
    if (other !== source && prefix === undefined) continue;
    for (const element of children(other.definitions, 'itemDefinition')) {
      const text = textOf(child(element, 'allowedValues'))?.trim();
      const name = element.attributes['name'] ?? '';
      if (text) texts.set(other !== source && prefix ? `${prefix}.${name}` : name, text);
    }
  }
  return texts;
}
