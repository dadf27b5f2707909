/** What reading one model gathers: the expressions that could not be read. */
import type { Code, Compiler } from '../feel/compile.ts';
import { FeelError, withinStack, type Words } from '../feel/errors.ts';
import { isSpecialName } from '../feel/names.ts';
import { parseExpressionTree, parseUnaryTestsTree } from '../feel/parser.ts';
import { compileTests } from '../feel/unary-tests.ts';
import type { Value } from '../feel/values.ts';
import type { Cell } from './rule-index.ts';
import type { Element } from './xml.ts';

/** Something wrong in a model; the part concerned evaluates to null. */
export interface Problem {
  readonly line: number;
  /** Id of the element in the file; null when it has none. */
  readonly elementId: string | null;
  readonly message: Words;
}

/** An expression ready to run. */
export interface Entry {
  readonly code: Code;
  /** Its value, when it is a literal. */
  readonly constant: Value | undefined;
}

export class Reading {
  readonly problems: Problem[] = [];
  /** Names of item components, which may follow any point or stand in any filter. */
  readonly members = new Set<string>();

  problem(element: Element, message: Words): void {
    this.problems.push({ line: element.line, elementId: element.attributes['id'] ?? null, message });
  }

  /** The expression ready to run; one that cannot be read answers null and says why. */
  expression(element: Element, text: string, names: Iterable<string>, compiler: Compiler): Code {
    return this.entry(element, text, names, compiler).code;
  }

  /** Like `expression`; also its value when that is always the same. */
  entry(element: Element, text: string, names: Iterable<string>, compiler: Compiler): Entry {
    try {
      return withinStack(text, () => {
        const tree = parseExpressionTree(text, this.special(names));
        return { code: compiler.compile(tree), constant: tree.is === 'literal' ? tree.value : undefined };
      });
    } catch (error) {
      const message = this.refused(element, text, error);
      return { code: (scope) => scope.env.note(message), constant: undefined };
    }
  }

  /** Unary tests ready to run; null when they cannot be read. */
  tests(element: Element, text: string, names: Iterable<string>, compiler: Compiler): Cell | null {
    try {
      return withinStack(text, () => {
        const tree = parseUnaryTestsTree(text, this.special(names));
        return { tree, code: compileTests(tree, compiler) };
      });
    } catch (error) {
      this.refused(element, text, error);
      return null;
    }
  }

  private refused(element: Element, text: string, error: unknown): string {
    if (!(error instanceof FeelError)) throw error;
    const shown = text.trim().slice(0, 80);
    const message = {
      vi: `Không đọc được “${shown}”: ${error.text.vi}`,
      en: `"${shown}" cannot be read: ${error.text.en}`,
    };
    this.problem(element, message);
    return message.en;
  }

  private special(names: Iterable<string>): Set<string> {
    const special = new Set<string>();
    for (const name of this.members) special.add(name);
    for (const name of names) if (isSpecialName(name)) special.add(name);
    return special;
  }
}
