import type { Definitions } from '../definitions/definitions.ts';
import type { CalendarBody } from './calendar-body.ts';
import { compileCalendar, type WorkingCalendar } from './working-calendar.ts';

/** The calendar that a pack must have; units differ inside it. */
const key = 'province';

const compiled = new WeakMap<CalendarBody, Map<string, WorkingCalendar>>();

/**
 * The working calendar of a unit, compiled once per version.
 * @param unitKeys the unit and the units above it, nearest first
 * @param day `YYYY-MM-DD`, which version holds
 * @throws Error when no calendar has been loaded
 */
export async function calendarFor(definitions: Definitions, unitKeys: readonly string[], day: string): Promise<WorkingCalendar> {
  const definition = await definitions.at<CalendarBody>('calendar', key, day);
  if (!definition) throw new Error(`no calendar “${key}” is in force on ${day}; does the pack have calendars/?`);
  let byUnit = compiled.get(definition.body);
  if (!byUnit) compiled.set(definition.body, (byUnit = new Map()));
  // most units have no hours of their own and share one compiled calendar
  const special = unitKeys.filter((unit) => definition.body.units?.[unit]);
  const name = special.join('\n');
  let calendar = byUnit.get(name);
  if (!calendar) byUnit.set(name, (calendar = compileCalendar(definition.body, special)));
  return calendar;
}
