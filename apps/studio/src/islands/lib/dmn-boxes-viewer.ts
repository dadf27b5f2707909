/** What dmn-js opens where it has no editor of its own: logic in boxes, and decisions that have no logic yet. */
import DmnModeler from 'dmn-js/lib/Modeler';
import { drawBoxes } from './dmn-boxes.ts';
import { Maker, logicOf, onlyBoxes } from './dmn-boxed.ts';
import type { Moddle, Modeler, View } from './dmn-model.ts';
import { busyUntil, drawnLater, el } from './dom.ts';

interface Manager extends Modeler {
  _updateViews(): void;
}

/** Properties of elements that are set in one step. */
export type Change = readonly (readonly [element: Moddle, properties: Readonly<Record<string, unknown>>])[];
type Listener = (event: unknown) => void;

interface Options {
  readonly additionalModules: readonly Readonly<Record<string, readonly unknown[]>>[];
  /** Whether the file may hold what DMN 1.4 has added. */
  readonly newer: () => boolean;
}

/** A view of dmn-js, as far as its manager asks for one. */
class BoxesViewer {
  private readonly container = el('div', { class: 'dmn-boxes' });
  private readonly drawAgain = drawnLater(this.container, () => this.draw());
  private parent: HTMLElement | undefined;
  private readonly listeners = new Map<string, Listener[]>();
  private readonly manager: Manager;
  private root: Moddle | undefined;
  private readonly done: Change[] = [];
  private readonly undone: Change[] = [];

  private readonly newer: () => boolean;

  constructor({ additionalModules, newer }: Options) {
    this.manager = additionalModules.find((one) => one['_parent'])!['_parent']![1] as Manager;
    this.newer = newer;
  }

  open(element: Moddle): Promise<{ warnings: [] }> {
    this.clear();
    this.root = element;
    this.draw();
    return Promise.resolve({ warnings: [] });
  }

  clear(): void {
    this.root = undefined;
    this.done.length = this.undone.length = 0;
  }

  attachTo(parent: HTMLElement): void {
    this.parent = parent;
    parent.append(this.container);
  }

  detach(): void {
    this.container.remove();
  }

  on(event: string, listener: Listener): void {
    this.listeners.set(event, [...(this.listeners.get(event) ?? []), listener]);
  }

  get(name: string): unknown {
    if (name === 'commandStack') return this;
    return { on: this.on.bind(this), get: () => undefined, getRootElement: () => this.root };
  }

  execute(_command: string, { element, properties }: { element: Moddle; properties: object }): void {
    this.change([[element, properties as Readonly<Record<string, unknown>>]]);
  }

  canUndo = (): boolean => this.done.length > 0;
  canRedo = (): boolean => this.undone.length > 0;
  undo = (): void => this.step(this.done, this.undone);
  redo = (): void => this.step(this.undone, this.done);

  private readonly change = (change: Change): void => {
    this.undone.length = 0;
    this.done.push(applied(change));
    this.changed();
  };

  private step(from: Change[], to: Change[]): void {
    const change = from.pop();
    if (!change) return;
    to.push(applied(change));
    this.changed();
  }

  private changed(): void {
    const { root } = this;
    if (!root) return;
    // With another kind of logic it belongs to another view.
    if (!onlyBoxes(root)) {
      const opened = reopened(this.manager, root, () => {}).then(() => this.fire('commandStack.changed'));
      return void busyUntil(this.parent ?? this.container, opened);
    }
    this.fire('elements.changed', { elements: [root] });
    this.fire('commandStack.changed');
    this.drawAgain();
  }

  private draw(): void {
    if (!this.root) return;
    const { _moddle: moddle } = this.manager;
    drawBoxes(this.container, this.root, {
      definitions: this.manager.getDefinitions(),
      maker: new Maker(moddle),
      change: this.change,
      newer: this.newer(),
    });
  }

  private fire(event: string, data: unknown = {}): void {
    for (const listener of this.listeners.get(event) ?? []) listener(data);
  }
}

/** Sets the properties. @returns how to set them back */
function applied(change: Change): Change {
  const back = change.map(([element, properties]) => {
    const before = Object.fromEntries(Object.keys(properties).map((name) => [name, element.get(name)]));
    for (const [name, value] of Object.entries(properties)) {
      element.set(name, value);
      for (const one of [value].flat()) if (typeof one === 'object' && one !== null) (one as Moddle).$parent = element;
    }
    return [element, before] as const;
  });
  return back.toReversed();
}

/** dmn-js with a view for what it has none for. */
export class BoxesModeler extends DmnModeler {
  override _getViewProviders(): object[] {
    const own = { id: 'boxes', constructor: BoxesViewer, opens: onlyBoxes };
    return [own, ...super._getViewProviders()];
  }
}

/** Changes an element while no view of it is open, and opens it in the view that is for it then. */
async function reopened(manager: Manager, element: Moddle, change: () => void): Promise<void> {
  const views = (): View[] => manager.getViews();
  await manager.open(views().find(({ type }) => type === 'drd')!);
  change();
  manager._updateViews();
  const view = views().find((one) => one.element === element);
  if (view) await manager.open(view);
}

/** Opens an element that has just been added. */
export async function openNew(modeler: Modeler, element: Moddle): Promise<void> {
  await reopened(modeler as Manager, element, () => {});
}

/**
 * Turns the logic of a decision or function into another kind; what was there stands inside of it where it can.
 * @returns what turns it back, as long as nothing else has taken its place
 */
export async function turnLogic(modeler: Modeler, element: Moddle, type: string): Promise<() => Promise<void>> {
  const manager = modeler as Manager;
  const property = logicOf(element);
  const maker = new Maker(modeler._moddle);
  const holder =
    property === 'decisionLogic'
      ? element
      : ((element.get(property) as Moddle | undefined) ?? maker.turned('dmn:FunctionDefinition', undefined));
  const name = property === 'decisionLogic' ? property : 'body';
  const made = maker.turned(type, holder.get(name) as Moddle | undefined);
  let back: Change = [];
  await reopened(manager, element, () => {
    back = applied([[holder, { [name]: made }], ...(holder === element ? [] : [[element, { [property]: holder }] as const])]);
  });
  return async () => {
    if (holder.get(name) === made) await reopened(manager, element, () => applied(back));
  };
}
