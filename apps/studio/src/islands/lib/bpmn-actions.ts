/** What the palette and the context pad do with a mouse, as fields and buttons for the keyboard. */
import { bpmnWords } from '../../model/bpmn-words.ts';
import { type Element, eventDefinition, type Modeler } from './bpmn-model.ts';
import { putAtEdge, putBehind, putInside, putNote, putOnWay, putParticipant } from './bpmn-place.ts';
import { boundaries, cancelled, ends, events, eventSub, eventSubStarts, gateways, starts, steps } from './bpmn-targets.ts';
import { el, freshId, lang, say, type Words } from './dom.ts';

/** What an element is called in the language of the page, as it is drawn; its id when it has no name. */
export function nameOf({ businessObject: bo, id }: Element): string {
  const said = bo.$instanceOf('bpmn:Group') ? bo.get('categoryValueRef')?.get('value') : (bo.get('name') ?? bo.get('text'));
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

/** Adding behind the element, at its edge or inside of it, connecting, turning into something else, removing. */
export function actions(modeler: Modeler, element: Element): HTMLElement[] {
  const bo = element.businessObject;
  const is = (type: string): boolean => bo.$instanceOf(`bpmn:${type}`);
  const selection = modeler.get('selection');
  const isRoot = element === modeler.get('canvas').getRootElement();
  const { parent = element } = element;
  const all = [...steps, ...gateways, ...events, ...endsIn(parent)];
  const rows: HTMLElement[] = [];
  if (is('FlowNode') && !is('EndEvent') && bo.get('triggeredByEvent') !== true)
    rows.push(
      choice(
        { vi: 'Thêm sau đó', en: 'Add behind it' },
        undoes(element) ? steps : is('EventBasedGateway') ? waits : all,
        (target) => selection.select(putBehind(modeler, element, target)),
      ),
      choice({ vi: 'Nối tới', en: 'Connect to' }, others(modeler, element), (target) => {
        modeler.get('modeling').connect(element, target);
        selection.select(element);
      }),
    );
  if (is('Activity') && bo.get('triggeredByEvent') !== true)
    rows.push(
      choice({ vi: 'Gắn ở cạnh', en: 'Attach to it' }, is('Transaction') ? [...boundaries, ...cancelled] : boundaries, (target) =>
        selection.select(putAtEdge(modeler, element, target)),
      ),
    );
  if (holdsElements(element))
    rows.push(
      choice(
        { vi: 'Đặt vào trong', en: 'Put inside' },
        [...(is('AdHocSubProcess') ? [] : startsFor(element)), ...steps, ...gateways, ...events, ...endsIn(element), ...eventSub],
        (target) => selection.select(putInside(modeler, element, target)),
      ),
    );
  if (isRoot)
    rows.push(
      choice({ vi: 'Thêm cơ quan tham gia', en: 'Add a participant' }, [['Expanded pool/participant', true]], () =>
        selection.select(putParticipant(modeler, element)),
      ),
    );
  if (is('SequenceFlow'))
    rows.push(
      choice(
        { vi: 'Chèn vào giữa', en: 'Insert into it' },
        isChoosing(element.source) ? waits : [...steps, ...gateways, ...events],
        (target) => {
          const made = putOnWay(modeler, element, target);
          if (made) selection.select(made);
        },
      ),
    );
  const turning = turnsInto(element);
  if (turning.length > 0)
    rows.push(
      choice({ vi: 'Đổi thành', en: 'Turn into' }, turning, (target) =>
        selection.select(modeler.get('bpmnReplace').replaceElement(element, target)),
      ),
    );
  if (is('FlowNode') || is('Participant'))
    rows.push(single({ vi: 'Thêm ghi chú', en: 'Add a note' }, 'note', () => selection.select(putNote(modeler, element))));
  if (is('Lane') || (is('Participant') && holdsElements(element)))
    rows.push(
      single({ vi: 'Thêm làn phía dưới', en: 'Add a lane below' }, 'lane', () =>
        selection.select(modeler.get('modeling').addLane(element, 'bottom')),
      ),
    );
  if (!isRoot && (is('FlowElement') || is('MessageFlow') || is('Artifact') || is('Lane') || is('Participant')))
    rows.push(
      el(
        'button',
        {
          type: 'button',
          class: 'button button-quiet',
          'data-place': 'delete',
          'data-else': 'element',
          onclick: () => modeler.get('modeling').removeElements([element]),
        },
        named('Delete'),
      ),
    );
  return rows.length > 0 ? [el('div', { class: 'drawn-actions' }, ...rows)] : [];
}

/** An event from which an association leads to what undoes its activity. */
const undoes = ({ businessObject: bo }: Element): boolean =>
  bo.$instanceOf('bpmn:BoundaryEvent') && eventDefinition(bo, 'Compensate') !== undefined;

/** A process, a participant that is not a black box, a sub-process that stands open in the drawing. */
function holdsElements({ businessObject: bo, collapsed }: Element): boolean {
  if (bo.$instanceOf('bpmn:Participant')) return bo.get('processRef') !== undefined;
  return bo.$instanceOf('bpmn:Process') || (bo.$instanceOf('bpmn:SubProcess') && !collapsed);
}

/** Where it still needs a start event: an open sub-process has one, and only one of a process has no trigger. */
function startsFor(container: Element): typeof starts {
  const there = (container.children ?? []).filter((one) => one.type === 'bpmn:StartEvent' && !one.labelTarget);
  if (there.length === 0) return startsIn(container);
  if (container.businessObject.$instanceOf('bpmn:SubProcess')) return [];
  const plain = there.some(({ businessObject: bo }) => !bo.get('eventDefinitions')?.length);
  return startsIn(container).filter(([, target]) => !plain || target.eventDefinitionType !== undefined);
}

/** Only a transaction is ended by being cancelled. */
const endsIn = ({ businessObject: bo }: Element): typeof ends =>
  ends.filter(([, target]) => bo.$instanceOf('bpmn:Transaction') || target.eventDefinitionType !== 'bpmn:CancelEventDefinition');

/** What may stand behind a gateway that goes on with what comes first. */
const waits = [...steps, ...events].filter(
  ([, { type, eventDefinitionType }]) =>
    type === 'bpmn:ReceiveTask' || (type === 'bpmn:IntermediateCatchEvent' && eventDefinitionType !== 'bpmn:LinkEventDefinition'),
);
const isChoosing = (element: Element | undefined): boolean =>
  element?.businessObject.$instanceOf('bpmn:EventBasedGateway') === true;
const isWait = ({ businessObject: bo }: Element): boolean =>
  bo.$instanceOf('bpmn:ReceiveTask') ||
  (bo.$instanceOf('bpmn:IntermediateCatchEvent') && eventDefinition(bo, 'Link') === undefined);

function startsIn({ businessObject: bo }: Element): typeof starts {
  if (bo.get('triggeredByEvent') === true) return eventSubStarts;
  return bo.$instanceOf('bpmn:SubProcess') ? starts.slice(0, 1) : starts;
}

function turnsInto(element: Element): typeof steps {
  const { businessObject: bo, parent } = element;
  const is = (type: string): boolean => bo.$instanceOf(`bpmn:${type}`);
  if (is('Gateway')) return gateways;
  const behindChoice = (element.incoming ?? []).some(({ source }) => isChoosing(source));
  if (behindChoice && (is('Activity') || is('IntermediateCatchEvent'))) return waits;
  if (is('Activity')) return bo.get('triggeredByEvent') === true ? [] : steps;
  if (is('EndEvent')) return parent ? endsIn(parent) : ends;
  if (is('BoundaryEvent'))
    return parent && bo.get('attachedToRef')?.$instanceOf('bpmn:Transaction') ? [...boundaries, ...cancelled] : boundaries;
  if (is('StartEvent')) return parent ? startsIn(parent) : [];
  return is('IntermediateCatchEvent') || is('IntermediateThrowEvent') ? events : [];
}

/** To what a way, a message or an association can lead from an element. */
function others(modeler: Modeler, from: Element): (readonly [string, Element])[] {
  const rules = modeler.get('rules');
  return modeler
    .get('elementRegistry')
    .filter(
      (one) =>
        one !== from &&
        !one.labelTarget &&
        (!isChoosing(from) || isWait(one)) &&
        (one.businessObject.$instanceOf('bpmn:FlowNode') || one.businessObject.$instanceOf('bpmn:Participant')) &&
        Boolean(rules.allowed('connection.create', { source: from, target: one })),
    )
    .map((one) => [nameOf(one), one]);
}

/** A button alone. */
const single = (label: Words, place: string, act: () => void): HTMLElement =>
  el(
    'button',
    { type: 'button', class: 'button button-quiet', 'data-place': place, 'data-else': 'element', onclick: act },
    say(label),
  );

/** A list and a button: nothing happens while somebody only looks through the list. */
function choice<Value>(label: Words, entries: readonly (readonly [string, Value])[], act: (value: Value) => void): HTMLElement {
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
  // What is heard holds what is seen, for who speaks to the page.
  go.setAttribute('aria-label', `${say(label)}: ${go.textContent}`);
  go.disabled = entries.length === 0;
  return el('div', { class: 'drawn-act' }, el('label', { for: id }, say(label)), select, go);
}
