import type { Text } from '../lang.ts';

/** What is drawn: a diagram as `readDiagram` of `@dinh/process` gives it, of which this much is looked at. */
export interface ProcessDrawing {
  readonly shapes: readonly DiagramShape[];
  readonly edges: readonly DiagramEdge[];
}
export interface Point {
  readonly x: number;
  readonly y: number;
}
export interface Bounds extends Point {
  readonly width: number;
  readonly height: number;
}
export interface DiagramShape {
  readonly id: string;
  /** As BPMN names it, without prefix: `UserTask`, `ExclusiveGateway`. */
  readonly type: string;
  readonly event: string | undefined;
  readonly name: Text | undefined;
  readonly bounds: Bounds;
  readonly label: Bounds | undefined;
  readonly quiet: boolean;
  readonly hold: boolean;
  readonly throws?: boolean;
  readonly marks?: readonly string[];
  readonly horizontal?: boolean;
  readonly byEvent?: boolean;
}
export interface DiagramEdge {
  readonly id: string;
  readonly type?: string;
  readonly name: Text | undefined;
  readonly points: readonly Point[];
  readonly label: Bounds | undefined;
  readonly isDefault: boolean;
  readonly conditional?: boolean;
  readonly direction?: 'none' | 'one' | 'both';
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
