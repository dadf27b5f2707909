/** What can be set at an element of a process, by its type: each field reads the model and writes it back. */
import {
  type Element,
  eventDefinition,
  extension,
  type Moddle,
  type Modeler,
  rootElement,
  rootNames,
  setExtension,
} from './bpmn-model.ts';
import { nameFields } from './bpmn-names.ts';
import { hearingWays, stepWays, timerWays, type Ways, workingOf } from './bpmn-ways.ts';
import type { Words } from './dom.ts';
import type { Choice, Given } from './editor-frame.ts';

export type Field = {
  readonly label: Words;
  readonly hint?: Words;
  readonly value: string | boolean;
  /** `check` has a boolean value. */
  readonly kind: 'line' | 'lines' | 'check' | 'number' | 'select';
  /** What can be picked; a line may also hold something else (FEEL). */
  readonly choices?: readonly Choice[];
  set(value: string | boolean): void;
};
export type AnyField = Field | Ways;

const feel = { vi: 'Biểu thức FEEL', en: 'A FEEL expression' };
const plain = (values: readonly string[] = []): Choice[] => values.map((key) => ({ key, vi: key, en: key }));

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
  const fields: AnyField[] = [];

  fields.push(...nameFields(modeler, element));
  if (!is('FlowElement')) return fields;
  if (is('SequenceFlow')) return [...fields, ...flowFields(modeler, element)];
  if (is('UserTask'))
    fields.push(
      own(
        'dinh:role',
        { vi: 'Vai trò làm bước này', en: 'Role that does it' },
        { kind: 'select', choices: choices.roles },
      ),
      ...stepWays(modeler, element, given),
      own(
        'dinh:form',
        { vi: 'Biểu mẫu của bước', en: 'Form of the step' },
        { kind: 'select', choices: named('form') },
      ),
    );
  if (is('BusinessRuleTask'))
    fields.push(
      own(
        'dinh:decision',
        { vi: 'Bảng quyết định', en: 'Decision' },
        { kind: 'select', choices: named('decision') },
      ),
      own('dinh:result', { vi: 'Ghi kết quả vào biến', en: 'Result goes into' }),
    );
  if (is('CallActivity'))
    fields.push(
      own(
        'calledElement',
        { vi: 'Quy trình được gọi', en: 'Called process' },
        { kind: 'select', choices: named('process') },
      ),
    );
  if (
    is('ServiceTask') ||
    is('SendTask') ||
    (is('ThrowEvent') && (bo.get('dinh:handler') || bo.get('eventDefinitions')?.length))
  )
    fields.push(
      own(
        'dinh:handler',
        { vi: 'Việc máy làm', en: 'What the program does' },
        { choices: choices.used['handler'] ?? [] },
      ),
    );
  if (is('SendTask') || is('IntermediateThrowEvent') || sendsAtEnd(bo)) {
    fields.push(
      own('dinh:notice', { vi: 'Mẫu thông báo', en: 'Message template' }, { kind: 'select', choices: named('message'), hint: needed(given, `message:${bo.get('dinh:notice')}`) }), // prettier-ignore
    );
    if (bo.get('dinh:notice'))
      fields.push(
        own('dinh:to', { vi: 'Gửi cho', en: 'Sent to' }, { kind: 'select', choices: choices.hearers }),
      );
    if (bo.get('dinh:notice') && bo.get('dinh:to') === 'role')
      fields.push(
        own('dinh:role', { vi: 'Vai trò nhận', en: 'Role that hears' }, { kind: 'select', choices: choices.roles }), // prettier-ignore
        hearingWays(modeler, element, given),
      );
  }
  if (is('ServiceTask'))
    fields.push(
      own('dinh:paper', { vi: 'In giấy từ mẫu', en: 'Paper from a template' }, { kind: 'select', choices: choices.papers, hint: needed(given, `paper:${bo.get('dinh:paper')}`) }), // prettier-ignore
    );
  if (is('ScriptTask'))
    fields.push(own('script', { vi: 'Biểu thức', en: 'Expression' }, { kind: 'lines', hint: feel }));
  fields.push(...eventFields(modeler, element, given), ...repetitionFields(modeler, element, given));
  if (is('FlowNode'))
    fields.push(
      own('dinh:status', { vi: 'Trạng thái quốc gia khi đến đây (1–10)', en: 'National status on entering (1–10)' }, { kind: 'number', set: (value) => set('dinh:status', value === '' ? undefined : Number(value)) }), // prettier-ignore
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
  bo.$instanceOf('bpmn:EndEvent') &&
  (eventDefinition(bo, 'Message') !== undefined || Boolean(bo.get('dinh:notice')));

/** What a chosen template still has to be given, below its field. */
function needed({ choices }: Given, template: string): Words | undefined {
  const names = choices.needs[template]?.join(', ');
  return names
    ? { vi: `mẫu này cần được điền: ${names}`, en: `this template has to be given: ${names}` }
    : undefined;
}

function flowFields(modeler: Modeler, element: Element): Field[] {
  const bo = element.businessObject;
  const modeling = modeler.get('modeling');
  const outcomes = outcomesBefore(element.source);
  const source = element.source;
  const chooses =
    source?.businessObject.$instanceOf('bpmn:Gateway') || source?.businessObject.$instanceOf('bpmn:Activity');
  return [
    {
      label: { vi: 'Điều kiện', en: 'Condition' },
      hint: feel,
      kind: 'line',
      value: String(bo.get('conditionExpression')?.get('body') ?? ''),
      choices: outcomes.map((one) => ({ ...one, key: `outcome = "${one.key}"` })),
      set: (value) =>
        modeling.updateProperties(element, {
          conditionExpression: value
            ? modeler.get('bpmnFactory').create('bpmn:FormalExpression', { body: value })
            : undefined,
        }),
    },
    ...(chooses
      ? [
          {
            label: { vi: 'Đường đi mặc định', en: 'Default flow' },
            hint: { vi: 'đi khi không điều kiện nào đúng', en: 'taken when no condition holds' },
            kind: 'check' as const,
            value: source!.businessObject.get('default') === bo,
            set: (value: string | boolean) =>
              modeling.updateProperties(source!, { default: value ? bo : undefined }),
          },
        ]
      : []),
  ];
}

/** The outcomes of the user task that leads to a gateway. */
function outcomesBefore(element: Element | undefined): Choice[] {
  const task = element?.businessObject.$instanceOf('bpmn:UserTask')
    ? element
    : element?.incoming?.[0]?.source;
  if (!task) return [];
  const all = extension(task.businessObject, 'dinh:Outcomes').flatMap(
    (one) => (one.get('outcomes') ?? []) as Moddle[],
  );
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
    const holder =
      eventDefinition(bo, kind) ??
      (kind === 'Message' && bo.$instanceOf('bpmn:ReceiveTask') ? bo : undefined);
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
  if (condition)
    fields.push({
      label: { vi: 'Điều kiện', en: 'Condition' },
      hint: feel,
      kind: 'line',
      value: String(condition.get('condition')?.get('body') ?? ''),
      set: (body) =>
        modeling.updateModdleProperties(element, condition, {
          condition: modeler.get('bpmnFactory').create('bpmn:FormalExpression', { body }),
        }),
    });
  return fields;
}

function repetitionFields(modeler: Modeler, element: Element, given: Given): Field[] {
  const bo = element.businessObject;
  if (!bo.$instanceOf('bpmn:Activity')) return [];
  const loop = bo.get('loopCharacteristics') as Moddle | undefined;
  if (loop?.$type !== 'bpmn:MultiInstanceLoopCharacteristics') return [];
  const modeling = modeler.get('modeling');
  const own = (name: string, label: Words, more: Partial<Field> = {}): Field => ({
    label,
    kind: 'line',
    value: String(loop.get(name) ?? ''),
    set: (value) =>
      modeling.updateModdleProperties(element, loop, { [name]: value === '' ? undefined : value }),
    ...more,
  });
  return [
    own('dinh:collection', { vi: 'Làm cho từng mục của danh sách', en: 'For each item of the list' }, { hint: feel, choices: given.choices.used['collection'] ?? [] }), // prettier-ignore
    own('dinh:item', { vi: 'Mục đang làm gọi là', en: 'The item is called' }),
    own('dinh:collect', { vi: 'Gom kết quả vào biến', en: 'Results go into' }),
    {
      label: { vi: 'Xong sớm khi', en: 'Ends early when' },
      hint: feel,
      kind: 'line',
      value: String(loop.get('completionCondition')?.get('body') ?? ''),
      set: (body) =>
        modeling.updateModdleProperties(element, loop, {
          completionCondition: body
            ? modeler.get('bpmnFactory').create('bpmn:FormalExpression', { body })
            : undefined,
        }),
    },
  ];
}

const asked = new Set(['nameEn', 'role', 'unit', 'assignee', 'choose', 'share', 'due', 'form', 'decision', 'result', 'handler', 'notice', 'to', 'paper', 'status', 'hold', 'restart']); // prettier-ignore

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

/** A list of small records inside `extensionElements`. */
export interface Records {
  readonly title: Words;
  readonly add: Words;
  readonly columns: readonly {
    readonly name: string;
    readonly label: Words;
    readonly choices?: readonly Choice[];
    readonly tick?: boolean;
  }[];
  readonly rows: readonly Readonly<Record<string, string | boolean>>[];
  set(rows: readonly Readonly<Record<string, string | boolean>>[]): void;
}

const kinds: readonly Choice[] = [
  { key: 'primary', vi: 'chính', en: 'main' },
  { key: 'secondary', vi: 'phụ', en: 'secondary' },
  { key: 'danger', vi: 'từ chối', en: 'refusing' },
];

export function recordsOf(modeler: Modeler, element: Element, { choices }: Given): Records[] {
  const bo = element.businessObject;
  const factory = modeler.get('bpmnFactory');
  const lists: Records[] = [];
  if (bo.$instanceOf('bpmn:UserTask')) {
    const columns: Records['columns'] = [
      { name: 'key', label: { vi: 'Mã', en: 'Key' } },
      { name: 'vi', label: { vi: 'Tên', en: 'Vietnamese' } },
      { name: 'en', label: { vi: 'Tiếng Anh', en: 'English' } },
      { name: 'kind', label: { vi: 'Kiểu nút', en: 'Button' }, choices: kinds },
      { name: 'comment', label: { vi: 'Cần lý do', en: 'Needs a reason' }, tick: true },
    ];
    const holders = extension(bo, 'dinh:Outcomes');
    const all = holders.flatMap((one) => (one.get('outcomes') ?? []) as Moddle[]);
    lists.push({
      title: { vi: 'Kết thúc bằng', en: 'Ends with' },
      add: { vi: 'Thêm cách kết thúc', en: 'Add an outcome' },
      columns,
      rows: all.map((one) => rowOf(one, columns)),
      set(rows) {
        const outcomes = rows.map((row) => factory.create('dinh:Outcome', clean(row)));
        setExtension(modeler, element, 'dinh:Outcomes', rows.length > 0 ? [holding(factory.create('dinh:Outcomes', { outcomes }), outcomes)] : []); // prettier-ignore
      },
    });
  }
  const template = bo.get('dinh:notice') ? `message:${bo.get('dinh:notice')}` : bo.get('dinh:paper') ? `paper:${bo.get('dinh:paper')}` : undefined; // prettier-ignore
  if (template !== undefined) {
    const columns: Records['columns'] = [
      { name: 'target', label: { vi: 'Chỗ trống trong mẫu', en: 'Place in the template' }, choices: plain(choices.needs[template]) }, // prettier-ignore
      { name: 'value', label: { vi: 'Giá trị (FEEL)', en: 'Value (FEEL)' } },
    ];
    lists.push({
      title: { vi: 'Điền vào mẫu', en: 'Filled in' },
      add: { vi: 'Thêm chỗ cần điền', en: 'Add what is filled in' },
      columns,
      rows: extension(bo, 'dinh:Input').map((one) => rowOf(one, columns)),
      set: (rows) => setExtension(modeler, element, 'dinh:Input', rows.map((row) => factory.create('dinh:Input', clean(row)))), // prettier-ignore
    });
  }
  if (bo.$instanceOf('bpmn:FlowNode')) {
    const columns: Records['columns'] = [
      { name: 'target', label: { vi: 'Biến', en: 'Variable' } },
      { name: 'value', label: { vi: 'Giá trị (FEEL)', en: 'Value (FEEL)' } },
    ];
    lists.push({
      title: { vi: 'Ghi lại khi rời khỏi đây', en: 'Written down when left' },
      add: { vi: 'Thêm biến', en: 'Add a variable' },
      columns,
      rows: extension(bo, 'dinh:Output').map((one) => rowOf(one, columns)),
      set: (rows) => setExtension(modeler, element, 'dinh:Output', rows.map((row) => factory.create('dinh:Output', clean(row)))), // prettier-ignore
    });
  }
  return lists;
}

function holding(holder: Moddle, inside: readonly Moddle[]): Moddle {
  for (const one of inside) one.$parent = holder;
  return holder;
}

const rowOf = (one: Moddle, columns: Records['columns']): Record<string, string | boolean> =>
  Object.fromEntries(
    columns.map(({ name, tick }) => [name, tick ? one.get(name) === true : String(one.get(name) ?? '')]),
  );

const clean = (row: Readonly<Record<string, string | boolean>>): object =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== '' && value !== false));
