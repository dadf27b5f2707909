import { type App, job, localDate, type Sql, sql, subtractWorkingDays } from '@dinh/kernel';
import { notify } from '@dinh/notify';
import { rulesByKey } from './model/ruleset.ts';
import { theProgram } from './model/history.ts';
import { dayText } from './model/tell.ts';
import { calendarOf } from './model/working-time.ts';

interface Open {
  readonly id: string;
  readonly unitId: number;
  readonly dueAt: Date;
  readonly ruleset: string;
}

interface Told {
  readonly id: string;
  readonly code: string;
  readonly title: string;
  readonly unit_id: number;
  readonly due_at: Date;
  readonly step: string | null;
  readonly assignee: string | null;
  readonly role: string | null;
  readonly task_unit: number | null;
}

const page = 2000;

/**
 * Watches the limits: the holder of the step and the head are told two working days and one working day before, and
 * when a limit has passed the breach is recorded (P5). Only dossiers that have something left to be told are read, all
 * of them, page by page: many late ones keep nobody waiting.
 */
export const watchDeadlines = job({
  name: 'one-stop.watch-deadlines',
  every: 10,
  async run({ app, now }) {
    let after: Pick<Open, 'dueAt' | 'id'> | undefined;
    for (let open: Open[] = []; ; after = open.at(-1)!) {
      open = await app.db.all(openBefore(new Date(now.getTime() + horizon), now, after));
      for (const dossier of open) {
        const due = await warningDue(app, dossier, now);
        if (due)
          await warn(app, now, dossier, due).catch((error: unknown) => {
            app.log.error({ err: error, dossier: dossier.id }, 'a limit could not be told of');
          });
      }
      if (open.length < page) return;
    }
  },
});

/** Two working days are never longer than this, Tết included. */
const horizon = 14 * 86_400_000;

/** Running dossiers due before `end` that have not heard the last word on this limit. */
function openBefore(end: Date, now: Date, after: Pick<Open, 'dueAt' | 'id'> | undefined): Sql {
  return sql`select d.id, d.unit_id as "unitId", d.due_at as "dueAt", d.ruleset from one_stop.dossier d
      where d.status in (2, 4) and d.due_at is not null and d.due_at < ${end}
        and ${after ? sql`(d.due_at, d.id) > (${after.dueAt}, ${after.id}::uuid)` : sql`true`}
        and not exists (select from one_stop.warning w where w.dossier_id = d.id and w.about = d.due_at
                          and w.kind = case when d.due_at <= ${now} then 'late' else 'due-in-1' end)
      order by d.due_at, d.id limit ${page}`;
}

async function warningDue(app: App, dossier: Open, now: Date): Promise<{ kind: string; days: number } | undefined> {
  if (dossier.dueAt <= now) return { kind: 'late', days: 0 };
  const rules = await rulesByKey(app, dossier.ruleset);
  const calendar = await calendarOf(app, dossier.unitId, now);
  const reached = rules.rules.warningDays.value.filter((days) => subtractWorkingDays(calendar, dossier.dueAt, days) <= now);
  if (reached.length === 0) return undefined;
  const days = Math.min(...reached);
  return { kind: `due-in-${days}`, days };
}

async function warn(app: App, now: Date, open: Open, { kind, days }: { kind: string; days: number }): Promise<void> {
  await app.db.transaction(async (tx) => {
    // Locked and looked at again: it may have been settled or given another date meanwhile.
    const dossier = await tx.maybe<Told>(
      sql`select d.id, d.code, d.title, d.unit_id, d.due_at, t.name_vi as step, t.assignee, t.role, t.unit_id as task_unit from one_stop.dossier d
          left join lateral (select name_vi, assignee, role, unit_id from process.v_task t where t.business_key = d.id::text and t.state = 'open' order by created_at limit 1) t on true
          where d.id = ${open.id} and d.status in (2, 4) and d.due_at = ${open.dueAt} for update of d`,
    );
    if (!dossier) return;
    const first = await tx.run(
      sql`insert into one_stop.warning (dossier_id, kind, about, at) values (${dossier.id}, ${kind}, ${dossier.due_at}, ${now}) on conflict do nothing`,
    );
    if (first === 0) return; // told already
    if (kind === 'late') {
      tx.send(sql`update one_stop.dossier set breach = coalesce(breach, 'late') where id = ${dossier.id}`);
      tx.send(
        sql`insert into one_stop.history (dossier_id, number, at, act, status, person_name, unit_id, data, public)
            select id, (select coalesce(max(number), 0) + 1 from one_stop.history where dossier_id = d.id), ${now}, 'late', status, ${theProgram.vi}, unit_id, '{}', false
            from one_stop.dossier d where id = ${dossier.id}`,
      );
    }
    const today = localDate(now);
    const people = await tx.all<{ id: string; name: string; email: string | null }>(
      sql`select distinct p.id, p.name, p.email from identity.v_person p where p.id = ${dossier.assignee}::uuid
          union select distinct o.person_id, o.name, o.email from identity.v_official o
            where o.valid_from <= ${today}::date and (o.valid_to is null or o.valid_to > ${today}::date)
              and ((${dossier.assignee}::uuid is null and o.unit_id = ${dossier.task_unit} and o.role = ${dossier.role})
                or (o.role = 'agency-head' and o.unit_id = ${dossier.unit_id}))`,
    );
    for (const person of people) {
      await notify(
        { app, now, db: tx },
        {
          template: kind === 'late' ? 'dossier-late' : 'step-due-soon',
          to: { name: person.name, personId: person.id, email: person.email },
          data: {
            code: dossier.code,
            title: dossier.title,
            due: dayText(dossier.due_at),
            step: dossier.step ?? '—',
            days,
          },
          about: `dossier:${dossier.id}`,
          link: `/ban-lam-viec/ho-so/${dossier.id}`,
        },
      );
    }
  });
}
