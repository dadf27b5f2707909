/** Offsets of named time zones, from the zone data that the JavaScript engine already carries (Intl). */

const formatters = new Map<string, Intl.DateTimeFormat | null>();
/** The years for which `Date` can be asked; beyond them a zone keeps the offset of the nearest one. */
const LIMIT_SECONDS = 8.64e12 - 2 * 86_400;

function formatterOf(zone: string): Intl.DateTimeFormat | null {
  let formatter = formatters.get(zone);
  if (formatter === undefined) {
    try {
      formatter = new Intl.DateTimeFormat('en-US', {
        timeZone: zone,
        calendar: 'gregory',
        numberingSystem: 'latn',
        era: 'short',
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        hour: 'numeric',
        minute: 'numeric',
        second: 'numeric',
        hourCycle: 'h23',
      });
    } catch {
      formatter = null;
    }
    // Zone names come from data: keep what is remembered within bounds.
    if (formatters.size > 700) formatters.clear();
    formatters.set(zone, formatter);
  }
  return formatter;
}

/** Whether the name is a zone of the IANA database, capitals as it writes them: JavaScript itself would not mind them. */
export function isZone(name: string): boolean {
  if (!/^[A-Z][A-Za-z0-9_+-]*(?:\/[A-Z][A-Za-z0-9_+-]*)*$/.test(name)) return false;
  const known = formatterOf(name)?.resolvedOptions().timeZone;
  return known !== undefined && (known === name || known.toLowerCase() !== name.toLowerCase());
}

/** Seconds east of UTC that clocks in the zone show at an instant (seconds since the epoch). */
export function offsetAtInstant(zone: string, epochSeconds: number): number {
  const formatter = formatterOf(zone);
  if (!formatter) return 0;
  const seconds = Math.max(-LIMIT_SECONDS, Math.min(LIMIT_SECONDS, epochSeconds));
  const part: Record<string, string> = {};
  for (const { type, value } of formatter.formatToParts(seconds * 1000)) part[type] = value;
  const year = part['era']?.startsWith('B') ? 1 - Number(part['year']) : Number(part['year']);
  const local = new Date(0);
  local.setUTCFullYear(year, Number(part['month']) - 1, Number(part['day']));
  local.setUTCHours(Number(part['hour']), Number(part['minute']), Number(part['second']));
  return local.getTime() / 1000 - seconds;
}

/** The offset that applies to a local time (seconds since 1970-01-01T00:00:00 on the zone's own clock). */
export function offsetOfLocal(zone: string, localSeconds: number): number {
  const first = offsetAtInstant(zone, localSeconds - offsetAtInstant(zone, localSeconds));
  const earlier = offsetAtInstant(zone, localSeconds - 86_400);
  // In an hour that occurs twice the earlier reading holds, in one that is skipped the offset before.
  if (offsetAtInstant(zone, localSeconds - earlier) === earlier) return earlier;
  return offsetAtInstant(zone, localSeconds - first) === first ? first : earlier;
}
