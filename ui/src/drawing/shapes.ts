import { html, type Html, none } from '../html.ts';
import type { Lang } from '../lang.ts';
import { type Bounds, type DiagramEdge, type DiagramShape, kindOf, type Point } from './drawn.ts';
import { edgeMarks, eventMark, gatewayMark, taskMark } from './marks.ts';
import { lines, upright } from './words.ts';

/** One element of a drawing; `more` are classes that say something about it. */
export function drawShape(lang: Lang, shape: DiagramShape, more: string): Html {
  const { id, name } = shape;
  const kind = kindOf(shape.type);
  return html`<g class="bpmn-shape bpmn-${kind}${more}" data-element="${id}">${name && html`<title>${name[lang]}</title>`}${body(lang, kind, shape)}</g>`;
}

function body(lang: Lang, kind: ReturnType<typeof kindOf>, shape: DiagramShape): Html {
  const { bounds, type } = shape;
  const { x, y, width, height } = bounds;
  const name = shape.name?.[lang];
  const middle = { x: x + width / 2, y: y + height / 2 };
  const outside = name ? lines(name, below(shape), 'top') : none;
  switch (kind) {
    case 'event':
      return html`${circles(shape, middle)}${eventMark(shape, middle)}${outside}`;
    case 'gateway':
      return html`<path d="M${middle.x} ${y} ${x + width} ${middle.y} ${middle.x} ${y + height} ${x} ${middle.y}z"/>${gatewayMark(shape, middle)}${outside}`;
    case 'pool':
      return html`<rect x="${x}" y="${y}" width="${width}" height="${height}"/>${type === 'Participant' ? poolSide(shape) : none}${name && (shape.horizontal ? upright(name, bounds) : lines(name, { ...bounds, height: 26 }, 'top'))}${edgeMarks(shape)}`;
    case 'data':
      return html`<path d="M${x} ${y}h${width - 10}l10 10v${height - 10}h${-width}zM${x + width - 10} ${y}v10h10"/>${dataArrow(shape)}${edgeMarks(shape)}${outside}`;
    case 'store':
      return html`<path d="M${x} ${y + 6}v${height - 12}a${width / 2} 6 0 0 0 ${width} 0v${12 - height}a${width / 2} 6 0 0 0 ${-width} 0a${width / 2} 6 0 0 0 ${width} 0"/>${outside}`;
    case 'note':
      return html`<path class="bpmn-open" d="M${x + 10} ${y}h-10v${height}h10"/>${name && lines(name, { ...bounds, x: x + 4, width: width - 4 }, 'top')}`;
    case 'group':
      return html`${box(bounds, 10)}${name && lines(name, shape.label ?? { ...bounds, y: y + 2, height: 16 }, 'top')}`;
    case 'message':
      return html`<path d="M${x} ${y}h${width}v${height}h${-width}zl${width / 2} ${height / 2} ${width / 2} ${-height / 2}"/>${outside}`;
    case 'conversation':
      return html`<path d="M${x + width / 4} ${y}h${width / 2}l${width / 4} ${height / 2}-${width / 4} ${height / 2}h-${width / 2}l-${width / 4}-${height / 2}z"/>${edgeMarks(shape)}${outside}`;
    case 'sub': {
      const collapsed = shape.marks.includes('collapsed');
      const words = name && lines(name, collapsed ? bounds : { ...bounds, y: y + 4, height: 16 }, collapsed ? 'middle' : 'top');
      const twice = type === 'Transaction' && box({ x: x + 3, y: y + 3, width: width - 6, height: height - 6 }, 6);
      return html`${box(bounds, 8, shape.byEvent ? 'bpmn-dotted' : '')}${twice}${words}${edgeMarks(shape)}`;
    }
    default:
      return html`${box(bounds, 8, shape.marks.includes('call') ? 'bpmn-thick' : '')}${taskMark(shape)}${name && lines(name, bounds, 'middle')}${edgeMarks(shape)}`;
  }
}

const box = ({ x, y, width, height }: Bounds, round: number, classes = ''): Html =>
  html`<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${round}"${classes && html` class="${classes}"`}/>`;

function poolSide({ bounds: { x, y, width, height }, horizontal }: DiagramShape): Html {
  return horizontal ? html`<path d="M${x + 30} ${y}v${height}"/>` : html`<path d="M${x} ${y + 30}h${width}"/>`;
}

function dataArrow({ type, bounds: { x, y } }: DiagramShape): Html {
  if (!/^Data(In|Out)put$/.test(type)) return none;
  return html`<path class="${type === 'DataOutput' ? 'bpmn-thrown' : ''}" transform="translate(${x + 4} ${y + 4})" d="M0 3h6V0l5 5-5 5V7H0z"/>`;
}

/** Where the name of an event or gateway stands: where the file says, else under it. */
function below({ label, bounds }: DiagramShape): Bounds {
  return label ?? { x: bounds.x + bounds.width / 2 - 60, y: bounds.y + bounds.height + 4, width: 120, height: 28 };
}

function circles(shape: DiagramShape, { x, y }: Point): Html {
  const r = shape.bounds.width / 2;
  const end = shape.type === 'EndEvent' ? 'bpmn-thick' : shape.quiet ? 'bpmn-dashed' : '';
  const inner = shape.type.startsWith('Intermediate') || shape.type === 'BoundaryEvent';
  return html`<circle cx="${x}" cy="${y}" r="${r}" class="${end}"/>${inner ? html`<circle cx="${x}" cy="${y}" r="${Math.max(1, r - 3)}" class="${end}"/>` : none}`;
}

/** A flow, message flow or association with its head, its beginning and its name. */
export function drawEdge(lang: Lang, edge: DiagramEdge, more: string): Html {
  const { type, points, direction } = edge;
  const way = points.map(({ x, y }) => `${x},${y}`).join(' ');
  const kind = type === 'SequenceFlow' ? 'flow' : type === 'MessageFlow' ? 'between' : 'link';
  const head = { flow: 'bpmn-arrow', between: 'bpmn-arrow-open', link: 'bpmn-arrow-thin' }[kind];
  const one = kind !== 'link' || direction !== 'none';
  return html`<g class="bpmn-flow bpmn-way-${kind}${more}" data-element="${edge.id}"><polyline points="${way}"${one && html` marker-end="url(#${head})"`}${direction === 'both' && html` marker-start="url(#${head})"`}${kind === 'between' && html` marker-start="url(#bpmn-ring)"`}/>${beginning(edge)}${edge.name && lines(edge.name[lang], edge.label ?? nearMiddle(points), 'top')}</g>`;
}

/** A stroke through the way that is taken when no condition holds; a diamond where a condition leaves a task. */
function beginning({ points, isDefault, conditional }: DiagramEdge): Html {
  if (!isDefault && !conditional) return none;
  const [from, to] = points as [Point, Point];
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const along = (by: number) => ({
    x: from.x + ((to.x - from.x) / length) * by,
    y: from.y + ((to.y - from.y) / length) * by,
  });
  const { x, y } = along(isDefault ? 12 : 9);
  if (isDefault) return html`<path d="M${x - 4} ${y - 5} ${x + 4} ${y + 5}"/>`;
  return html`<path class="bpmn-open-head" d="M${x - 8} ${y}l8-5 8 5-8 5z"/>`;
}

function nearMiddle(points: readonly Point[]): Bounds {
  const at = Math.floor((points.length - 1) / 2);
  const [a, b] = [points[at]!, points[at + 1]!];
  return { x: (a.x + b.x) / 2 - 50, y: (a.y + b.y) / 2 - 16, width: 100, height: 16 };
}
