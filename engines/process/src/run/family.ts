import { type CommandContext, type Definition, type Transaction, localDate, sql } from '@dinh/kernel';
import type { ProcessBody, Runner, StepResult } from '../engine.ts';
import { errorNotCaught, processNotFound, runaway } from '../errors.ts';
import { catcher } from '../model/check.ts';
import { keepIncoming } from '../incoming/keep.ts';
import type { Node, StartPoint } from '../model/graph.ts';
import { atBoundary } from './boundary.ts';
import { drop } from './clear.ts';
import type { Effect, Instance, Step } from './step.ts';
import { startsBySignal } from './throw-signal.ts';
import { escalate, raise } from './throw.ts';

const mostEffects = 1000;

/** What the steps of one transaction have set going in other instances, and the steps that came of it. */
interface Pending {
  readonly effects: Effect[];
  readonly steps: Step[];
}
const pending = new WeakMap<Transaction, Pending>();

/**
 * Carries out what a written step has set going in other instances of its family, all in its transaction: called
 * processes begin, those that ended are left, messages go to other participants. The lock of the first of the family,
 * which the step holds, guards them all.
 */
export async function settleFamily(runner: Runner, ctx: CommandContext, step: Step, result: StepResult): Promise<StepResult> {
  const outer = pending.get(ctx.db);
  if (outer) {
    outer.effects.push(...step.effects);
    outer.steps.push(step);
    return result;
  }
  if (step.effects.length === 0) return result;
  const all: Pending = { effects: [...step.effects], steps: [step] };
  pending.set(ctx.db, all);
  try {
    for (let done = 0; done < all.effects.length; done++) {
      if (done === mostEffects) throw runaway({ element: step.graph.name.vi });
      await carryOut(runner, ctx, all.effects[done]!);
    }
  } finally {
    pending.delete(ctx.db);
  }
  const ended = new Set(all.steps.flatMap((s) => s.endedTasks.map((t) => t.id)));
  const own = all.steps.findLast((s) => s.instance.id === result.instanceId)!.instance;
  return {
    instanceId: own.id,
    state: own.state,
    opened: all.steps.flatMap((s) => s.newTasks).filter((t) => !ended.has(t.id)),
    variables: own.variables,
  };
}

async function carryOut(runner: Runner, ctx: CommandContext, effect: Effect): Promise<void> {
  const { from } = effect;
  switch (effect.type) {
    case 'call':
      return call(runner, ctx, effect);
    case 'ended':
      return void (await atParent(runner, ctx, from.instance.parentToken!, (step, token, node) =>
        resume(step, token, node, from),
      ));
    case 'escalation':
      return void (await atParent(runner, ctx, effect.token, async (step, token, node) => {
        const caught = step.isItem(token) ? undefined : catcher(node, 'escalation', effect.code);
        await (caught ? atBoundary(step, token, caught) : escalate(step, token, effect.code));
      }));
    case 'cancel-called':
      return cancel(runner, ctx, sql`parent_token = ${effect.token}::uuid`, 'the process that called it went on');
    case 'cancel-family':
      return cancel(
        runner,
        ctx,
        sql`root_id = ${from.root}::uuid and parent_token is null and id <> ${from.instance.id}::uuid`,
        effect.reason,
      );
    case 'message':
      return deliver(runner, ctx, effect);
    case 'look':
      return look(runner, ctx, effect);
    case 'signal':
      return startBySignal(runner, ctx, effect);
  }
}

/** A called process begins; the version in force today, or what stands in the same file. */
async function call(runner: Runner, ctx: CommandContext, effect: Effect & { type: 'call' }): Promise<void> {
  const { from, node } = effect;
  if (from.tokens.get(effect.token)?.element !== node.id) return; // it was interrupted in the same step
  const day = localDate(ctx.now);
  const local = from.graph.pools.get(node.calls);
  const definition = local
    ? await ctx.app.definitions.byId<ProcessBody>(from.instance.definitionId)
    : await ctx.app.definitions.at<ProcessBody>('process', node.calls, day);
  if (!definition) throw processNotFound({ key: node.calls, day });
  await begin(runner, ctx, definition, from, {
    process: local ? local.id : null,
    parentToken: effect.token,
    variables: effect.variables,
  });
}

async function begin(
  runner: Runner,
  ctx: CommandContext,
  definition: Definition<ProcessBody>,
  from: Step,
  what: { process: string | null; parentToken: string | null; variables: object; at?: StartPoint },
): Promise<void> {
  await runner.begin(ctx, definition, {
    businessKey: from.instance.businessKey,
    variables: { ...what.variables },
    rootId: from.root,
    parentToken: what.parentToken,
    process: what.process,
    general: from.instance.general,
    at: what.at,
  });
}

/** Works on the instance that called, at the call activity whose token waits. */
function atParent(
  runner: Runner,
  ctx: CommandContext,
  tokenId: string,
  work: (step: Step, token: NonNullable<ReturnType<Step['tokens']['get']>>, node: Node) => Promise<void>,
) {
  const which = sql`(select instance_id from process.token where id = ${tokenId}::uuid)`;
  return runner.step(ctx, which, async (step) => {
    const token = step.tokens.get(tokenId);
    if (token && step.node(token).kind === 'call-activity') await work(step, token, step.node(token));
  });
}

type Place = NonNullable<ReturnType<Step['tokens']['get']>>;

/** A called process has ended: its outputs are taken over and the token goes on, or its error goes to who catches it. */
async function resume(step: Step, token: Place, node: Node, child: Step): Promise<void> {
  const code = child.endError;
  if (code !== undefined) {
    const caught = step.isItem(token) ? undefined : catcher(node, 'error', code);
    if (caught) return atBoundary(step, token, caught);
    if (await raise(step, token, 'error', code)) return;
    throw errorNotCaught({ element: node.name.vi, code });
  }
  const { variables } = child.instance;
  if (step.isItem(token))
    step.set(
      token,
      Object.fromEntries(node.outputs.map(({ target, value }) => [target, step.value(token, node, value, variables)])),
    );
  else token.locals = { ...token.locals, ...variables };
  await step.move.leave(step, token, node);
}

async function cancel(runner: Runner, ctx: CommandContext, which: ReturnType<typeof sql>, reason: string): Promise<void> {
  const found = await ctx.db.all<{ id: string }>(
    sql`select id from process.instance where ${which} and state = 'running' order by id`,
  );
  for (const { id } of found) await runner.step(ctx, sql`${id}::uuid`, (step) => endAll(step, reason));
}

/** Ends an instance wherever it stands. */
export async function endAll(step: Step, reason: string): Promise<void> {
  for (const token of step.inside(null)) await drop(step, token);
  step.instance.state = 'cancelled';
  step.instance.endReason = reason;
}

/** A message flow: to a start event a new instance; to who waits the message; else it is kept until somebody waits. */
async function deliver(runner: Runner, ctx: CommandContext, effect: Effect & { type: 'message' }): Promise<void> {
  const { from, target, data } = effect;
  const node = from.graph.nodes.get(target);
  if (!node) return; // the participant as a whole
  const pool = from.graph.pools.get(node.pool)!;
  const at = pool.starts.find((start) => start.node === node);
  const waiting = await ctx.db.maybe<{ instance: string }>(
    sql`select s.instance_id as instance from process.subscription s join process.instance i on i.id = s.instance_id
        where (i.id = ${from.root} or i.root_id = ${from.root}) and s.element = ${target} and s.state = 'waiting'
        order by s.created_at, s.id limit 1`,
  );
  if (waiting) return void (await runner.step(ctx, sql`${waiting.instance}::uuid`, (step) => take(step, target, data)));
  if (at) {
    const definition = (await ctx.app.definitions.byId<ProcessBody>(from.instance.definitionId))!;
    const variables = data ?? from.instance.variables;
    return begin(runner, ctx, definition, from, { process: pool.id, parentToken: null, variables, at });
  }
  if (node.kind === 'catch' || node.kind === 'boundary' || node.kind === 'start')
    ctx.db.send(
      sql`insert into process.message (id, root_id, element, data, sent_at)
          values (${ctx.newId()}, ${from.root}, ${target}, ${JSON.stringify(data)}::jsonb, ${ctx.now})`,
    );
}

async function take(step: Step, target: string, data: Record<string, unknown> | null): Promise<void> {
  const waiting = [...step.subscriptions.values()].find((s) => s.element === target);
  if (!waiting) return;
  if (data) step.set(step.tokens.get(waiting.token)!, data);
  await step.move.goOff(step, waiting);
}

/** Somebody begins to wait for a message flow: what was sent before is taken. */
async function look(runner: Runner, ctx: CommandContext, effect: Effect & { type: 'look' }): Promise<void> {
  const { from, target } = effect;
  await runner.step(ctx, sql`${from.instance.id}::uuid`, async (step) => {
    if (![...step.subscriptions.values()].some((s) => s.element === target)) return;
    const kept = await ctx.db.maybe<{ data: Record<string, unknown> | null }>(
      sql`delete from process.message where id = (select id from process.message
            where root_id = ${step.root} and element = ${target} order by sent_at, id limit 1) returning data`,
    );
    if (kept) await take(step, target, kept.data);
  });
}

/** A signal begins the participants of its file that start by it; other processes begin by a worker, see `startsBySignal`. */
async function startBySignal(
  runner: Runner,
  ctx: CommandContext,
  { from, name, data }: Effect & { type: 'signal' },
): Promise<void> {
  const own = (await ctx.app.definitions.byId<ProcessBody>(from.instance.definitionId))!;
  for (const pool of from.graph.pools.values())
    for (const at of pool.starts.filter(({ trigger }) => trigger.type === 'signal' && trigger.name === name))
      await begin(runner, ctx, own, from, { process: pool.id, parentToken: null, variables: data, at });
  keepIncoming(ctx.db, ctx.now, await startsBySignal(ctx, name, data, own.key));
}

/** Ends what else belongs to the family of an instance that is cancelled. */
export function cancelFamily(step: Step, reason: string): void {
  if (step.instance.rootId === null) step.afterwards({ type: 'cancel-family', reason });
}

/** Whether what begins by itself is about a matter of which its app has no screens. */
export async function isGeneral({ parts: { general } }: Runner, ctx: CommandContext, businessKey: string): Promise<boolean> {
  return general === true || ((await general?.(ctx, businessKey)) ?? false);
}

/** An instance of a family as it begins. */
export type Beginning = Pick<Instance, 'businessKey' | 'variables' | 'rootId' | 'parentToken' | 'process' | 'general'> & {
  readonly at: StartPoint | undefined;
};
