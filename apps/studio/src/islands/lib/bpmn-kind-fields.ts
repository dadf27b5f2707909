/** What only one kind of element asks for: the process itself, gateways that count, ad-hoc sub-processes, events. */
import { type Element, eventDefinition, type Moddle, type Modeler } from './bpmn-model.ts';
import { nameOf } from './bpmn-actions.ts';
import { expression, type Field, flag } from './bpmn-field.ts';
import type { Words } from './dom.ts';
import type { Given } from './editor-frame.ts';

/** Of a process, or of the one that a participant runs: which app runs it, and on what it rests. */
export function processFields(modeler: Modeler, element: Element, { choices }: Given): Field[] {
  const bo = element.businessObject;
  const process = bo.$instanceOf('bpmn:Participant') ? (bo.get('processRef') as Moddle | undefined) : bo;
  if (!process?.$instanceOf('bpmn:Process')) return [];
  const own = (name: string, label: Words, more: Partial<Field>): Field => ({
    label,
    kind: 'line',
    value: String(process.get(name) ?? ''),
    set: (value) => modeler.get('modeling').updateModdleProperties(element, process, { [name]: value || undefined }),
    ...more,
  });
  // A participant that is drawn as a pool with the mouse does not run before somebody says so.
  const runs = flag(
    modeler,
    element,
    process,
    'isExecutable',
    false,
    { vi: 'Đình chạy phần này', en: 'Run here' },
    { vi: 'bỏ trống khi đó là cơ quan hoặc hệ thống bên ngoài', en: 'not ticked: an agency or system outside' },
  );
  return [
    ...(process === bo ? [] : [runs]),
    own(
      'dinh:app',
      { vi: 'Chạy trong ứng dụng', en: 'Run by the app' },
      {
        kind: 'select',
        choices: choices.apps,
        hint: {
          vi: 'cần khi quy trình bắt đầu theo thời gian, tín hiệu, điều kiện, do cán bộ bắt đầu, hoặc có việc máy làm, thông báo, giấy tờ',
          en: 'needed where a time, a signal, a condition or an official begins it, or where the program does, tells or prints something',
        },
      },
    ),
    own(
      'dinh:source',
      { vi: 'Căn cứ của quy trình', en: 'On what the process rests' },
      { hint: { vi: 'ghi trong tệp: law …, seed …, ours', en: 'written in the file: law …, seed …, ours' } },
    ),
  ];
}

export function kindFields(modeler: Modeler, element: Element): Field[] {
  const bo = element.businessObject;
  const is = (type: string): boolean => bo.$instanceOf(`bpmn:${type}`);
  if (is('ComplexGateway'))
    return [
      expression(
        modeler,
        element,
        bo,
        'activationCondition',
        { vi: 'Đi tiếp khi', en: 'Goes on when' },
        {
          vi: 'FEEL; activationCount là số nhánh đã tới, như activationCount >= 2',
          en: 'FEEL; activationCount is how many have come, as in activationCount >= 2',
        },
      ),
    ];
  if (is('EventBasedGateway')) return gatewayFields(modeler, element);
  if (is('AdHocSubProcess')) return adHocFields(modeler, element);
  return is('Event') ? eventKindFields(modeler, element) : [];
}

function gatewayFields(modeler: Modeler, element: Element): Field[] {
  const bo = element.businessObject;
  const begins = flag(modeler, element, bo, 'instantiate', false, {
    vi: 'Quy trình bắt đầu ở đây, bằng một thông điệp',
    en: 'The process begins here, with a message',
  });
  if (begins.value !== true) return [begins];
  return [
    begins,
    {
      label: { vi: 'Chờ đủ mọi thông điệp', en: 'All messages are waited for' },
      kind: 'check',
      value: bo.get('eventGatewayType') === 'Parallel',
      set: (value) => modeler.get('modeling').updateProperties(element, { eventGatewayType: value ? 'Parallel' : undefined }),
    },
  ];
}

function adHocFields(modeler: Modeler, element: Element): Field[] {
  const bo = element.businessObject;
  const written = (name: string, value: string, label: Words): Field => ({
    label,
    kind: 'check',
    value: bo.get(name) === value,
    set: (on) => modeler.get('modeling').updateProperties(element, { [name]: on ? value : undefined }),
  });
  return [
    expression(
      modeler,
      element,
      bo,
      'completionCondition',
      { vi: 'Xong khi', en: 'Ends when' },
      { vi: 'FEEL; để trống thì xong khi mọi việc đã xong', en: 'FEEL; empty: when all has been done' },
    ),
    flag(modeler, element, bo, 'cancelRemainingInstances', true, {
      vi: 'Khi ấy ngừng những việc còn dở',
      en: 'What still runs then is broken off',
    }),
    written('dinh:start', 'none', {
      vi: 'Việc bên trong do người mở khi cần',
      en: 'What is inside is begun by people, when needed',
    }),
    written('ordering', 'Sequential', { vi: 'Làm lần lượt từng việc một', en: 'One after the other' }),
  ];
}

function eventKindFields(modeler: Modeler, element: Element): Field[] {
  const bo = element.businessObject;
  const fields: Field[] = [];
  const part = (holder: Moddle, name: string, label: Words, hint?: Words): Field => ({
    label,
    ...(hint && { hint }),
    kind: 'line',
    value: String(holder.get(name) ?? ''),
    set: (value) => modeler.get('modeling').updateModdleProperties(element, holder, { [name]: value || undefined }),
  });
  const link = eventDefinition(bo, 'Link');
  if (link)
    fields.push(
      part(
        link,
        'name',
        { vi: 'Tên liên kết', en: 'Name of the link' },
        { vi: 'nơi chuyển và nơi nhận cùng một tên', en: 'the same where it is thrown and caught' },
      ),
    );
  const undo = bo.$instanceOf('bpmn:ThrowEvent') && eventDefinition(bo, 'Compensate');
  if (undo) fields.push(undoneField(modeler, element, undo));
  const inside = element.parent?.businessObject.get('triggeredByEvent') === true;
  const condition = eventDefinition(bo, 'Conditional');
  if (condition && bo.$instanceOf('bpmn:StartEvent') && !inside)
    fields.push(
      part(
        condition,
        'dinh:events',
        { vi: 'Xét sau những sự kiện', en: 'Looked at after the events' },
        {
          vi: 'tên sự kiện của chương trình, như one-stop.dossier-filed; nhiều tên thì cách nhau bằng dấu phẩy',
          en: 'names of the program’s events, such as one-stop.dossier-filed, with commas between',
        },
      ),
      part(
        condition,
        'dinh:per',
        { vi: 'Xét riêng cho từng', en: 'For each' },
        { vi: 'FEEL trên event; để trống thì theo khóa của sự kiện', en: 'FEEL over event; empty: by the event’s key' },
      ),
    );
  const always = ['Error', 'Cancel', 'Compensate'].some((kind) => eventDefinition(bo, kind));
  const triggered = ((bo.get('eventDefinitions') ?? []) as Moddle[]).length > 0;
  if (bo.$instanceOf('bpmn:BoundaryEvent') && !always)
    fields.push(flag(modeler, element, bo, 'cancelActivity', true, { vi: 'Ngắt việc đang làm', en: 'Interrupts the work' }));
  if (bo.$instanceOf('bpmn:StartEvent') && inside && triggered && !always)
    fields.push(
      flag(modeler, element, bo, 'isInterrupting', true, { vi: 'Ngắt phần bao quanh', en: 'Interrupts what is around' }),
    );
  return fields;
}

/** Which activity alone is undone: one at whose edge a compensation event sits, or a sub-process. */
function undoneField(modeler: Modeler, element: Element, undo: Moddle): Field {
  const registry = modeler.get('elementRegistry');
  const can = registry.filter(
    (one) =>
      one !== element.parent &&
      (one.businessObject.$instanceOf('bpmn:SubProcess') ||
        (one.attachers ?? []).some((at) => eventDefinition(at.businessObject, 'Compensate'))),
  );
  return {
    label: { vi: 'Chỉ hoàn lại', en: 'Undoes only' },
    hint: {
      vi: 'để trống thì hoàn lại mọi việc đã xong ở quanh đây',
      en: 'empty: all that has been done around here',
    },
    kind: 'select',
    choices: can.map((one) => ({ key: one.id, vi: nameOf(one), en: nameOf(one) })),
    value: String((undo.get('activityRef') as Moddle | undefined)?.id ?? ''),
    set: (value) =>
      modeler.get('modeling').updateModdleProperties(element, undo, {
        activityRef: registry.get(String(value))?.businessObject,
      }),
  };
}
