import type { Throw, TimerTrigger, Trigger, WaitTrigger } from './graph.ts';
import type { Element, Reading } from './read-bpmn.ts';
import { purpose, told } from './sentences.ts';

export const events = (element: Element): Element[] => element.get('eventDefinitions') ?? [];

/** What an event waits for; undefined (and a problem) when it is none that can be caught. */
export function triggerOf(element: Element, reading: Reading): Trigger | undefined {
  const [definition, ...more] = events(element);
  if (!definition || more.length > 0) {
    reading.problem(element.id, told.oneTrigger);
    return undefined;
  }
  switch (definition.$type) {
    case 'bpmn:MessageEventDefinition':
      return messageOf(element, definition, reading);
    case 'bpmn:SignalEventDefinition':
      return { type: 'signal', name: signalOf(element, definition, reading) };
    case 'bpmn:TimerEventDefinition':
      return timer(element, definition, reading);
    case 'bpmn:ConditionalEventDefinition': {
      const text = definition.get('condition')?.get('body');
      const condition = reading.feel(element, text, purpose.condition);
      if (!text?.trim()) reading.problem(element.id, told.noConditionText);
      const per = reading.feel(element, definition.get('dinh:per'), purpose.per);
      return condition && { type: 'condition', condition, events: eventNames(element, definition, reading), per };
    }
    case 'bpmn:ErrorEventDefinition':
      return { type: 'error', code: definition.get('errorRef')?.get('errorCode') };
    case 'bpmn:EscalationEventDefinition':
      return { type: 'escalation', code: definition.get('escalationRef')?.get('escalationCode') };
    case 'bpmn:CompensateEventDefinition':
      return { type: 'compensation' };
    case 'bpmn:CancelEventDefinition':
      return { type: 'cancel' };
    default:
      reading.problem(element.id, told.eventNotSupported(definition.$type));
      return undefined;
  }
}

const waits = new Set(['message', 'signal', 'timer', 'condition']);

/** True for what a token waits for by itself; the others are thrown at it from inside. */
export const isWait = (trigger: Trigger): trigger is WaitTrigger => waits.has(trigger.type);

/** What an event throws; undefined for a message, which its handler sends, and (with a problem) for what cannot run. */
export function throwOf(element: Element, reading: Reading): Throw | undefined {
  const [definition] = events(element);
  switch (definition?.$type) {
    case undefined:
    case 'bpmn:MessageEventDefinition':
      return undefined;
    case 'bpmn:TerminateEventDefinition':
      return { type: 'terminate' };
    case 'bpmn:ErrorEventDefinition': {
      const code = definition.get('errorRef')?.get('errorCode') as string | undefined;
      if (!code) reading.problem(element.id, told.noError);
      return { type: 'error', code: code ?? '' };
    }
    case 'bpmn:EscalationEventDefinition': {
      const code = definition.get('escalationRef')?.get('escalationCode') as string | undefined;
      if (!code) reading.problem(element.id, told.noEscalation);
      return { type: 'escalation', code: code ?? '' };
    }
    case 'bpmn:SignalEventDefinition':
      return { type: 'signal', name: signalOf(element, definition, reading) };
    case 'bpmn:CompensateEventDefinition':
      return { type: 'compensation', activity: definition.get('activityRef')?.id };
    case 'bpmn:CancelEventDefinition':
      return { type: 'cancel' };
    default:
      reading.problem(element.id, told.throwNotSupported(definition!.$type));
      return undefined;
  }
}

export function messageOf(element: Element, holder: Element, reading: Reading): { type: 'message'; name: string } {
  const message = holder.get('messageRef') as Element | undefined;
  const name = (message?.get('name') ?? message?.id ?? reading.flowsTo.get(element.id)) as string | undefined;
  if (!name) reading.problem(element.id, told.noMessage);
  return { type: 'message', name: name ?? '' };
}

/** Names of events, with spaces or commas between. */
function eventNames(element: Element, definition: Element, reading: Reading): string[] {
  const names = ((definition.get('dinh:events') as string | undefined) ?? '').split(/[\s,]+/).filter(Boolean);
  for (const name of names)
    if (!/^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*$/.test(name)) reading.problem(element.id, told.notEvent(name));
  return names;
}

function signalOf(element: Element, definition: Element, reading: Reading): string {
  const signal = definition.get('signalRef') as Element | undefined;
  const name = (signal?.get('name') ?? signal?.id) as string | undefined;
  if (!name) reading.problem(element.id, told.noSignal);
  return name ?? '';
}

function timer(element: Element, definition: Element, reading: Reading): TimerTrigger | undefined {
  for (const form of ['date', 'duration', 'cycle'] as const) {
    const text = definition
      .get(`time${form[0]!.toUpperCase()}${form.slice(1)}`)
      ?.get('body')
      ?.trim() as string | undefined;
    if (!text) continue;
    const value = text.startsWith('=') ? reading.feel(element, text, purpose.timer) : text;
    if (value === undefined) return undefined;
    if (typeof value === 'string' && !literal[form].test(value)) reading.problem(element.id, told.notTime(value, form));
    else if (typeof value === 'string' && form === 'cycle' && noTime(value)) reading.problem(element.id, told.noTurn(value));
    return { type: 'timer', form, value, working: definition.get('dinh:working') === true };
  }
  reading.problem(element.id, told.noTime);
  return undefined;
}

/** Whether a duration, or that of a cycle, is none: `PT0S`. */
export const noTime = (value: string): boolean => !/[1-9]/.test(value.replace(/^R\d*\//, ''));

const duration = 'P(?!$)(?:\\d+Y)?(?:\\d+M)?(?:\\d+W)?(?:\\d+D)?(?:T(?=\\d)(?:\\d+H)?(?:\\d+M)?(?:\\d+S)?)?';
const literal = {
  date: /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?(\.\d+)?(Z|[+-]\d\d:\d\d)?)?$/,
  duration: new RegExp(`^${duration}$`),
  cycle: new RegExp(`^R\\d*/${duration}$`),
};
