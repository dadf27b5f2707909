import { type CommandContext, type Text, sql } from '@dinh/kernel';
import type { Graph, Node } from '../model/graph.ts';
import type { Runner } from '../engine.ts';
import { openScope } from '../run/event-sub.ts';
import type { Step, Subscription, Timer } from '../run/step.ts';
import { arm } from '../run/wait.ts';
import { isWait } from '../model/triggers.ts';
import { nameOf, noteChange } from './change.ts';

/** By the element of the old version: the element of the new one that takes its place. Those not named keep their id. */
export type Mapping = Readonly<Record<string, string>>;

/** Why an element cannot be migrated. */
export interface MigrationProblem {
  readonly element: string;
  readonly reason: Text;
}

/** What stands somewhere in an instance, as far as a migration has to know it. */
interface Places {
  readonly tokens: readonly { readonly element: string; readonly arrivedBy: string | null }[];
  /** Elements whose activities have been done and can be undone. */
  readonly done: readonly string[];
}

/** Checks that everything that waits in an instance finds its place in another version. */
export function checkPlaces(from: Graph, to: Graph, places: Places, mapping: Mapping): MigrationProblem[] {
  const problems = new Map<string, MigrationProblem>();
  const refuse = (element: string, vi: string, en: string) => {
    if (!problems.has(element)) problems.set(element, { element, reason: { vi, en } });
  };
  const goal = (id: string) => mapping[id] ?? id;
  for (const { element, arrivedBy } of [...places.tokens, ...places.done.map((element) => ({ element, arrivedBy: null }))]) {
    const before = from.nodes.get(element);
    const after = to.nodes.get(goal(element));
    const name = nameOf(before, element);
    if (!before || !after) {
      refuse(
        element,
        `“${name.vi}” không có trong phiên bản mới; hãy chọn bước thay thế`,
        `“${name.en}” is not in the new version; choose what takes its place`,
      );
      continue;
    }
    if (before.kind !== after.kind || before.repetition?.kind !== after.repetition?.kind)
      refuse(
        element,
        `“${name.vi}” và “${after.name.vi}” không cùng loại`,
        `“${name.en}” and “${after.name.en}” are not of one kind`,
      );
    const scope = before.scope && goal(before.scope.id);
    if (scope !== after.scope?.id)
      refuse(element, `“${after.name.vi}” nằm trong quy trình con khác`, `“${after.name.en}” stands in another sub-process`);
    if (arrivedBy !== null && !after.incoming.some((f) => f.id === arrivedBy))
      refuse(
        element,
        `nhánh đã đến “${name.vi}” không còn trong phiên bản mới`,
        `the way that had come to “${name.en}” is not in the new version`,
      );
    if (before.kind === 'catch' && after.kind === 'catch' && before.trigger.type !== after.trigger.type)
      refuse(
        element,
        `“${name.vi}” và “${after.name.vi}” chờ điều khác nhau`,
        `“${name.en}” and “${after.name.en}” wait for different things`,
      );
  }
  return [...problems.values()];
}

/** The places of a step, as `checkPlaces` wants them. */
export const placesOf = (step: Step): Places => ({
  tokens: [...step.tokens.values()].filter((t) => !step.isGuard(t)),
  done: [...step.done.values()].map((d) => d.element),
});

/**
 * Moves one instance to another version, in two steps of one transaction: first its rows get their new places, then
 * what the new version waits for beside them begins to wait.
 * @returns the problems; nothing is changed when there are any.
 */
export async function migrateInstance(
  runner: Runner,
  ctx: CommandContext,
  instanceId: string,
  target: { definition: string; version: number; graph: Graph },
  mapping: Mapping,
  reason: string,
): Promise<MigrationProblem[] | undefined> {
  let problems: MigrationProblem[] | undefined;
  await runner.step(ctx, sql`${instanceId}::uuid`, async (step) => {
    problems = checkPlaces(step.graph, target.graph, placesOf(step), mapping);
    if (problems.length > 0) return;
    rewrite(ctx, step, target.graph, mapping);
    ctx.db.send(sql`update process.instance set definition_id = ${target.definition}::uuid where id = ${instanceId}::uuid`);
    noteChange(ctx, instanceId, 'migrated', reason, null, {
      from: step.instance.definitionId,
      to: target.definition,
      version: target.version,
      mapping,
    });
  });
  if (problems?.length === 0)
    await runner.step(ctx, sql`${instanceId}::uuid`, async (step) => {
      ctx.subject(`process:${step.instance.businessKey}`);
      await waitForMore(step);
    });
  return problems;
}

/** New places for the rows; what waits for an event that the new version does not have there ends. */
function rewrite(ctx: CommandContext, step: Step, to: Graph, mapping: Mapping): void {
  const goal = (id: string) => mapping[id] ?? id;
  const waits = [...step.timers.values(), ...step.subscriptions.values()].map((wait) => {
    const token = step.tokens.get(wait.token)!;
    const after = to.nodes.get(goal(wait.element));
    const host = step.isGuard(token) ? undefined : to.nodes.get(goal(token.element));
    return { wait, token, after, stays: staysAt(after, host, wait) };
  });
  const gone = waits.filter((w) => !w.stays);
  const guards = [...step.tokens.values()].filter((t) => step.isGuard(t) && !waits.some((w) => w.token === t && w.stays));
  const places = [...new Set([...step.tokens.values(), ...step.done.values()].map((one) => one.element))];
  const events = waits.filter((w) => w.stays).map((w) => w.wait.element);
  const rows = [...new Set([...places, ...events])].map((before) => {
    const node = to.nodes.get(goal(before));
    return {
      before,
      after: goal(before),
      vi: node?.name.vi,
      en: node?.name.en,
      role: node?.kind === 'user-task' ? node.role : null,
      form: node?.kind === 'user-task' ? (node.form ?? null) : null,
    };
  });
  const { id } = step.instance;
  const moved = sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
    as x(before text, after text, vi text, en text, role text, form text)`;
  const ids = gone.map((w) => w.wait.id);
  for (const statement of [
    // As in every other step: what had failed waits for nobody any more.
    sql`update process.incident set settled_at = ${ctx.now}, settled_by = ${ctx.principal.name} where timer_id = any(${ids}::uuid[]) and settled_at is null`,
    sql`update process.timer set state = 'cancelled', ended_at = ${ctx.now} where id = any(${ids}::uuid[])`,
    sql`update process.subscription set state = 'cancelled', ended_at = ${ctx.now} where id = any(${ids}::uuid[])`,
    sql`delete from process.token where id = any(${guards.map((g) => g.id)}::uuid[])`,
    sql`update process.token t set element = x.after from ${moved} where t.instance_id = ${id} and t.element = x.before`,
    sql`update process.task t set element = x.after, name_vi = x.vi, name_en = x.en, role = x.role, form = x.form, version = t.version + 1
        from ${moved} where t.instance_id = ${id} and t.state = 'open' and t.element = x.before and x.role is not null`,
    sql`update process.timer t set element = x.after from ${moved}
        where t.instance_id = ${id} and t.state in ('waiting', 'failed') and t.element = x.before`,
    sql`update process.subscription t set element = x.after, label_vi = x.vi, label_en = x.en from ${moved}
        where t.instance_id = ${id} and t.state = 'waiting' and t.element = x.before`,
    sql`update process.done t set element = x.after from ${moved} where t.instance_id = ${id} and t.element = x.before`,
  ])
    ctx.db.send(statement);
}

/** True when the event is in the new version, at the same token, and waits for the same. */
function staysAt(after: Node | undefined, host: Node | undefined, wait: Timer | Subscription): boolean {
  if (!after) return false;
  if ('dueAt' in wait && wait.kind !== 'timer') return wait.kind === 'signal' || after === host;
  const trigger = 'trigger' in after ? after.trigger : undefined;
  if (trigger?.type !== ('dueAt' in wait ? 'timer' : wait.kind)) return false;
  if ('name' in wait && isWait(trigger) && trigger.type !== 'timer')
    if (wait.name !== (trigger.type === 'condition' ? trigger.condition.source : trigger.name)) return false;
  if (after.kind === 'boundary') return after.host === host;
  if (after.kind === 'start') return host === undefined;
  return after === host || (host?.kind === 'event-gateway' && host.outgoing.some((f) => f.target === after));
}

/** Boundary events, event sub-processes and ways behind event-based gateways that only the new version has. */
async function waitForMore(step: Step): Promise<void> {
  const waiting = (token: string, element: string) =>
    [...step.timers.values(), ...step.subscriptions.values()].some((w) => w.token === token && w.element === element);
  const scopes: [string | null, Node | undefined][] = [[null, undefined]];
  for (const token of step.tokens.values()) {
    if (step.isGuard(token)) continue;
    const node = step.node(token);
    if (!step.isItem(token))
      for (const boundary of node.boundaries)
        if (!waiting(token.id, boundary.id)) await arm(step, token, boundary, boundary.trigger);
    if (node.kind === 'catch' && !waiting(token.id, node.id)) await arm(step, token, node, node.trigger);
    if (node.kind === 'event-gateway')
      for (const { target } of node.outgoing)
        if (target.kind === 'catch' && !waiting(token.id, target.id)) await arm(step, token, target, target.trigger);
    if (!token.repeats) scopes.push([token.id, node]);
  }
  for (const [parent, node] of scopes) {
    const subs = node ? ('eventSubs' in node ? node.eventSubs : []) : step.pool.eventSubs;
    const inside = step.inside(parent);
    const missing = subs.filter((sub) => !inside.some((t) => t.element === sub.start.id || t.element === sub.id));
    await openScope(step, parent, missing);
  }
}
