/** What a text has lost when a tool has read and written it. */

import { attributesOf, isRemark, piecesOf } from './xml-pieces.ts';

/** Said by the schema anyway, or in another way by every tool. */
const same: Readonly<Record<string, string>> = { formalExpression: 'expression' };
const needless = /^(waypoint|messagePath|dataPath|condition|expression)@type$/;

/** Names of elements and attributes, and remarks, with how often each occurs: what must still be there when it is written back. */
function inventory(xml: string): Map<string, number> {
  const found = new Map<string, number>();
  const count = (name: string): void => void found.set(name, (found.get(name) ?? 0) + 1);
  const local = (name: string): string => name.replace(/^.*:/, '');
  for (const one of piecesOf(xml) ?? []) {
    if (isRemark(one)) count(one);
    const tag = /^<([^\s/>!?]+)([^]*)>$/.exec(one);
    if (!tag) continue;
    const name = same[local(tag[1]!)] ?? local(tag[1]!);
    count(name);
    for (const { key } of attributesOf(tag[2]!)) {
      const said = `${name}@${local(key)}`;
      if (!/^xmlns(:|$)/.test(key) && !needless.test(said)) count(said);
    }
  }
  return found;
}

/** What `before` has and `after` has not, by name. */
export function lost(before: string, after: string): string[] {
  const now = inventory(after);
  return [...inventory(before)].filter(([name, times]) => (now.get(name) ?? 0) < times).map(([name]) => name);
}

/** Thrown where a drawing would not keep all of a text. */
export class NotKept extends Error {
  override readonly name = 'NotKept';
  readonly parts: readonly string[];

  constructor(parts: readonly string[]) {
    super(`not kept by the drawing: ${parts.join(', ')}`);
    this.parts = parts;
  }
}
