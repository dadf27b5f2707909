/** One line of a comparison: in both, only in the old text, or only in the new one. Numbers count from 1. */
export interface DiffLine {
  readonly change: 'same' | 'removed' | 'added';
  readonly text: string;
  readonly before?: number;
  readonly after?: number;
}

/** Beyond this many cells a comparison line by line is not worth the time; the middle then counts as replaced. */
const mostCells = 4_000_000;

/** Compares two texts line by line (longest common subsequence between their common beginning and end). */
export function diffLines(before: string, after: string): DiffLine[] {
  const a = before.split('\n');
  const b = after.split('\n');
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  const same = (i: number, j: number): DiffLine => ({
    change: 'same',
    text: a[i]!,
    before: i + 1,
    after: j + 1,
  });
  const lines: DiffLine[] = [];
  for (let i = 0; i < head; i++) lines.push(same(i, i));
  const kept = common(a.slice(head, a.length - tail), b.slice(head, b.length - tail));
  let i = head;
  let j = head;
  const upTo = (endA: number, endB: number): void => {
    for (; i < endA; i++) lines.push({ change: 'removed', text: a[i]!, before: i + 1 });
    for (; j < endB; j++) lines.push({ change: 'added', text: b[j]!, after: j + 1 });
  };
  for (const [x, y] of kept) {
    upTo(head + x, head + y);
    lines.push(same(i++, j++));
  }
  upTo(a.length - tail, b.length - tail);
  while (i < a.length) lines.push(same(i++, j++));
  return lines;
}

/** Pairs of places that belong together, in order. */
function common(a: readonly string[], b: readonly string[]): [number, number][] {
  const width = b.length + 1;
  if (a.length * width > mostCells) return [];
  const longest = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      longest[i * width + j] =
        a[i] === b[j]
          ? longest[(i + 1) * width + j + 1]! + 1
          : Math.max(longest[(i + 1) * width + j]!, longest[i * width + j + 1]!);
  const pairs: [number, number][] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if (longest[(i + 1) * width + j]! >= longest[i * width + j + 1]!) i++;
    else j++;
  }
  return pairs;
}

/** Leaves out what did not change, but for some lines around; `undefined` stands where lines were left out. */
export function onlyChanges(lines: readonly DiffLine[], around = 3): (DiffLine | undefined)[] {
  const near = lines.map(() => false);
  lines.forEach((line, at) => {
    if (line.change === 'same') return;
    for (let i = Math.max(0, at - around); i <= Math.min(lines.length - 1, at + around); i++) near[i] = true;
  });
  const shown: (DiffLine | undefined)[] = [];
  lines.forEach((line, i) => {
    if (near[i]) shown.push(line);
    else if (i === 0 || near[i - 1]) shown.push(undefined);
  });
  return shown;
}
