/**
 * Runs a pattern over a text by trying, and counting every try: unlike JavaScript's own expressions, a
 * pattern that would run for ever ends with a FeelError.
 */
import type { Environment } from '../feel/environment.ts';
import { sameLetter } from './characters.ts';
import type { PatternNode } from './parse-pattern.ts';

/** One run over one text. */
interface Run {
  readonly chars: ArrayLike<string>;
  readonly env: Environment;
  /** Start and end of each group, -1 when it did not take part. */
  readonly groups: Int32Array;
}

/** Tries to match from `at`; `then` says whether the rest matches from where this ends. */
type Step = (run: Run, at: number, then: (at: number) => boolean) => boolean;

interface Match {
  readonly start: number;
  readonly end: number;
  /** Text of each group, the whole match first; empty for a group that took no part. */
  readonly groups: readonly string[];
}

/** Flags that change how a pattern is run: m and i. */
interface Modes {
  readonly multiline: boolean;
  readonly ignoreCase: boolean;
}

export class Matcher {
  private readonly step: Step;
  private readonly count: number;

  constructor(node: PatternNode, groups: number, { multiline, ignoreCase }: Modes) {
    this.step = compile(node, { multiline, ignoreCase });
    this.count = groups;
  }

  /** The first match at or after `from`, or null. `chars` are the text's characters. */
  find(chars: ArrayLike<string>, from: number, env: Environment): Match | null {
    const run: Run = { chars, env, groups: new Int32Array(2 * (this.count + 1)) };
    for (let start = from; start <= chars.length; start++) {
      run.groups.fill(-1);
      let end = -1;
      const found = this.step(run, start, (at) => {
        end = at;
        return true;
      });
      if (!found) continue;
      const groups = [slice(chars, start, end)];
      for (let group = 1; group <= this.count; group++) {
        groups.push(slice(chars, run.groups[2 * group] ?? -1, run.groups[2 * group + 1] ?? -1));
      }
      return { start, end, groups };
    }
    return null;
  }
}

export function slice(chars: ArrayLike<string>, start: number, end: number): string {
  if (start < 0 || end <= start) return '';
  return typeof chars === 'string' ? chars.slice(start, end) : Array.prototype.slice.call(chars, start, end).join('');
}

function compile(node: PatternNode, modes: Modes): Step {
  const { multiline } = modes;
  switch (node.is) {
    case 'set': {
      const { set } = node;
      return (run, at, then) => {
        run.env.step();
        return at < run.chars.length && set(run.chars[at] as string) && then(at + 1);
      };
    }
    case 'start':
      // A line end that ends the text begins no further line (XPath functions, 5.6.1.1).
      return (run, at, then) => (at === 0 || (multiline && at < run.chars.length && run.chars[at - 1] === '\n')) && then(at);
    case 'end':
      return (run, at, then) => (at === run.chars.length || (multiline && run.chars[at] === '\n')) && then(at);
    case 'sequence':
      return inSequence(node.parts.map((part) => compile(part, modes)));
    case 'choice': {
      const parts = node.parts.map((part) => compile(part, modes));
      return (run, at, then) => parts.some((part) => part(run, at, then));
    }
    case 'group':
      return group(node.number, compile(node.body, modes));
    case 'reference':
      return reference(node.number, modes.ignoreCase ? sameLetter : (a, b) => a === b);
    case 'repeat':
      return node.body.is === 'set' ? repeatSet(node, node.body.set) : repeat(node, compile(node.body, modes));
  }
}

function inSequence(steps: readonly Step[]): Step {
  return (run, at, then) => {
    const go = (index: number, from: number): boolean => {
      const step = steps[index];
      return step ? step(run, from, (next) => go(index + 1, next)) : then(from);
    };
    return go(0, at);
  };
}

function group(number: number, body: Step): Step {
  return (run, at, then) => {
    const [start, end] = [run.groups[2 * number] ?? -1, run.groups[2 * number + 1] ?? -1];
    const matched = body(run, at, (next) => {
      const inner = [run.groups[2 * number] ?? -1, run.groups[2 * number + 1] ?? -1] as const;
      run.groups[2 * number] = at;
      run.groups[2 * number + 1] = next;
      if (then(next)) return true;
      [run.groups[2 * number], run.groups[2 * number + 1]] = inner;
      return false;
    });
    if (!matched) [run.groups[2 * number], run.groups[2 * number + 1]] = [start, end];
    return matched;
  };
}

/** A group that took no part matches nothing, successfully. */
function reference(number: number, same: (a: string, b: string) => boolean): Step {
  return (run, at, then) => {
    const [start, end] = [run.groups[2 * number] ?? -1, run.groups[2 * number + 1] ?? -1];
    if (start < 0) return then(at);
    for (let i = start; i < end; i++) {
      run.env.step();
      if (!same(run.chars[at + i - start] ?? '', run.chars[i] as string)) return false;
    }
    return then(at + end - start);
  };
}

interface Count {
  readonly min: number;
  readonly max: number;
  readonly greedy: boolean;
}

/** A single character again and again: counted in a loop, so that long texts do not nest calls. */
function repeatSet({ min, max, greedy }: Count, set: (char: string) => boolean): Step {
  const fits = (run: Run, at: number): boolean => {
    run.env.step();
    return at < run.chars.length && set(run.chars[at] as string);
  };
  return (run, at, then) => {
    let count = 0;
    while (count < (greedy ? max : min) && fits(run, at + count)) count += 1;
    if (count < min) return false;
    if (greedy) {
      for (; count >= min; count--) if (then(at + count)) return true;
      return false;
    }
    for (;;) {
      if (then(at + count)) return true;
      if (count >= max || !fits(run, at + count)) return false;
      count += 1;
    }
  };
}

function repeat({ min, max, greedy }: Count, body: Step): Step {
  return (run, at, then) => {
    const go = (count: number, from: number): boolean => {
      run.env.step();
      // A round that takes nothing would go on for ever.
      const more = (): boolean =>
        count < max && body(run, from, (next) => (next === from && count >= min ? false : go(count + 1, next)));
      if (count < min) return more();
      return greedy ? more() || then(from) : then(from) || more();
    };
    return go(0, at);
  };
}
