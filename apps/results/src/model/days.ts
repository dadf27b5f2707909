/** `2026-11-21` as people write it: `21/11/2026`. */
export const dayWords = (day: string): string => day.split('-').toReversed().join('/');
