import { doesWork, impliedOutcome, type Node, type Notice, type Outcome, type Work } from './graph.ts';
import { type Element, type Reading, extensions } from './read-bpmn.ts';
import { events, isWait, messageOf, throwOf, triggerOf } from './triggers.ts';
import { purpose, told } from './sentences.ts';

/** The part of a node that its kind has for itself; undefined (and a problem) for what cannot run. */
export function nodePart(element: Element, reading: Reading): Partial<Node> | undefined {
  const read = readers[element.$type];
  if (read) return read(element, reading);
  reading.problem(element.id, told.notSupported(element.$type));
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
  'bpmn:ScriptTask': scriptTask,
  'bpmn:ManualTask': manualTask,
  'bpmn:Task': () => ({ kind: 'pass' }),
  'bpmn:ReceiveTask': (element, reading) => ({
    kind: 'catch',
    trigger: messageOf(element, element, reading),
  }),
  'bpmn:IntermediateCatchEvent': catchEvent,
  'bpmn:IntermediateThrowEvent': throwEvent,
  'bpmn:BoundaryEvent': boundary,
  'bpmn:ExclusiveGateway': () => ({ kind: 'exclusive' }),
  'bpmn:ParallelGateway': () => ({ kind: 'parallel' }),
  'bpmn:InclusiveGateway': () => ({ kind: 'inclusive' }),
  'bpmn:EventBasedGateway': (element) => ({
    kind: 'event-gateway',
    instantiates: element.get('instantiate') ? gatewayType(element) : undefined,
  }),
  'bpmn:ComplexGateway': (element, reading) => ({
    kind: 'complex',
    activation: reading.feel(element, element.get('activationCondition')?.get('body'), purpose.activation),
  }),
  'bpmn:CallActivity': (element, reading) => {
    const calls = element.get('calledElement') as string | undefined;
    if (!calls) reading.problem(element.id, told.noCalled);
    return { kind: 'call-activity', calls: calls ?? '' };
  },
  'bpmn:AdHocSubProcess': (element, reading) => ({
    kind: 'ad-hoc',
    sequential: element.get('ordering') === 'Sequential',
    byHand: element.get('dinh:start') === 'none',
    until: reading.feel(element, element.get('completionCondition')?.get('body'), purpose.completion),
    cancelsRest: element.get('cancelRemainingInstances') !== false,
  }),
  'bpmn:Transaction': () => ({ kind: 'sub-process', transaction: true }),
  'bpmn:SubProcess': (element) => ({
    kind: element.get('triggeredByEvent') === true ? 'event-sub-process' : 'sub-process',
    transaction: false,
  }),
};

function startEvent(element: Element, reading: Reading): Partial<Node> | undefined {
  const interrupting = element.get('isInterrupting') !== false;
  if (events(element).length === 0) return { kind: 'start', trigger: undefined, interrupting };
  const trigger = triggerOf(element, reading);
  return trigger && { kind: 'start', trigger, interrupting };
}

function endEvent(element: Element, reading: Reading): Partial<Node> {
  const work = workOf(element, reading);
  if (events(element)[0]?.$type === 'bpmn:MessageEventDefinition' && !doesWork(work) && !reading.flowsFrom.has(element.id))
    reading.problem(element.id, told.endNeedsHandler);
  return { kind: 'end', throws: throwOf(element, reading), ...work };
}

function userTask(element: Element, reading: Reading): Partial<Node> {
  const role = element.get('dinh:role') as string | undefined;
  if (!role || !/^[a-z][a-z0-9-]*$/.test(role)) reading.problem(element.id, role ? told.notRole(role) : told.noRole);
  const share = element.get('dinh:share') as number | undefined;
  if (share !== undefined && !(share >= 0 && share <= 100)) reading.problem(element.id, told.share);
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
    if (!/^[a-z][a-z0-9-]*$/.test(key)) reading.problem(element.id, told.notOutcome(key));
    if (outcomes.findIndex((o) => o.key === key) !== i) reading.problem(element.id, told.outcomeTwice(key));
  }
  const choose = element.get('dinh:choose') as string | undefined;
  if (choose !== undefined && choose !== 'least-loaded') reading.problem(element.id, told.choose(choose));
  return {
    kind: 'user-task',
    choose: choose === 'least-loaded' ? choose : undefined,
    role: role ?? '',
    unit: reading.feel(element, element.get('dinh:unit'), purpose.unit),
    assignee: reading.feel(element, element.get('dinh:assignee'), purpose.assignee),
    share,
    due: reading.feel(element, element.get('dinh:due'), purpose.due),
    form: element.get('dinh:form') as string | undefined,
    outcomes: outcomes.length > 0 ? outcomes : [impliedOutcome],
  };
}

function service(element: Element, reading: Reading): Partial<Node> {
  const work = workOf(element, reading);
  const sends = element.$type === 'bpmn:SendTask';
  if (!doesWork(work) && sends && reading.flowsFrom.has(element.id)) return { kind: 'pass' };
  if (!doesWork(work)) reading.problem(element.id, sends ? told.nothingSent : told.noHandler);
  return { kind: 'service-task', ...work };
}

/** What the program does at an element: by a handler, by a message template, by the template of a paper. */
function workOf(element: Element, reading: Reading): Work {
  const named = (name: string) => (element.get(`dinh:${name}`) as string | undefined) || undefined;
  return { handler: named('handler'), notice: noticeOf(element, reading), paper: named('paper') };
}

function noticeOf(element: Element, reading: Reading): Notice | undefined {
  const template = element.get('dinh:notice') as string | undefined;
  if (!template) return undefined;
  const to = (element.get('dinh:to') as string | undefined) ?? '';
  const role = element.get('dinh:role') as string | undefined;
  const unit = reading.feel(element, element.get('dinh:unit'), purpose.unit);
  if (!to) reading.problem(element.id, told.noHearer);
  if (to === 'role' && (!role || !/^[a-z][a-z0-9-]*$/.test(role)))
    reading.problem(element.id, role ? told.notRole(role) : told.noHearingRole);
  if (to === 'role' && !unit) reading.problem(element.id, told.noHearingUnit);
  return { template, to, role, unit };
}

function ruleTask(element: Element, reading: Reading): Partial<Node> {
  const decision = element.get('dinh:decision') as string | undefined;
  if (!decision) reading.problem(element.id, told.noDecision);
  return {
    kind: 'rule-task',
    decision: decision ?? '',
    result: (element.get('dinh:result') as string | undefined) ?? decision ?? '',
  };
}

/** FEEL alone: a script in another language is refused. */
function scriptTask(element: Element, reading: Reading): Partial<Node> | undefined {
  const format = (element.get('scriptFormat') as string | undefined) ?? 'feel';
  if (!/\bfeel\b/i.test(format)) {
    reading.problem(element.id, told.scriptLanguage(format));
    return undefined;
  }
  const text = element.get('script') as string | undefined;
  if (!text?.trim()) reading.problem(element.id, told.noScript);
  const script = reading.feel(element, text, purpose.script);
  return script && { kind: 'script-task', script, result: element.get('dinh:result') as string | undefined };
}

/** What people do without the program: a task to tick off when it names a role, otherwise only a place on the way. */
function manualTask(element: Element, reading: Reading): Partial<Node> {
  return element.get('dinh:role') === undefined ? { kind: 'pass' } : userTask(element, reading);
}

function catchEvent(element: Element, reading: Reading): Partial<Node> | undefined {
  const [definition] = events(element);
  if (definition?.$type === 'bpmn:LinkEventDefinition') return { kind: 'pass' };
  const trigger = triggerOf(element, reading);
  if (!trigger) return undefined;
  if (!isWait(trigger)) {
    reading.problem(element.id, told.caughtElsewhere(trigger.type));
    return undefined;
  }
  return { kind: 'catch', trigger };
}

function throwEvent(element: Element, reading: Reading): Partial<Node> | undefined {
  const [definition] = events(element);
  if (definition?.$type === 'bpmn:LinkEventDefinition') return { kind: 'pass' };
  const work = workOf(element, reading);
  if (definition?.$type === 'bpmn:MessageEventDefinition' && !doesWork(work) && !reading.flowsFrom.has(element.id))
    reading.problem(element.id, told.throwNeedsHandler);
  const throws = throwOf(element, reading);
  if (throws && ['error', 'terminate', 'cancel'].includes(throws.type)) {
    reading.problem(element.id, told.cannotThrow(throws.type));
    return undefined;
  }
  if (throws) return { kind: 'throw', throws, ...work };
  return doesWork(work) ? { kind: 'service-task', ...work } : { kind: 'pass' };
}

function boundary(element: Element, reading: Reading): Partial<Node> | undefined {
  const trigger = triggerOf(element, reading);
  const interrupting = element.get('cancelActivity') !== false;
  if ((trigger?.type === 'error' || trigger?.type === 'cancel') && !interrupting)
    reading.problem(element.id, told.alwaysInterrupts(trigger.type));
  return trigger && { kind: 'boundary', trigger, interrupting };
}

const gatewayType = (element: Element): 'parallel' | 'exclusive' =>
  element.get('eventGatewayType') === 'Parallel' ? 'parallel' : 'exclusive';
