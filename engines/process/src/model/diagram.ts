import type { Text } from '@dinh/kernel';
import { type Element, readBpmn } from './read-bpmn.ts';

// What stands in a drawing is told by its types in `@dinh/ui`, which draws it: what is made here must fit them where an app
// hands it on, and is not told a second time.

/** Reads the first drawing of a BPMN file (BPMN DI); undefined when it has none or cannot be read. Never throws. */
export function readDiagram(xml: string) {
  return diagramsOf(readBpmn(xml).definitions).at(0);
}

/** All drawings of a file that has been read, those without a shape left out. Never throws. */
export function diagramsOf(definitions: Element | undefined) {
  const diagrams = (definitions?.get('diagrams') ?? []) as Element[];
  return diagrams.flatMap((diagram) => {
    const placed = (diagram.get('plane')?.get('planeElement') ?? []) as Element[];
    const shapes = placed.filter((one) => one.$type === 'bpmndi:BPMNShape').flatMap(shape);
    const edges = placed.filter((one) => one.$type === 'bpmndi:BPMNEdge').flatMap(edge);
    return shapes.length > 0 ? [{ shapes, edges }] : [];
  });
}

function shape(placed: Element) {
  const element = placed.get('bpmnElement') as Element | undefined;
  const bounds = boundsOf(placed.get('bounds'));
  if (!element || !bounds) return [];
  return [
    {
      id: element.id,
      type: withoutPrefix(element.$type),
      event: eventOf(element),
      name: nameOf(element),
      bounds,
      label: boundsOf(placed.get('label')?.get('bounds')),
      quiet: field(element, 'cancelActivity') === false || field(element, 'isInterrupting') === false,
      hold: field(element, 'dinh:hold') === true,
      throws: element.$instanceOf('bpmn:ThrowEvent'),
      marks: marksOf(element, placed),
      horizontal: (placed.get('isHorizontal') as boolean | undefined) ?? bounds.width >= bounds.height,
      byEvent: field(element, 'triggeredByEvent') === true,
    },
  ];
}

/** A property that only some types have. */
function field(element: Element, name: string): any {
  return element.$descriptor.propertiesByName[name] || name.includes(':') ? element.get(name) : undefined;
}

function eventOf(element: Element): string | undefined {
  if (!element.$instanceOf('bpmn:Event')) return undefined;
  const definitions = ((element.get('eventDefinitions') as Element[] | undefined) ?? []).concat(
    (field(element, 'eventDefinitionRef') as Element[] | undefined) ?? [],
  );
  if (definitions.length > 1) return field(element, 'parallelMultiple') ? 'ParallelMultiple' : 'Multiple';
  return definitions[0] && withoutPrefix(definitions[0].$type).replace('EventDefinition', '');
}

function marksOf(element: Element, placed: Element): string[] {
  const loop = field(element, 'loopCharacteristics') as Element | undefined;
  const data = (field(element, 'dataObjectRef') ?? element) as Element;
  return [
    loop?.$type === 'bpmn:StandardLoopCharacteristics' && 'loop',
    loop?.$type === 'bpmn:MultiInstanceLoopCharacteristics' && (loop.get('isSequential') ? 'sequential' : 'parallel'),
    field(element, 'isForCompensation') === true && 'compensation',
    element.$type === 'bpmn:AdHocSubProcess' && 'ad-hoc',
    element.$instanceOf('bpmn:SubProcess') && placed.get('isExpanded') !== true && 'collapsed',
    element.$type === 'bpmn:CallActivity' && 'call',
    field(data, 'isCollection') === true && 'collection',
    field(element, 'participantMultiplicity') && 'parallel',
    field(element, 'instantiate') === true && 'instantiate',
  ].filter((mark) => typeof mark === 'string');
}

function edge(placed: Element) {
  const element = placed.get('bpmnElement') as Element | undefined;
  const points = ((placed.get('waypoint') ?? []) as { x: number; y: number }[]).map(({ x, y }) => ({ x, y }));
  if (!element || points.length < 2 || !points.every(({ x, y }) => Number.isFinite(x + y))) return [];
  const from = element.$type === 'bpmn:SequenceFlow' ? (element.get('sourceRef') as Element) : undefined;
  const choosing = from?.$instanceOf('bpmn:Activity') || from?.$instanceOf('bpmn:Gateway');
  const heads = { None: 'none', One: 'one', Both: 'both' } as const;
  const direction: (typeof heads)[keyof typeof heads] =
    element.$type === 'bpmn:Association' ? (heads[element.get('associationDirection') as 'None'] ?? 'none') : 'one';
  return [
    {
      id: element.id,
      type: withoutPrefix(element.$type),
      name: nameOf(element),
      points,
      label: boundsOf(placed.get('label')?.get('bounds')),
      isDefault: choosing === true && from!.get('default')?.id === element.id,
      conditional: from?.$instanceOf('bpmn:Activity') === true && Boolean(element.get('conditionExpression')),
      direction,
    },
  ];
}

/** What stands in or at an element: its name, the words of a note, the value of a group, the state of data. */
function nameOf(element: Element): Text | undefined {
  const group = element.$type === 'bpmn:Group' ? (element.get('categoryValueRef') as Element | undefined) : undefined;
  const said = (field(element, 'name') ?? field(element, 'text') ?? group?.get('value')) as string | undefined;
  const state = (field(element, 'dataState') as Element | undefined)?.get('name') as string | undefined;
  const vi = [said, state && `[${state}]`].filter(Boolean).join(' ').replace(/\s+/g, ' ').trim();
  if (vi === '') return undefined;
  return { vi, en: ((group ?? element).get('dinh:nameEn') as string | undefined) ?? vi };
}

/** @param bounds as the library read them: numbers, or what could not be read as one */
function boundsOf(bounds: Record<'x' | 'y' | 'width' | 'height', number> | undefined) {
  if (!bounds) return undefined;
  const { x, y, width, height } = bounds;
  return Number.isFinite(x + y + width + height) ? { x, y, width, height } : undefined;
}

const withoutPrefix = (type: string): string => type.replace(/^\w+:/, '');
