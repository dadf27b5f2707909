import { type CommandContext, type Text, sql } from '@dinh/kernel';
import { changeRefused, notRunning, reasonNeeded } from '../errors.ts';
import type { Runner, StepResult } from '../engine.ts';
import { runnerOf } from '../registry.ts';
import { tell } from '../run/tell.ts';
import { openScope } from '../run/event-sub.ts';
import { cancelFamily, endAll } from '../run/family.ts';
import { clear, drop } from '../run/clear.ts';
import type { Step, Token } from '../run/step.ts';
import { armBoundaries } from '../run/wait.ts';
import type { Node, Scope } from '../model/graph.ts';

export type ChangeKind =
  | 'cancelled'
  | 'moved'
  | 'restarted'
  | 'variables'
  | 'migrated'
  | 'retried'
  | 'skipped'
  | 'relocated'
  | 'recounted';

/** Does one step with a running instance because a person wants it so, and writes down who, what and why. */
export async function change(
  ctx: CommandContext,
  instanceId: string,
  kind: ChangeKind,
  reason: string,
  work: (step: Step) => Promise<{ element?: string; detail: object }>,
): Promise<StepResult> {
  if (reason.trim() === '') throw reasonNeeded();
  const row = await ctx.db.maybe<{ owner: string }>(
    sql`select owner from process.instance where id = ${instanceId}::uuid and state = 'running'`,
  );
  if (!row) throw notRunning();
  const result = await runnerOf(row.owner).step(ctx, sql`${instanceId}::uuid`, async (step) => {
    ctx.subject(`process:${step.instance.businessKey}`);
    const { element, detail } = await work(step);
    noteChange(ctx, instanceId, kind, reason, element ?? null, detail);
  });
  if (!result) throw notRunning();
  return result;
}

export function noteChange(
  ctx: CommandContext,
  instanceId: string,
  kind: ChangeKind,
  reason: string,
  element: string | null,
  detail: object,
): void {
  ctx.db.send(
    sql`insert into process.change (id, instance_id, kind, element, detail, reason, at, by_person, by_name)
        values (${ctx.newId()}, ${instanceId}::uuid, ${kind}, ${element}, ${JSON.stringify(detail)}::jsonb, ${reason.trim()},
          ${ctx.now}, ${ctx.principal.kind === 'person' ? ctx.principal.id : null}::uuid, ${ctx.principal.name})`,
  );
}

const refuse = (vi: string, en: string) => changeRefused({ reasonVi: vi, reasonEn: en });

/** Ends an instance with all that it has called and written to; of a called process the whole matter. */
export async function cancel(step: Step, reason: string): Promise<{ detail: object }> {
  if (step.instance.rootId !== null)
    throw refuse('đây là quy trình con, xin hủy quy trình chính', 'it belongs to another process: cancel that one');
  const stood = [...step.tokens.values()].map((t) => t.element);
  await endAll(step, reason);
  cancelFamily(step, reason);
  return { detail: { stood } };
}

/** Sets variables of an instance; null takes one away. Conditions that are waited for are looked at again. */
export async function setVariables(step: Step, values: Record<string, unknown>): Promise<{ detail: object }> {
  const before = Object.fromEntries(Object.keys(values).map((name) => [name, step.instance.variables[name] ?? null]));
  const all = { ...step.instance.variables, ...values };
  for (const [name, value] of Object.entries(values)) if (value === null) delete all[name];
  step.instance.variables = all;
  step.revision++;
  return { detail: { before, after: values } };
}

/** The same in every running process of a matter, without a word about it: for trials, of which nothing stays. */
export async function setMatter(
  runner: Runner,
  ctx: CommandContext,
  input: { businessKey: string; variables: Record<string, unknown> },
): Promise<void> {
  const found = await ctx.db.all<{ id: string }>(
    sql`select id from process.instance where owner = ${runner.parts.owner} and business_key = ${input.businessKey}
          and state = 'running' order by id`,
  );
  for (const { id } of found)
    await runner.step(ctx, sql`${id}::uuid`, async (step) => void (await setVariables(step, input.variables)));
}

/** Moves one token to another element of its scope; what it held is cancelled. */
export async function moveToken(step: Step, tokenId: string, to: string): Promise<{ element: string; detail: object }> {
  const token = step.tokens.get(tokenId);
  if (!token) throw refuse('bước này không còn chờ', 'nothing waits there any more');
  const node = step.node(token);
  const target = targetOf(step, to);
  if (step.isGuard(token) || step.isItem(token))
    throw refuse(`“${node.name.vi}” không thể chuyển riêng lẻ`, `“${node.name.en}” cannot be moved by itself`);
  if (target.scope !== node.scope)
    throw refuse(`“${target.name.vi}” thuộc quy trình con khác`, `“${target.name.en}” stands in another sub-process`);
  await clear(step, token);
  token.repeats = false;
  token.locals = null;
  await tell(step, token, node, 'onLeave');
  step.queue.push({ token, node: target });
  return { element: to, detail: { from: node.id, to } };
}

/** Begins again at one element: everything else of the instance is cancelled, the scopes around the element are opened. */
export async function restartFrom(step: Step, to: string): Promise<{ element: string; detail: object }> {
  const target = targetOf(step, to);
  const around: Scope[] = [];
  for (let scope = target.scope; scope; scope = scope.scope) around.unshift(scope);
  const wrong = around.find((scope) => scope.kind === 'event-sub-process' || scope.repetition);
  if (wrong) throw refuse(`không thể bắt đầu lại bên trong “${wrong.name.vi}”`, `one cannot begin inside “${wrong.name.en}”`);
  const stood = [...step.tokens.values()].map((t) => t.element);
  for (const token of step.inside(null)) await drop(step, token);
  await openScope(step, null, step.pool.eventSubs);
  let parent: Token | null = null;
  for (const scope of around) {
    parent = step.addToken(scope, parent?.id ?? null);
    await tell(step, parent, scope, 'onEnter');
    await armBoundaries(step, parent, scope);
    await openScope(step, parent.id, scope.eventSubs);
  }
  step.queue.push({ token: step.addToken(target, parent?.id ?? null), node: target });
  return { element: to, detail: { from: stood, to } };
}

const notAPlace = new Set(['start', 'boundary', 'event-sub-process']);

function targetOf(step: Step, id: string): Node {
  const node = step.graph.nodes.get(id);
  if (!node || node.pool !== step.pool.id) throw refuse(`quy trình không có bước “${id}”`, `the process has no element “${id}”`);
  if ((notAPlace.has(node.kind) && !(node.kind === 'start' && node.scope === undefined)) || node.undoes)
    throw refuse(`không thể chuyển đến “${node.name.vi}”`, `one cannot go to “${node.name.en}”`);
  return node;
}

/** What a person reads of an element: its name, or its id where the model has it no more. */
export const nameOf = (node: Node | undefined, id: string): Text => node?.name ?? { vi: id, en: id };
