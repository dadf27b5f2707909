import { type App, type Consumer, type Queries, sql, workingTimeBetween } from '@dinh/kernel';
import { calendarOf } from './working-time.ts';

interface Settled {
  readonly unitId: number;
  readonly limitMinutes: number | null;
  readonly dueAt: Date | null;
  readonly settledAt: Date | null;
  readonly formerDue: Date | null;
  readonly newDue: Date | null;
}

/**
 * Working minutes that a settled dossier took: its limit, and the one extension, less what was left of them when the
 * result came (or more what was overdrawn). The date of return moves with every pause of the clock, so pauses are not
 * counted; after a supplement at the appraisal the limit began anew (NĐ 61/2018 Điều 19.4), and so does this.
 * @returns undefined while there is nothing to count.
 */
export async function workedMinutes(app: App, dossier: Settled): Promise<number | undefined> {
  const { limitMinutes, dueAt, settledAt, formerDue, newDue } = dossier;
  if (limitMinutes === null || !dueAt || !settledAt) return undefined;
  const calendar = await calendarOf(app, dossier.unitId, settledAt);
  const extension = formerDue && newDue ? workingTimeBetween(calendar, formerDue, newDue) : 0;
  const left = workingTimeBetween(calendar, settledAt, dueAt);
  return Math.max(0, Math.round(limitMinutes + extension - left));
}

/** Notes the working time of a dossier once its result is there, for the statistics. */
export const noteWorkedTime: Consumer = {
  name: 'one-stop.note-worked-time',
  events: ['one-stop.dossier-settled', 'one-stop.dossier-returned'],
  async handle({ app, db }, event) {
    const dossier = await settledDossier(db, event.key);
    const minutes = dossier && (await workedMinutes(app, dossier));
    if (minutes === undefined) return;
    await db.run(sql`update one_stop.dossier set worked_minutes = ${minutes} where id = ${event.key} and worked_minutes is null`);
  },
};

function settledDossier(db: Queries, id: string): Promise<Settled | undefined> {
  return db.maybe<Settled>(
    sql`select d.unit_id as "unitId", d.limit_minutes as "limitMinutes", d.due_at as "dueAt", d.settled_at as "settledAt", e.former_due as "formerDue", e.new_due as "newDue"
        from one_stop.dossier d left join one_stop.extension e on e.dossier_id = d.id
        where d.id = ${id} and d.worked_minutes is null and coalesce(d.outcome, 'granted') in ('granted', 'refused')`,
  );
}
