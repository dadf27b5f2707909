/** Reads XPath's regular expressions (XML Schema's, with anchors, groups and back-references). */
import { ESCAPED_SETS, category, foldCase } from './characters.ts';
import type { CharacterSet } from './characters.ts';

export type PatternNode =
  | { readonly is: 'set'; readonly set: CharacterSet }
  | { readonly is: 'start' | 'end' }
  | { readonly is: 'sequence' | 'choice'; readonly parts: readonly PatternNode[] }
  | { readonly is: 'group'; readonly number: number; readonly body: PatternNode }
  | { readonly is: 'reference'; readonly number: number }
  | {
      readonly is: 'repeat';
      readonly body: PatternNode;
      readonly min: number;
      readonly max: number;
      readonly greedy: boolean;
    };

interface PatternFlags {
  readonly ignoreCase: boolean;
  readonly dotAll: boolean;
}

/** A pattern that cannot be read. */
export class PatternError extends Error {}

const MAX_COUNT = 1000;
const MAX_DEPTH = 100;
const SPECIAL = '.\\?*+{}()[]|^$';
const ESCAPED: Readonly<Record<string, string | undefined>> = { n: '\n', r: '\r', t: '\t' };

/** The tree of a pattern and the number of its groups. Throws PatternError. */
export function parsePattern(source: string, flags: PatternFlags): { node: PatternNode; groups: number } {
  const parser = new PatternParser(source, flags);
  const node = parser.choice();
  parser.expectEnd();
  return { node, groups: parser.groups };
}

class PatternParser {
  groups = 0;
  private readonly chars: string[];
  private at = 0;
  private depth = 0;
  private readonly closed = new Set<number>();
  private readonly flags: PatternFlags;

  constructor(source: string, flags: PatternFlags) {
    this.chars = Array.from(source);
    this.flags = flags;
  }

  private get char(): string {
    return this.chars[this.at] ?? '';
  }

  private take(char: string): boolean {
    if (this.char !== char) return false;
    this.at += 1;
    return true;
  }

  private fail(message: string): never {
    throw new PatternError(message);
  }

  expectEnd(): void {
    if (this.at < this.chars.length) this.fail(`${this.char} stands alone.`);
  }

  choice(): PatternNode {
    if (++this.depth > MAX_DEPTH) this.fail('The pattern is nested too deep.');
    const parts = [this.sequence()];
    while (this.take('|')) parts.push(this.sequence());
    this.depth -= 1;
    return parts.length === 1 ? (parts[0] as PatternNode) : { is: 'choice', parts };
  }

  private sequence(): PatternNode {
    const parts: PatternNode[] = [];
    while (this.at < this.chars.length && this.char !== '|' && this.char !== ')') parts.push(this.piece());
    return { is: 'sequence', parts };
  }

  private piece(): PatternNode {
    const body = this.atom();
    const count = this.count();
    if (!count) return body;
    const greedy = !this.take('?');
    if ('?*+{'.includes(this.char || ' ')) this.fail('Two counts follow each other.');
    return { is: 'repeat', body, ...count, greedy };
  }

  private count(): { min: number; max: number } | null {
    if (this.take('?')) return { min: 0, max: 1 };
    if (this.take('*')) return { min: 0, max: Infinity };
    if (this.take('+')) return { min: 1, max: Infinity };
    if (this.char !== '{') return null;
    const close = this.chars.indexOf('}', this.at);
    const text = this.chars.slice(this.at + 1, close).join('');
    const match = close < 0 ? null : /^(\d+)(?:(,)(\d*))?$/.exec(text);
    if (!match) this.fail('A count is written {2}, {2,} or {2,5}.');
    this.at = close + 1;
    const min = Number(match[1]);
    const max = match[2] === undefined ? min : match[3] ? Number(match[3]) : Infinity;
    if (max < min || min > MAX_COUNT || (max > MAX_COUNT && max !== Infinity)) this.fail('The count is wrong.');
    return { min, max };
  }

  private atom(): PatternNode {
    const { char } = this;
    this.at += 1;
    switch (char) {
      case '(':
        return this.group();
      case '[':
        return { is: 'set', set: this.bracket() };
      case '\\':
        return this.escape();
      case '.': {
        const { dotAll } = this.flags;
        return { is: 'set', set: (c) => dotAll || (c !== '\n' && c !== '\r') };
      }
      case '^':
        return { is: 'start' };
      case '$':
        return { is: 'end' };
      default:
        if (SPECIAL.includes(char)) this.fail(`${char} must be written \\${char}.`);
        return this.setNode((c) => c === char);
    }
  }

  private setNode(set: CharacterSet): PatternNode {
    return { is: 'set', set: this.folded(set) };
  }

  private folded(set: CharacterSet): CharacterSet {
    return this.flags.ignoreCase ? foldCase(set) : set;
  }

  private group(): PatternNode {
    let number = 0;
    if (this.char === '?') {
      if (this.chars[this.at + 1] !== ':') this.fail('Only (?: may follow an opening bracket.');
      this.at += 2;
    } else {
      number = ++this.groups;
    }
    const body = this.choice();
    if (!this.take(')')) this.fail('A bracket is not closed.');
    if (number === 0) return body;
    this.closed.add(number);
    return { is: 'group', number, body };
  }

  private escape(): PatternNode {
    if (/[1-9]/.test(this.char)) return this.reference();
    // The flag i leaves sets alone: \p{Lu} goes on to mean capitals (XPath functions, 5.6.2).
    const isSet = this.isSetLetter(this.char);
    const set = this.escapedSet();
    return isSet ? { is: 'set', set } : this.setNode(set);
  }

  private isSetLetter(char: string): boolean {
    return ESCAPED_SETS[char] !== undefined || char === 'p' || char === 'P';
  }

  /** The longest number that names a group which is closed already. */
  private reference(): PatternNode {
    let number = Number(this.char);
    this.at += 1;
    while (/\d/.test(this.char) && number * 10 + Number(this.char) <= this.groups) {
      number = number * 10 + Number(this.char);
      this.at += 1;
    }
    if (!this.closed.has(number)) this.fail(`There is no group ${number} before this.`);
    return { is: 'reference', number };
  }

  /** What follows a backslash: a set of characters, or one character. */
  private escapedSet(): CharacterSet {
    const { char } = this;
    this.at += 1;
    const set = ESCAPED_SETS[char];
    if (set) return set;
    if (char === 'p' || char === 'P') {
      const close = this.chars.indexOf('}', this.at);
      const named = this.char === '{' && close > 0 ? category(this.chars.slice(this.at + 1, close).join('')) : null;
      if (!named) this.fail('There is no such category of characters.');
      this.at = close + 1;
      return char === 'p' ? named : (c) => !named(c);
    }
    const plain = this.plainEscape(char);
    return (c) => c === plain;
  }

  private plainEscape(char: string): string {
    const plain = ESCAPED[char] ?? (`${SPECIAL}-`.includes(char) && char !== '' ? char : null);
    return plain ?? this.fail(`\\${char} has no meaning.`);
  }

  /** `[a-z]`, `[^a-z]`, `[a-z-[aeiou]]`; the opening bracket has been taken. */
  private bracket(): CharacterSet {
    const negated = this.take('^');
    const sets: CharacterSet[] = [];
    let minus: CharacterSet | null = null;
    const first = this.at;
    while (this.char !== ']' || this.at === first) {
      if (this.at >= this.chars.length) this.fail('A set of characters is not closed.');
      if (this.char === '-' && this.chars[this.at + 1] === '[' && this.at > first) {
        this.at += 2;
        minus = this.bracket();
        break;
      }
      sets.push(this.member(this.at === first));
    }
    if (!this.take(']')) this.fail('Nothing may follow what is taken away from a set.');
    return (char) => sets.some((set) => set(char)) !== negated && !minus?.(char);
  }

  /** One member of a set: a character, an escape, or a range of characters. */
  private member(isFirst: boolean): CharacterSet {
    const { char } = this;
    if (char === '[' || (char === ']' && !isFirst)) this.fail('A bracket in a set must be escaped.');
    if (char === ']') this.fail('A set of characters is empty.');
    this.at += 1;
    let from = char;
    if (char === '\\') {
      const letter = this.char;
      if (this.isSetLetter(letter)) return this.escapedSet();
      this.at += 1;
      from = this.plainEscape(letter);
    }
    const next = this.chars[this.at + 1];
    // Case is folded member by member, before negation and subtraction: [^q] leaves out Q too.
    if (this.char !== '-' || next === ']' || next === '[' || next === undefined) return this.folded((c) => c === from);
    this.at += 1;
    let to = this.char;
    this.at += 1;
    if (to === '\\') {
      to = this.plainEscape(this.char);
      this.at += 1;
    }
    const [low, high] = [from.codePointAt(0) ?? 0, to.codePointAt(0) ?? 0];
    if (low > high) this.fail(`The range ${from}-${to} is upside down.`);
    return this.folded((c) => {
      const point = c.codePointAt(0) ?? -1;
      return point >= low && point <= high;
    });
  }
}
