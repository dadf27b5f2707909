import { html, type Html, none } from '../html.ts';
import type { DiagramShape, Point } from './drawn.ts';

/** The sign in an event, around its middle; what throws is filled. Signs as in BPMN 2.0, chapter 13. */
const eventSigns: Readonly<Record<string, string>> = {
  Message: 'M-8-5h16v11h-16zl8 6 8-6',
  Timer: 'M0-8a8 8 0 1 0 .01 0M0-5v5h4',
  Error: 'M-6 6l3-11 5 6 4-8-3 12-5-6z',
  Signal: 'M0-8 8 6H-8z',
  Escalation: 'M0-8 6 7 0 1-6 7z',
  Compensate: 'M0-6v12l-8-6zM8-6v12l-8-6z',
  Compensation: 'M0-6v12l-8-6zM8-6v12l-8-6z',
  Conditional: 'M-6-8h12v16h-12zM-4-5h8M-4-2h8M-4 1h8M-4 4h8',
  Link: 'M-8-3h8v-5l8 8-8 8v-5h-8z',
  Cancel: 'M-7-5l2-2 5 5 5-5 2 2-5 5 5 5-2 2-5-5-5 5-2-2 5-5z',
  Multiple: 'M0-8 8-2 5 7H-5l-3-9z',
  ParallelMultiple: 'M-2-8h4v6h6v4h-6v6h-4v-6h-6v-4h6z',
};

/** A path drawn around `middle`. */
const at = ({ x, y }: Point, path: string, classes = ''): Html =>
  html`<path transform="translate(${x} ${y})" class="${classes}" d="${path}"/>`;

export function eventMark(shape: DiagramShape, middle: Point): Html {
  const { event, hold, throws } = shape;
  if (event === 'Terminate') return html`<circle cx="${middle.x}" cy="${middle.y}" r="9" class="bpmn-full"/>`;
  const sign = event && eventSigns[event];
  if (sign) return at(middle, sign, throws && event !== 'Timer' ? 'bpmn-thrown' : '');
  return hold ? at(middle, 'M-3-5v10M3-5v10') : none;
}

export function gatewayMark(shape: DiagramShape, middle: Point): Html {
  const { x, y } = middle;
  switch (shape.type) {
    case 'ExclusiveGateway':
      return at(middle, 'M-6-6 6 6m0-12-12 12', 'bpmn-thick');
    case 'ParallelGateway':
      return at(middle, 'M0-9v18M-9 0h18', 'bpmn-thick');
    case 'ComplexGateway':
      return at(middle, 'M0-9v18M-9 0h18M-6-6 6 6m0-12-12 12', 'bpmn-thick');
    case 'EventBasedGateway':
      return html`<circle cx="${x}" cy="${y}" r="12"/>${shape.marks.includes('instantiate') ? none : html`<circle cx="${x}" cy="${y}" r="9.5"/>`}${at(middle, 'M0-6 6-1.5 4 5H-4l-2-6.5z')}`;
    default:
      return html`<circle class="bpmn-thick" cx="${x}" cy="${y}" r="9"/>`;
  }
}

/** The sign of a task's kind, in its upper left corner, 14 × 14. */
const taskSigns: Readonly<Record<string, string>> = {
  UserTask: 'M7 1a3 3 0 1 0 .01 0M1 14c0-8 12-8 12 0z',
  ManualTask: 'M1 6l5-4h5v2H7h6v2H9h5v2H9h4v2H9h3v2H4l-3-3z',
  ServiceTask: 'M7 1l1 2 2-1 1 2 2 1-1 2 1 2-2 1-1 2-2-1-1 2-1-2-2 1-1-2-2-1 1-2-1-2 2-1 1-2 2 1zM7 5a2 2 0 1 0 .01 0',
  SendTask: 'M0 2h14v10H0zl7 5 7-5',
  ReceiveTask: 'M0 2h14v10H0zl7 5 7-5',
  ScriptTask: 'M4 1h9q-4 3 0 6t0 6H2q4-3 0-6t2-6M5 4h4M5 7h4M6 10h4',
  BusinessRuleTask: 'M0 1h14v12H0zM0 4h14M0 8h14M5 4v9',
};

export function taskMark({ type, bounds, throws }: DiagramShape): Html {
  const sign = taskSigns[type];
  if (!sign) return none;
  const filled = throws || type === 'SendTask' || type === 'ScriptTask';
  return at({ x: bounds.x + 5, y: bounds.y + 5 }, sign, filled && type === 'SendTask' ? 'bpmn-thrown' : '');
}

/** Signs at the lower edge of an activity, around their middle. */
const edgeSigns: Readonly<Record<string, string>> = {
  loop: 'M-2 5a5 5 0 1 1 4 0M-6 5h4V1',
  parallel: 'M-4-5v10M0-5v10M4-5v10',
  sequential: 'M-5-4h10M-5 0h10M-5 4h10',
  compensation: 'M0-5v10l-6-5zM6-5v10l-6-5z',
  'ad-hoc': 'M-6 2q3-6 6-2t6-2',
  collapsed: 'M-6-6h12v12h-12zM0-4v8M-4 0h8',
  collection: 'M-4-5v10M0-5v10M4-5v10',
};

export function edgeMarks({ bounds, marks }: Pick<DiagramShape, 'bounds' | 'marks'>): Html[] {
  const shown = marks.filter((mark) => edgeSigns[mark]);
  const y = bounds.y + bounds.height - 9;
  const left = bounds.x + bounds.width / 2 - (shown.length - 1) * 9;
  return shown.map((mark, i) => at({ x: left + i * 18, y }, edgeSigns[mark]!, 'bpmn-sign'));
}
