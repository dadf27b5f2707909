/** `2026-11-21` as people write it: `21/11/2026`. */
export const dayWords = (day: string): string => day.split('-').toReversed().join('/');

/** `2026-11-21` and nothing else, and a day that exists. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}
