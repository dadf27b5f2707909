import { type Day, dayOf } from './days.ts';

/**
 * The Vietnamese lunar calendar by Hồ Ngọc Đức's algorithm (after Meeus): months begin on the day of the new
 * moon at UTC+7, the eleventh month holds the winter solstice, and in a year of thirteen months the first one
 * without a major solar term is leap. Right for 1800–2199. China computes at UTC+8, so that in some years its
 * new year is another day (1985: a month apart; 2007 and 2030: a day).
 */

/** Day 0 of ours as a Julian day number. */
const julianOfDayZero = 2_440_588;
const timeZone = 7;
/** Mean length of a lunar month, days. */
const month = 29.530588853;
/** Julian day (with fraction) of the new moon of January 1900, number 0. */
const firstNewMoon = 2_415_021.076998695;

const sin = (degrees: number): number => Math.sin((degrees * Math.PI) / 180);

/** The day on which a date of the lunar year falls; `leap` for the second of two months with the same number. */
export function lunarDay(year: number, lunarMonth: number, date: number, leap = false): Day {
  // the lunar year runs from month 11 of the year before to month 10; 11 and 12 belong to the next round
  const [from, to] =
    lunarMonth < 11 ? [eleventhMonth(year - 1), eleventhMonth(year)] : [eleventhMonth(year), eleventhMonth(year + 1)];
  const k = Math.floor(0.5 + (from - firstNewMoon) / month);
  let offset = lunarMonth >= 11 ? lunarMonth - 11 : lunarMonth + 1;
  if (to - from > 365) {
    const leapOffset = leapMonthOffset(from);
    const leapMonth = leapOffset - 2 < 0 ? leapOffset + 10 : leapOffset - 2;
    if (leap && lunarMonth !== leapMonth) throw new RangeError(`lunar year ${year} has no leap month ${lunarMonth}`);
    if (leap || offset >= leapOffset) offset += 1;
  } else if (leap) {
    throw new RangeError(`lunar year ${year} has no leap month`);
  }
  return newMoon(k + offset) + date - 1 - julianOfDayZero;
}

/** The Julian day number, at UTC+7, of the new moon number `k` counted from January 1900. */
function newMoon(k: number): number {
  const t = k / 1236.85; // centuries
  const t2 = t * t;
  const t3 = t2 * t;
  let at = 2_415_020.75933 + 29.53058868 * k + 0.0001178 * t2 - 0.000000155 * t3;
  at += 0.00033 * sin(166.56 + 132.87 * t - 0.009173 * t2);
  const sun = 359.2242 + 29.10535608 * k - 0.0000333 * t2 - 0.00000347 * t3; // mean anomaly of the sun
  const moon = 306.0253 + 385.81691806 * k + 0.0107306 * t2 + 0.00001236 * t3; // and of the moon
  const node = 21.2964 + 390.67050646 * k - 0.0016528 * t2 - 0.00000239 * t3; // the moon's argument of latitude
  let c = (0.1734 - 0.000393 * t) * sin(sun) + 0.0021 * sin(2 * sun);
  c += -0.4068 * sin(moon) + 0.0161 * sin(2 * moon) - 0.0004 * sin(3 * moon);
  c += 0.0104 * sin(2 * node) - 0.0051 * sin(sun + moon) - 0.0074 * sin(sun - moon);
  c += 0.0004 * sin(2 * node + sun) - 0.0004 * sin(2 * node - sun) - 0.0006 * sin(2 * node + moon);
  c += 0.001 * sin(2 * node - moon) + 0.0005 * sin(2 * moon + sun);
  const deltaT =
    t < -11
      ? 0.001 + 0.000839 * t + 0.0002261 * t2 - 0.00000845 * t3 - 0.000000081 * t * t3
      : -0.000278 + 0.000265 * t + 0.000262 * t2;
  return Math.floor(at + c - deltaT + 0.5 + timeZone / 24);
}

/** Which twelfth of its way (0 from the spring equinox) the sun has reached at midnight, UTC+7. */
function solarTerm(julianDay: number): number {
  const t = (julianDay - 2_451_545.5 - timeZone / 24) / 36_525;
  const t2 = t * t;
  const anomaly = 357.5291 + 35_999.0503 * t - 0.0001559 * t2 - 0.00000048 * t * t2;
  let longitude = 280.46645 + 36_000.76983 * t + 0.0003032 * t2;
  longitude += (1.9146 - 0.004817 * t - 0.000014 * t2) * sin(anomaly);
  longitude += (0.019993 - 0.000101 * t) * sin(2 * anomaly) + 0.00029 * sin(3 * anomaly);
  return Math.floor((((longitude % 360) + 360) % 360) / 30);
}

/** The Julian day number on which the eleventh lunar month of a year begins. */
function eleventhMonth(year: number): number {
  const yearEnd = dayOf(year, 12, 31) + julianOfDayZero;
  const k = Math.floor((yearEnd - 2_415_021) / month);
  const begin = newMoon(k);
  return solarTerm(begin) >= 9 ? newMoon(k - 1) : begin; // begun after the winter solstice
}

/** How many months after the eleventh the leap month stands. */
function leapMonthOffset(eleventh: number): number {
  const k = Math.floor((eleventh - firstNewMoon) / month + 0.5);
  let i = 1;
  let last: number;
  let term = solarTerm(newMoon(k + i));
  do {
    last = term;
    i++;
    term = solarTerm(newMoon(k + i));
  } while (term !== last && i < 14);
  return i - 1;
}
