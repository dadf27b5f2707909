import type { NewNames } from '@dinh/identity';

/** What became of the names in a text. */
export interface Renamed<Body> {
  readonly body: Body;
  /** How often a name was replaced. */
  readonly replaced: number;
  /** What was left for somebody to look at: the words around each. */
  readonly left: readonly string[];
}

/** What says where something is from, or is an example of what was, stays as it is: that is history. */
const history: ReadonlySet<string> = new Set(['source', 'basis', 'example', 'key', 'code']);

/** The number of a document, as `12/2024/QĐ-UBND`: what stands behind it in its sentence is who issued it, under the name of then. */
const numbered = /\d+(?:\/\d{4})?\/\p{Lu}[\p{Lu}\d]*(?:-[\p{Lu}\d]+)*[^.;\n]{0,80}$/u;
const around = 60;

/**
 * A body with the new names of units in its texts. Each name is replaced as it is written, or in capitals, once and longest first, so that
 * what was put in is not read again. What is history stays: sources, examples, keys, and who issued a document that is cited by its number.
 * Names of units with which several go on are left, too, and told.
 */
export function renamed<Body>(body: Body, { names, kept }: Pick<NewNames, 'names' | 'kept'>): Renamed<Body> {
  const said = new Map<string, string | null>();
  for (const { from, to } of names) {
    said.set(from, to);
    said.set(from.toLocaleUpperCase('vi'), to?.toLocaleUpperCase('vi') ?? null);
  }
  const left: string[] = [];
  let replaced = 0;
  if (said.size === 0) return { body, replaced, left };
  // A longer name that goes on is that of somebody else: "Sở Xây dựng" in "Sở Xây dựng và Giao thông".
  const others = new Set(kept.flatMap((one) => [one, one.toLocaleUpperCase('vi')]));
  const pattern = new RegExp(
    [...others, ...said.keys()]
      .toSorted((a, b) => b.length - a.length)
      .map((one) => one.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('|'),
    'gu',
  );
  const rename = (text: string): string =>
    text.replace(pattern, (word: string, at: number) => {
      const to = said.get(word);
      if (to === undefined) return word;
      if (to === null || numbered.test(text.slice(Math.max(0, at - 120), at))) {
        left.push(text.slice(Math.max(0, at - around), at + word.length + around).replace(/\s+/g, ' '));
        return word;
      }
      replaced += 1;
      return to;
    });
  const walk = (value: unknown): unknown => {
    if (typeof value === 'string') return rename(value);
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, history.has(key) ? one : walk(one)]));
  };
  return { body: walk(body) as Body, replaced, left };
}
