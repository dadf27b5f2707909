import { asInteger } from '../feel/decimal.ts';
import type { Num } from '../feel/decimal.ts';
import type { Environment } from '../feel/environment.ts';
import { compilePattern } from '../patterns/patterns.ts';
import { kindOf } from '../feel/values.ts';
import type { Value } from '../feel/values.ts';
import { define } from './define.ts';
import { toText } from './to-text.ts';

const ASTRAL = /[\ud800-\udfff]/;

/** Characters are code points: an emoji counts as one. */
function characters(text: string, env: Environment): string[] | string {
  if (!ASTRAL.test(text)) return text;
  env.step(text.length >> 2);
  return Array.from(text);
}

define('substring(string: string, start position: number, length?: number)', (env, text: string, start: Num, length?: Num) => {
  const list = characters(text, env);
  const place = asInteger(start) ?? 0;
  const count = length === undefined ? list.length : (asInteger(length) ?? 0);
  if (place === 0) return env.note('A position in a text is counted from 1.');
  if (count < 1 && length !== undefined) return env.note('The length of a text is at least 1.');
  const from = place > 0 ? place - 1 : list.length + place;
  if (from < 0 || from >= list.length) return env.note('The position is outside of the text.');
  const part = list.slice(from, from + count);
  return typeof part === 'string' ? part : part.join('');
});
define('string length(string: string)', (env, text: string) => characters(text, env).length);
define('upper case(string: string)', (_, text: string) => text.toUpperCase());
define('lower case(string: string)', (_, text: string) => text.toLowerCase());
define('substring before(string: string, match: string)', (_, text: string, match: string) => {
  const at = text.indexOf(match);
  return at < 0 ? '' : text.slice(0, at);
});
define('substring after(string: string, match: string)', (_, text: string, match: string) => {
  const at = text.indexOf(match);
  return at < 0 ? '' : text.slice(at + match.length);
});
define('contains(string: string, match: string)', (_, text: string, match: string) => text.includes(match));
define('starts with(string: string, match: string)', (_, text: string, match: string) => text.startsWith(match));
define('ends with(string: string, match: string)', (_, text: string, match: string) => text.endsWith(match));

define(
  'matches(input: string, pattern: string, flags?: string|null)',
  (env, input: string, pattern: string, flags?: string | null) => {
    const compiled = compilePattern(pattern, flags ?? '', env);
    return compiled && compiled.test(input);
  },
);
define(
  'replace(input: string, pattern: string, replacement: string, flags?: string|null)',
  (env, input: string, pattern: string, replacement: string, flags?: string | null) => {
    const compiled = compilePattern(pattern, flags ?? '', env);
    return compiled && compiled.replace(input, replacement);
  },
);
define('split(string: string, delimiter: string)', (env, text: string, delimiter: string) => {
  return compilePattern(delimiter, '', env)?.split(text) ?? null;
});

define('string join(list: list, delimiter?: string|null)', (env, list: Value[], delimiter?: string | null) => {
  const texts: string[] = [];
  for (const item of list) {
    if (item === null) continue;
    if (typeof item !== 'string') return env.note(`Only texts can be joined, not ${kindOf(item)}.`);
    texts.push(item);
  }
  const separator = delimiter ?? '';
  env.text(texts.reduce((sum, text) => sum + text.length + separator.length, 0));
  return texts.join(separator);
});

define('string(from: any)', (env, value: Value) => toText(value, env));
