declare module 'saxen' {
  type Context = () => { line: number; column: number; data: string };
  type Decode = (text: string) => string;
  export class Parser {
    ns(namespaces: Record<string, string>): this;
    on(
      event: 'openTag',
      handler: (
        name: string,
        attributes: () => Record<string, string>,
        decode: Decode,
        selfClosing: boolean,
        context: Context,
      ) => void,
    ): this;
    on(event: 'closeTag', handler: (name: string) => void): this;
    on(event: 'text' | 'attention', handler: (text: string, decode: Decode, context: Context) => void): this;
    on(event: 'cdata', handler: (text: string) => void): this;
    on(event: 'error' | 'warn', handler: (error: Error, context: Context) => void): this;
    parse(xml: string): void;
  }
}
