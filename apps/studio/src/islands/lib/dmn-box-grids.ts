/** Boxes that are grids: relations, and decision tables that stand inside of something else. */
import { hitPolicies } from '../../model/hit-policies.ts';
import { list } from './dmn-boxed.ts';
import { button, entryButtons, type Pen, replaced, textField, typeField } from './dmn-box-parts.ts';
import type { Moddle } from './dmn-model.ts';
import { el, say, type Words } from './dom.ts';

const words = {
  column: { vi: 'Cột', en: 'Column' },
  row: { vi: 'Dòng', en: 'Row' },
  rule: { vi: 'Quy tắc', en: 'Rule' },
  name: { vi: 'Tên', en: 'Name' },
  label: { vi: 'Nhãn', en: 'Label' },
  type: { vi: 'Kiểu', en: 'Type' },
  expression: { vi: 'Biểu thức', en: 'Expression' },
  addColumn: { vi: 'Thêm cột', en: 'Add a column' },
  addRow: { vi: 'Thêm dòng', en: 'Add a row' },
  addInput: { vi: 'Thêm cột đầu vào', en: 'Add an input column' },
  addOutput: { vi: 'Thêm cột đầu ra', en: 'Add an output column' },
  addRule: { vi: 'Thêm quy tắc', en: 'Add a rule' },
  input: { vi: 'Đầu vào', en: 'Input' },
  output: { vi: 'Đầu ra', en: 'Output' },
  policy: { vi: 'Cách chọn quy tắc', en: 'Hit policy' },
  acts: { vi: 'Thao tác', en: 'Acts' },
};

type DrawBox = (pen: Pen, what: string, box: Moddle | undefined, put: (box: Moddle) => void) => HTMLElement;
const numbered = (label: Words, at: number): string => `${say(label)} ${at + 1}`;
const textOf = (element: Moddle | undefined): string => (element?.get('text') as string | undefined) ?? '';

function grid(what: string, heads: readonly HTMLElement[], rows: readonly (readonly HTMLElement[])[]): HTMLElement {
  return el(
    'div',
    { class: 'table-scroll', role: 'region', tabindex: 0, 'aria-label': what },
    el(
      'table',
      { class: 'table table-dense box-grid' },
      el(
        'thead',
        {},
        el(
          'tr',
          {},
          el('th', { scope: 'col' }, '#'),
          ...heads.map((head) => el('th', { scope: 'col' }, head)),
          el('th', { scope: 'col' }, say(words.acts)),
        ),
      ),
      el(
        'tbody',
        {},
        ...rows.map((cells, i) =>
          el('tr', {}, el('th', { scope: 'row' }, String(i + 1)), ...cells.map((cell) => el('td', {}, cell))),
        ),
      ),
    ),
  );
}

/** @param drawBox for cells that are more than an expression */
export function relationGrid(pen: Pen, what: string, box: Moddle, drawBox: DrawBox): HTMLElement {
  const { maker, change } = pen;
  const columns = list(box, 'column');
  const rows = list(box, 'row');
  const cellsOf = (row: Moddle): Moddle[] => list(row, 'elements');
  const head = (column: Moddle, i: number): HTMLElement => {
    const place = `${what} › ${numbered(words.column, i)}`;
    // A column goes with its cells.
    const set = (now: readonly Moddle[]): void => {
      const order = now.map((one) => columns.indexOf(one));
      change([
        [box, { column: now }],
        ...rows.map((row) => [row, { elements: order.map((at) => cellsOf(row)[at] ?? maker.literal()) }] as const),
      ]);
    };
    return el(
      'div',
      { class: 'box-column' },
      textField(`${place}: ${say(words.name)}`, String(column.get('name') ?? ''), (name) => change([[column, { name }]])),
      typeField(pen, `${place}: ${say(words.type)}`, (column.get('typeRef') as string | undefined) ?? '', (typeRef) =>
        change([[column, { typeRef }]]),
      ),
      entryButtons(place, i, columns, set),
    );
  };
  const cell = (row: Moddle, r: number, c: number): HTMLElement => {
    const cells = cellsOf(row);
    const here = cells[c];
    const place = `${what} › ${numbered(words.row, r)}, ${String(columns[c]!.get('name') || numbered(words.column, c))}`;
    const put = (made: Moddle): void => {
      const filled = columns.map((_, i) => cells[i] ?? maker.literal());
      change([[row, { elements: replaced(filled, c, made) }]]);
    };
    if (here && here.$type !== 'dmn:LiteralExpression') return drawBox(pen, place, here, put);
    return textField(place, textOf(here), (text) => (here ? change([[here, { text }]]) : put(maker.literal(text))), {
      long: true,
    });
  };
  const setRows = (row: readonly Moddle[]): void => change([[box, { row }]]);
  const addColumn = (): void =>
    change([
      [box, { column: [...columns, maker.variable()] }],
      ...rows.map((row) => [row, { elements: [...cellsOf(row), maker.literal()] }] as const),
    ]);
  return el(
    'div',
    {},
    grid(
      what,
      columns.map(head),
      rows.map((row, r) => [
        ...columns.map((_, c) => cell(row, r, c)),
        entryButtons(`${what} › ${numbered(words.row, r)}`, r, rows, setRows),
      ]),
    ),
    button(
      `${say(words.addRow)}: ${what}`,
      () => setRows([...rows, maker.make('dmn:List', { elements: columns.map(() => maker.literal()) })]),
      say(words.addRow),
    ),
    button(`${say(words.addColumn)}: ${what}`, addColumn, say(words.addColumn)),
  );
}

/** A decision table that stands inside of something else; dmn-js edits those that are the logic of a decision. */
export function tableGrid(pen: Pen, what: string, box: Moddle): HTMLElement {
  const { maker, change } = pen;
  const rules = list(box, 'rule');
  const sides = [
    { property: 'input', entry: 'inputEntry', word: words.input, all: list(box, 'input') },
    { property: 'output', entry: 'outputEntry', word: words.output, all: list(box, 'output') },
  ] as const;
  type Side = (typeof sides)[number];
  const head = ({ property, entry, word, all }: Side, column: Moddle, i: number): HTMLElement => {
    const place = `${what} › ${numbered(word, i)}`;
    const set = (now: readonly Moddle[]): void => {
      const order = now.map((one) => all.indexOf(one));
      change([
        [box, { [property]: now }],
        ...rules.map((rule) => [rule, { [entry]: order.map((at) => list(rule, entry)[at]!) }] as const),
      ]);
    };
    const asked = column.get('inputExpression') as Moddle | undefined;
    const typed = property === 'input' ? (asked ?? maker.literal()) : column;
    const label = property === 'input' ? say(words.label) : say(words.name);
    const name = property === 'input' ? 'label' : 'name';
    return el(
      'div',
      { class: 'box-column' },
      el('small', {}, say(word)),
      textField(`${place}: ${label}`, String(column.get(name) ?? ''), (to) => change([[column, { [name]: to }]])),
      ...(property === 'input'
        ? [
            textField(`${place}: ${say(words.expression)}`, textOf(asked), (text) =>
              change([
                [typed, { text }],
                [column, { inputExpression: typed }],
              ]),
            ),
          ]
        : []),
      typeField(pen, `${place}: ${say(words.type)}`, (typed.get('typeRef') as string | undefined) ?? '', (typeRef) =>
        change([[typed, { typeRef }]]),
      ),
      entryButtons(place, i, all, set),
    );
  };
  const cell = ({ entry, word }: Side, rule: Moddle, r: number, c: number): HTMLElement => {
    const one = list(rule, entry)[c];
    const place = `${what} › ${numbered(words.rule, r)}, ${numbered(word, c)}`;
    return textField(place, textOf(one), (text) => one && change([[one, { text }]]), { long: true });
  };
  const add = ({ property, entry, all }: Side): void => {
    const isInput = property === 'input';
    const column = isInput ? maker.input() : maker.make('dmn:OutputClause');
    const made = (): Moddle => (isInput ? maker.make('dmn:UnaryTests', { text: '-' }) : maker.literal());
    change([
      [box, { [property]: [...all, column] }],
      ...rules.map((rule) => [rule, { [entry]: [...list(rule, entry), made()] }] as const),
    ]);
  };
  const setRules = (rule: readonly Moddle[]): void => change([[box, { rule }]]);
  const policy = [String(box.get('hitPolicy') ?? 'UNIQUE'), box.get('aggregation')].filter(Boolean).join(' ');
  const label = `${what}: ${say(words.policy)}`;
  const select = el(
    'select',
    {
      class: 'input',
      'aria-label': label,
      'data-place': label,
      onchange: () => {
        const [, hitPolicy, aggregation] = /^(.*?)(?: (SUM|MIN|MAX|COUNT))?$/.exec(select.value)!;
        change([[box, { hitPolicy, aggregation }]]);
      },
    },
    ...Object.entries(hitPolicies).map(([value, name]) => el('option', { value }, say(name))),
  );
  select.value = policy;
  return el(
    'div',
    {},
    el('label', { class: 'box-name' }, say(words.policy), select),
    grid(
      what,
      sides.flatMap((side) => side.all.map((column, i) => head(side, column, i))),
      rules.map((rule, r) => [
        ...sides.flatMap((side) => side.all.map((_, c) => cell(side, rule, r, c))),
        entryButtons(`${what} › ${numbered(words.rule, r)}`, r, rules, setRules),
      ]),
    ),
    button(
      `${say(words.addRule)}: ${what}`,
      () =>
        setRules([
          ...rules,
          maker.rule(
            sides[0].all.map(() => '-'),
            sides[1].all.map(() => ''),
          ),
        ]),
      say(words.addRule),
    ),
    ...sides.map((side) =>
      button(
        `${say(side.property === 'input' ? words.addInput : words.addOutput)}: ${what}`,
        () => add(side),
        say(side.property === 'input' ? words.addInput : words.addOutput),
      ),
    ),
  );
}
