/** Boxed expressions: the kinds of logic that a decision or function can have, how one is made and turned into another. */
import type { Moddle, Modeler } from './dmn-model.ts';
import type { Words } from './dom.ts';

/** What DMN 1.4 has added to them, in the words of moddle: dmn-moddle knows 1.3. */
const added = [
  {
    name: 'ChildExpression',
    properties: [
      { name: 'id', isAttr: true, isId: true, type: 'String' },
      { name: 'typeRef', isAttr: true, type: 'String' },
      { name: 'value', type: 'Expression' },
    ],
  },
  { name: 'Conditional', superClass: ['Expression'], properties: ['if', 'then', 'else'].map(part) },
  { name: 'Filter', superClass: ['Expression'], properties: ['in', 'match'].map(part) },
  ...[
    { name: 'For', last: 'return' },
    { name: 'Some', last: 'satisfies' },
    { name: 'Every', last: 'satisfies' },
  ].map(({ name, last }) => ({
    name,
    superClass: ['Expression'],
    properties: [{ name: 'iteratorVariable', isAttr: true, type: 'String' }, part('in'), part(last)],
  })),
];

function part(name: string): { name: string; type: string; xml: { serialize: string } } {
  return { name, type: 'ChildExpression', xml: { serialize: 'property' } };
}

/** Teaches a moddle the boxed expressions of DMN 1.4; before anything is read with it. */
export function knowBoxes(modeler: Modeler): void {
  const { registry } = modeler._moddle;
  for (const type of added) registry.registerType(structuredClone(type), registry.getPackage('dmn'));
}

export interface BoxKind extends Words {
  /** As moddle calls it. */
  readonly type: string;
  /** The slots for what stands inside, where their number is fixed: property and what it is for. */
  readonly parts?: readonly (Words & { readonly name: string })[];
  /** Only from DMN 1.4 on. */
  readonly newer?: true;
}

const over = { name: 'in', vi: 'Danh sách', en: 'The list' };
export const boxKinds: readonly BoxKind[] = [
  { type: 'dmn:LiteralExpression', vi: 'Biểu thức', en: 'Expression' },
  { type: 'dmn:DecisionTable', vi: 'Bảng quyết định', en: 'Decision table' },
  { type: 'dmn:Context', vi: 'Ngữ cảnh: các mục có tên', en: 'Context: named entries' },
  { type: 'dmn:List', vi: 'Danh sách', en: 'List' },
  { type: 'dmn:Relation', vi: 'Bảng dữ liệu: dòng và cột', en: 'Relation: rows and columns' },
  { type: 'dmn:Invocation', vi: 'Gọi hàm', en: 'Invocation of a function' },
  { type: 'dmn:FunctionDefinition', vi: 'Hàm', en: 'Function' },
  {
    type: 'dmn:Conditional',
    newer: true,
    vi: 'Nếu … thì …',
    en: 'If … then …',
    parts: [
      { name: 'if', vi: 'Nếu', en: 'If' },
      { name: 'then', vi: 'Thì', en: 'Then' },
      { name: 'else', vi: 'Nếu không thì', en: 'Else' },
    ],
  },
  {
    type: 'dmn:Filter',
    newer: true,
    vi: 'Lọc danh sách',
    en: 'Filter of a list',
    parts: [over, { name: 'match', vi: 'Chỉ lấy mục mà', en: 'Only items for which' }],
  },
  {
    type: 'dmn:For',
    newer: true,
    vi: 'Tính cho từng mục',
    en: 'For each item',
    parts: [over, { name: 'return', vi: 'Tính', en: 'Returns' }],
  },
  {
    type: 'dmn:Some',
    newer: true,
    vi: 'Có mục nào đó mà',
    en: 'Some item satisfies',
    parts: [over, { name: 'satisfies', vi: 'Điều kiện', en: 'Condition' }],
  },
  {
    type: 'dmn:Every',
    newer: true,
    vi: 'Mọi mục đều',
    en: 'Every item satisfies',
    parts: [over, { name: 'satisfies', vi: 'Điều kiện', en: 'Condition' }],
  },
];

export const kindOf = (box: Moddle): BoxKind | undefined => boxKinds.find(({ type }) => type === box.$type);

export const list = (element: Moddle, property: string): Moddle[] => (element.get(property) ?? []) as Moddle[];

/** Where the logic of a decision or of business knowledge stands. */
export const logicOf = (element: Moddle): 'decisionLogic' | 'encapsulatedLogic' =>
  element.$type === 'dmn:Decision' ? 'decisionLogic' : 'encapsulatedLogic';

/** Whether dmn-js has no editor for the logic of an element. */
export function onlyBoxes(element: Moddle): boolean {
  if (element.$type === 'dmn:Decision')
    return !/:(DecisionTable|LiteralExpression)$/.test((element.get('decisionLogic') as Moddle)?.$type ?? '');
  if (element.$type !== 'dmn:BusinessKnowledgeModel') return false;
  const body = (element.get('encapsulatedLogic') as Moddle | undefined)?.get('body') as Moddle | undefined;
  return body !== undefined && body.$type !== 'dmn:LiteralExpression';
}

/** The boxes that stand directly inside of one. */
export function inside(box: Moddle): Moddle[] {
  const found: unknown[] = [
    ...list(box, 'contextEntry').map((entry) => entry.get('value')),
    ...list(box, 'elements'),
    ...list(box, 'row').flatMap((row) => list(row, 'elements')),
    box.get('calledFunction'),
    ...list(box, 'binding').map((binding) => binding.get('bindingFormula')),
    box.get('body'),
    ...(kindOf(box)?.parts ?? []).map(({ name }) => (box.get(name) as Moddle | undefined)?.get('value')),
  ];
  return found.filter((one): one is Moddle => one !== undefined);
}

/** Makes elements with ids of their own. */
export class Maker {
  private readonly moddle: Modeler['_moddle'];

  constructor(moddle: Modeler['_moddle']) {
    this.moddle = moddle;
  }

  /** An element of a type; elements among its properties stand inside of it. */
  make(type: string, properties: Readonly<Record<string, unknown>> = {}): Moddle {
    const made = this.moddle.create(type, { ...properties });
    const plain = type.replace(/^dmn:/, '');
    if (!/^(Binding|RuleAnnotation|RuleAnnotationClause)$/.test(plain))
      made.set('id', this.moddle.ids.nextPrefixed(`${plain}_`, made));
    for (const one of Object.values(properties).flat())
      if (typeof one === 'object' && one !== null) (one as Moddle).$parent = made;
    return made;
  }

  literal = (text = ''): Moddle => this.make('dmn:LiteralExpression', { text });
  variable = (name = ''): Moddle => this.make('dmn:InformationItem', { name });
  child = (value: Moddle): Moddle => this.make('dmn:ChildExpression', { value });

  /** A box of a kind with `old` as its first part, or what stood inside of `old` where that is of the kind. */
  turned(type: string, old: Moddle | undefined): Moddle {
    const again = old && inside(old).find((one) => one.$type === type);
    if (again) return again;
    const first = (): Moddle => old ?? this.literal();
    switch (type) {
      case 'dmn:LiteralExpression':
        return this.literal();
      case 'dmn:DecisionTable':
        return this.table(old?.$type === 'dmn:LiteralExpression' ? (old.get('text') as string) : '');
      case 'dmn:Context':
        return this.make(type, { contextEntry: [this.entry('', first())] });
      case 'dmn:List':
        return this.make(type, { elements: [first()] });
      case 'dmn:Relation':
        return this.make(type, { column: [this.variable()], row: [this.make('dmn:List', { elements: [first()] })] });
      case 'dmn:Invocation':
        return this.make(type, { calledFunction: this.literal(), binding: [] });
      case 'dmn:FunctionDefinition':
        return this.make(type, { formalParameter: [], body: first() });
    }
    const [one, ...others] = boxKinds.find((kind) => kind.type === type)!.parts!;
    return this.make(type, {
      ...(/:(For|Some|Every)$/.test(type) && { iteratorVariable: 'item' }),
      [one!.name]: this.child(first()),
      ...Object.fromEntries(others.map(({ name }) => [name, this.child(this.literal())])),
    });
  }

  entry(name: string | undefined, value: Moddle): Moddle {
    return this.make('dmn:ContextEntry', { ...(name !== undefined && { variable: this.variable(name) }), value });
  }

  table(output = ''): Moddle {
    return this.make('dmn:DecisionTable', {
      input: [this.input()],
      output: [this.make('dmn:OutputClause')],
      rule: [this.rule(['-'], [output])],
    });
  }

  input(): Moddle {
    return this.make('dmn:InputClause', { inputExpression: this.literal() });
  }

  rule(inputs: readonly string[], outputs: readonly string[]): Moddle {
    return this.make('dmn:DecisionRule', {
      inputEntry: inputs.map((text) => this.make('dmn:UnaryTests', { text })),
      outputEntry: outputs.map((text) => this.literal(text)),
    });
  }
}
