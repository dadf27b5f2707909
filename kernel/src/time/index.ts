export { calendarFor } from './calendar-for.ts';
export { CalendarBody, calendarKind } from './calendar-body.ts';
export { lunarDay } from './lunar.ts';
export { compileCalendar, type WorkingCalendar } from './working-calendar.ts';
export {
  addWorkingTime,
  endOfWork,
  isWorkingTime,
  nextWorkingInstant,
  subtractWorkingDays,
  subtractWorkingTime,
  type WorkingDuration,
  workingEnd,
  workingMinutes,
  workingTimeBetween,
} from './working-time.ts';
export { calendarsPart } from './pack-part.ts';
export { Day, isPeriodDay, type Moments, type Period, periodMoments } from './period.ts';
