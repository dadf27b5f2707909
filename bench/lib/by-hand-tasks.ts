// The floor of `inbox`: an official's task list as SQL written by hand. It knows what the bench has loaded: one open task
// for each dossier, and every task with a limit.
import { type App, fold, type PageContext } from '@dinh/kernel';
import { type Ask, seen } from './hand.ts';

interface Input {
  readonly search?: string;
  readonly procedure?: string;
  readonly late?: string;
  readonly cursor?: string;
}

/**
 * The places where one's tasks stand, each read by its own index: given to oneself, in one's unit and role, at the desks
 * where one receives. `$1` is the person; `inner` are conditions and order within one place.
 */
function tasksOf(ctx: PageContext, values: unknown[], columns: string, join: string, inner: (where: string) => string): string {
  const grants = ctx.principal.grants.filter((g) => g.permission === 'one-stop.receive-dossier');
  const units = [...new Set(grants.flatMap((g) => g.units))];
  const each = (from: string, on: string, where = 'true') =>
    `select x.* from ${from} cross join lateral (select ${columns} from process.task t ${join} where t.state = 'open' and ${inner(on)}) x where ${where}`;
  const one = (on: string) => `(select ${columns} from process.task t ${join} where t.state = 'open' and ${inner(on)})`;
  const given = one('t.assignee = $1');
  const atDesks = grants.some((g) => g.scope === 'all')
    ? one(`t.role = 'desk'`)
    : units.length > 0 && each(`unnest($${values.push(units)}::int[]) u(id)`, `t.unit_id = u.id and t.role = 'desk'`);
  // Who receives at a desk has its tasks by that.
  const place = `${held}${atDesks ? ` and o.role <> 'desk'` : ''}`;
  const inPlace = each('identity.position o', 't.unit_id = o.unit_id and t.role = o.role and t.assignee is null', place);
  return [given, inPlace, atDesks].filter(Boolean).join(' union all ');
}

/** Whether the task `t` is the person's, `$1`, to do. */
function oneOfMine(ctx: PageContext, values: unknown[]): string {
  const grants = ctx.principal.grants.filter((g) => g.permission === 'one-stop.receive-dossier');
  const units = [...new Set(grants.flatMap((g) => g.units))];
  const atDesks = grants.some((g) => g.scope === 'all')
    ? ` or t.role = 'desk'`
    : units.length > 0
      ? ` or t.role = 'desk' and t.unit_id = any($${values.push(units)}::int[])`
      : '';
  return `(t.assignee = $1 or t.assignee is null and exists (select from identity.position o where ${held}
    and o.unit_id = t.unit_id and o.role = t.role)${atDesks})`;
}

const held = `o.person_id = $1 and o.valid_from <= current_date and (o.valid_to is null or o.valid_to > current_date)`;

export async function listTasks(app: App, ask: Ask, ctx: PageContext, input: Input): Promise<unknown> {
  const values: unknown[] = [ctx.principal.id];
  const add = (value: unknown) => `$${values.push(value)}`;
  const more: string[] = [];
  if (input.search) more.push(`d.words like ${add(`%${fold(input.search).trim().replace(/\s+/g, ' ')}%`)}`);
  if (input.procedure) more.push(`d.procedure_code = ${add(input.procedure)}`);
  if (input.late === 'late') more.push(`d.due_at < ${add(ctx.now)} and d.status in (2, 4)`);
  const join = more.length > 0 ? 'join one_stop.dossier d on d.id = t.business_key::uuid' : '';
  if (input.cursor) {
    const [at, id] = input.cursor.split('~');
    more.push(`(t.due_at, t.id) > (${add(at)}::timestamptz, ${add(id)}::uuid)`);
  }
  // Whoever is named stands on few dossiers: those first, then their tasks.
  const tasks = input.search
    ? `select t.id, t.business_key, t.due_at from one_stop.dossier d join process.task t on t.business_key = d.id::text
       where t.state = 'open' and ${more.join(' and ')} and ${oneOfMine(ctx, values)}`
    : tasksOf(
        ctx,
        values,
        't.id, t.business_key, t.due_at',
        join,
        (where) => `${[where, ...more].join(' and ')} order by t.due_at, t.id limit 51`,
      );
  const now = add(ctx.now);
  const rows = await ask(
    `select d.id, d.reference, d.code, d.title, d.owner_name as "ownerName", d.applicant_name as "applicantName", d.status, d.channel,
            d.submitted_at as "submittedAt", d.due_at as "dueAt", d.paused_at as "pausedAt", d.fee_state as "feeState",
            coalesce(d.due_at < ${now} and d.status in (2, 4), false) as late,
            t.id as "taskId", t.name_vi as step, t.name_en as "stepEn", t.due_at as "stepDueAt", a.name as assignee
     from (select k.* from (${tasks}) k order by k.due_at, k.id limit 51) k
     join process.task t on t.id = k.id join one_stop.dossier d on d.id = k.business_key::uuid
     left join identity.person a on a.id = t.assignee order by k.due_at, k.id`,
    values,
  );
  const page = rows.slice(0, 50);
  const shown = page.map((row) => row.id);
  await seen(app, ctx, 'one-stop.list-dossiers', undefined, { filter: input, shown });
  const last = page.at(-1);
  return { rows: page, next: rows.length > 50 ? `${last.stepDueAt.toISOString()}~${last.taskId}` : null };
}

/** How many tasks there are to do, up to one more than a counter shows. */
export async function countTasks(ask: Ask, ctx: PageContext): Promise<number> {
  const values: unknown[] = [ctx.principal.id];
  const tasks = tasksOf(ctx, values, '1', '', (where) => where);
  return (await ask(`select count(*) as n from (select from (${tasks}) k limit 10001) k`, values))[0].n;
}

/** Dossiers of the first tasks, for the choices of the filters. */
export function firstDossiers(ctx: PageContext): { from: string; values: unknown[] } {
  const values: unknown[] = [ctx.principal.id];
  const tasks = tasksOf(
    ctx,
    values,
    't.business_key, t.due_at, t.id',
    '',
    (where) => `${where} order by t.due_at, t.id limit 500`,
  );
  return {
    from: `(select business_key from (${tasks}) k order by due_at, id limit 500) k join one_stop.dossier d on d.id = k.business_key::uuid`,
    values,
  };
}
