/** The regular expressions of `matches`, `replace` and `split`: those of XPath. */
import type { Environment } from '../feel/environment.ts';
import { Matcher, slice } from './matcher.ts';
import { PatternError, parsePattern } from './parse-pattern.ts';

const MAX_PATTERN = 2000;
const CACHE_SIZE = 500;
const cache = new Map<string, Matcher>();

/** The pattern ready to use; null (with a note) when pattern or flags are wrong. Flags: s, m, i, x, q. */
export function compilePattern(pattern: string, flags: string, env: Environment): Pattern | null {
  const key = `${flags}/${pattern}`;
  let matcher = cache.get(key);
  if (!matcher) {
    if (!/^[smixq]*$/.test(flags)) return env.note(`The flags ${flags} are not known.`);
    if (pattern.length > MAX_PATTERN) return env.note('The pattern is too long.');
    try {
      matcher = read(pattern, flags);
    } catch (error) {
      if (error instanceof PatternError) return env.note(`The pattern ${pattern.slice(0, 60)} is wrong: ${error.message}`);
      throw error;
    }
    if (cache.size >= CACHE_SIZE) cache.clear();
    cache.set(key, matcher);
  }
  return new Pattern(matcher, flags.includes('q'), env);
}

function read(pattern: string, flags: string): Matcher {
  let source = pattern;
  if (flags.includes('q')) source = pattern.replace(/[.\\?*+{}()[\]|^$]/g, '\\$&');
  else if (flags.includes('x')) source = stripSpace(pattern);
  const { node, groups } = parsePattern(source, {
    ignoreCase: flags.includes('i'),
    dotAll: flags.includes('s'),
  });
  return new Matcher(node, groups, { multiline: flags.includes('m'), ignoreCase: flags.includes('i') });
}

/** Flag x: white space outside of sets of characters does not count. */
function stripSpace(pattern: string): string {
  let depth = 0;
  let result = '';
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern.charAt(i);
    if (char === '\\') {
      // Between a backslash and its letter, too: "\ s" is \s.
      while (depth === 0 && /[ \t\n\r]/.test(pattern.charAt(i + 1))) i += 1;
      result += char + pattern.charAt(++i);
      continue;
    }
    if (char === '[') depth += 1;
    if (char === ']') depth -= 1;
    if (depth > 0 || !/[ \t\n\r]/.test(char)) result += char;
  }
  return result;
}

class Pattern {
  private readonly matcher: Matcher;
  private readonly literal: boolean;
  private readonly env: Environment;

  constructor(matcher: Matcher, literal: boolean, env: Environment) {
    this.matcher = matcher;
    this.literal = literal;
    this.env = env;
  }

  /** Whether the pattern occurs in the text. */
  test(text: string): boolean {
    return this.matcher.find(characters(text), 0, this.env) !== null;
  }

  /** The text with every match replaced; `$1` is a group, `$0` the match. Null (with a note) when that is wrong. */
  replace(text: string, replacement: string): string | null {
    const { env } = this;
    if (!this.literal && !/^(?:[^$\\]|\$\d|\\[$\\])*$/.test(replacement)) return env.note('The replacement is wrong.');
    if (this.test('')) return env.note('A pattern that fits the empty text cannot be replaced.');
    const parts = this.parts(text, (groups) => (this.literal ? replacement : fill(replacement, groups)));
    return parts.join('');
  }

  /** The parts of the text between the matches. */
  split(text: string): string[] | null {
    if (this.test('')) return this.env.note('A pattern that fits the empty text cannot divide a text.');
    return this.parts(text, () => null);
  }

  /** The text between the matches and, where `between` gives one, a text for every match. */
  private parts(text: string, between: (groups: readonly string[]) => string | null): string[] {
    const chars = characters(text);
    const parts: string[] = [];
    let from = 0;
    let length = 0;
    for (;;) {
      const match = this.matcher.find(chars, from, this.env);
      parts.push(slice(chars, from, match ? match.start : chars.length));
      if (!match) return parts;
      const part = between(match.groups);
      if (part !== null) parts.push(part);
      length += part?.length ?? 0;
      this.env.text(length);
      from = match.end;
    }
  }
}

function characters(text: string): ArrayLike<string> {
  return /[\ud800-\udfff]/.test(text) ? Array.from(text) : text;
}

/** A number that names no group ends earlier: `$12` is `$1` and 2. */
function fill(replacement: string, groups: readonly string[]): string {
  return replacement.replace(/\\([$\\])|\$(\d+)/g, (_, escaped: string | undefined, digits: string) => {
    if (escaped !== undefined) return escaped;
    let length = digits.length;
    while (length > 1 && Number(digits.slice(0, length)) >= groups.length) length -= 1;
    return (groups[Number(digits.slice(0, length))] ?? '') + digits.slice(length);
  });
}
