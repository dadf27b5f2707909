/** How often an activity is done: once, for each item of a list, a number of times, or until a condition ends it. */
import type { Element, Moddle, Modeler } from './bpmn-model.ts';
import { expression, feel, type Field, flag } from './bpmn-field.ts';
import type { Words } from './dom.ts';
import type { Choice, Given } from './editor-frame.ts';

const kinds: readonly Choice[] = [
  { key: 'parallel', vi: 'nhiều lần, cùng một lúc', en: 'many times, all at once' },
  { key: 'sequential', vi: 'nhiều lần, lần lượt', en: 'many times, one after the other' },
  { key: 'loop', vi: 'lặp lại theo điều kiện', en: 'again while a condition holds' },
];

export function repetitionFields(modeler: Modeler, element: Element, given: Given): Field[] {
  const bo = element.businessObject;
  if (!bo.$instanceOf('bpmn:Activity') || bo.get('triggeredByEvent') === true) return [];
  const loop = bo.get('loopCharacteristics') as Moddle | undefined;
  const now = kindOf(loop);
  const kind: Field = {
    label: { vi: 'Làm nhiều lần', en: 'Repeated' },
    kind: 'select',
    choices: kinds,
    value: now ?? '',
    set: (value) => repeat(modeler, element, loop, String(value)),
  };
  if (!loop) return [kind];
  return [kind, ...(now === 'loop' ? loopFields(modeler, element, loop) : itemFields(modeler, element, loop, given))];
}

function kindOf(loop: Moddle | undefined): string | undefined {
  if (!loop) return undefined;
  if (loop.$type === 'bpmn:StandardLoopCharacteristics') return 'loop';
  return loop.get('isSequential') === true ? 'sequential' : 'parallel';
}

/** What was said of the items stays when they are only to be done in another order. */
function repeat(modeler: Modeler, element: Element, loop: Moddle | undefined, kind: string): void {
  const modeling = modeler.get('modeling');
  const many = kind === 'parallel' || kind === 'sequential';
  const isSequential = kind === 'sequential' || undefined;
  if (many && loop && kindOf(loop) !== 'loop') return modeling.updateModdleProperties(element, loop, { isSequential });
  const made =
    kind === ''
      ? undefined
      : modeler
          .get('bpmnFactory')
          .create(`bpmn:${many ? 'MultiInstance' : 'Standard'}LoopCharacteristics`, isSequential && { isSequential });
  if (made) made.$parent = element.businessObject;
  modeling.updateProperties(element, { loopCharacteristics: made });
}

function itemFields(modeler: Modeler, element: Element, loop: Moddle, given: Given): Field[] {
  const own = (name: string, label: Words, more: Partial<Field> = {}): Field => ({
    label,
    kind: 'line',
    value: String(loop.get(name) ?? ''),
    set: (value) => modeler.get('modeling').updateModdleProperties(element, loop, { [name]: value === '' ? undefined : value }),
    ...more,
  });
  return [
    own(
      'dinh:collection',
      { vi: 'Làm cho từng mục của danh sách', en: 'For each item of the list' },
      { hint: feel, choices: given.choices.used['collection'] ?? [] },
    ),
    own('dinh:item', { vi: 'Mục đang làm gọi là', en: 'The item is called' }),
    expression(
      modeler,
      element,
      loop,
      'loopCardinality',
      { vi: 'Hoặc số lần', en: 'Or a number of times' },
      { vi: 'một số hoặc biểu thức FEEL, khi không có danh sách', en: 'a number or FEEL, where there is no list' },
    ),
    own('dinh:collect', { vi: 'Gom kết quả vào biến', en: 'Results go into' }),
    expression(modeler, element, loop, 'completionCondition', { vi: 'Xong sớm khi', en: 'Ends early when' }),
  ];
}

const loopFields = (modeler: Modeler, element: Element, loop: Moddle): Field[] => [
  expression(modeler, element, loop, 'loopCondition', { vi: 'Lặp khi', en: 'Again while' }),
  {
    label: { vi: 'Nhiều nhất bao nhiêu lần', en: 'At most so many times' },
    kind: 'number',
    value: String(loop.get('loopMaximum') ?? ''),
    set: (value) =>
      modeler.get('modeling').updateModdleProperties(element, loop, {
        loopMaximum: value === '' ? undefined : Number(value),
      }),
  },
  flag(modeler, element, loop, 'testBefore', false, {
    vi: 'Xét điều kiện trước mỗi lần, kể cả lần đầu',
    en: 'The condition is looked at before each turn, the first too',
  }),
];
