import { type BpmnElement, readBpmn } from '@dinh/process';
import type { DrawingChange, Text } from '@dinh/ui';

/** An element that differs between two processes. */
export interface ElementChange {
  readonly id: string;
  readonly type: string;
  readonly change: DrawingChange;
  readonly name: Text;
  /** What differs in it, as BPMN and `dinh:` name it. */
  readonly properties: readonly {
    readonly name: string;
    readonly before: string;
    readonly after: string;
    /** What the elements are called that it refers to, where it refers to any. */
    readonly called?: { readonly before: Text; readonly after: Text };
  }[];
}

interface Described {
  readonly element: BpmnElement;
  readonly properties: ReadonlyMap<string, string>;
  /** The properties that refer to an element elsewhere, by its id. */
  readonly references: ReadonlySet<string>;
}
type All = Map<string, Described>;

/** Elements that came, went or changed, told apart by their ids; where they stand on the sheet is no change. */
export function compareProcesses(before: string, after: string): ElementChange[] {
  const [old, now] = [describe(before), describe(after)];
  const changes: ElementChange[] = [];
  for (const [id, { element, properties, references }] of now) {
    const was = old.get(id);
    if (!was) changes.push(change(element, 'added', now));
    else {
      const names = new Set([...was.properties.keys(), ...properties.keys()]);
      const differing = [...names]
        .filter((name) => was.properties.get(name) !== properties.get(name))
        .map((name) => {
          const sides = { before: was.properties.get(name) ?? '', after: properties.get(name) ?? '' };
          const called = { before: nameOf(old, sides.before), after: nameOf(now, sides.after) };
          return {
            name,
            ...sides,
            ...((references.has(name) || was.references.has(name)) && { called }),
          };
        });
      if (differing.length > 0) changes.push({ ...change(element, 'changed', now), properties: differing });
    }
  }
  for (const [id, { element }] of old) if (!now.has(id)) changes.push(change(element, 'removed', old));
  return changes;
}

function change(element: BpmnElement, kind: DrawingChange, all: All): ElementChange {
  const type = element.$type.replace(/^\w+:/, '');
  return { id: element.id, type, change: kind, name: nameOf(all, element.id), properties: [] };
}

/** What people call an element: a flow without a name by what it joins. */
function nameOf(all: All, id: string): Text {
  const [from, to] = ['sourceRef', 'targetRef'].map((end) => all.get(id)?.properties.get(end));
  const own = ownName(all, id);
  if (own || !from || !to) return own ?? { vi: id, en: id };
  const [source, target] = [from, to].map((end) => ownName(all, end) ?? { vi: end, en: end });
  return { vi: `${source!.vi} → ${target!.vi}`, en: `${source!.en} → ${target!.en}` };
}

function ownName(all: All, id: string): Text | undefined {
  const element = all.get(id)?.element;
  const vi = element?.get('name') as string | undefined;
  return element && vi ? { vi, en: String(element.get('dinh:nameEn') || vi) } : undefined;
}

function describe(bpmn: string): All {
  const found: All = new Map();
  const roots = (readBpmn(bpmn).definitions?.get('rootElements') ?? []) as BpmnElement[];
  const visit = (element: BpmnElement): void => {
    if (element.id !== undefined) found.set(element.id, { element, ...propertiesOf(element) });
    for (const name of ['flowElements', 'artifacts', 'participants', 'messageFlows', 'laneSets', 'lanes'])
      if (element.$descriptor.propertiesByName[name]) ((element.get(name) ?? []) as BpmnElement[]).forEach(visit);
  };
  for (const root of roots) if (/^bpmn:(Process|Collaboration)$/.test(root.$type)) visit(root);
  return found;
}

/** What stands elsewhere is not looked at twice: flows have ends of their own, parts are elements themselves. */
const left = new Set([
  'id',
  'incoming',
  'outgoing',
  'flowElements',
  'artifacts',
  'participants',
  'messageFlows',
  'laneSets',
  'lanes',
  'flowNodeRef',
]);

function propertiesOf(element: BpmnElement): Omit<Described, 'element'> {
  const found = new Map<string, string>();
  const references = new Set<string>();
  const add = (prefix: string, one: BpmnElement, depth: number): void => {
    for (const { name } of one.$descriptor.properties) {
      const plain = name.replace(/^\w+:/, '');
      if (left.has(plain) || !Object.hasOwn(one, name)) continue;
      put(prefix + name.replace(/^bpmn:/, ''), one.get(name), depth);
    }
    for (const [name, value] of Object.entries(one.$attrs ?? {})) found.set(prefix + name, String(value));
  };
  const put = (name: string, value: unknown, depth: number): void => {
    if (value === undefined || value === null || depth > 6) return;
    if (Array.isArray(value)) {
      value.forEach((one, i) => put(value.length > 1 ? `${name} ${i + 1}` : name, one, depth));
      return;
    }
    if (typeof value !== 'object') return void found.set(name, String(value));
    const inner = value as BpmnElement & { $parent?: unknown; body?: string };
    // What is held elsewhere is referred to; what stands inside is looked into.
    if (inner.$parent !== undefined && !inside(inner, element)) {
      references.add(name);
      found.set(name, String(inner.id ?? ''));
      return;
    }
    if (inner.body !== undefined) found.set(name, String(inner.body));
    else add(`${name} › `, inner, depth + 1);
  };
  add('', element, 0);
  return { properties: found, references };
}

function inside(inner: { $parent?: unknown }, element: BpmnElement): boolean {
  for (let one: unknown = inner; one; one = (one as { $parent?: unknown }).$parent) if (one === element) return true;
  return false;
}
