/** Room in a drawing: where nothing else stands, and space that is made by moving what is there. */
import type { Box, Element, Modeler } from './bpmn-model.ts';

const gap = 20;
const isShape = (one: Element): boolean =>
  !one.waypoints && !one.labelTarget && one.parent !== undefined && one.businessObject !== undefined;
const isArea = ({ type }: Element): boolean => type === 'bpmn:Lane' || type === 'bpmn:Group';
const holds = (container: Element, one: Element | undefined): boolean =>
  one !== undefined && (one === container || holds(container, one.parent));
const right = (one: Box): number => one.x + one.width;
const below = (one: Box): number => one.y + one.height;
const meet = (a: Box, b: Box, apart: number): boolean =>
  a.x < right(b) + apart && b.x < right(a) + apart && a.y < below(b) + apart && b.y < below(a) + apart;

/**
 * Where a shape of a size can stand inside of a container with nothing under it: where it is wanted, else as little above or
 * below as can be.
 * @param wanted its middle
 * @returns its middle
 */
export function freePlace(
  modeler: Modeler,
  container: Element,
  { width, height }: { readonly width: number; readonly height: number },
  wanted: { readonly x: number; readonly y: number },
): { x: number; y: number } {
  const others = modeler.get('elementRegistry').filter((one) => isShape(one) && !isArea(one) && !holds(one, container));
  const top = container.parent ? container.y + gap : -Infinity;
  const boxAt = (y: number): Box => ({ x: wanted.x - width / 2, y: y - height / 2, width, height });
  const begin = Math.max(wanted.y, top + height / 2);
  const look = (down: boolean): number => {
    let y = begin;
    for (let tries = 0; tries <= others.length; tries++) {
      const hit = others.find((one) => meet(boxAt(y), one, gap - 1));
      if (!hit) return y;
      y = down ? Math.max(y + 1, below(hit) + gap + height / 2) : Math.min(y - 1, hit.y - gap - height / 2);
    }
    return y;
  };
  const [up, down] = [look(false), look(true)];
  const isAbove = up - height / 2 >= top && wanted.y - up < down - wanted.y;
  return { x: wanted.x, y: Math.round(isAbove ? up : down) };
}

/** Makes a container, and all around it, as large as what is to stand there needs. */
export function roomFor(modeler: Modeler, container: Element, box: Box): void {
  if (!container.parent) return;
  const [wide, high] = [right(box) + gap - right(container), below(box) + gap - below(container)];
  if (wide > 0) makeSpace(modeler, 'e', right(container) - 1, wide);
  if (high > 0) makeSpace(modeler, 's', below(container) - 1, high);
}

/**
 * Moves all that stands behind a line further, over the whole drawing, and makes larger what the line goes through and may be
 * larger: so nothing that stood apart meets.
 */
export function makeSpace(modeler: Modeler, direction: 'e' | 's', line: number, by: number): void {
  const across = direction === 'e';
  const start = (one: Element): number => (across ? one.x : one.y);
  const end = (one: Element): number => (across ? right(one) : below(one));
  const shapes = modeler.get('elementRegistry').filter(isShape);
  const stretches = (one: Element): boolean =>
    start(one) < line &&
    end(one) >= line &&
    (isArea(one) || (one.children ?? []).some(isShape) || one.type === 'bpmn:Participant');
  const stretched = shapes.filter(stretches);
  // What sits at an edge goes where its host goes; at one that grows it goes when it stands behind the line.
  const hosts = new Map(shapes.flatMap((host) => (host.attachers ?? []).map((one) => [one, host] as const)));
  const moving = shapes.filter((one) => {
    const host = hosts.get(one);
    return host && !stretches(host) ? start(host) >= line : start(one) >= line && !stretches(one);
  });
  modeler
    .get('modeling')
    .createSpace(withNames(modeler, moving), stretched, across ? { x: by, y: 0 } : { x: 0, y: by }, direction, line);
}

/** Shapes with their names, and names of the ways between them. */
function withNames(modeler: Modeler, shapes: readonly Element[]): Element[] {
  const all = new Set<Element>(shapes);
  for (const { label } of shapes) if (label) all.add(label);
  const between = modeler
    .get('elementRegistry')
    .filter((one) => one.label !== undefined && all.has(one.source!) && all.has(one.target!));
  for (const { label } of between) all.add(label!);
  return [...all];
}

/** Where at the edge of an activity nothing sits yet: along its lower edge, its upper one, then at its sides. @returns the middle */
export function freeEdge(host: Element): { x: number; y: number } {
  const taken = (host.attachers ?? []).map((one) => ({ x: one.x + one.width / 2, y: one.y + one.height / 2 }));
  const step = 45;
  const along: { x: number; y: number }[] = [];
  for (const y of [host.y + host.height, host.y])
    for (let x = host.x + 25; x <= right(host) - 15; x += step) along.push({ x, y });
  // Where ways come and go only when all else is taken.
  for (const x of [right(host), host.x]) along.push({ x, y: host.y + host.height / 2 });
  const free = along.find((at) => !taken.some((one) => Math.abs(one.x - at.x) < 37 && Math.abs(one.y - at.y) < 37));
  if (free) return free;
  return { x: host.x + 25 + step * taken.length, y: host.y + host.height };
}
