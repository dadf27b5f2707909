/**
 * Values as a message says them: numbers and days as they are written here, `true` and `false` as yes and no. What is nothing is
 * left out, so that the template says that it needs it; a message with a hole is never sent.
 */
export function saidInWords(data: Readonly<Record<string, unknown>>): Record<string, string> {
  const written = (value: unknown): string | undefined => {
    if (value === null || value === undefined || value === '') return undefined;
    if (typeof value === 'number') return value.toLocaleString('vi-VN', { maximumFractionDigits: 20 });
    if (typeof value === 'boolean') return value ? 'có' : 'không';
    if (Array.isArray(value)) return value.flatMap((one) => written(one) ?? []).join(', ') || undefined;
    if (typeof value !== 'string') return JSON.stringify(value);
    const day = /^\d{4}-\d\d-\d\d(?=T|$)/.exec(value)?.[0];
    return day ? day.split('-').reverse().join('/') : value;
  };
  return Object.fromEntries(
    Object.entries(data).flatMap(([name, value]) => {
      const said = written(value);
      return said === undefined ? [] : [[name, said]];
    }),
  );
}
