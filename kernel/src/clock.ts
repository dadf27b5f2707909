/** The only source of time. SQL of modules gets it as a parameter, so any rule of days and hours can be tested. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** A clock that stands still until it is set; for tests and for trying out rules on other days. */
export interface AdjustableClock extends Clock {
  set(at: Date | string): void;
  advance(milliseconds: number): void;
}

export function adjustableClock(start: Date | string): AdjustableClock {
  let at = new Date(start);
  return {
    now: () => new Date(at),
    set: (to) => void (at = new Date(to)),
    advance: (milliseconds) => void (at = new Date(at.getTime() + milliseconds)),
  };
}

const vietnam = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Ho_Chi_Minh',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** The calendar day in Vietnam, `YYYY-MM-DD`. */
export function localDate(at: Date): string {
  // Vietnam has had no daylight saving since 1975: a fixed offset is exact and forty times faster than Intl.
  if (!(at.getTime() > 200_000_000_000)) return vietnam.format(at);
  const here = at.getTime() + 7 * 3_600_000;
  const day = Math.floor(here / 86_400_000);
  // Nearly everybody asks for today.
  if (day !== lastDay.number) lastDay = { number: day, text: new Date(here).toISOString().slice(0, 10) };
  return lastDay.text;
}

/** Milliseconds of a calendar day: exact in Vietnam, which has no daylight saving. */
export const dayLength = 86_400_000;

/**
 * The moment at which a calendar day begins in Vietnam: midnight at UTC+7, which has had no daylight saving since 1975.
 * @param day `YYYY-MM-DD`; what is no day gives an invalid `Date`
 * @param later so many days after that one: with 1, the moment at which the day is over
 */
export function startOfDay(day: string, later = 0): Date {
  return new Date(Date.parse(`${day}T00:00:00+07:00`) + later * dayLength);
}

/**
 * The calendar day so many days later.
 * @param day `YYYY-MM-DD`
 * @param days before it when negative: of an end that is exclusive, -1 gives the last day
 */
export function dayAfter(day: string, days = 1): string {
  return new Date(Date.parse(day) + days * dayLength).toISOString().slice(0, 10);
}

let lastDay = { number: Number.NaN, text: '' };
