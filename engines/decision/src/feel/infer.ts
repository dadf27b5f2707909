import type { Node } from './ast.ts';
import type { FeelType } from './types.ts';
import { kindOf } from './values.ts';

/**
 * The type that a function's body is seen to have without running it, or null when that cannot be told.
 * Needed only to answer `instance of function<…>`.
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
      return type === undefined || type.kind === 'any' ? null : type;
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
