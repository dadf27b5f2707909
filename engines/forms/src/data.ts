/** Answers as they are kept: plain JSON, keyed by field. */
export type Data = { [key: string]: unknown };

export function isRecord(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value of the object's own; never something inherited, whatever the key is called. */
export function own(data: unknown, key: string): unknown {
  return isRecord(data) && Object.hasOwn(data, key) ? data[key] : undefined;
}

/** `workers[0].name` → `['workers', 0, 'name']`; undefined when it is not a path. */
export function parsePath(path: string): (string | number)[] | undefined {
  if (path.length > 300 || !/^[A-Za-z]\w*(\[\d{1,3}\])?(\.[A-Za-z]\w*(\[\d{1,3}\])?)*$/.test(path)) return undefined;
  return path
    .replaceAll(']', '')
    .split(/[.[]/)
    .map((part) => (/^\d/.test(part) ? Number(part) : part));
}

/** The value at a path, undefined when something on the way is missing. */
export function getAt(data: unknown, path: string): unknown {
  const steps = parsePath(path);
  if (!steps) return undefined;
  let at: unknown = data;
  for (const step of steps) at = typeof step === 'number' ? (Array.isArray(at) ? at[step] : undefined) : own(at, step);
  return at;
}

/** Sets the value at a path in place, making groups and lists on the way. Bad paths are ignored. */
export function setAt(data: Data, path: string, value: unknown): void {
  const steps = parsePath(path);
  if (!steps) return;
  let at: any = data;
  steps.forEach((step, i) => {
    if (i === steps.length - 1) {
      at[step] = value;
      return;
    }
    const next = typeof steps[i + 1] === 'number' ? Array.isArray : isRecord;
    const there = typeof step === 'number' || Object.hasOwn(at, step) ? at[step] : undefined;
    if (!next(there)) at[step] = typeof steps[i + 1] === 'number' ? [] : {};
    at = at[step];
  });
}
