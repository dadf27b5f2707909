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

/**
 * Reads a name that the outermost scope knows without holding it in a frame; undefined when that scope
 * is none that does.
 */
export type Direct = (root: Scope) => Value | undefined;

/** Names that every JavaScript object answers to; they need a closer look. */
const INHERITED = new Set(Object.getOwnPropertyNames(Object.prototype));

/** A function that finds the name in a scope; undefined when no frame holds it. */
export function lookup(name: string, direct: Direct | null = null): (scope: Scope) => Value | undefined {
  if (INHERITED.has(name)) {
    return (scope) => {
      const value = findOwn(scope, name);
      return value === undefined ? direct?.(rootOf(scope)) : value;
    };
  }
  if (!direct) {
    return (scope) => {
      for (let frame: Scope | null = scope; frame !== null; frame = frame.outer) {
        const value = frame.names[name];
        if (value !== undefined) return value;
      }
      return undefined;
    };
  }
  return (scope) => {
    let frame = scope;
    while (frame.outer !== null) {
      const value = frame.names[name];
      if (value !== undefined) return value;
      frame = frame.outer;
    }
    return direct(frame);
  };
}

function findOwn(scope: Scope, name: string): Value | undefined {
  for (let frame: Scope | null = scope; frame !== null; frame = frame.outer)
    if (Object.hasOwn(frame.names, name) && frame.names[name] !== undefined) return frame.names[name];
  return undefined;
}

function rootOf(scope: Scope): Scope {
  let root = scope;
  while (root.outer !== null) root = root.outer;
  return root;
}
