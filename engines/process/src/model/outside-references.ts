/**
 * References to elements of other files (BPMN 2.0.2, 8.1.2: qualified names with the prefix of a namespace that is not the
 * file's own), which moddle would drop as leading nowhere. Something of the name stands for each while the file is in memory,
 * so that it is written as it was.
 */
import type { Element } from './read-bpmn.ts';
import type { RootHandler } from 'moddle-xml';

/** A reference that leads out of the file. */
export interface Outside {
  readonly element: Element;
  readonly said: string;
}

/** What can only be in the same file: parts of one process, or what a drawing shows. */
const within = new Set(
  `sourceRef targetRef attachedToRef default bpmnElement incoming outgoing flowNodeRef activityRef dataObjectRef
   sourceElement targetElement labelStyle choreographyActivityShape`.split(/\s+/),
);

/** Prefixes of a file that stand for other namespaces than its own. */
export function foreignPrefixes(xml: string): ReadonlySet<string> {
  const target = /\stargetNamespace\s*=\s*(["'])(.*?)\1/.exec(xml)?.[2];
  const declared = xml.matchAll(/\sxmlns:([\w.-]+)\s*=\s*(["'])(.*?)\2/g);
  return new Set([...declared].filter(([, , , uri]) => uri !== target).map(([, prefix]) => prefix!));
}

/**
 * Lets something stand for everything outside that is referred to, before references are followed.
 * @param create makes an element of a type with an id
 */
export function standIn(
  context: NonNullable<RootHandler['context']>,
  prefixes: ReadonlySet<string>,
  create: (type: string, id: string) => unknown,
): Outside[] {
  return context.references.flatMap(({ element, property: named, id }) => {
    const said = id.trim();
    const property = named.replace(/^\w+:/, '');
    const known = context.elementsById[id] as Element | undefined;
    const colon = said.indexOf(':');
    if ((known && !outsiders.has(known)) || within.has(property) || !prefixes.has(said.slice(0, Math.max(colon, 0)))) return [];
    if (!known) {
      const { type } = (element as Element).$descriptor.propertiesByName[named] as { type: string };
      const stand = create(type, said) as Element;
      outsiders.add(stand);
      context.elementsById[id] = stand;
    }
    return [{ element: element as Element, said: id }];
  });
}

const outsiders = new WeakSet<Element>();
