import { attributes, html, type Html } from '../html.ts';
import type { Lang } from '../lang.ts';
import { type Bounds, type DiagramShape, layer, type ProcessDrawing } from './drawn.ts';
import { drawEdge, drawShape } from './shapes.ts';

/** A figure at the corner of a shape: how many wait there, how many have passed. */
export interface DrawingBadge {
  readonly text: string;
  readonly tone: 'doing' | 'done' | 'late' | 'soon';
  /** What the figure says, in words. */
  readonly title: string;
}

export type DrawingChange = 'added' | 'removed' | 'changed';

/** What is said on a drawing beside what its author drew. */
export interface DrawingOptions {
  readonly title: string;
  /** Elements to be shown as chosen, by id. */
  readonly marked?: ReadonlySet<string>;
  /** What changed against another version, by id: shown by colour and by a sign at its corner. */
  readonly changes?: ReadonlyMap<string, DrawingChange>;
  /** Figures by the id of their element. */
  readonly badges?: ReadonlyMap<string, readonly DrawingBadge[]>;
  /** The id of the place of an element with badges, for links that lead to it. */
  readonly placeOf?: (id: string) => string;
}

/**
 * The drawing of a process as SVG, the way its author laid it out: every shape and every edge that the file places. It
 * carries names only, no style of its own: the classes take their colours from the page, light or dark. What badges,
 * changes and marks say must also stand in words beside it.
 */
export function drawProcess(lang: Lang, diagram: ProcessDrawing, options: DrawingOptions): Html {
  const frame = frameOf(diagram);
  const { marked, badges, changes } = options;
  const more = (id: string): string =>
    (marked?.has(id) ? ' bpmn-marked' : '') + (changes?.has(id) ? ` bpmn-${changes.get(id)}` : '');
  const size = ({ bounds }: DiagramShape): number => bounds.width * bounds.height;
  const shapes = diagram.shapes.toSorted((a, b) => layer(a) - layer(b) || (layer(a) < 3 ? size(b) - size(a) : 0));
  const draw = (above: boolean): Html[] =>
    shapes.filter((one) => (layer(one) === 3) === above).map((one) => drawShape(lang, one, more(one.id)));
  return html`<svg class="bpmn" xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${options.title}" viewBox="${frame.x} ${frame.y} ${frame.width} ${frame.height}" width="${frame.width}" height="${frame.height}"><defs>${heads}</defs>${draw(false)}${diagram.edges.map((edge) => drawEdge(lang, edge, more(edge.id)))}${draw(true)}${shapes.map((shape) => drawBadges(shape, badges?.get(shape.id), options.placeOf?.(shape.id)))}</svg>`;
}

// As large at every flow, also at one that is drawn thicker because it differs.
const heads = html`<marker id="bpmn-arrow" viewBox="0 0 10 10" refX="9" refY="5" markerUnits="userSpaceOnUse" markerWidth="11" markerHeight="11" orient="auto"><path d="M0 0 10 5 0 10z" class="bpmn-head"/></marker><marker id="bpmn-arrow-open" viewBox="-1 -1 12 12" refX="10" refY="5" markerUnits="userSpaceOnUse" markerWidth="14" markerHeight="14" orient="auto"><path d="M0 0 10 5 0 10z" class="bpmn-open-head"/></marker><marker id="bpmn-arrow-thin" viewBox="-1 -1 12 12" refX="10" refY="5" markerUnits="userSpaceOnUse" markerWidth="12.5" markerHeight="12.5" orient="auto-start-reverse"><path d="M0 0 10 5 0 10" class="bpmn-thin-head"/></marker><marker id="bpmn-ring" viewBox="0 0 10 10" refX="5" refY="5" markerUnits="userSpaceOnUse" markerWidth="11" markerHeight="11"><circle cx="5" cy="5" r="4" class="bpmn-open-head"/></marker>`;

const margin = 16;

function frameOf({ shapes, edges }: ProcessDrawing): Bounds {
  const boxes = [...shapes, ...edges].flatMap((one) => one.label ?? []);
  const xs = [...shapes.map((s) => s.bounds), ...boxes].flatMap((b) => [b.x, b.x + b.width]);
  const ys = [...shapes.map((s) => s.bounds), ...boxes].flatMap((b) => [b.y, b.y + b.height]);
  for (const { x, y } of edges.flatMap((edge) => edge.points)) {
    xs.push(x);
    ys.push(y);
  }
  const x = Math.min(...xs) - margin;
  const y = Math.min(...ys) - margin;
  return { x, y, width: Math.max(...xs) - x + margin, height: Math.max(...ys) - y + margin };
}

/** Badges stand side by side on the upper edge, the first at the right corner. */
function drawBadges({ bounds }: DiagramShape, badges: readonly DrawingBadge[] = [], id?: string): Html[] {
  let right = bounds.x + bounds.width + 6;
  return badges.map(({ text, tone, title }, i) => {
    const width = 12 + text.length * 7;
    right -= width + 2;
    return html`<g${attributes({ id: i === 0 ? id : undefined, class: `bpmn-badge bpmn-badge-${tone}` })}><title>${title}</title><rect x="${right}" y="${bounds.y - 10}" width="${width}" height="19" rx="9"/><text><tspan x="${right + width / 2}" y="${bounds.y + 4}">${text}</tspan></text></g>`;
  });
}
