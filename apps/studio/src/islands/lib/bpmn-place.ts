/** Where a new shape is put: into a way, at an edge, inside of something, as a participant. */
import type { Box, Element, Moddle, Modeler } from './bpmn-model.ts';
import { freeEdge, freePlace, makeSpace, roomFor } from './bpmn-room.ts';
import type { Target } from './bpmn-targets.ts';

/** Behind an element, in the one way that leaves it; beside it where there is none, or several. @returns the shape */
export function putBehind(modeler: Modeler, element: Element, target: Target): Element {
  const shape = modeler.get('elementFactory').createShape(target);
  const ways = (element.outgoing ?? []).filter((one) => one.type === 'bpmn:SequenceFlow');
  const made = (ways.length === 1 ? putInto(modeler, ways[0]!, shape) : undefined) ?? append(modeler, element, shape);
  return withStart(modeler, made);
}

/** Right of an element, below what leaves it otherwise, joined with it. */
function append(modeler: Modeler, element: Element, shape: Element): Element {
  const container = containerOf(element);
  const { host } = element;
  const wanted = {
    x: element.x + element.width + 50 + shape.width / 2,
    y: host ? host.y + host.height + 50 + shape.height / 2 : element.y + element.height / 2,
  };
  const at = freePlace(modeler, container, shape, wanted);
  roomFor(modeler, container, around(shape, at));
  return modeler.get('modeling').appendShape(element, shape, at, container);
}

/** A note beside an element, joined with it. */
export function putNote(modeler: Modeler, element: Element): Element {
  const shape = modeler.get('elementFactory').createShape({ type: 'bpmn:TextAnnotation' });
  const container = containerOf(element);
  const wanted = { x: element.x + element.width / 2 + shape.width / 2, y: element.y - 40 - shape.height / 2 };
  const at = freePlace(modeler, container, shape, wanted);
  roomFor(modeler, container, around(shape, at));
  return modeler.get('modeling').appendShape(element, shape, at, container);
}

/** What an element stands in; a lane is an area of it only. */
const containerOf = ({ parent, host }: Element): Element => {
  const container = host?.parent ?? parent!;
  return container.type === 'bpmn:Lane' ? containerOf(container) : container;
};
const around = ({ width, height }: Element, at: { x: number; y: number }): Box => ({
  x: at.x - width / 2,
  y: at.y - height / 2,
  width,
  height,
});

/** Into a way. @returns undefined where there is no room for it */
export function putOnWay(modeler: Modeler, way: Element, target: Target): Element | undefined {
  const made = putInto(modeler, way, modeler.get('elementFactory').createShape(target));
  return made && withStart(modeler, made);
}

/** At the lower edge of an activity, beside what sits there. */
export function putAtEdge(modeler: Modeler, host: Element, target: Target): Element {
  const shape = modeler.get('elementFactory').createShape(target);
  return modeler.get('modeling').createShape(shape, freeEdge(host), host, { attach: true });
}

/** Inside of a process, participant or sub-process: right of what stands there, or below where it is large. */
export function putInside(modeler: Modeler, container: Element, target: Target): Element {
  const shape = modeler.get('elementFactory').createShape(target);
  const inside = shapesIn(container);
  const right = Math.max(...inside.map((one) => one.x + one.width));
  const below = Math.max(...inside.map((one) => one.y + one.height));
  const left = Math.min(...inside.map((one) => one.x));
  const isRoot = !container.parent;
  const wanted =
    inside.length === 0
      ? isRoot
        ? { x: 200, y: 200 }
        : { x: container.x + 60 + shape.width / 2, y: container.y + container.height / 2 }
      : target.triggeredByEvent || isRoot
        ? { x: left + shape.width / 2, y: below + 60 + shape.height / 2 }
        : { x: right + 50 + shape.width / 2, y: container.y + container.height / 2 };
  const at = freePlace(modeler, container, shape, wanted);
  roomFor(modeler, container, around(shape, at));
  return withStart(modeler, modeler.get('modeling').createShape(shape, at, container));
}

/** A participant: the first is put around the process that is there, the next below. */
export function putParticipant(modeler: Modeler, root: Element): Element {
  const shape = modeler.get('elementFactory').createParticipantShape();
  // One that is drawn here is meant to run here, until somebody says otherwise.
  (shape.businessObject.get('processRef') as Moddle).set('isExecutable', true);
  const around = shapesIn(root);
  const left = Math.min(...around.map((one) => one.x));
  const top = Math.min(...around.map((one) => one.y));
  const right = Math.max(...around.map((one) => one.x + one.width));
  const below = Math.max(...around.map((one) => one.y + one.height));
  const first = root.type === 'bpmn:Process';
  if (first && around.length > 0)
    Object.assign(shape, {
      width: Math.max(shape.width, right - left + 90),
      height: Math.max(shape.height, below - top + 60),
    });
  const at = {
    x: left - (first ? 60 : 0) + shape.width / 2,
    y: (first ? top - 30 : below + 40) + shape.height / 2,
  };
  return modeler.get('modeling').createShape(shape, around.length > 0 ? at : { x: 500, y: 250 }, root);
}

const shapesIn = (container: Element): Element[] =>
  (container.children ?? []).filter((one) => !one.waypoints && !one.labelTarget && one.type !== 'bpmn:Lane');

/** A sub-process cannot be without a start event; an ad-hoc one has none. */
function withStart(modeler: Modeler, shape: Element): Element {
  if (shape.type !== 'bpmn:SubProcess' && shape.type !== 'bpmn:Transaction') return shape;
  if ((shape.children ?? []).length > 0) return shape;
  const start = modeler.get('elementFactory').createShape({ type: 'bpmn:StartEvent' });
  modeler.get('modeling').createShape(start, { x: shape.x + 60, y: shape.y + shape.height / 2 }, shape);
  return shape;
}

/** Puts a shape into a way that leads to the right, and moves what follows further to the right to make room. */
function putInto(modeler: Modeler, way: Element, shape: Element): Element | undefined {
  const { source, target } = way;
  if (!source || !target || target.x <= source.x || shape.type === 'bpmn:EndEvent') return undefined;
  const right = source.x + source.width + 20;
  makeSpace(modeler, 'e', right, shape.width + 50);
  const container = containerOf(source);
  const at = freePlace(modeler, container, shape, {
    x: source.x + source.width + 50 + shape.width / 2,
    y: source.y + source.height / 2,
  });
  roomFor(modeler, container, around(shape, at));
  return modeler.get('modeling').createShape(shape, at, way);
}
