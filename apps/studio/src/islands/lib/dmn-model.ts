/** The little of dmn-js that the editor uses. */
import type { Named } from './shown-names.ts';

export interface Moddle extends Named {
  readonly $type: string;
  $parent?: Moddle;
  readonly id: string;
}
export interface View {
  readonly id: string;
  readonly name?: string;
  readonly type: string;
  readonly element: Moddle;
}
export interface Viewer {
  get(name: 'eventBus'): { on(event: string, listener: () => void): void };
  get(name: 'commandStack'): {
    execute(command: 'element.updateProperties', context: { element: unknown; properties: object }): void;
    undo(): void;
    redo(): void;
    canUndo(): boolean;
    canRedo(): boolean;
  };
  get(name: 'canvas'): { getRootElement(): unknown };
  get(name: 'elementRegistry'): { get(id: string): unknown };
}
export interface Modeler {
  importXML(xml: string): Promise<{ warnings: { message: string }[] }>;
  getDefinitions(): Moddle;
  getViews(): View[];
  getActiveView(): View | undefined;
  getActiveViewer(): Viewer | undefined;
  open(view: View): Promise<unknown>;
  /** Looks anew at which views there are, after elements came, went or were renamed. */
  _updateViews(): void;
  on(event: string, listener: (event: any) => void): void;
  readonly _moddle: {
    toXML(element: unknown, options: { format: boolean }): Promise<{ xml: string }>;
    create(type: string, values: object): Moddle;
    readonly ids: { nextPrefixed(prefix: string, element: object): string };
    readonly registry: { getPackage(prefix: string): object; registerType(type: object, of: object): void };
  };
}
