import { html, type Html, none } from '../html.ts';
import type { Lang, Text } from '../lang.ts';

/** What is drawn: a diagram as `readDiagram` of `@dinh/process` gives it, of which this much is looked at. */
export interface ProcessDrawing {
  readonly shapes: readonly DiagramShape[];
  readonly edges: readonly DiagramEdge[];
}
interface Point {
  readonly x: number;
  readonly y: number;
}
interface Bounds extends Point {
  readonly width: number;
  readonly height: number;
}
interface DiagramShape {
  readonly id: string;
  /** As BPMN names it, without prefix: `UserTask`, `ExclusiveGateway`. */
  readonly type: string;
  readonly event: string | undefined;
  readonly name: Text | undefined;
  readonly bounds: Bounds;
  readonly label: Bounds | undefined;
  readonly quiet: boolean;
  readonly hold: boolean;
}
interface DiagramEdge {
  readonly name: Text | undefined;
  readonly points: readonly Point[];
  readonly label: Bounds | undefined;
  readonly isDefault: boolean;
}

/** A figure at the corner of a shape: how many wait there, how many have passed. */
export interface DrawingBadge {
  readonly text: string;
  readonly tone: 'doing' | 'done' | 'late' | 'soon';
  /** What the figure says, in words. */
  readonly title: string;
}

/** What is said on a drawing beside what its author drew. */
export interface DrawingOptions {
  readonly title: string;
  /** Elements to be shown as chosen, by id. */
  readonly marked?: ReadonlySet<string>;
  /** Figures by the id of their element. */
  readonly badges?: ReadonlyMap<string, readonly DrawingBadge[]>;
}

/**
 * The drawing of a process as SVG, the way its author laid it out. It carries names only, no style of its own: the
 * classes take their colours from the page, light or dark. What badges and marks say must also stand in words beside it.
 */
export function drawProcess(lang: Lang, diagram: ProcessDrawing, options: DrawingOptions): Html {
  const frame = frameOf(diagram);
  const inside = diagram.shapes.filter((shape) => shape.type === 'SubProcess');
  const others = diagram.shapes.filter((shape) => shape.type !== 'SubProcess');
  return html`<svg class="bpmn" xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${options.title}" viewBox="${frame.x} ${frame.y} ${frame.width} ${frame.height}" width="${frame.width}" height="${frame.height}"><defs><marker id="bpmn-arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0 10 5 0 10z" class="bpmn-head"/></marker></defs>${inside.map((shape) => drawShape(lang, shape, options.marked))}${diagram.edges.map((edge) => drawEdge(lang, edge))}${others.map((shape) => drawShape(lang, shape, options.marked))}${diagram.shapes.map((shape) => drawBadges(shape, options.badges?.get(shape.id)))}</svg>`;
}

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

function drawEdge(lang: Lang, edge: DiagramEdge): Html {
  const way = edge.points.map(({ x, y }) => `${x},${y}`).join(' ');
  const [from, to] = edge.points;
  // BPMN's stroke through the beginning of the way that is taken when no condition holds.
  const length = Math.hypot(to!.x - from!.x, to!.y - from!.y) || 1;
  const x = from!.x + ((to!.x - from!.x) / length) * 12;
  const y = from!.y + ((to!.y - from!.y) / length) * 12;
  return html`<g class="bpmn-flow"><polyline points="${way}" marker-end="url(#bpmn-arrow)"/>${edge.isDefault ? html`<path d="M${x - 4} ${y - 5} ${x + 4} ${y + 5}"/>` : none}${edge.name && edge.label ? lines(edge.name[lang], edge.label, 'top') : none}</g>`;
}

function drawShape(lang: Lang, shape: DiagramShape, marked?: ReadonlySet<string>): Html {
  const { bounds, type, name } = shape;
  const classes = `bpmn-shape bpmn-${kindOf(type)}${marked?.has(shape.id) ? ' bpmn-marked' : ''}`;
  const label = name && below(shape) && lines(name[lang], below(shape)!, 'top');
  const title = name && html`<title>${name[lang]}</title>`;
  const middle = { x: bounds.x + bounds.width / 2, y: bounds.y + bounds.height / 2 };
  switch (kindOf(type)) {
    case 'event':
      return html`<g class="${classes}">${title}${circles(shape, middle)}${eventMark(shape, middle)}${label}</g>`;
    case 'gateway':
      return html`<g class="${classes}">${title}<path d="M${middle.x} ${bounds.y} ${bounds.x + bounds.width} ${middle.y} ${middle.x} ${bounds.y + bounds.height} ${bounds.x} ${middle.y}z"/>${gatewayMark(type, middle)}${label}</g>`;
    case 'sub':
      return html`<g class="${classes}">${title}${box(bounds)}${name && lines(name[lang], { ...bounds, y: bounds.y + 4, height: 16 }, 'top')}</g>`;
    default:
      return html`<g class="${classes}">${title}${box(bounds)}${name && lines(name[lang], bounds, 'middle')}</g>`;
  }
}

function kindOf(type: string): 'event' | 'gateway' | 'sub' | 'task' {
  if (type.endsWith('Event')) return 'event';
  if (type.endsWith('Gateway')) return 'gateway';
  return type === 'SubProcess' ? 'sub' : 'task';
}

const box = ({ x, y, width, height }: Bounds): Html =>
  html`<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="8"/>`;

/** Where the name of an event or gateway stands: where the file says, else under it. */
function below({ label, bounds }: DiagramShape): Bounds {
  return (
    label ?? { x: bounds.x + bounds.width / 2 - 60, y: bounds.y + bounds.height + 4, width: 120, height: 28 }
  );
}

function circles(shape: DiagramShape, { x, y }: { x: number; y: number }): Html {
  const r = shape.bounds.width / 2;
  const end = shape.type === 'EndEvent' ? 'bpmn-thick' : shape.quiet ? 'bpmn-dashed' : '';
  const inner = shape.type.startsWith('Intermediate') || shape.type === 'BoundaryEvent';
  return html`<circle cx="${x}" cy="${y}" r="${r}" class="${end}"/>${inner ? html`<circle cx="${x}" cy="${y}" r="${r - 3}" class="${end}"/>` : none}`;
}

function eventMark({ event, hold }: DiagramShape, { x, y }: { x: number; y: number }): Html {
  if (event === 'Message') return html`<path d="M${x - 8} ${y - 5}h16v11h-16zl8 6 8-6"/>`;
  if (event === 'Timer') return html`<path d="M${x} ${y - 8}a8 8 0 1 0 .01 0M${x} ${y - 5}v5h4"/>`;
  if (event === 'Error') return html`<path d="M${x - 6} ${y + 6}l3-11 5 6 4-8-3 12-5-6z"/>`;
  if (event === 'Terminate') return html`<circle cx="${x}" cy="${y}" r="9" class="bpmn-full"/>`;
  return hold ? html`<path d="M${x - 3} ${y - 5}v10M${x + 3} ${y - 5}v10"/>` : none;
}

function gatewayMark(type: string, { x, y }: { x: number; y: number }): Html {
  if (type === 'ExclusiveGateway')
    return html`<path class="bpmn-thick" d="M${x - 6} ${y - 6}l12 12m0-12-12 12"/>`;
  if (type === 'ParallelGateway')
    return html`<path class="bpmn-thick" d="M${x} ${y - 9}v18M${x - 9} ${y}h18"/>`;
  return html`<circle class="bpmn-thick" cx="${x}" cy="${y}" r="9"/>`;
}

/** Badges stand side by side on the upper edge, the first at the right corner. */
function drawBadges({ bounds }: DiagramShape, badges: readonly DrawingBadge[] = []): Html[] {
  let right = bounds.x + bounds.width + 6;
  return badges.map(({ text, tone, title }) => {
    const width = 12 + text.length * 7;
    right -= width + 2;
    return html`<g class="bpmn-badge bpmn-badge-${tone}"><title>${title}</title><rect x="${right}" y="${bounds.y - 10}" width="${width}" height="19" rx="9"/><text><tspan x="${right + width / 2}" y="${bounds.y + 4}">${text}</tspan></text></g>`;
  });
}

const lineHeight = 15;
/** Width of a letter at 12 px, on the wide side: better a line more than a word over the edge. */
const letter = 6.6;

/** A name in lines that fit, centred in a box. */
function lines(text: string, within: Bounds, stands: 'top' | 'middle'): Html {
  const room = Math.max(6, Math.floor((within.width - 6) / letter));
  const rows: string[] = [];
  for (const word of text.split(' ')) {
    const last = rows.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= room)
      rows[rows.length - 1] = `${last} ${word}`;
    else rows.push(word);
  }
  const x = within.x + within.width / 2;
  const top =
    stands === 'top' ? within.y + 11 : within.y + (within.height - rows.length * lineHeight) / 2 + 11.5;
  return html`<text>${rows.map((row, i) => html`<tspan x="${x}" y="${top + i * lineHeight}">${row}</tspan>`)}</text>`;
}
