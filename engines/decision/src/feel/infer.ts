import type { Node } from './ast.ts';
import { baseOf } from './types.ts';
import type { FeelType } from './types.ts';
import { kindOf } from './values.ts';

/**
 * The type that an expression is seen to have without running it, or null when that cannot be told.
 * Needed to answer `instance of function<…>`, and by the check before publication.
 */
export function inferType(node: Node, parameters: ReadonlyMap<string, FeelType>): FeelType | null {
  const infer = (inner: Node): FeelType | null => inferType(inner, parameters);
  switch (node.is) {
    case 'literal': {
      const kind = kindOf(node.value);
      return kind === 'list' || kind === 'context' || kind === 'range' || kind === 'function' ? null : { kind };
    }
    case 'name': {
      const type = parameters.get(node.name);
      return told(type);
    }
    case 'path': {
      const target = infer(node.target);
      return target?.kind === 'context' && Object.hasOwn(target.entries, node.name) ? told(target.entries[node.name]) : null;
    }
    case 'call': {
      const target = infer(node.target);
      return target?.kind === 'function' ? told(target.result ?? undefined) : null;
    }
    case 'comparison':
    case 'and':
    case 'or':
    case 'between':
    case 'in':
    case 'instance':
    case 'some':
    case 'every':
      return { kind: 'boolean' };
    case 'negation':
      return infer(node.operand);
    case 'arithmetic': {
      const [left, right] = [infer(node.left), infer(node.right)];
      return left && left.kind === right?.kind && (left.kind === 'number' || left.kind === 'string') ? left : null;
    }
    case 'if': {
      const [whenTrue, otherwise] = [infer(node.whenTrue), infer(node.otherwise)];
      return whenTrue && whenTrue.kind === otherwise?.kind ? whenTrue : null;
    }
    default:
      return null;
  }
}

/** A type of which something is known, without the name of an item definition. */
function told(type: FeelType | undefined): FeelType | null {
  const base = type && baseOf(type);
  return !base || base.kind === 'any' ? null : base;
}
