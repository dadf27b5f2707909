const vietnam = '+07:00';

/**
 * The instant of an ISO 8601 text as FEEL writes it. A day means its end, a time without a zone the time in Vietnam.
 * @returns undefined when it is none.
 */
export function momentOf(value: unknown): Date | undefined {
  if (typeof value !== 'string') return undefined;
  let text = value.replace(/@.*$/, '');
  if (/^\d{4}-\d\d-\d\d$/.test(text)) text += 'T23:59:59';
  if (!/(Z|[+-]\d\d:\d\d)$/.test(text)) text += vietnam;
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? undefined : at;
}

/** `from` plus a duration of ISO 8601 in calendar time; undefined when the text is none. */
export function addDuration(from: Date, duration: string): Date | undefined {
  const parts = /^P(?!$)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(
    duration,
  );
  if (!parts) return undefined;
  const [years, months, weeks, days, hours, minutes, seconds] = parts.slice(1).map((n) => Number(n ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  // Months are counted on Vietnam's calendar, whose days begin seven hours before those of UTC.
  const local = new Date(from.getTime() + 7 * 3_600_000);
  const day = local.getUTCDate();
  local.setUTCDate(1);
  local.setUTCMonth(local.getUTCMonth() + years * 12 + months);
  const last = new Date(Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + 1, 0)).getUTCDate();
  local.setUTCDate(Math.min(day, last));
  const rest = (((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds;
  return new Date(local.getTime() - 7 * 3_600_000 + rest * 1000);
}
