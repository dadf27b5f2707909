/** Names in scope, as a tree of words, so that the parser can find the longest one that a text continues. */
import type { Token } from './lexer.ts';
import { tokenize } from './lexer.ts';

interface Branch {
  name: string | null;
  readonly next: Map<string, Branch>;
}

/** A name with its inner white space made single: the form in which names are compared and looked up. */
export function normalizeName(name: string): string {
  return name.trim().replace(/\s+/g, ' ');
}

/** Whether a name must be known before it can be read: it holds more than plain words. */
export function isSpecialName(name: string): boolean {
  return !/^[\p{L}_][\p{L}\p{M}\p{N}_]*$/u.test(name);
}

export class NameTree {
  private readonly root: Branch = { name: null, next: new Map() };

  constructor(names: Iterable<string> = []) {
    for (const name of names) this.add(name);
  }

  add(name: string): void {
    const normal = normalizeName(name);
    let tokens: Token[];
    try {
      tokens = tokenize(normal);
    } catch {
      // A name that no FEEL text can spell is reached by `get value` only.
      return;
    }
    let branch = this.root;
    for (const token of tokens) {
      if (token.kind === 'end') break;
      if (token.kind === 'string' || token.kind === 'at') return;
      let next = branch.next.get(token.text);
      if (!next) {
        next = { name: null, next: new Map() };
        branch.next.set(token.text, next);
      }
      branch = next;
    }
    branch.name = normal;
  }

  /** The longest name that starts at token `at`, and how many tokens it takes. */
  match(tokens: readonly Token[], at: number): { name: string; length: number } | null {
    let branch: Branch | undefined = this.root;
    let found: { name: string; length: number } | null = null;
    for (let length = 1; branch; length++) {
      const token = tokens[at + length - 1];
      if (!token || token.kind === 'string' || token.kind === 'at' || token.kind === 'end') break;
      branch = branch.next.get(token.text);
      if (branch?.name != null) found = { name: branch.name, length };
    }
    return found;
  }
}
