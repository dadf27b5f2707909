import { type CommandContext, newId, sql } from '@dinh/kernel';
import type { EngineParts } from '../engine-parts.ts';
import { reasonNeeded } from '../errors.ts';

type Values = Readonly<Record<string, unknown>>;

/** Where the work of one matter is done from now on, because units have given way to others. */
export interface Relocation {
  readonly businessKey: string;
  /** The unit in which a task of this unit is done now; the same when it stays. */
  unit(unit: number): number;
  /**
   * What the app's variables say of units besides `units`, as it is now: those of the process, of a repeated item, of a task.
   * The same object when nothing changes.
   */
  values?(values: Values): Values;
}

/** An open task at its new place. */
export interface RelocatedTask {
  readonly id: string;
  readonly role: string;
  readonly unit: number;
  readonly assignee: string | null;
}

interface Row {
  readonly id: string;
  readonly businessKey: string;
  readonly values: Values | null;
}

/**
 * Moves running processes to other units: open tasks, and the variable `units` by which later steps find theirs. Nothing else of
 * them changes; nobody's step is done. Whoever holds a task keeps it where the app's `keeps` says that they may do it at its
 * new place, otherwise it waits there in the common queue.
 * @param parts of the engine of the app that owns them
 * @throws reasonNeeded
 */
export async function relocate(
  ctx: CommandContext,
  { owner, keeps }: Pick<EngineParts, 'owner' | 'keeps'>,
  moves: readonly Relocation[],
  reason: string,
): Promise<void> {
  if (reason.trim() === '') throw reasonNeeded();
  if (moves.length === 0) return;
  const byKey = new Map(moves.map((move) => [move.businessKey, move]));
  const keys = [...byKey.keys()];
  // The instances are locked as every step locks them: one follows the other.
  const instances = await ctx.db.all<Row>(
    sql`select id, business_key as "businessKey", variables as values from process.instance
        where owner = ${owner} and business_key = any(${keys}::text[]) and state = 'running' order by id for update`,
  );
  const ids = instances.map(({ id }) => id);
  const keyOf = new Map(instances.map((one) => [one.id, one.businessKey]));
  const [tokens, tasks] = await Promise.all([
    ctx.db.all<{ id: string; instance: string; values: Values }>(
      sql`select id, instance_id as instance, locals as values from process.token where instance_id = any(${ids}::uuid[]) and locals is not null`,
    ),
    ctx.db.all<Row & { role: string; unit: number | null; assignee: string | null }>(
      sql`select id, business_key as "businessKey", locals as values, role, unit_id as unit, assignee from process.task
          where instance_id = any(${ids}::uuid[]) and state = 'open'`,
    ),
  ]);
  const changed = <T extends { readonly values: Values | null }>(rows: readonly T[], key: (row: T) => string) =>
    rows.flatMap((row) => {
      const values = row.values && valuesNow(byKey.get(key(row))!, row.values);
      return values === row.values ? [] : [{ ...row, values }];
    });
  const moved = changed(instances, (row) => row.businessKey);
  ctx.db.send(
    sql`update process.instance i set variables = x.values, version = version + 1
        from jsonb_to_recordset(${JSON.stringify(moved.map(({ id, values }) => ({ id, values })))}::jsonb) as x (id uuid, values jsonb) where i.id = x.id`,
  );
  const items = changed(tokens, (row) => keyOf.get(row.instance)!);
  ctx.db.send(
    sql`update process.token t set locals = x.values
        from jsonb_to_recordset(${JSON.stringify(items.map(({ id, values }) => ({ id, values })))}::jsonb) as x (id uuid, values jsonb) where t.id = x.id`,
  );
  await moveTasks(ctx, byKey, tasks, reason, keeps);
  noteChanges(ctx, moved, reason);
}

/** Variables with the places of steps, and what the app says besides, as they are now. */
function valuesNow({ unit, values }: Relocation, known: Values): Values {
  const told = values?.(known) ?? known;
  const units = told['units'];
  if (typeof units !== 'object' || units === null) return told;
  const next = Object.entries(units).map(([place, id]): [string, unknown] => [place, typeof id === 'number' ? unit(id) : id]);
  const same = next.every(([place, id]) => (units as Values)[place] === id);
  return same ? told : { ...told, units: Object.fromEntries(next) };
}

async function moveTasks(
  ctx: CommandContext,
  byKey: ReadonlyMap<string, Relocation>,
  tasks: readonly (Row & { role: string; unit: number | null; assignee: string | null })[],
  reason: string,
  keeps: EngineParts['keeps'],
): Promise<void> {
  const placed = tasks.flatMap(({ id, businessKey, role, unit, assignee, values }) => {
    const move = byKey.get(businessKey)!;
    const to = unit === null ? null : move.unit(unit);
    const locals = values && valuesNow(move, values);
    return to === unit && locals === values ? [] : [{ id, role, unit: to, was: unit, assignee, locals }];
  });
  const held = placed.filter((task) => task.assignee !== null && task.unit !== null && task.unit !== task.was);
  const kept = (held.length > 0 && (await keeps?.(ctx, held as RelocatedTask[]))) || new Set<string>();
  const left = new Set(held.filter((task) => !kept.has(task.id)).map((task) => task.id));
  ctx.db.send(
    sql`update process.task t set unit_id = x.unit, locals = x.locals, version = t.version + 1,
          assignee = case when x.left then null else t.assignee end, claimed_at = case when x.left then null else t.claimed_at end
        from jsonb_to_recordset(${JSON.stringify(placed.map((task) => ({ ...task, left: left.has(task.id) })))}::jsonb) as x (id uuid, unit int, locals jsonb, "left" boolean)
        where t.id = x.id`,
  );
  const given = held
    .filter((task) => left.has(task.id))
    .map((task) => ({ id: newId(ctx.now.getTime()), task: task.id, before: task.assignee }));
  ctx.db.send(
    sql`insert into process.assignment (id, task_id, kind, before, after, at, by_name, reason)
        select id, task, 'given-back', before, null, ${ctx.now}, ${ctx.principal.name}, ${reason.trim()}
        from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as x (id uuid, task uuid, before uuid)`,
  );
}

function noteChanges(ctx: CommandContext, moved: readonly Row[], reason: string): void {
  const rows = moved.map(({ id }) => ({ id: newId(ctx.now.getTime()), instance: id }));
  ctx.db.send(
    sql`insert into process.change (id, instance_id, kind, detail, reason, at, by_person, by_name)
        select id, instance, 'relocated', '{}', ${reason.trim()}, ${ctx.now}, ${ctx.principal.kind === 'person' ? ctx.principal.id : null}::uuid, ${ctx.principal.name}
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x (id uuid, instance uuid)`,
  );
}
