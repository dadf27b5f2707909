// moddle-xml and bpmn-moddle's class have no types of their own for what is used here.
declare module 'moddle-xml' {
  export class Reader {
    constructor(options: { model: unknown; lax: boolean });
    handler(type: string): RootHandler;
    fromXML(xml: string, root: RootHandler): Promise<unknown>;
  }
  interface Warning {
    readonly message: string;
    readonly element?: { readonly id?: string };
  }
  export interface RootHandler {
    readonly element?: unknown;
    readonly context?: {
      readonly warnings: Warning[];
      readonly elementsById: Record<string, unknown>;
      readonly references: readonly { readonly element: unknown; readonly property: string; readonly id: string }[];
      addWarning(warning: Warning): void;
    };
    handleEnd(): void;
  }
}
declare module 'bpmn-moddle' {
  export const BpmnModdle: new (packages: Record<string, unknown>) => {
    fromXML(xml: string): Promise<{ rootElement: unknown; elementsById: Readonly<Record<string, unknown>> }>;
    create(type: string, attributes: Record<string, unknown>): unknown;
    toXML(element: unknown, options: { format: boolean }): Promise<{ xml: string }>;
  };
}
