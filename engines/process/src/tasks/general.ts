import { type CommandContext, type Context, sql, type Text } from '@dinh/kernel';
import type { StepResult } from '../engine.ts';
import { notStartable, taskNotFound } from '../errors.ts';
import { graphById } from '../graphs.ts';
import { runnerOf } from '../registry.ts';
import { startEntry } from '../run/ad-hoc.ts';
import { readTask } from '../run/load.ts';
import { type CompleteInput, completeTask } from './complete.ts';

/**
 * Ends a task of the general list by the engine of the app that runs its process, whichever that is. Whether this
 * person may do it, the caller has checked. @throws as `completeTask`
 */
export async function completeGeneralTask(ctx: CommandContext, input: CompleteInput): Promise<StepResult> {
  return completeTask(runnerOf(await ownerOf(ctx, input.taskId)), ctx, input);
}

/** What of an ad-hoc sub-process people may begin now, as often as it is needed. */
export interface Startable {
  readonly element: string;
  readonly name: Text;
  /** In which called process of the matter it is, and what that is called; left out: it is in the process of the matter itself. */
  readonly called?: { readonly instance: string; readonly name: Text };
}

/** A matter's own instance of the general list while it runs, and those that it has called, and these in turn. */
export async function runningIn({ db }: Pick<Context, 'db'>, instance: string): Promise<string[]> {
  const rows = await db.all<{ id: string }>(
    sql`with recursive running as (
          select i.id from process.instance i where i.id = ${instance}::uuid and i.general and i.state = 'running'
          union all
          select c.id from running r join process.token t on t.instance_id = r.id
            join process.instance c on c.parent_token = t.id and c.state = 'running')
        select id from running`,
  );
  return rows.map(({ id }) => id);
}

/**
 * What may be begun by hand in an instance of the general list and in the processes that it has called: the activities of each ad-hoc
 * sub-process (`dinh:start="none"`) in which they stand.
 */
export async function startableActivities({ app, db }: Pick<Context, 'app' | 'db'>, instance: string): Promise<Startable[]> {
  const rows = await db.all<{ id: string; definition: string; process: string | null; element: string }>(
    sql`select distinct i.id, i.definition_id as definition, i.process, t.element
        from process.instance i join process.token t on t.instance_id = i.id
        where i.id = any(${await runningIn({ db }, instance)}::uuid[]) and not t.repeats order by i.id, t.element`,
  );
  const found = await Promise.all(
    rows.map(async ({ id, definition, process, element }) => {
      const graph = await graphById(app, definition);
      const node = graph.nodes.get(element);
      if (node?.kind !== 'ad-hoc' || !node.byHand) return [];
      const name = graph.pools.get(process ?? graph.id)!.name;
      const called = id === instance ? undefined : { instance: id, name };
      return node.entries.map((entry) => ({
        element: entry.id,
        name: entry.name,
        ...(called && { called }),
      }));
    }),
  );
  return found.flat();
}

/**
 * Begins such an activity. Whether this person may do it, the caller has checked.
 * @param what.called the called process of the matter in which it is; the matter's own when left out
 * @throws notStartable
 */
export async function startGeneralActivity(
  ctx: CommandContext,
  { instance, called = instance, element }: { instance: string; called?: string | undefined; element: string },
): Promise<StepResult> {
  const found = await ctx.db.maybe<{ owner: string; definition: string }>(
    sql`select owner, definition_id as definition from process.instance where id = ${called}::uuid and general`,
  );
  let started = false;
  const result =
    found &&
    (await runningIn(ctx, instance)).includes(called) &&
    (await runnerOf(found.owner).step(ctx, sql`${called}::uuid`, async (step) => {
      started = startEntry(step, element);
    }));
  if (!result || !started) {
    const step = found && (await graphById(ctx.app, found.definition)).nodes.get(element);
    throw notStartable(step ? { ...step.name } : { vi: element, en: element });
  }
  return result;
}

/** Whether somebody stands above who could take a task of the general list that its holder cannot settle. */
export async function hasSuperior(ctx: Pick<Context, 'db' | 'now'>, taskId: string): Promise<boolean> {
  const task = await readTask(ctx, taskId);
  if (!task) return false;
  const { parts } = runnerOf(await ownerOf(ctx, taskId));
  return (await parts.superior?.(ctx, task)) !== undefined;
}

async function ownerOf({ db }: Pick<Context, 'db'>, taskId: string): Promise<string> {
  const task = await db.maybe<{ owner: string }>(sql`select owner from process.task where id = ${taskId}::uuid and general`);
  if (!task) throw taskNotFound();
  return task.owner;
}
