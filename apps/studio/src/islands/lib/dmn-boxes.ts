/** Logic in boxes as fields that are edited, whatever stands inside of what; everything is reached by keyboard. */
import { type BoxKind, boxKinds, kindOf, list, logicOf } from './dmn-boxed.ts';
import { button, entryButtons, type Pen, removeButton, replaced, textField, typeField } from './dmn-box-parts.ts';
import { relationGrid, tableGrid } from './dmn-box-grids.ts';
import type { Moddle } from './dmn-model.ts';
import { el, freshId, say, type Words } from './dom.ts';

const words = {
  none: { vi: 'Chưa có cách tính nào. Hãy chọn cách viết.', en: 'There is no logic yet. Choose how it is written.' },
  kind: { vi: 'Viết dưới dạng', en: 'Written as' },
  choose: { vi: '(chọn)', en: '(choose)' },
  name: { vi: 'Tên', en: 'Name' },
  type: { vi: 'Kiểu', en: 'Type' },
  result: { vi: 'Kết quả chung', en: 'Result of the whole' },
  addEntry: { vi: 'Thêm mục', en: 'Add an entry' },
  addResult: { vi: 'Thêm ô kết quả chung', en: 'Add a result of the whole' },
  item: { vi: 'Mục', en: 'Item' },
  addItem: { vi: 'Thêm mục', en: 'Add an item' },
  called: { vi: 'Hàm được gọi', en: 'The function' },
  parameter: { vi: 'Tham số', en: 'Parameter' },
  addParameter: { vi: 'Thêm tham số', en: 'Add a parameter' },
  body: { vi: 'Hàm tính', en: 'It computes' },
  variable: { vi: 'Gọi mỗi mục là', en: 'Each item is called' },
  logic: { vi: 'Cách tính', en: 'Logic' },
};

/** Draws the logic of a decision or function into `holder`, with the focus where it was. */
export function drawBoxes(holder: HTMLElement, root: Moddle, pen: Pen): void {
  const active = holder.contains(document.activeElement) ? (document.activeElement as HTMLElement) : undefined;
  const focused = active?.dataset['place'];
  const property = logicOf(root);
  const logic = root.get(property) as Moddle | undefined;
  const name = String(root.get('name') ?? root.id);
  holder.replaceChildren(
    // The logic of business knowledge is a function, whatever it computes.
    boxOf(
      pen,
      `${say(words.logic)} “${name}”`,
      logic,
      property === 'decisionLogic' && ((to) => pen.change([[root, { [property]: to }]])),
    ),
  );
  if (focused === undefined) return;
  const again = [...holder.querySelectorAll<HTMLButtonElement>('[data-place]')].find((one) => one.dataset['place'] === focused);
  // What was removed is not there any more: the focus stays among the boxes.
  const next =
    again && !again.disabled
      ? again
      : (again?.parentElement ?? holder).querySelector<HTMLElement>('select, button:not(:disabled)');
  next?.focus();
}

/**
 * One box: what it is, and its content.
 * @param what for what it is, in words; unique on the page
 * @param put takes another box in its place; false where it stays of its kind
 */
function boxOf(pen: Pen, what: string, box: Moddle | undefined, put: ((box: Moddle) => void) | false): HTMLElement {
  const legendId = freshId('box');
  return el(
    'div',
    { class: 'box', role: 'group', 'aria-labelledby': legendId, 'data-element-id': box?.id },
    el('div', { class: 'box-head' }, el('strong', { id: legendId }, what), put && kindField(pen, what, box, put)),
    ...(box ? content(pen, what, box) : [el('p', { class: 'muted' }, say(words.none))]),
  );
}

function kindField(pen: Pen, what: string, box: Moddle | undefined, put: (box: Moddle) => void): HTMLElement {
  const label = `${what}: ${say(words.kind)}`;
  const offered = boxKinds.filter(({ type, newer }) => !newer || type === box?.$type || pen.newer);
  const select = el(
    'select',
    {
      class: 'input',
      'aria-label': label,
      'data-place': label,
      onchange: () => select.value && put(pen.maker.turned(select.value, box)),
    },
    ...(box ? [] : [el('option', { value: '' }, say(words.choose))]),
    ...offered.map((kind) => el('option', { value: kind.type }, say(kind))),
  );
  select.value = box?.$type ?? '';
  return select;
}

function content(pen: Pen, what: string, box: Moddle): HTMLElement[] {
  switch (box.$type) {
    case 'dmn:LiteralExpression':
      return [
        textField(what, (box.get('text') as string | undefined) ?? '', (text) => pen.change([[box, { text }]]), { long: true }),
      ];
    case 'dmn:DecisionTable':
      return [tableGrid(pen, what, box)];
    case 'dmn:Context':
      return contextOf(pen, what, box);
    case 'dmn:List':
      return listOf(pen, what, box);
    case 'dmn:Relation':
      return [relationGrid(pen, what, box, boxOf)];
    case 'dmn:Invocation':
      return invocationOf(pen, what, box);
    case 'dmn:FunctionDefinition':
      return functionOf(pen, what, box);
    default:
      return partsOf(pen, what, box, kindOf(box)?.parts ?? []);
  }
}

/** Name and type of something that has a value. */
function named(
  pen: Pen,
  what: string,
  variable: Moddle,
  change: (properties: Readonly<Record<string, unknown>>) => void,
  choices?: readonly string[],
): HTMLElement[] {
  const type = (variable.get('typeRef') as string | undefined) ?? '';
  return [
    textField(`${what}: ${say(words.name)}`, (variable.get('name') as string | undefined) ?? '', (name) => change({ name }), {
      ...(choices && { choices }),
    }),
    typeField(pen, `${what}: ${say(words.type)}`, type, (typeRef) => change({ typeRef })),
  ];
}

const numbered = (label: Words, what: string, at: number): string => `${what} › ${say(label)} ${at + 1}`;

function contextOf(pen: Pen, what: string, box: Moddle): HTMLElement[] {
  const entries = list(box, 'contextEntry');
  const set = (contextEntry: readonly Moddle[]): void => pen.change([[box, { contextEntry }]]);
  const last = entries.at(-1);
  const result = last && !last.get('variable') ? last : undefined;
  const withName = result ? entries.slice(0, -1) : entries;
  const rows = entries.map((entry, i) => {
    const variable = entry.get('variable') as Moddle | undefined;
    const place = variable ? numbered(words.item, what, i) : `${what} › ${say(words.result)}`;
    const value = (made: Moddle): void => pen.change([[entry, { value: made }]]);
    return el(
      'div',
      { class: 'box-entry', 'data-element-id': entry.id },
      el(
        'div',
        { class: 'box-name' },
        ...(variable ? named(pen, place, variable, (properties) => pen.change([[variable, properties]])) : []),
        // The result of the whole stays behind all that have a name.
        ...(variable
          ? [entryButtons(place, i, withName, (now) => set(result ? [...now, result] : now))]
          : [removeButton(place, () => set(withName))]),
      ),
      boxOf(
        pen,
        variable ? `${place} ${String(variable.get('name') ?? '')}`.trim() : place,
        entry.get('value') as Moddle | undefined,
        value,
      ),
    );
  });
  const add = (): void => {
    const made = pen.maker.entry('', pen.maker.literal());
    set([...withName, made, ...(result ? [result] : [])]);
  };
  return [
    ...rows,
    button(`${say(words.addEntry)}: ${what}`, add, say(words.addEntry)),
    ...(result
      ? []
      : [
          button(
            `${say(words.addResult)}: ${what}`,
            () => set([...entries, pen.maker.entry(undefined, pen.maker.literal())]),
            say(words.addResult),
          ),
        ]),
  ];
}

function listOf(pen: Pen, what: string, box: Moddle): HTMLElement[] {
  const elements = list(box, 'elements');
  const set = (all: readonly Moddle[]): void => pen.change([[box, { elements: all }]]);
  return [
    ...elements.map((item, i) => {
      const place = numbered(words.item, what, i);
      return el(
        'div',
        { class: 'box-entry' },
        el('div', { class: 'box-name' }, entryButtons(place, i, elements, set)),
        boxOf(pen, place, item, (made) => set(replaced(elements, i, made))),
      );
    }),
    button(`${say(words.addItem)}: ${what}`, () => set([...elements, pen.maker.literal()]), say(words.addItem)),
  ];
}

/** Business knowledge of the file, with the names of its parameters. */
function functions(pen: Pen): Map<string, string[]> {
  const all = list(pen.definitions, 'drgElement').filter((one) => one.$type === 'dmn:BusinessKnowledgeModel');
  return new Map(
    all.map((one) => {
      const logic = one.get('encapsulatedLogic') as Moddle | undefined;
      return [String(one.get('name')), logic ? list(logic, 'formalParameter').map((p) => String(p.get('name'))) : []];
    }),
  );
}

function invocationOf(pen: Pen, what: string, box: Moddle): HTMLElement[] {
  const { maker } = pen;
  const bindings = list(box, 'binding');
  const set = (binding: readonly Moddle[]): void => pen.change([[box, { binding }]]);
  const make = (name: string): Moddle =>
    maker.make('dmn:Binding', { parameter: maker.variable(name), bindingFormula: maker.literal() });
  const known = functions(pen);
  const called = box.get('calledFunction') as Moddle | undefined;
  const calledName = (called?.get('text') as string | undefined) ?? '';
  // Whoever names a function is asked for what it takes.
  const call = (text: string): void => {
    const asked = known.get(text) ?? [];
    const there = bindings.filter((one) => one.get('parameter')?.get('name'));
    const more = asked.filter((name) => !there.some((one) => one.get('parameter').get('name') === name));
    pen.change([[box, { calledFunction: maker.literal(text), binding: [...there, ...more.map(make)] }]]);
  };
  const place = `${what} › ${say(words.called)}`;
  const isName = !called || called.$type === 'dmn:LiteralExpression';
  return [
    isName
      ? el('div', { class: 'box-name' }, textField(place, calledName, call, { choices: [...known.keys()] }))
      : boxOf(pen, place, called, (calledFunction) => pen.change([[box, { calledFunction }]])),
    ...bindings.map((binding, i) => {
      const parameter = (binding.get('parameter') as Moddle | undefined) ?? maker.variable();
      const here = numbered(words.parameter, what, i);
      const name = String(parameter.get('name') ?? '');
      return el(
        'div',
        { class: 'box-entry' },
        el(
          'div',
          { class: 'box-name' },
          textField(
            `${here}: ${say(words.name)}`,
            name,
            (to) =>
              pen.change([
                [parameter, { name: to }],
                [binding, { parameter }],
              ]),
            { choices: known.get(calledName) ?? [] },
          ),
          entryButtons(here, i, bindings, set),
        ),
        boxOf(pen, `${here} ${name}`.trim(), binding.get('bindingFormula') as Moddle | undefined, (bindingFormula) =>
          pen.change([[binding, { bindingFormula }]]),
        ),
      );
    }),
    button(`${say(words.addParameter)}: ${what}`, () => set([...bindings, make('')]), say(words.addParameter)),
  ];
}

function functionOf(pen: Pen, what: string, box: Moddle): HTMLElement[] {
  const parameters = list(box, 'formalParameter');
  const set = (formalParameter: readonly Moddle[]): void => pen.change([[box, { formalParameter }]]);
  return [
    ...parameters.map((one, i) => {
      const place = numbered(words.parameter, what, i);
      return el(
        'div',
        { class: 'box-name' },
        ...named(pen, place, one, (properties) => pen.change([[one, properties]])),
        entryButtons(place, i, parameters, set),
      );
    }),
    button(`${say(words.addParameter)}: ${what}`, () => set([...parameters, pen.maker.variable()]), say(words.addParameter)),
    boxOf(pen, `${what} › ${say(words.body)}`, box.get('body') as Moddle | undefined, (body) => pen.change([[box, { body }]])),
  ];
}

/** Kinds with a fixed number of parts. */
function partsOf(pen: Pen, what: string, box: Moddle, parts: NonNullable<BoxKind['parts']>): HTMLElement[] {
  const loops = /:(For|Some|Every)$/.test(box.$type);
  return [
    ...(loops
      ? [
          el(
            'div',
            { class: 'box-name' },
            textField(
              `${what} › ${say(words.variable)}`,
              (box.get('iteratorVariable') as string | undefined) ?? '',
              (iteratorVariable) => pen.change([[box, { iteratorVariable }]]),
            ),
          ),
        ]
      : []),
    ...parts.map((part) => {
      const holder = box.get(part.name) as Moddle | undefined;
      const put = (value: Moddle): void =>
        pen.change(holder ? [[holder, { value }]] : [[box, { [part.name]: pen.maker.child(value) }]]);
      return boxOf(pen, `${what} › ${say(part)}`, holder?.get('value') as Moddle | undefined, put);
    }),
  ];
}
