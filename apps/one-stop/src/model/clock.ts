import { type App, workingTimeBetween } from '@dinh/kernel';
import { calendarOf } from './working-time.ts';

interface Timed {
  readonly createdAt: string;
  readonly endedAt: string | null;
}
interface Running {
  readonly unitId: number;
  readonly acceptedAt: Date | null;
  readonly dueAt: Date | null;
  readonly pausedAt: Date | null;
  readonly settledAt: Date | null;
  readonly limitMinutes: number | null;
}

/** How a dossier stands against its time limit, working minutes. */
export interface DossierClock {
  /** Of one working day of the agency. */
  readonly dayMinutes: number;
  readonly limit: number | null;
  /** Left until the date of return; negative when it has passed. While the clock stands it does not change. */
  readonly left: number | null;
}

/** Counts working time for the page of a dossier: what is left of the limit, and what each step has taken. */
export async function clockOf(
  app: App,
  dossier: Running,
  tasks: readonly Timed[],
  now: Date,
): Promise<{ clock: DossierClock; used: number[] }> {
  const calendar = await calendarOf(app, dossier.unitId, now);
  const between = (a: Date, b: Date) => Math.round(workingTimeBetween(calendar, a, b));
  const stands = dossier.settledAt ?? dossier.pausedAt ?? now;
  return {
    clock: {
      dayMinutes: calendar.dayMinutes,
      limit: dossier.limitMinutes,
      left: dossier.dueAt ? between(stands, dossier.dueAt) : null,
    },
    used: tasks.map((task) => between(new Date(task.createdAt), task.endedAt ? new Date(task.endedAt) : now)),
  };
}
