import { type Context, type Definition, type DefinitionKind, localDate, sql, type Text } from '@dinh/kernel';
import type { MessageTemplate } from '@dinh/notify';
import { compileBpmn, type Node } from '@dinh/process';
import { drawnWorkProblems, workOf } from './check-drawn-work.ts';
import { messageProblems } from './check-message.ts';
import { placed, type Problem, readBody, type Written } from './body-text.ts';

/** The day (`YYYY-MM-DD`) for which a text that is to hold from a day is looked at: that day, or today once it has passed. */
export function dayOf(now: Date, from?: string | null): string {
  const today = localDate(now);
  return from && from > today ? from : today;
}

/**
 * Everything that stands in the way of publishing a text under a key: its language, its shape, the check of its kind,
 * and the names that it uses, beside what is in force on a day.
 * @param day from which it is to hold
 */
export async function checkText(
  ctx: Pick<Context, 'app' | 'db' | 'now'>,
  kind: DefinitionKind,
  key: string,
  written: Written,
  base: unknown,
  day: string = localDate(ctx.now),
): Promise<{ body?: unknown; problems: Problem[] }> {
  const { body, problems, lineOf } = readBody(kind, written, base);
  if (body === undefined) return { problems };
  const around = { key, others: (name: string) => ctx.app.definitions.allAt(name, day) };
  const found = [...((await kind.check?.(body, around)) ?? [])];
  // What it imports, and who imports it, may change again while it holds.
  if (kind.kind === 'decision')
    for (const later of found.length > 0 ? [] : await changesWhileItHolds(ctx, kind.kind, key, day))
      found.push(
        ...((await kind.check?.(body, { key, others: (name) => ctx.app.definitions.allAt(name, later) })) ?? []).map(
          (problem) => ({ ...problem, reason: fromThen(later, problem.reason) }),
        ),
      );
  if (kind.kind === 'message' && found.length === 0)
    found.push(...(await messageProblems(ctx.app, key, body as MessageTemplate, await around.others('process'))));
  const all = found.map((problem) => placed(problem, lineOf, kind, body));
  // A procedure stands under its code; the short name that one of the pack has besides is not its key.
  const name = (body as { key?: unknown; code?: unknown }).code ?? (body as { key?: unknown }).key;
  if (!kind.file && kind.kind !== 'site' && name !== undefined && name !== key)
    all.push({
      path: 'code' in (body as object) ? 'code' : 'key',
      reason: {
        vi: `mã ghi trong nội dung là “${String(name)}”, nhưng nội dung này có mã “${key}”`,
        en: `the key is “${String(name)}”, here stands “${key}”`,
      },
      line: lineOf('code' in (body as object) ? 'code' : 'key'),
    });
  if (kind.kind === 'process' && all.length === 0) all.push(...(await unknownNames(ctx, key, written.text, day, around.others)));
  return all.length > 0 ? { problems: all.slice(0, 50) } : { body, problems: [] };
}

/** How many days to come are looked at, at most. */
const mostDays = 12;

/** The days after `day` on which something of a kind begins to hold, as long as a version of `key` from that day on does. */
async function changesWhileItHolds({ db }: Pick<Context, 'db'>, kind: string, key: string, day: string): Promise<string[]> {
  const rows = await db.all<{ day: string }>(
    sql`select distinct effective_from as day from kernel.v_definition
        where kind = ${kind} and effective_from > ${day}::date and key <> ${key}
          and effective_from < coalesce((select min(effective_from) from kernel.v_definition where kind = ${kind} and key = ${key} and effective_from > ${day}::date), 'infinity')
        order by 1 limit ${mostDays}`,
  );
  return rows.map((row) => row.day);
}

const fromThen = (day: string, { vi, en }: Text): Text => ({
  vi: `từ ngày ${day.split('-').reverse().join('/')}: ${vi}`,
  en: `from ${day} on: ${en}`,
});

/**
 * The same for a text of which nobody has said yet from when it is to hold: what it names may begin only later. So the first
 * day is looked for on which nothing stands in its way.
 * @param from the day that was said before
 * @returns the day, and what stands in its way from then on; of a text that can hold on no day that of `from`
 */
export async function firstDay(
  ctx: Pick<Context, 'app' | 'db' | 'now'>,
  kind: DefinitionKind,
  key: string,
  written: Written,
  base: unknown,
  from?: string | null,
): Promise<{ day: string; problems: Problem[] }> {
  const day = dayOf(ctx.now, from);
  const { problems } = await checkText(ctx, kind, key, written, base, day);
  if (problems.length === 0 || readBody(kind, written, base).body === undefined) return { day, problems };
  const begins = await ctx.db.all<{ day: string }>(
    sql`select distinct effective_from as day from kernel.v_definition where effective_from > ${day}::date order by 1 limit ${mostDays}`,
  );
  for (const later of begins)
    if ((await checkText(ctx, kind, key, written, base, later.day)).problems.length === 0)
      return { day: later.day, problems: [] };
  return { day, problems };
}

/** What goes with a new version of a definition: the same kinds of bodies, changed by it. */
export async function followers(
  ctx: Pick<Context, 'app' | 'now'>,
  kind: DefinitionKind,
  key: string,
  before: unknown,
  after: unknown,
  day: string = localDate(ctx.now),
): Promise<readonly Pick<Definition, 'kind' | 'key' | 'body'>[]> {
  const others = (name: string) => ctx.app.definitions.allAt(name, day);
  return (await kind.follow?.(before, after, { key, others })) ?? [];
}

/** A step whose role nobody can hold would wait for ever; what a step names must be in force. */
async function unknownNames(
  ctx: Pick<Context, 'app' | 'db'>,
  key: string,
  bpmn: string,
  day: string,
  others: <Body>(kind: string) => Promise<readonly Definition<Body>[]>,
): Promise<Problem[]> {
  const { graph } = compileBpmn(bpmn);
  if (!graph) return [];
  const nodes = [...graph.nodes.values()];
  const rows = await ctx.db.all<{ key: string }>(sql`select key from identity.v_role`);
  const known = async (kind: string) => new Set((await others(kind)).map((one) => one.key));
  const [forms, decisions, processes, workProblem] = await Promise.all([
    nodes.some((node) => node.kind === 'user-task' && node.form) ? known('form') : undefined,
    nodes.some((node) => node.kind === 'rule-task') ? known('decision') : undefined,
    nodes.some((node) => node.kind === 'call-activity') ? known('process') : undefined,
    drawnWorkProblems(ctx.app, key, graph, others),
  ]);
  // A role and a unit stand at the task of a person, and at a notice to whoever holds the role.
  const whose = (node: Node) => (node.kind === 'user-task' ? node : workOf(node)?.notice);
  const literal = (node: Node) => /^"([^"\\]*)"$/.exec(whose(node)?.unit?.source.trim() ?? '')?.[1];
  const named = nodes.flatMap((node) => literal(node) ?? []);
  const units = named.length
    ? await ctx.db.all<{ key: string }>(
        sql`select key from identity.v_unit where key = any(${named}::text[]) and (valid_to is null or valid_to > ${day}::date)`,
      )
    : [];
  const unknownUnit = named.filter((key) => !units.some((unit) => unit.key === key));
  const roles = new Set(rows.map((row) => row.key));
  const missing = (node: Node, reason: Text): Problem[] => [
    { path: node.id, where: { vi: `“${node.name.vi}”`, en: `“${node.name.en}”` }, reason },
  ];
  return nodes.flatMap((node) => {
    const wrong = workProblem(node);
    if (wrong) return missing(node, wrong);
    const role = whose(node)?.role;
    if (role !== undefined && !roles.has(role))
      return missing(node, { vi: `không có vai trò “${role}”`, en: `there is no role “${role}”` });
    const unit = literal(node);
    if (unit !== undefined && unknownUnit.includes(unit))
      return missing(node, {
        vi: `không có đơn vị “${unit}” trong danh bạ`,
        en: `there is no unit “${unit}” in the directory`,
      });
    if (node.kind === 'user-task' && node.form && !forms!.has(node.form))
      return missing(node, {
        vi: `không có biểu mẫu “${node.form}” đang hiệu lực`,
        en: `there is no form “${node.form}” in force`,
      });
    if (node.kind === 'rule-task' && !decisions!.has(node.decision))
      return missing(node, {
        vi: `không có bảng quyết định “${node.decision}” đang hiệu lực`,
        en: `there is no decision “${node.decision}” in force`,
      });
    if (node.kind === 'call-activity' && !graph.pools.has(node.calls) && !processes!.has(node.calls))
      return missing(node, {
        vi: `không có quy trình “${node.calls}” đang hiệu lực`,
        en: `there is no process “${node.calls}” in force`,
      });
    return [];
  });
}
