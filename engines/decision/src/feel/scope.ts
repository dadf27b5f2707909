import type { Environment } from './environment.ts';
import type { Context, Value } from './values.ts';

/** A frame of names; what it does not hold is looked up in the frame around it. */
export class Scope {
  readonly names: Context;
  readonly outer: Scope | null;
  readonly env: Environment;

  constructor(names: Context, outer: Scope | null, env: Environment) {
    this.names = names;
    this.outer = outer;
    this.env = env;
  }

  with(names: Context): Scope {
    return new Scope(names, this, this.env);
  }
}

/** Names that every JavaScript object answers to; they need a closer look. */
const INHERITED = new Set(Object.getOwnPropertyNames(Object.prototype));

/** A function that finds the name in a scope; undefined when no frame holds it. */
export function lookup(name: string): (scope: Scope) => Value | undefined {
  const inherited = INHERITED.has(name);
  return (scope) => {
    for (let frame: Scope | null = scope; frame !== null; frame = frame.outer) {
      const value = frame.names[name];
      if (value !== undefined && (!inherited || Object.hasOwn(frame.names, name))) return value;
    }
    return undefined;
  };
}
