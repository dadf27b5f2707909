import type { Text } from '../lang.ts';

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
  /** As BPMN names it, without prefix: `UserTask`, `ExclusiveGateway`, `Participant`, `DataObjectReference`. */
  readonly type: string;
  /** What an event waits for or throws: `Message`, `Timer`, `Error`, `Terminate`; `Multiple` when it is several. */
  readonly event: string | undefined;
  readonly name: Text | undefined;
  readonly bounds: Bounds;
  /** Where the name stands, when it does not stand inside. */
  readonly label: Bounds | undefined;
  /** An event that does not end what it is attached to, or in which it stands. */
  readonly quiet: boolean;
  /** The clock of the time limit stands still here. */
  readonly hold: boolean;
  /** An event that throws: its sign is filled. */
  readonly throws: boolean;
  /** Signs at the lower edge: `loop`, `parallel`, `sequential`, `compensation`, `ad-hoc`, `collapsed`, `collection`. */
  readonly marks: readonly string[];
  /** A pool or lane whose name stands at its left side. */
  readonly horizontal: boolean;
  /** A sub-process that an event starts. */
  readonly byEvent: boolean;
}

/** A flow with its way over the sheet. */
export interface DiagramEdge {
  readonly id: string;
  /** `SequenceFlow`, `MessageFlow`, `Association`, `DataInputAssociation`, … */
  readonly type: string;
  readonly name: Text | undefined;
  readonly points: readonly Point[];
  readonly label: Bounds | undefined;
  readonly isDefault: boolean;
  /** A flow that leaves an activity under a condition. */
  readonly conditional: boolean;
  /** An association has none, one or two heads. */
  readonly direction: 'none' | 'one' | 'both';
}

/**
 * One drawing of a file (BPMN DI). `readDiagram` of `@dinh/process` makes it and names no types for it: that it makes what is
 * drawn here, the compiler sees where an app hands one to the other.
 */
export interface ProcessDrawing {
  readonly shapes: readonly DiagramShape[];
  readonly edges: readonly DiagramEdge[];
}

export type ShapeKind =
  | 'event'
  | 'gateway'
  | 'task'
  | 'sub'
  | 'pool'
  | 'data'
  | 'store'
  | 'note'
  | 'group'
  | 'message'
  | 'conversation';

/** How an element is drawn. What BPMN does not say to be anything else is a box, so that nothing is left out. */
export function kindOf(type: string): ShapeKind {
  if (type.endsWith('Event')) return 'event';
  if (type.endsWith('Gateway')) return 'gateway';
  if (/SubProcess$|^Transaction$|^SubChoreography$/.test(type)) return 'sub';
  if (type === 'Participant' || type === 'Lane') return 'pool';
  if (/^Data(Object|Input|Output)/.test(type)) return 'data';
  if (type.startsWith('DataStore')) return 'store';
  if (type === 'TextAnnotation') return 'note';
  if (type === 'Group') return 'group';
  if (type === 'Message') return 'message';
  if (type.endsWith('Conversation')) return 'conversation';
  return 'task';
}

/** What lies under what: pools, lanes and sub-processes first, from large to small, so that nothing is covered. */
export function layer(shape: DiagramShape): number {
  const order = { pool: 0, group: 1, sub: 2 } as Partial<Record<ShapeKind, number>>;
  const kind = kindOf(shape.type);
  // A call activity may be drawn open, with what it calls inside.
  if (kind === 'task' && shape.bounds.width > 180 && shape.bounds.height > 100) return 2;
  return order[kind] ?? 3;
}
