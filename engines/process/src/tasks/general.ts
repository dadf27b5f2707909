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
}

/** What may be begun by hand in an instance of the general list: the activities of each ad-hoc sub-process (`dinh:start="none"`) in which it stands. */
export async function startableActivities(
  { app, db }: Pick<Context, 'app' | 'db'>,
  instance: string,
): Promise<Startable[]> {
  const rows = await db.all<{ definition: string; element: string }>(
    sql`select distinct i.definition_id as definition, t.element from process.token t join process.instance i on i.id = t.instance_id
        where i.id = ${instance}::uuid and i.general and i.state = 'running' and not t.repeats`,
  );
  const [first] = rows;
  if (!first) return [];
  const { nodes } = await graphById(app, first.definition);
  return rows.flatMap(({ element }) => {
    const node = nodes.get(element);
    return node?.kind === 'ad-hoc' && node.byHand
      ? node.entries.map(({ id, name }) => ({ element: id, name }))
      : [];
  });
}

/** Begins such an activity. Whether this person may do it, the caller has checked. @throws notStartable */
export async function startGeneralActivity(
  ctx: CommandContext,
  { instance, element }: { instance: string; element: string },
): Promise<StepResult> {
  const found = await ctx.db.maybe<{ owner: string; definition: string; state: string }>(
    sql`select owner, definition_id as definition, state from process.instance where id = ${instance}::uuid and general`,
  );
  let started = false;
  const result =
    found?.state === 'running' &&
    (await runnerOf(found.owner).step(ctx, sql`${instance}::uuid`, async (step) => {
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
  const task = await db.maybe<{ owner: string }>(
    sql`select owner from process.task where id = ${taskId}::uuid and general`,
  );
  if (!task) throw taskNotFound();
  return task.owner;
}
