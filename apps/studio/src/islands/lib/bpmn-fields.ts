/** What can be set at an element of a process, by its type: each field reads the model and writes it back. */
import { type Element, eventDefinition, extension, type Moddle, type Modeler, rootElement, rootNames } from './bpmn-model.ts';
import { expression, feel, type Field, plain } from './bpmn-field.ts';
import { kindFields, processFields } from './bpmn-kind-fields.ts';
import { nameFields } from './bpmn-names.ts';
import { repetitionFields } from './bpmn-repetition.ts';
import { hearingWays, stepWays, timerWays, type Ways, workingOf } from './bpmn-ways.ts';
import { whatCan } from './bpmn-can.ts';
import type { Words } from './dom.ts';
import type { Choice, Given } from './editor-frame.ts';

export type AnyField = Field | Ways;

/** The fields of an element, in the order in which they are asked. */
export function fieldsOf(modeler: Modeler, element: Element, given: Given): AnyField[] {
  const bo = element.businessObject;
  const { choices } = given;
  const modeling = modeler.get('modeling');
  const set = (name: string, value: unknown): void =>
    modeling.updateProperties(element, { [name]: value === '' || value === false ? undefined : value });
  const own = (name: string, label: Words, more: Partial<Field> = {}): Field => ({
    label,
    kind: 'line',
    value: String(bo.get(name) ?? ''),
    set: (value) => set(name, value),
    ...more,
  });
  const tick = (name: string, label: Words, hint?: Words): Field => ({
    label,
    hint,
    kind: 'check',
    value: bo.get(name) === true,
    set: (value) => set(name, value),
  });
  const is = (type: string): boolean => bo.$instanceOf(`bpmn:${type}`);
  const named = (kind: string): readonly Choice[] => choices.definitions[kind] ?? [];
  const can = whatCan(element, given);
  const fields: AnyField[] = [];

  fields.push(...nameFields(modeler, element));
  if (!is('FlowElement')) return [...fields, ...processFields(modeler, element, given)];
  if (is('SequenceFlow')) return [...fields, ...flowFields(modeler, element)];
  if (is('UserTask') || is('ManualTask'))
    fields.push(
      own('dinh:role', { vi: 'Vai trò làm bước này', en: 'Role that does it' }, { kind: 'select', choices: choices.roles }),
      ...stepWays(modeler, element, given),
      own('dinh:form', { vi: 'Biểu mẫu của bước', en: 'Form of the step' }, { kind: 'select', choices: named('form') }),
    );
  if (is('BusinessRuleTask'))
    fields.push(
      own('dinh:decision', { vi: 'Bảng quyết định', en: 'Decision' }, { kind: 'select', choices: named('decision') }),
      own('dinh:result', { vi: 'Ghi kết quả vào biến', en: 'Result goes into' }),
    );
  if (is('CallActivity'))
    fields.push(
      own('calledElement', { vi: 'Quy trình được gọi', en: 'Called process' }, { kind: 'select', choices: named('process') }),
    );
  if (is('ServiceTask') || is('SendTask') || (is('ThrowEvent') && (bo.get('dinh:handler') || bo.get('eventDefinitions')?.length)))
    fields.push(own('dinh:handler', { vi: 'Việc máy làm', en: 'What the program does' }, { choices: can.handlers }));
  if (is('SendTask') || is('IntermediateThrowEvent') || sendsAtEnd(bo)) {
    fields.push(
      own(
        'dinh:notice',
        { vi: 'Mẫu thông báo', en: 'Message template' },
        { kind: 'select', choices: can.messages, hint: can.noMessages ?? needed(given, `message:${bo.get('dinh:notice')}`) },
      ),
    );
    if (bo.get('dinh:notice'))
      fields.push(own('dinh:to', { vi: 'Gửi cho', en: 'Sent to' }, { kind: 'select', choices: can.hearers }));
    if (bo.get('dinh:notice') && bo.get('dinh:to') === 'role')
      fields.push(
        own('dinh:role', { vi: 'Vai trò nhận', en: 'Role that hears' }, { kind: 'select', choices: choices.roles }),
        hearingWays(modeler, element, given),
      );
  }
  if (is('ServiceTask'))
    fields.push(
      own(
        'dinh:paper',
        { vi: 'In giấy từ mẫu', en: 'Paper from a template' },
        { kind: 'select', choices: can.papers, hint: can.noPapers ?? needed(given, `paper:${bo.get('dinh:paper')}`) },
      ),
    );
  if (is('ScriptTask'))
    fields.push(
      own('script', { vi: 'Biểu thức', en: 'Expression' }, { kind: 'lines', hint: feel }),
      own(
        'dinh:result',
        { vi: 'Ghi kết quả vào biến', en: 'Result goes into' },
        { hint: { vi: 'để trống thì mỗi mục của kết quả thành một biến', en: 'empty: each entry of the result is a variable' } },
      ),
    );
  fields.push(
    ...eventFields(modeler, element, given),
    ...kindFields(modeler, element),
    ...repetitionFields(modeler, element, given),
  );
  if (is('FlowNode'))
    fields.push(
      own(
        'dinh:status',
        { vi: 'Trạng thái quốc gia khi đến đây (1–10)', en: 'National status on entering (1–10)' },
        { kind: 'number', set: (value) => set('dinh:status', value === '' ? undefined : Number(value)) },
      ),
      tick('dinh:hold', { vi: 'Dừng tính thời hạn tại đây', en: 'The time limit stands still here' }),
      tick('dinh:restart', {
        vi: 'Rời khỏi đây thì tính lại thời hạn từ đầu',
        en: 'Leaving starts the time limit anew',
      }),
    );
  fields.push(...otherFields(bo, set));
  return fields;
}

/** An end event that sends a message, or does anything else by the program. */
const sendsAtEnd = (bo: Moddle): boolean =>
  bo.$instanceOf('bpmn:EndEvent') && (eventDefinition(bo, 'Message') !== undefined || Boolean(bo.get('dinh:notice')));

/** What a chosen template still has to be given, below its field. */
function needed({ choices }: Given, template: string): Words | undefined {
  const names = choices.needs[template]?.join(', ');
  return names ? { vi: `mẫu này cần được điền: ${names}`, en: `this template has to be given: ${names}` } : undefined;
}

function flowFields(modeler: Modeler, element: Element): Field[] {
  const bo = element.businessObject;
  const modeling = modeler.get('modeling');
  const outcomes = outcomesBefore(element.source);
  const source = element.source;
  const chooses = source?.businessObject.$instanceOf('bpmn:Gateway') || source?.businessObject.$instanceOf('bpmn:Activity');
  return [
    {
      ...expression(modeler, element, bo, 'conditionExpression', { vi: 'Điều kiện', en: 'Condition' }),
      choices: outcomes.map((one) => ({ ...one, key: `outcome = "${one.key}"` })),
    },
    ...(chooses
      ? [
          {
            label: { vi: 'Đường đi mặc định', en: 'Default flow' },
            hint: { vi: 'đi khi không điều kiện nào đúng', en: 'taken when no condition holds' },
            kind: 'check' as const,
            value: source!.businessObject.get('default') === bo,
            set: (value: string | boolean) => modeling.updateProperties(source!, { default: value ? bo : undefined }),
          },
        ]
      : []),
  ];
}

/** The outcomes of the user task that leads to a gateway. */
function outcomesBefore(element: Element | undefined): Choice[] {
  const task = element?.businessObject.$instanceOf('bpmn:UserTask') ? element : element?.incoming?.[0]?.source;
  if (!task) return [];
  const all = extension(task.businessObject, 'dinh:Outcomes').flatMap((one) => (one.get('outcomes') ?? []) as Moddle[]);
  return all.map((one) => ({ key: one.get('key'), vi: one.get('vi') ?? '', en: one.get('en') ?? '' }));
}

function eventFields(modeler: Modeler, element: Element, given: Given): AnyField[] {
  const bo = element.businessObject;
  const modeling = modeler.get('modeling');
  const fields: AnyField[] = [];
  const timer = eventDefinition(bo, 'Timer');
  const ways = timerWays(modeler, element, given);
  if (ways) fields.push(ways);
  if (timer && ways && workingOf(ways.now))
    fields.push({
      label: { vi: 'Tính theo thời gian làm việc', en: 'Counts working time' },
      kind: 'check',
      value: timer.get('dinh:working') === true,
      set: (value) => modeling.updateModdleProperties(element, timer, { 'dinh:working': value || undefined }),
    });
  const references = [
    ['Message', { vi: 'Thông điệp', en: 'Message' }],
    ['Signal', { vi: 'Tín hiệu', en: 'Signal' }],
    ['Error', { vi: 'Lỗi', en: 'Error' }],
    ['Escalation', { vi: 'Báo cấp trên', en: 'Escalation' }],
  ] as const;
  for (const [kind, label] of references) {
    const reference = `${kind.toLowerCase()}Ref`;
    const holder = eventDefinition(bo, kind) ?? (kind === 'Message' && bo.$instanceOf('bpmn:ReceiveTask') ? bo : undefined);
    if (!holder) continue;
    fields.push({
      label,
      kind: 'line',
      value: String(holder.get(reference)?.get('name') ?? ''),
      choices: plain(rootNames(modeler, `bpmn:${kind}`)),
      set: (value) =>
        modeling.updateModdleProperties(element, holder, {
          [reference]: value ? rootElement(modeler, `bpmn:${kind}`, String(value)) : undefined,
        }),
    });
  }
  const condition = eventDefinition(bo, 'Conditional');
  if (condition) fields.push(expression(modeler, element, condition, 'condition', { vi: 'Điều kiện', en: 'Condition' }));
  return fields;
}

const asked = new Set([
  'nameEn',
  'role',
  'unit',
  'assignee',
  'choose',
  'share',
  'due',
  'form',
  'decision',
  'result',
  'handler',
  'notice',
  'to',
  'paper',
  'start',
  'status',
  'hold',
  'restart',
]);

/** Attributes of ours that have no field of their own yet: nothing that the engine knows stays out of reach. */
function otherFields(bo: Moddle, set: (name: string, value: unknown) => void): Field[] {
  return bo.$descriptor.properties
    .filter(({ ns, isAttr }) => isAttr && ns.prefix === 'dinh' && !asked.has(ns.localName))
    .map(({ name, type }) => ({
      label: { vi: name, en: name },
      kind: type === 'Boolean' ? ('check' as const) : ('line' as const),
      value: type === 'Boolean' ? bo.get(name) === true : String(bo.get(name) ?? ''),
      set: (value) => set(name, value),
    }));
}
