/** What a decision may ask for, as a list beside it: the requirements of the diagram, and new data to ask for, by keyboard. */
import { list, Maker } from './dmn-boxed.ts';
import { button, typeSelect } from './dmn-box-parts.ts';
import type { Moddle, Modeler, View } from './dmn-model.ts';
import { el, freshId, say, type Words } from './dom.ts';

/** Sets properties of an element so that it can be undone where something is open. */
export type Set = (element: Moddle, properties: object) => void;

const words = {
  title: { vi: 'Tính từ những gì', en: 'What it is computed from' },
  none: { vi: 'Tệp chưa có dữ liệu vào nào.', en: 'The file has no input data yet.' },
  add: { vi: 'Thêm dữ liệu vào', en: 'Add input data' },
  name: { vi: 'Tên dữ liệu vào mới', en: 'Name of the new input data' },
  type: { vi: 'Kiểu của dữ liệu vào mới', en: 'Type of the new input data' },
  addDecision: { vi: 'Thêm quyết định', en: 'Add a decision' },
  addFunction: { vi: 'Thêm hàm', en: 'Add a function' },
  functionName: { vi: 'Tên hàm mới', en: 'Name of the new function' },
  decisionName: { vi: 'Tên quyết định mới', en: 'Name of the new decision' },
};

interface Kind extends Words {
  /** The property of a decision, and that of the requirement. */
  readonly list: 'informationRequirement' | 'knowledgeRequirement';
  readonly requires: 'requiredInput' | 'requiredDecision' | 'requiredKnowledge';
}
const kinds: Readonly<Record<string, Kind>> = {
  'dmn:InputData': { list: 'informationRequirement', requires: 'requiredInput', vi: 'dữ liệu vào', en: 'input data' },
  'dmn:Decision': { list: 'informationRequirement', requires: 'requiredDecision', vi: 'quyết định khác', en: 'another decision' },
  'dmn:BusinessKnowledgeModel': { list: 'knowledgeRequirement', requires: 'requiredKnowledge', vi: 'hàm', en: 'function' },
};

const hrefOf = (requirement: Moddle): string =>
  ['requiredInput', 'requiredDecision', 'requiredKnowledge']
    .map((name) => (requirement.get(name) as Moddle | undefined)?.get('href') as string | undefined)
    .find((href) => href !== undefined) ?? '';
const requirementsOf = (element: Moddle): Moddle[] => [
  ...list(element, 'informationRequirement'),
  ...list(element, 'knowledgeRequirement'),
];

/** The list for the decision or function that is open. */
export function needsPanel(modeler: Modeler, { element }: View, set: Set): HTMLElement {
  const elements = list(modeler.getDefinitions(), 'drgElement');
  const isFunction = element.$type === 'dmn:BusinessKnowledgeModel';
  const offered = elements.filter(
    (one) =>
      one !== element && kinds[one.$type] && (!isFunction || one.$type === element.$type) && !asksFor(one, element, elements),
  );
  const open = needsPanel.open;
  const panel = el(
    'details',
    { class: 'dmn-needs', open, ontoggle: () => (needsPanel.open = panel.open) },
    el('summary', {}, say(words.title)),
    ...(offered.length === 0 ? [el('p', { class: 'muted' }, say(words.none))] : []),
    ...offered.map((one) => need(modeler, element, one, set)),
    ...(isFunction ? [] : [newInput(modeler, element, set)]),
  );
  return panel;
}
/** Stays as somebody left it while the panel is drawn anew. */
needsPanel.open = false;

/** Whether an element asks for another, directly or through others. */
function asksFor(one: Moddle, wanted: Moddle, all: readonly Moddle[], path: readonly Moddle[] = []): boolean {
  if (one === wanted) return true;
  if (path.includes(one)) return false;
  return requirementsOf(one).some((requirement) => {
    const next = all.find(({ id }) => hrefOf(requirement) === `#${id}`);
    return next !== undefined && asksFor(next, wanted, all, [...path, one]);
  });
}

function need(modeler: Modeler, element: Moddle, one: Moddle, set: Set): HTMLElement {
  const kind = kinds[one.$type]!;
  const there = list(element, kind.list).filter((requirement) => hrefOf(requirement) === `#${one.id}`);
  const id = freshId('need');
  const box = el('input', {
    type: 'checkbox',
    id,
    'data-place': `need ${one.id}`,
    onchange: () => (box.checked ? require(modeler, element, one, set) : release(modeler, element, kind, there, set)),
  });
  box.checked = there.length > 0;
  const label = el('label', { for: id }, String(one.get('name') ?? one.id), ' ', el('small', { class: 'muted' }, say(kind)));
  return el('div', { class: 'drawn-check' }, box, label);
}

function require(modeler: Modeler, element: Moddle, one: Moddle, set: Set): void {
  const maker = new Maker(modeler._moddle);
  const kind = kinds[one.$type]!;
  const type = kind.list === 'informationRequirement' ? 'dmn:InformationRequirement' : 'dmn:KnowledgeRequirement';
  const href = modeler._moddle.create('dmn:DMNElementReference', { href: `#${one.id}` });
  const made = maker.make(type, { [kind.requires]: href });
  made.$parent = element;
  set(element, { [kind.list]: [...list(element, kind.list), made] });
  const [from, to] = [boundsOf(modeler, one), boundsOf(modeler, element)];
  if (!from || !to) return;
  const point = (x: number, y: number): Moddle => modeler._moddle.create('dc:Point', { x, y });
  const waypoint = [
    point(from.get('x') + from.get('width') / 2, from.get('y')),
    point(to.get('x') + to.get('width') / 2, to.get('y') + to.get('height')),
  ];
  draw(modeler, 'dmndi:DMNEdge', { dmnElementRef: made, waypoint }, set);
}

function release(modeler: Modeler, element: Moddle, kind: Kind, gone: readonly Moddle[], set: Set): void {
  set(element, { [kind.list]: list(element, kind.list).filter((one) => !gone.includes(one)) });
  const diagram = diagramOf(modeler);
  if (!diagram) return;
  const left = list(diagram, 'diagramElements').filter((one) => !gone.includes(one.get('dmnElementRef')));
  set(diagram, { diagramElements: left });
}

const diagramOf = (modeler: Modeler): Moddle | undefined =>
  ((modeler.getDefinitions().get('dmnDI') as Moddle | undefined)?.get('diagrams') as Moddle[] | undefined)?.[0];

function boundsOf(modeler: Modeler, element: Moddle): Moddle | undefined {
  const diagram = diagramOf(modeler);
  const shape = diagram && list(diagram, 'diagramElements').find((one) => one.get('dmnElementRef') === element);
  return shape?.get('bounds') as Moddle | undefined;
}

function draw(modeler: Modeler, type: string, properties: Readonly<Record<string, unknown>>, set: Set): void {
  const diagram = diagramOf(modeler);
  if (!diagram) return;
  const made = modeler._moddle.create(type, { ...properties });
  made.set('id', modeler._moddle.ids.nextPrefixed(`${type.replace(/^\w+:/, '')}_`, made));
  made.$parent = diagram;
  for (const one of Object.values(properties).flat())
    if (typeof one === 'object' && one !== null && one !== properties['dmnElementRef']) (one as Moddle).$parent = made;
  set(diagram, { diagramElements: [...list(diagram, 'diagramElements'), made] });
}

/** A new element of the file, drawn below all that is there. */
function addElement(modeler: Modeler, made: Moddle, [width, height]: readonly [number, number], set: Set): void {
  const definitions = modeler.getDefinitions();
  made.$parent = definitions;
  set(definitions, { drgElement: [...list(definitions, 'drgElement'), made] });
  const diagram = diagramOf(modeler);
  const all = diagram ? list(diagram, 'diagramElements').flatMap((one) => (one.get('bounds') as Moddle | undefined) ?? []) : [];
  const below = Math.max(100, ...all.map((one) => one.get('y') + one.get('height') + 60));
  const bounds = modeler._moddle.create('dc:Bounds', { x: 160, y: below, width, height });
  draw(modeler, 'dmndi:DMNShape', { dmnElementRef: made, bounds }, set);
}

function newInput(modeler: Modeler, element: Moddle, set: Set): HTMLElement {
  const { field, value, clear } = nameField(words.name);
  const type = typeSelect(modeler.getDefinitions(), say(words.type), '', () => {});
  const add = (): void => {
    const name = value();
    if (!name) return;
    const maker = new Maker(modeler._moddle);
    const variable = maker.make('dmn:InformationItem', { name, ...(type.value && { typeRef: type.value }) });
    const made = maker.make('dmn:InputData', { name, variable });
    clear();
    addElement(modeler, made, [125, 45], set);
    require(modeler, element, made, set);
  };
  return el('div', { class: 'box-name' }, ...field, type, button(say(words.add), add));
}

/** New decisions without logic and new functions, to be opened: beside the diagram. */
export function newElements(modeler: Modeler, set: Set, opened: (made: Moddle) => void): HTMLElement[] {
  const row = (label: Words, act: Words, make: (maker: Maker, name: string) => Moddle): HTMLElement => {
    const { field, value } = nameField(label);
    const add = (): void => {
      const name = value();
      if (!name) return;
      const made = make(new Maker(modeler._moddle), name);
      addElement(modeler, made, made.$type === 'dmn:Decision' ? [180, 80] : [135, 46], set);
      opened(made);
    };
    return el('div', { class: 'box-name' }, ...field, button(say(act), add));
  };
  return [
    row(words.decisionName, words.addDecision, (maker, name) =>
      maker.make('dmn:Decision', { name, variable: maker.variable(name) }),
    ),
    row(words.functionName, words.addFunction, (maker, name) =>
      maker.make('dmn:BusinessKnowledgeModel', {
        name,
        variable: maker.variable(name),
        encapsulatedLogic: maker.turned('dmn:FunctionDefinition', undefined),
      }),
    ),
  ];
}

function nameField(label: Words): { field: HTMLElement[]; value(): string; clear(): void } {
  const id = freshId('name');
  const input = el('input', { id, class: 'input', spellcheck: 'false', 'data-place': say(label) });
  return {
    field: [el('label', { for: id }, say(label)), input],
    value: () => input.value.trim(),
    clear: () => (input.value = ''),
  };
}
