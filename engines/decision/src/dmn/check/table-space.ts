/** A decision table as boxes in the space of its inputs: what no rule covers, and what two rules share. */

/** A rule in one column: the parts that it admits; null for all of them. */
export type Side = ReadonlySet<number> | null;

export interface Space {
  /** Number of parts of each column. */
  readonly sizes: readonly number[];
  /** Rules by their sides, one a column. */
  readonly rules: readonly (readonly Side[])[];
}

/** A part of the space: per column the parts that it spans, null for all. */
export type Box = readonly (readonly number[] | null)[];

export class TooLarge extends Error {}

/** Bound on the work for one table. */
const MAX_STEPS = 200_000;

/**
 * The parts of the space (or of `within`) that none of the given rules covers, at most `most` of them.
 * Throws TooLarge when the table is beyond what can be looked through.
 */
export function uncovered(
  space: Space,
  rules: readonly number[],
  most: number,
  within: readonly Side[] | null = null,
): Box[] {
  const found: Box[] = [];
  let steps = 0;
  const look = (column: number, active: readonly number[], before: Box): void => {
    steps += 1 + active.length;
    if (steps > MAX_STEPS) throw new TooLarge();
    if (found.length >= most) return;
    if (active.length === 0) {
      found.push([...before, ...restOf(column)]);
      return;
    }
    if (column === space.sizes.length) return;
    for (const [parts, still] of groups(column, active))
      look(column + 1, still, [...before, parts.length === space.sizes[column] ? null : parts]);
  };
  const restOf = (column: number): Box =>
    space.sizes.slice(column).map((_, i) => {
      const side = within?.[column + i] ?? null;
      return side ? [...side] : null;
    });
  /** Parts of a column that the same rules admit are looked at together. */
  const groups = (column: number, active: readonly number[]): [number[], number[]][] => {
    const byRules = new Map<string, [number[], number[]]>();
    for (let part = 0; part < (space.sizes[column] as number); part++) {
      if (within?.[column] && !within[column].has(part)) continue;
      steps += active.length;
      const still = active.filter((rule) => admits(space, rule, column, part));
      const key = still.join(',');
      const group = byRules.get(key);
      if (group) group[0].push(part);
      else byRules.set(key, [[part], still]);
    }
    return [...byRules.values()];
  };
  look(0, rules, []);
  return found;
}

function admits(space: Space, rule: number, column: number, part: number): boolean {
  const side = space.rules[rule]?.[column] ?? null;
  return side === null || side.has(part);
}

/** What two rules share; null when they have nothing in common. */
export function shared(a: readonly Side[], b: readonly Side[]): Box | null {
  const box: (readonly number[] | null)[] = [];
  for (let column = 0; column < a.length; column++) {
    const [x, y] = [a[column] ?? null, b[column] ?? null];
    const both = x && y ? [...x].filter((part) => y.has(part)) : x ? [...x] : y ? [...y] : null;
    if (both?.length === 0) return null;
    box.push(both);
  }
  return box;
}
