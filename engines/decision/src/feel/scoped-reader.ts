import { NameTree, normalizeName } from './names.ts';
import { TokenReader } from './reader.ts';

/** Words that are no part of a name unless a known name holds them. */
export const RESERVED = new Set([
  'and',
  'or',
  'in',
  'between',
  'then',
  'else',
  'return',
  'satisfies',
  'if',
  'for',
  'some',
  'every',
  'function',
  'external',
]);

interface FoundName {
  readonly name: string;
  /** How many tokens it takes. */
  readonly length: number;
}

/**
 * Reads names, which in FEEL may hold spaces and operators: the longest known name that fits is taken;
 * words that no known name explains are joined as they stand ("Monthly Salary").
 */
export class ScopedReader extends TokenReader {
  /** Names declared around the current place, outermost first. */
  protected readonly scopes: NameTree[];
  /** Entry names of context literals seen so far: they may be members of what follows. */
  protected readonly members = new NameTree();
  protected nesting = 0;
  protected usesInput = false;
  /** Inside the ends of a range, where `[` may close it. */
  protected inRangeEnd = false;

  constructor(source: string, names: Iterable<string>) {
    super(source);
    this.scopes = [new NameTree(names)];
  }

  override attempt<T>(read: () => T): T | null {
    const { nesting, usesInput, inRangeEnd } = this;
    const depth = this.scopes.length;
    const result = super.attempt(read);
    if (result === null) {
      Object.assign(this, { nesting, usesInput, inRangeEnd });
      this.scopes.length = depth;
    }
    return result;
  }

  protected memberName(): string {
    const token = this.peek();
    if (token.kind === 'string') {
      this.next();
      return token.text;
    }
    if (token.kind !== 'word') this.fail({ vi: 'Sau dấu chấm phải là một tên.', en: 'A name must follow the point.' });
    const joined = this.joinedName();
    const known = this.longestKnown([...this.scopes, this.members]);
    return this.takeName(known && known.length >= joined.length ? known : joined);
  }

  protected longestKnown(trees: readonly NameTree[]): FoundName | null {
    let best: FoundName | null = null;
    for (const tree of trees) {
      const found = tree.match(this.tokens, this.at);
      if (found && found.length >= (best?.length ?? 0)) best = found;
    }
    return best;
  }

  /** The words from here on that are not keywords, as one name. */
  protected joinedName(): FoundName {
    const words: string[] = [];
    for (let ahead = 0; ; ahead++) {
      const token = this.peek(ahead);
      if (token.kind === 'word') {
        if (ahead > 0 && (RESERVED.has(token.text) || this.startsInstanceOf(ahead))) break;
      } else if (!(ahead > 0 && token.kind === 'number' && /^\d+$/.test(token.text))) {
        break;
      }
      words.push(token.text);
    }
    return { name: words.join(' '), length: words.length };
  }

  protected startsInstanceOf(ahead: number): boolean {
    return this.isWord('instance', ahead) && this.isWord('of', ahead + 1);
  }

  protected takeName(found: FoundName): string {
    for (let i = 0; i < found.length; i++) this.next();
    return found.name;
  }

  /** A name that stands before the given symbol, which is taken too; null when there is none here. */
  protected labelBefore(symbol: string): string | null {
    let ahead = 0;
    for (; !this.isSymbol(symbol, ahead); ahead++) {
      const token = this.peek(ahead);
      const namePart =
        token.kind === 'word' ||
        (ahead > 0 && token.kind === 'number') ||
        (ahead > 0 && token.kind === 'symbol' && /^(?:[-+*/.']|\*\*)$/.test(token.text));
      if (!namePart) return null;
    }
    if (ahead === 0) return null;
    const name = normalizeName(this.source.slice(this.peek().start, this.peek(ahead - 1).end));
    for (let i = 0; i <= ahead; i++) this.next();
    return name;
  }
}
