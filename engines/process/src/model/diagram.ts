import type { Text } from '@dinh/kernel';
import { type Element, readBpmn } from './read-bpmn.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}
export interface Bounds extends Point {
  readonly width: number;
  readonly height: number;
}

/** An element as the model's author placed it. */
export interface DiagramShape {
  readonly id: string;
  /** As BPMN names it, without prefix: `UserTask`, `ExclusiveGateway`. */
  readonly type: string;
  /** What an event waits for or throws: `Message`, `Timer`, `Error`, `Terminate`. */
  readonly event: string | undefined;
  readonly name: Text | undefined;
  readonly bounds: Bounds;
  /** Where the name stands, when it does not stand inside. */
  readonly label: Bounds | undefined;
  /** A boundary event that does not end what it is attached to. */
  readonly quiet: boolean;
  /** The clock of the time limit stands still here. */
  readonly hold: boolean;
}

/** A flow with its way over the sheet. */
export interface DiagramEdge {
  readonly id: string;
  readonly name: Text | undefined;
  readonly points: readonly Point[];
  readonly label: Bounds | undefined;
  readonly isDefault: boolean;
}

/** The drawing of a process, as its file holds it (BPMN DI). */
export interface Diagram {
  readonly shapes: readonly DiagramShape[];
  readonly edges: readonly DiagramEdge[];
}

/** Reads the drawing of a BPMN file; undefined when it has none or cannot be read. Never throws. */
export function readDiagram(xml: string): Diagram | undefined {
  const { definitions } = readBpmn(xml);
  const plane = definitions?.get('diagrams')?.[0]?.get('plane') as Element | undefined;
  const placed = (plane?.get('planeElement') ?? []) as Element[];
  const shapes = placed.filter((one) => one.$type === 'bpmndi:BPMNShape').flatMap(shape);
  const edges = placed.filter((one) => one.$type === 'bpmndi:BPMNEdge').flatMap(edge);
  return shapes.length > 0 ? { shapes, edges } : undefined;
}

function shape(placed: Element): DiagramShape[] {
  const element = placed.get('bpmnElement') as Element | undefined;
  const bounds = boundsOf(placed.get('bounds'));
  if (!element || !bounds) return [];
  const isEvent = element.$instanceOf('bpmn:Event');
  const event = isEvent ? (element.get('eventDefinitions') as Element[] | undefined)?.[0]?.$type : undefined;
  return [
    {
      id: element.id,
      type: withoutPrefix(element.$type),
      event: event && withoutPrefix(event).replace('EventDefinition', ''),
      name: nameOf(element),
      bounds,
      label: boundsOf(placed.get('label')?.get('bounds')),
      quiet: element.$type === 'bpmn:BoundaryEvent' && element.get('cancelActivity') === false,
      hold: element.get('dinh:hold') === true,
    },
  ];
}

function edge(placed: Element): DiagramEdge[] {
  const element = placed.get('bpmnElement') as Element | undefined;
  const points = ((placed.get('waypoint') ?? []) as Point[]).map(({ x, y }) => ({ x, y }));
  if (!element || points.length < 2 || !points.every(({ x, y }) => Number.isFinite(x + y))) return [];
  const from = element.$type === 'bpmn:SequenceFlow' ? (element.get('sourceRef') as Element) : undefined;
  const choosing = from?.$instanceOf('bpmn:Activity') || from?.$instanceOf('bpmn:Gateway');
  return [
    {
      id: element.id,
      name: nameOf(element),
      points,
      label: boundsOf(placed.get('label')?.get('bounds')),
      isDefault: choosing === true && from!.get('default')?.id === element.id,
    },
  ];
}

function nameOf(element: Element): Text | undefined {
  const vi = (element.get('name') as string | undefined)?.replace(/\s+/g, ' ').trim();
  return vi ? { vi, en: (element.get('dinh:nameEn') as string | undefined) ?? vi } : undefined;
}

function boundsOf(bounds: Bounds | undefined): Bounds | undefined {
  if (!bounds) return undefined;
  const { x, y, width, height } = bounds;
  return Number.isFinite(x + y + width + height) ? { x, y, width, height } : undefined;
}

const withoutPrefix = (type: string): string => type.replace(/^\w+:/, '');
