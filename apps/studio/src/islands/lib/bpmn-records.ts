/** What an element of a process holds in lists: how a step ends, what a template is filled with, what goes in and out. */
import { type Element, extension, type Moddle, type Modeler, setExtension } from './bpmn-model.ts';
import { plain } from './bpmn-field.ts';
import type { Words } from './dom.ts';
import type { Choice, Given } from './editor-frame.ts';

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
  if (bo.$instanceOf('bpmn:UserTask') || bo.$instanceOf('bpmn:ManualTask')) {
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
        setExtension(
          modeler,
          element,
          'dinh:Outcomes',
          rows.length > 0 ? [holding(factory.create('dinh:Outcomes', { outcomes }), outcomes)] : [],
        );
      },
    });
  }
  const template = bo.get('dinh:notice')
    ? `message:${bo.get('dinh:notice')}`
    : bo.get('dinh:paper')
      ? `paper:${bo.get('dinh:paper')}`
      : undefined;
  if (template !== undefined) {
    const columns: Records['columns'] = [
      {
        name: 'target',
        label: { vi: 'Chỗ trống trong mẫu', en: 'Place in the template' },
        choices: plain(choices.needs[template]),
      },
      { name: 'value', label: { vi: 'Giá trị (FEEL)', en: 'Value (FEEL)' } },
    ];
    lists.push({
      title: { vi: 'Điền vào mẫu', en: 'Filled in' },
      add: { vi: 'Thêm chỗ cần điền', en: 'Add what is filled in' },
      columns,
      rows: extension(bo, 'dinh:Input').map((one) => rowOf(one, columns)),
      set: (rows) =>
        setExtension(
          modeler,
          element,
          'dinh:Input',
          rows.map((row) => factory.create('dinh:Input', clean(row))),
        ),
    });
  }
  if (template === undefined && (bo.$instanceOf('bpmn:Activity') || bo.$instanceOf('bpmn:ThrowEvent')))
    lists.push(
      mappings(modeler, element, 'dinh:Input', {
        title: { vi: 'Đưa vào khi bắt đầu', en: 'Given when it begins' },
        add: { vi: 'Thêm giá trị đưa vào', en: 'Add what is given' },
      }),
    );
  if (bo.$instanceOf('bpmn:FlowNode'))
    lists.push(
      mappings(modeler, element, 'dinh:Output', {
        title: { vi: 'Ghi lại khi rời khỏi đây', en: 'Written down when left' },
        add: { vi: 'Thêm biến', en: 'Add a variable' },
      }),
    );
  return lists;
}

/** Variables with the FEEL that fills them. */
function mappings(
  modeler: Modeler,
  element: Element,
  type: 'dinh:Input' | 'dinh:Output',
  words: Pick<Records, 'title' | 'add'>,
): Records {
  const columns: Records['columns'] = [
    { name: 'target', label: { vi: 'Biến', en: 'Variable' } },
    { name: 'value', label: { vi: 'Giá trị (FEEL)', en: 'Value (FEEL)' } },
  ];
  const factory = modeler.get('bpmnFactory');
  return {
    ...words,
    columns,
    rows: extension(element.businessObject, type).map((one) => rowOf(one, columns)),
    set: (rows) =>
      setExtension(
        modeler,
        element,
        type,
        rows.map((row) => factory.create(type, clean(row))),
      ),
  };
}

function holding(holder: Moddle, inside: readonly Moddle[]): Moddle {
  for (const one of inside) one.$parent = holder;
  return holder;
}

const rowOf = (one: Moddle, columns: Records['columns']): Record<string, string | boolean> =>
  Object.fromEntries(columns.map(({ name, tick }) => [name, tick ? one.get(name) === true : String(one.get(name) ?? '')]));

const clean = (row: Readonly<Record<string, string | boolean>>): object =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== '' && value !== false));
