// moddle-xml and bpmn-moddle's class have no types of their own for what is used here.
declare module 'moddle-xml' {
  export class Reader {
    constructor(options: { model: unknown; lax: boolean });
    handler(type: string): RootHandler;
    fromXML(xml: string, root: RootHandler): Promise<unknown>;
  }
  export interface RootHandler {
    readonly element?: unknown;
    readonly context?: {
      readonly warnings: readonly { message: string; element?: { id?: string } }[];
      readonly elementsById: Record<string, unknown>;
    };
    handleEnd(): void;
  }
}
declare module 'bpmn-moddle' {
  export const BpmnModdle: new (packages: Record<string, unknown>) => {
    fromXML(xml: string): Promise<{ rootElement: unknown; elementsById: Readonly<Record<string, unknown>> }>;
    toXML(element: unknown, options: { format: boolean }): Promise<{ xml: string }>;
  };
}
