import { type App, command, enqueueSql, jobContext, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { noteChange } from './change/change.ts';
import type { Runner } from './engine.ts';
import { graphById } from './graphs.ts';
import { recountSchedule } from './schedule.ts';

const page = 200;
const reason = 'Lịch làm việc đã thay đổi';

/**
 * Counts what waits in working time anew when the app's calendars are others than those by which it was counted last: a
 * day off that was added, a holiday that was moved. Broken off anywhere it begins anew, and moves nothing twice.
 * @returns how many timers have moved
 */
export async function recount(runner: Runner, recountPage: ReturnType<typeof recountTimers>, app: App): Promise<number> {
  const { owner, calendars, workingTime } = runner.parts;
  if (!calendars || !workingTime) return 0;
  const [now, last] = await Promise.all([
    calendars(app),
    app.db.maybe<{ calendars: string }>(sql`select calendars from process.counted_by where owner = ${owner}`),
  ]);
  if (last?.calendars === now) return 0;
  let moved = 0;
  if (last) {
    await recountSchedule(runner, app);
    const { call } = jobContext(app, `${owner}.recount-timers`);
    for (let after: string | null = '00000000-0000-0000-0000-000000000000'; after !== null;) {
      const done: { moved: number; next: string | null } = await app.run(recountPage, { after }, call);
      moved += done.moved;
      after = done.next;
    }
  }
  await app.db.run(
    sql`insert into process.counted_by (owner, calendars, at) values (${owner}, ${now}, ${app.clock.now()})
        on conflict (owner) do update set calendars = excluded.calendars, at = excluded.at`,
  );
  return moved;
}

interface Waiting {
  readonly id: string;
  readonly element: string;
  readonly duration: string;
  readonly from: Date;
  readonly due: Date;
  readonly instance: string;
  readonly definition: string;
  readonly businessKey: string;
  readonly variables: Record<string, any>;
}

/** The command that counts a page of timers anew, by the program itself only; each that moves is told in the history. */
export function recountTimers({ parts }: Runner) {
  return command({
    name: `${parts.owner}.recount-timers`,
    title: { vi: 'Tính lại hẹn giờ theo lịch làm việc mới', en: 'Count timers anew by a new calendar' },
    input: shape({ after: Type.String() }),
    output: shape({ moved: Type.Integer(), next: Type.Union([Type.String(), Type.Null()]) }),
    may: 'system',
    api: false,
    async run(ctx, { after }) {
      const waiting = await ctx.db.all<Waiting>(
        sql`select t.id, t.element, t.data ->> 'working' as duration, t.created_at as "from", t.due_at as due, i.id as instance,
              i.definition_id as definition, i.business_key as "businessKey", i.variables || coalesce(k.locals, '{}') as variables
            from process.timer t join process.instance i on i.id = t.instance_id join process.token k on k.id = t.token_id
            where t.owner = ${parts.owner} and t.state = 'waiting' and t.data ? 'working' and t.attempts = 0 and t.id > ${after}::uuid
            order by t.id limit ${page}`,
      );
      let moved = 0;
      for (const timer of waiting) if (await move(timer)) moved++;
      ctx.note({ moved });
      if (moved > 0) {
        const job = `${parts.owner}.fire-timers`;
        ctx.db.send(enqueueSql(job, {}, { key: `now:${job}` })); // some may be due by now
      }
      return { moved, next: waiting.length === page ? waiting.at(-1)!.id : null };

      async function move(timer: Waiting): Promise<boolean> {
        const element = (await graphById(ctx.app, timer.definition)).nodes.get(timer.element);
        if (!element) return false;
        const scope = {
          instanceId: timer.instance,
          definitionId: timer.definition,
          businessKey: timer.businessKey,
          element,
          variables: timer.variables,
          set: () => {},
        };
        const due = await parts.workingTime!(ctx, scope, timer.duration, timer.from);
        if (due.getTime() === timer.due.getTime()) return false;
        // Unless it has gone off meanwhile.
        const changed = await ctx.db.run(
          sql`update process.timer set due_at = ${due} where id = ${timer.id}::uuid and state = 'waiting' and due_at = ${timer.due}`,
        );
        if (changed > 0)
          noteChange(ctx, timer.instance, 'recounted', reason, timer.element, {
            before: timer.due,
            after: due,
          });
        return changed > 0;
      }
    },
  });
}
