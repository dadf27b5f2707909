/** What was probably meant by a code that there is not, as the words that follow a sentence; nothing when no known one is near. */
export function meant(given: string | undefined, known: Iterable<string>): { vi: string; en: string } {
  const near = given ? nearest(given.toLowerCase(), known) : undefined;
  return near === undefined ? { vi: '', en: '' } : { vi: ` Gần nhất là “${near}”.`, en: ` The nearest is “${near}”.` };
}

/** The nearest of the known codes: at most a third of the letters differ, or one begins with the other. */
export function nearest(given: string, known: Iterable<string>): string | undefined {
  let best: { readonly code: string; readonly steps: number } | undefined;
  for (const code of known) {
    const most = Math.min(best ? best.steps - 1 : Infinity, Math.max(1, Math.floor(given.length / 3)));
    const steps = distance(given, code.toLowerCase(), most);
    if (steps <= most) best = { code, steps };
  }
  if (best || given.length < 3) return best?.code;
  return [...known].filter((code) => code.toLowerCase().startsWith(given)).sort((a, b) => a.length - b.length)[0];
}

/** Letters to be put in, taken out or changed (Levenshtein); more than `most` is told as `most + 1`. */
function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    if (Math.min(...next) > most) return most + 1;
    row = next;
  }
  return row[b.length]!;
}
