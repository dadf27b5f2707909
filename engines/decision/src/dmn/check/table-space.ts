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

/** Bounds the work for one table; throws TooLarge beyond it. */
export class Budget {
  private left = 1_000_000;

  spend(steps: number): void {
    this.left -= steps;
    if (this.left < 0) throw new TooLarge();
  }
}

/**
 * The parts of the space (or of `within`) that none of the given rules covers, at most `most` of them.
 * Throws TooLarge when the table is beyond what can be looked through.
 */
export function uncovered(
  space: Space,
  rules: readonly number[],
  most: number,
  budget: Budget,
  within: readonly Side[] | null = null,
): Box[] {
  const found: Box[] = [];
  /** The last column that a rule asks something of. */
  const asks = space.rules.map((sides) => sides.findLastIndex((side) => side !== null));
  const look = (column: number, active: readonly number[], before: Box): void => {
    budget.spend(1 + active.length);
    if (found.length >= most) return;
    if (active.length === 0) {
      found.push([...before, ...restOf(column)]);
      return;
    }
    // A rule that asks nothing of the columns to come covers all that is left.
    if (active.some((rule) => (asks[rule] as number) < column)) return;
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
      budget.spend(active.length);
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
export function shared(a: readonly Side[], b: readonly Side[], budget: Budget): Box | null {
  budget.spend(1);
  if (a.some((side, column) => disjoint(side, b[column] ?? null))) return null;
  const box: (readonly number[] | null)[] = [];
  for (let column = 0; column < a.length; column++) {
    const [x, y] = [a[column] ?? null, b[column] ?? null];
    const both = x && y ? [...x].filter((part) => y.has(part)) : x ? [...x] : y ? [...y] : null;
    box.push(both);
  }
  return box;
}

function disjoint(a: Side, b: Side): boolean {
  if (!a || !b) return a?.size === 0 || b?.size === 0;
  for (const part of a) if (b.has(part)) return false;
  return true;
}
