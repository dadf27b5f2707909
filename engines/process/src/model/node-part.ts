import type { Node, Outcome, TimerTrigger, Trigger } from './graph.ts';
import { type Element, type Reading, extensions } from './read-bpmn.ts';

/** The part of a node that its kind has for itself; undefined (and a problem) for what cannot run. */
export function nodePart(element: Element, reading: Reading): Partial<Node> | undefined {
  const read = readers[element.$type];
  if (read) return read(element, reading);
  reading.problem(element.id, `${element.$type} is not supported by this engine`);
  return undefined;
}

type PartReader = (element: Element, reading: Reading) => Partial<Node> | undefined;

const readers: Record<string, PartReader> = {
  'bpmn:StartEvent': startEvent,
  'bpmn:EndEvent': endEvent,
  'bpmn:UserTask': userTask,
  'bpmn:ServiceTask': service,
  'bpmn:SendTask': service,
  'bpmn:BusinessRuleTask': ruleTask,
  'bpmn:ReceiveTask': (element, reading) => ({ kind: 'catch', trigger: message(element, element, reading) }),
  'bpmn:IntermediateCatchEvent': catchEvent,
  'bpmn:IntermediateThrowEvent': throwEvent,
  'bpmn:BoundaryEvent': boundary,
  'bpmn:ExclusiveGateway': () => ({ kind: 'exclusive' }),
  'bpmn:ParallelGateway': () => ({ kind: 'parallel' }),
  'bpmn:InclusiveGateway': () => ({ kind: 'inclusive' }),
  'bpmn:EventBasedGateway': () => ({ kind: 'event-gateway' }),
  'bpmn:SubProcess': (element, reading) => {
    if (element.get('triggeredByEvent') === true) {
      reading.problem(element.id, 'event sub-processes are not supported by this engine');
      return undefined;
    }
    return { kind: 'sub-process' };
  },
};

function startEvent(element: Element, reading: Reading): Partial<Node> | undefined {
  const [definition] = events(element);
  if (!definition) return { kind: 'start', message: undefined };
  if (definition.$type !== 'bpmn:MessageEventDefinition') {
    reading.problem(element.id, `a start event with ${definition.$type} is not supported by this engine`);
    return undefined;
  }
  return { kind: 'start', message: message(element, definition, reading).name };
}

function endEvent(element: Element, reading: Reading): Partial<Node> | undefined {
  const handler = element.get('dinh:handler') as string | undefined;
  const [definition] = events(element);
  switch (definition?.$type) {
    case undefined:
      return { kind: 'end', result: 'none', error: undefined, handler };
    case 'bpmn:TerminateEventDefinition':
      return { kind: 'end', result: 'terminate', error: undefined, handler };
    case 'bpmn:ErrorEventDefinition': {
      const error = definition!.get('errorRef')?.get('errorCode') as string | undefined;
      if (!error) reading.problem(element.id, 'the error end event names no error with a code');
      return { kind: 'end', result: 'error', error, handler };
    }
    case 'bpmn:MessageEventDefinition':
      if (!handler)
        reading.problem(element.id, 'a message end event needs dinh:handler, which sends the message');
      return { kind: 'end', result: 'none', error: undefined, handler };
    default:
      reading.problem(element.id, `an end event with ${definition!.$type} is not supported by this engine`);
      return undefined;
  }
}

function userTask(element: Element, reading: Reading): Partial<Node> {
  const role = element.get('dinh:role') as string | undefined;
  if (!role || !/^[a-z][a-z0-9-]*$/.test(role))
    reading.problem(
      element.id,
      role ? `“${role}” is not the key of a role` : 'the user task names no dinh:role',
    );
  const share = element.get('dinh:share') as number | undefined;
  if (share !== undefined && !(share >= 0 && share <= 100))
    reading.problem(element.id, 'dinh:share is a percentage from 0 to 100');
  const outcomes = extensions(element, 'dinh:Outcomes').flatMap((list) =>
    (list.get('outcomes') as Element[]).map((o): Outcome => ({
      key: String(o.get('key') ?? ''),
      name: {
        vi: String(o.get('vi') ?? o.get('key')),
        en: String(o.get('en') ?? o.get('vi') ?? o.get('key')),
      },
      needsComment: o.get('comment') === true,
      kind: String(o.get('kind') ?? 'secondary'),
    })),
  );
  for (const [i, { key }] of outcomes.entries()) {
    if (!/^[a-z][a-z0-9-]*$/.test(key)) reading.problem(element.id, `“${key}” is not the key of an outcome`);
    if (outcomes.findIndex((o) => o.key === key) !== i)
      reading.problem(element.id, `outcome ${key} stands twice`);
  }
  return {
    kind: 'user-task',
    role: role ?? '',
    unit: reading.feel(element, element.get('dinh:unit'), 'dinh:unit'),
    assignee: reading.feel(element, element.get('dinh:assignee'), 'dinh:assignee'),
    share,
    due: reading.feel(element, element.get('dinh:due'), 'dinh:due'),
    form: element.get('dinh:form') as string | undefined,
    outcomes,
  };
}

function service(element: Element, reading: Reading): Partial<Node> {
  const handler = element.get('dinh:handler') as string | undefined;
  if (!handler) reading.problem(element.id, 'the service task names no dinh:handler');
  return { kind: 'service-task', handler: handler ?? '' };
}

function ruleTask(element: Element, reading: Reading): Partial<Node> {
  const decision = element.get('dinh:decision') as string | undefined;
  if (!decision) reading.problem(element.id, 'the business rule task names no dinh:decision');
  return {
    kind: 'rule-task',
    decision: decision ?? '',
    result: (element.get('dinh:result') as string | undefined) ?? decision ?? '',
  };
}

function catchEvent(element: Element, reading: Reading): Partial<Node> | undefined {
  const trigger = triggerOf(element, reading);
  if (!trigger) return undefined;
  if (trigger.type === 'error') {
    reading.problem(element.id, 'an error is caught by a boundary event only');
    return undefined;
  }
  return { kind: 'catch', trigger };
}

function throwEvent(element: Element, reading: Reading): Partial<Node> {
  const handler = element.get('dinh:handler') as string | undefined;
  if (events(element).length > 0 && !handler)
    reading.problem(element.id, 'a throwing event needs dinh:handler, which sends what it throws');
  return handler ? { kind: 'service-task', handler } : { kind: 'pass' };
}

function boundary(element: Element, reading: Reading): Partial<Node> | undefined {
  const trigger = triggerOf(element, reading);
  return trigger && { kind: 'boundary', trigger, interrupting: element.get('cancelActivity') !== false };
}

const events = (element: Element): Element[] => element.get('eventDefinitions') ?? [];

function triggerOf(element: Element, reading: Reading): Trigger | undefined {
  const [definition, ...more] = events(element);
  if (!definition || more.length > 0) {
    reading.problem(element.id, 'the event needs exactly one trigger');
    return undefined;
  }
  switch (definition.$type) {
    case 'bpmn:MessageEventDefinition':
      return message(element, definition, reading);
    case 'bpmn:TimerEventDefinition':
      return timer(element, definition, reading);
    case 'bpmn:ErrorEventDefinition':
      return { type: 'error', code: definition.get('errorRef')?.get('errorCode') };
    default:
      reading.problem(element.id, `an event with ${definition.$type} is not supported by this engine`);
      return undefined;
  }
}

function message(element: Element, holder: Element, reading: Reading): { type: 'message'; name: string } {
  const name = holder.get('messageRef')?.get('name') as string | undefined;
  if (!name) reading.problem(element.id, 'the element names no message');
  return { type: 'message', name: name ?? '' };
}

function timer(element: Element, definition: Element, reading: Reading): TimerTrigger | undefined {
  for (const form of ['date', 'duration', 'cycle'] as const) {
    const text = definition
      .get(`time${form[0]!.toUpperCase()}${form.slice(1)}`)
      ?.get('body')
      ?.trim() as string | undefined;
    if (!text) continue;
    const value = text.startsWith('=') ? reading.feel(element, text, 'the timer') : text;
    if (value === undefined) return undefined;
    if (typeof value === 'string' && !literal[form].test(value))
      reading.problem(element.id, `“${value}” is not a ${form} of ISO 8601; FEEL begins with =`);
    return { type: 'timer', form, value, working: definition.get('dinh:working') === true };
  }
  reading.problem(element.id, 'the timer has no date, duration or cycle');
  return undefined;
}

const duration = 'P(?!$)(?:\\d+Y)?(?:\\d+M)?(?:\\d+W)?(?:\\d+D)?(?:T(?=\\d)(?:\\d+H)?(?:\\d+M)?(?:\\d+S)?)?';
const literal = {
  date: /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?(\.\d+)?(Z|[+-]\d\d:\d\d)?)?$/,
  duration: new RegExp(`^${duration}$`),
  cycle: new RegExp(`^R\\d*/${duration}$`),
};
