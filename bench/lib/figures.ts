/** The value in the middle; the mean of the two in the middle when their number is even. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The value below which `share` (0–1) of the values lie. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Three digits that matter: 12.3, 1,234, 0.456. */
export function plain(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : Math.abs(value) >= 1 ? 2 : 3;
  return value.toLocaleString('en-US', { maximumFractionDigits: digits, minimumFractionDigits: 0 });
}

/** Prints rows under their heads, the first column to the left and numbers to the right. */
export function printTable(heads: readonly string[], rows: readonly (readonly (string | number)[])[]): void {
  const cells = [heads, ...rows].map((row) => row.map((v) => (typeof v === 'number' ? plain(v) : v)));
  const widths = heads.map((_, i) => Math.max(...cells.map((row) => row[i]?.length ?? 0)));
  for (const row of cells)
    console.log(
      `  ${row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  ')}`.trimEnd(),
    );
}

/** How far the floor moved between its first and last phase: what noise a ratio can hold. */
export function drift(first: number, last: number): string {
  return `${last >= first ? '+' : ''}${(((last - first) / first) * 100).toFixed(1)} %`;
}

/** The last line. @returns whether the goal is met */
export function verdict(name: string, ratio: number, goal: { atLeast: number } | { atMost: number }): boolean {
  const [sign, bound] = 'atLeast' in goal ? ['>=', goal.atLeast] : ['<=', goal.atMost];
  console.log(`${name} ratio=${ratio.toFixed(3)} goal=${sign}${bound}`);
  return sign === '>=' ? ratio >= bound : ratio <= bound;
}
