/** The little of bpmn-js that the editor uses, with types of our own: its own are wider than what is needed here. */
export interface Element {
  readonly id: string;
  readonly type: string;
  readonly businessObject: Moddle;
  readonly parent?: Element;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Only connections have a way. */
  readonly waypoints?: readonly { x: number; y: number }[];
  readonly labelTarget?: Element;
  /** A sub-process that is drawn as a box alone. */
  readonly collapsed?: boolean;
  /** The name where it stands beside the element. */
  readonly label?: Element;
  readonly children?: readonly Element[];
  /** What an event at an edge sits at. */
  readonly host?: Element;
  /** Events at the edge. */
  readonly attachers?: readonly Element[];
  readonly source?: Element;
  readonly target?: Element;
  readonly incoming?: Element[];
  readonly outgoing?: Element[];
}
export interface Moddle {
  readonly $type: string;
  readonly $descriptor: { readonly properties: readonly Property[] };
  $parent?: Moddle;
  id: string;
  get(name: string): any;
  set(name: string, value: unknown): void;
  $instanceOf(type: string): boolean;
}
export interface Property {
  readonly name: string;
  readonly ns: { readonly name: string; readonly prefix: string; readonly localName: string };
  readonly type: string;
  readonly isAttr?: boolean;
}
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}
export interface Modeler {
  get(name: 'modeling'): Modeling;
  get(name: 'elementRegistry'): {
    get(id: string): Element | undefined;
    filter(test: (element: Element) => boolean): Element[];
  };
  get(name: 'selection'): { get(): Element[]; select(element: Element | Element[]): void };
  get(name: 'canvas'): {
    viewbox(): { inner: Box; outer: { width: number; height: number } };
    viewbox(box: Box): void;
    zoom(level: number, around?: 'auto'): number;
    addMarker(id: string, marker: string): void;
    removeMarker(id: string, marker: string): void;
    scrollToElement(element: Element, padding?: number): void;
    getRootElement(): Element;
    focus(): void;
  };
  get(name: 'overlays'): {
    add(id: string, type: string, overlay: { position: object; html: HTMLElement }): string;
    remove(filter: { type: string }): void;
  };
  get(name: 'bpmnFactory'): { create(type: string, values?: object): Moddle };
  get(name: 'moddle'): object & { toXML(element: unknown, options: { format: boolean }): Promise<{ xml: string }> };
  get(name: 'commandStack'): { undo(): void; redo(): void; canUndo(): boolean; canRedo(): boolean };
  get(name: 'elementFactory'): {
    createShape(attributes: object): Element;
    createParticipantShape(): Element;
  };
  get(name: 'bpmnReplace'): { replaceElement(element: Element, target: object): Element };
  get(name: 'rules'): { allowed(rule: string, context: object): unknown };
  on(event: string, listener: (event: any) => void): void;
  importXML(xml: string): Promise<{ warnings: { message: string }[] }>;
  getDefinitions(): Moddle;
  destroy(): void;
}
export interface Modeling {
  updateProperties(element: Element, properties: object): void;
  updateLabel(element: Element, label: string): void;
  updateModdleProperties(element: Element, moddle: Moddle, properties: object): void;
  removeElements(elements: Element[]): void;
  createSpace(moving: Element[], resizing: Element[], delta: { x: number; y: number }, direction: 'e' | 's', from: number): void;
  appendShape(source: Element, shape: Element, position: { x: number; y: number }, target: Element): Element;
  addLane(target: Element, where: 'bottom'): Element;
  createShape(shape: Element, position: { x: number; y: number }, target: Element, hints?: { attach: true }): Element;
  connect(source: Element, target: Element): Element | undefined;
}

/** The event definition of a kind that an event has. */
export function eventDefinition(bo: Moddle, kind: string): Moddle | undefined {
  if (!bo.$instanceOf('bpmn:Event')) return undefined;
  return ((bo.get('eventDefinitions') ?? []) as Moddle[]).find((one) => one.$type === `bpmn:${kind}EventDefinition`);
}

/** What of a type stands inside `extensionElements`. */
export function extension(bo: Moddle, type: string): Moddle[] {
  return ((bo.get('extensionElements')?.get('values') ?? []) as Moddle[]).filter((one) => one.$type === type);
}

/** Puts `made` in place of everything of its type inside `extensionElements`; other tools' words stay. */
export function setExtension(modeler: Modeler, element: Element, type: string, made: readonly Moddle[]): void {
  const bo = element.businessObject;
  const factory = modeler.get('bpmnFactory');
  const others = ((bo.get('extensionElements')?.get('values') ?? []) as Moddle[]).filter((one) => one.$type !== type);
  const values = [...made, ...others];
  const holder = values.length > 0 ? factory.create('bpmn:ExtensionElements', { values }) : undefined;
  if (holder) {
    holder.$parent = bo;
    for (const one of values) one.$parent = holder;
  }
  modeler.get('modeling').updateProperties(element, { extensionElements: holder });
}

/** A message, signal, error or escalation of the file by name; made when there is none. */
export function rootElement(modeler: Modeler, type: string, name: string): Moddle {
  const definitions = modeler.getDefinitions();
  const roots = definitions.get('rootElements') as Moddle[];
  const found = roots.find((one) => one.$type === type && one.get('name') === name);
  if (found) return found;
  const code = { 'bpmn:Error': 'errorCode', 'bpmn:Escalation': 'escalationCode' }[type];
  const made = modeler.get('bpmnFactory').create(type, { name, ...(code && { [code]: name }) });
  made.$parent = definitions;
  roots.push(made);
  return made;
}

export function rootNames(modeler: Modeler, type: string): string[] {
  return (modeler.getDefinitions().get('rootElements') as Moddle[])
    .filter((one) => one.$type === type)
    .flatMap((one) => (one.get('name') as string | undefined) ?? []);
}
