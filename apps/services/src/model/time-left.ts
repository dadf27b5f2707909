import { type App, calendarFor, localDate, sql, type Text, workingMinutes, workingTimeBetween } from '@dinh/kernel';

/** Working days from `now` to `due`, rounded up; negative when it has passed. */
export async function workingDaysLeft(app: App, unitId: number, now: Date, due: Date): Promise<number> {
  const keys = await app.db.all<{ key: string }>(
    sql`select a.key from identity.v_unit u join identity.v_unit a on a.id = any(u.path) where u.id = ${unitId} order by cardinality(a.path) desc`,
  );
  const calendar = await calendarFor(
    app.definitions,
    keys.map((row) => row.key),
    localDate(now),
  );
  const days = workingTimeBetween(calendar, now, due) / workingMinutes(calendar, { days: 1 });
  return due < now ? Math.min(-1, Math.floor(days)) : Math.ceil(days);
}

/** "Còn 3 ngày làm việc", "Quá hẹn 2 ngày làm việc". */
export function leftInWords(days: number): Text {
  if (days < 0)
    return {
      vi: `quá hẹn ${-days} ngày làm việc`,
      en: `${-days} working ${days === -1 ? 'day' : 'days'} late`,
    };
  if (days <= 1) return { vi: 'còn trong 1 ngày làm việc', en: 'within 1 working day' };
  return { vi: `còn ${days} ngày làm việc`, en: `${days} working days left` };
}
