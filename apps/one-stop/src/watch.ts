import { job, localDate, sql, subtractWorkingDays } from '@dinh/kernel';
import { notify } from '@dinh/notify';
import { rulesByKey } from './model/ruleset.ts';
import { dayText } from './model/tell.ts';
import { calendarOf } from './model/working-time.ts';

interface Open {
  id: string;
  code: string;
  title: string;
  unit_id: number;
  due_at: Date;
  ruleset: string;
  step: string | null;
  assignee: string | null;
  role: string | null;
  task_unit: number | null;
}

/**
 * Watches the limits: the holder of the step and the head are told two working days and one working day before, and
 * when a limit has passed the breach is recorded (P5).
 */
export const watchDeadlines = job({
  name: 'one-stop.watch-deadlines',
  every: 10,
  async run({ app, now }) {
    const horizon = new Date(now.getTime() + 14 * 86_400_000);
    const open = await app.db.all<Open>(
      sql`select d.id, d.code, d.title, d.unit_id, d.due_at, d.ruleset, t.name_vi as step, t.assignee, t.role, t.unit_id as task_unit
          from one_stop.dossier d
          left join lateral (select name_vi, assignee, role, unit_id from process.v_task t where t.business_key = d.id::text and t.state = 'open' order by created_at limit 1) t on true
          where d.status in (2, 4) and d.due_at < ${horizon} and d.due_at is not null order by d.due_at limit 20000`,
    );
    for (const dossier of open) {
      const kind = await warningDue(app, dossier, now);
      if (kind) await warn(app, now, dossier, kind);
    }
  },
});

async function warningDue(
  app: Parameters<typeof calendarOf>[0],
  dossier: Open,
  now: Date,
): Promise<{ kind: string; days: number } | undefined> {
  if (dossier.due_at <= now) return { kind: 'late', days: 0 };
  const rules = await rulesByKey(app, dossier.ruleset);
  const calendar = await calendarOf(app, dossier.unit_id, now);
  const reached = rules.rules.warningDays.value.filter(
    (days) => subtractWorkingDays(calendar, dossier.due_at, days) <= now,
  );
  return reached.length > 0
    ? { kind: `due-in-${Math.min(...reached)}`, days: Math.min(...reached) }
    : undefined;
}

async function warn(
  app: Parameters<typeof calendarOf>[0],
  now: Date,
  dossier: Open,
  { kind, days }: { kind: string; days: number },
): Promise<void> {
  await app.db.transaction(async (tx) => {
    const first = await tx.run(
      sql`insert into one_stop.warning (dossier_id, kind, about, at) values (${dossier.id}, ${kind}, ${dossier.due_at}, ${now}) on conflict do nothing`,
    );
    if (first === 0) return; // told already
    if (kind === 'late') {
      tx.send(sql`update one_stop.dossier set breach = coalesce(breach, 'late') where id = ${dossier.id}`);
      tx.send(
        sql`insert into one_stop.history (dossier_id, number, at, act, status, person_name, unit_id, data, public)
            select id, (select coalesce(max(number), 0) + 1 from one_stop.history where dossier_id = d.id), ${now}, 'late', status, 'Hệ thống', unit_id, '{}', false
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
