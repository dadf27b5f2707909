import type { Repetition } from './graph.ts';
import type { Element, Reading } from './read-bpmn.ts';
import { purpose, told } from './sentences.ts';

/** How often an activity is done; undefined: once. */
export function repetition(element: Element, reading: Reading): Repetition | undefined {
  const loop = element.$instanceOf('bpmn:Activity') ? (element.get('loopCharacteristics') as Element) : undefined;
  if (!loop) return undefined;
  if (loop.$type === 'bpmn:StandardLoopCharacteristics') return standardLoop(element, loop, reading);
  const list = reading.feel(element, loop.get('dinh:collection'), purpose.list);
  const times = reading.feel(element, loop.get('loopCardinality')?.get('body'), purpose.times);
  const collection = list ?? times;
  if (!collection) {
    reading.problem(element.id, told.repetitionNeedsList);
    return undefined;
  }
  return {
    kind: 'items',
    sequential: loop.get('isSequential') === true,
    collection,
    item: (loop.get('dinh:item') as string) ?? 'item',
    collect: loop.get('dinh:collect') as string | undefined,
    until: reading.feel(element, loop.get('completionCondition')?.get('body'), purpose.completion),
  };
}

function standardLoop(element: Element, loop: Element, reading: Reading): Repetition | undefined {
  const condition = reading.feel(element, loop.get('loopCondition')?.get('body'), purpose.loop);
  const maximum = loop.get('loopMaximum') as number | undefined;
  if (!condition && !(Number(maximum) > 0)) {
    reading.problem(element.id, told.loopWouldNotEnd);
    return undefined;
  }
  return { kind: 'loop', condition, testBefore: loop.get('testBefore') === true, maximum };
}
