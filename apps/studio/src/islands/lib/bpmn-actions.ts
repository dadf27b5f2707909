/** What the palette and the context pad do with a mouse, as fields and buttons for the keyboard. */
import { bpmnWords } from '../../model/bpmn-words.ts';
import type { Element, Modeler } from './bpmn-model.ts';
import { el, freshId, lang, say, type Words } from './dom.ts';

type Target = {
  type: string;
  eventDefinitionType?: string;
  isExpanded?: boolean;
  triggeredByEvent?: boolean;
};

const steps: readonly (readonly [string, Target])[] = [
  ['User task', { type: 'bpmn:UserTask' }],
  ['Business rule task', { type: 'bpmn:BusinessRuleTask' }],
  ['Service task', { type: 'bpmn:ServiceTask' }],
  ['Send task', { type: 'bpmn:SendTask' }],
  ['Receive task', { type: 'bpmn:ReceiveTask' }],
  ['Script task', { type: 'bpmn:ScriptTask' }],
  ['Manual task', { type: 'bpmn:ManualTask' }],
  ['Call activity', { type: 'bpmn:CallActivity' }],
  ['Sub-process (expanded)', { type: 'bpmn:SubProcess', isExpanded: true }],
];
const gateways: readonly (readonly [string, Target])[] = [
  ['Exclusive gateway', { type: 'bpmn:ExclusiveGateway' }],
  ['Parallel gateway', { type: 'bpmn:ParallelGateway' }],
  ['Inclusive gateway', { type: 'bpmn:InclusiveGateway' }],
  ['Event-based gateway', { type: 'bpmn:EventBasedGateway' }],
  ['Complex gateway', { type: 'bpmn:ComplexGateway' }],
];
const caught = (type: string): Target => ({
  type: 'bpmn:IntermediateCatchEvent',
  eventDefinitionType: `bpmn:${type}EventDefinition`,
});
const events: readonly (readonly [string, Target])[] = [
  ['Message intermediate catch event', caught('Message')],
  ['Timer intermediate catch event', caught('Timer')],
  ['Signal intermediate catch event', caught('Signal')],
  ['Conditional intermediate catch event', caught('Conditional')],
  ['Intermediate throw event', { type: 'bpmn:IntermediateThrowEvent' }],
  [
    'Message intermediate throw event',
    { type: 'bpmn:IntermediateThrowEvent', eventDefinitionType: 'bpmn:MessageEventDefinition' },
  ],
];
const ends: readonly (readonly [string, Target])[] = [
  ['End event', { type: 'bpmn:EndEvent' }],
  ['Message end event', { type: 'bpmn:EndEvent', eventDefinitionType: 'bpmn:MessageEventDefinition' }],
  ['Terminate end event', { type: 'bpmn:EndEvent', eventDefinitionType: 'bpmn:TerminateEventDefinition' }],
];

/** What an element is called in the language of the page, as it is drawn; its id when it has no name. */
export function nameOf({ businessObject: bo, id }: Element): string {
  const said = bo.$instanceOf('bpmn:Group')
    ? bo.get('categoryValueRef')?.get('value')
    : (bo.get('name') ?? bo.get('text'));
  return (said as string | undefined) || id;
}

/** The same for a list of all elements: a flow by what it joins, since most have no name, and many the same. */
export function listedAs(element: Element): string {
  const { source, target, id } = element;
  const name = nameOf(element);
  if (!source || !target) return name;
  return `${name === id ? '' : `${name}: `}${nameOf(source)} → ${nameOf(target)}`;
}

const named = (english: string): string => (lang === 'en' ? english : (bpmnWords[english] ?? english));

/** Adding behind the element, connecting, turning into something else, removing. */
export function actions(modeler: Modeler, element: Element): HTMLElement[] {
  const bo = element.businessObject;
  const is = (type: string): boolean => bo.$instanceOf(`bpmn:${type}`);
  const selection = modeler.get('selection');
  if (!is('FlowNode') && !is('SequenceFlow') && !is('Artifact') && !is('Lane') && !is('Participant'))
    return [];
  const rows: HTMLElement[] = [];
  if (is('FlowNode') && !is('EndEvent'))
    rows.push(
      choice(
        { vi: 'Thêm sau đó', en: 'Add behind it' },
        [...steps, ...gateways, ...events, ...ends],
        (target) => {
          const shape = modeler.get('elementFactory').createShape(target);
          selection.select(
            insertBehind(modeler, element, shape) ?? modeler.get('autoPlace').append(element, shape),
          );
        },
      ),
      choice({ vi: 'Nối tới', en: 'Connect to' }, others(modeler, element), (target) => {
        modeler.get('modeling').connect(element, target);
        selection.select(element);
      }),
    );
  if (is('SequenceFlow'))
    rows.push(
      choice({ vi: 'Chèn vào giữa', en: 'Insert into it' }, [...steps, ...gateways, ...events], (target) => {
        const shape = modeler.get('elementFactory').createShape(target);
        const made = insertInto(modeler, element, shape);
        if (made) selection.select(made);
      }),
    );
  const turning = is('Gateway')
    ? gateways
    : is('Activity')
      ? steps
      : is('EndEvent')
        ? ends
        : is('IntermediateCatchEvent')
          ? events
          : [];
  if (turning.length > 0)
    rows.push(
      choice({ vi: 'Đổi thành', en: 'Turn into' }, turning, (target) =>
        selection.select(modeler.get('bpmnReplace').replaceElement(element, target)),
      ),
    );
  rows.push(
    el(
      'button',
      {
        type: 'button',
        class: 'button button-quiet',
        onclick: () => modeler.get('modeling').removeElements([element]),
      },
      named('Delete'),
    ),
  );
  return [el('div', { class: 'drawn-actions' }, ...rows)];
}

/**
 * Puts a shape into the one way that leaves an element.
 * @returns undefined where nothing leaves it, several ways do, or nothing can come behind the shape
 */
function insertBehind(modeler: Modeler, element: Element, shape: Element): Element | undefined {
  const ways = (element.outgoing ?? []).filter((one) => one.type === 'bpmn:SequenceFlow');
  return ways.length === 1 ? insertInto(modeler, ways[0]!, shape) : undefined;
}

/** Puts a shape into a way that leads to the right, and moves what follows further to the right to make room. */
function insertInto(modeler: Modeler, way: Element, shape: Element): Element | undefined {
  const { source, target } = way;
  if (!source || !target || target.x <= source.x || shape.type === 'bpmn:EndEvent') return undefined;
  const modeling = modeler.get('modeling');
  const right = source.x + source.width + 20;
  const moving = modeler
    .get('elementRegistry')
    .filter((one) => one.parent === source.parent && !one.waypoints && one.x >= right && !one.labelTarget);
  modeling.createSpace(withTheirs(modeler, moving), [], { x: shape.width + 50, y: 0 }, 'e', right);
  const middle = {
    x: source.x + source.width + 50 + shape.width / 2,
    y: source.y + source.height / 2,
  };
  return modeling.createShape(shape, middle, way);
}

/** Shapes with all that goes where they go: what is inside of them or sits at their edge, names, and names of the ways between. */
function withTheirs(modeler: Modeler, shapes: readonly Element[]): Element[] {
  const all = new Set<Element>();
  const add = (one: Element): void => {
    if (one.waypoints || all.has(one)) return;
    all.add(one);
    for (const other of [
      ...(one.children ?? []),
      ...(one.attachers ?? []),
      ...(one.label ? [one.label] : []),
    ])
      add(other);
  };
  for (const one of shapes) add(one);
  const between = modeler
    .get('elementRegistry')
    .filter((one) => one.label !== undefined && all.has(one.source!) && all.has(one.target!));
  for (const { label } of between) add(label!);
  return [...all];
}

function others(modeler: Modeler, from: Element): (readonly [string, Element])[] {
  return modeler
    .get('elementRegistry')
    .filter(
      (one) =>
        one !== from &&
        !one.labelTarget &&
        one.businessObject.$instanceOf('bpmn:FlowNode') &&
        one.parent === from.parent &&
        !one.businessObject.$instanceOf('bpmn:StartEvent') &&
        !one.businessObject.$instanceOf('bpmn:BoundaryEvent'),
    )
    .map((one) => [nameOf(one), one]);
}

/** A list and a button: nothing happens while somebody only looks through the list. */
function choice<Value>(
  label: Words,
  entries: readonly (readonly [string, Value])[],
  act: (value: Value) => void,
): HTMLElement {
  const id = freshId('act');
  const select = el(
    'select',
    { class: 'input', id, 'data-place': say(label) },
    ...entries.map(([name], i) => el('option', { value: i }, named(name))),
  );
  const go = el(
    'button',
    {
      type: 'button',
      class: 'button button-secondary',
      'data-place': `${say(label)} go`,
      onclick: () => act(entries[Number(select.value)]![1]),
    },
    say({ vi: 'Làm', en: 'Do' }),
  );
  go.setAttribute('aria-label', say(label));
  go.disabled = entries.length === 0;
  return el('div', { class: 'drawn-act' }, el('label', { for: id }, say(label)), select, go);
}
