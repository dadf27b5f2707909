import { type Context, type Definition, type DefinitionKind, localDate, sql, type Text } from '@dinh/kernel';
import { compileBpmn, type Node } from '@dinh/process';
import { drawnWorkProblems, workOf } from './check-drawn-work.ts';
import { placed, type Problem, readBody, type Written } from './body-text.ts';

/**
 * Everything that stands in the way of publishing a text under a key: its language, its shape, the check of its kind,
 * and the names that it uses.
 */
export async function checkText(
  ctx: Pick<Context, 'app' | 'db' | 'now'>,
  kind: DefinitionKind,
  key: string,
  written: Written,
  base: unknown,
): Promise<{ body?: unknown; problems: Problem[] }> {
  const { body, problems, lineOf } = readBody(kind, written, base);
  if (body === undefined) return { problems };
  const day = localDate(ctx.now);
  const around = { key, others: (name: string) => ctx.app.definitions.allAt(name, day) };
  const found = (await kind.check?.(body, around)) ?? [];
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
  if (kind.kind === 'process' && all.length === 0)
    all.push(...(await unknownNames(ctx, written.text, day, around.others)));
  return all.length > 0 ? { problems: all.slice(0, 50) } : { body, problems: [] };
}

/** What goes with a new version of a definition: the same kinds of bodies, changed by it. */
export async function followers(
  ctx: Pick<Context, 'app' | 'now'>,
  kind: DefinitionKind,
  key: string,
  before: unknown,
  after: unknown,
): Promise<readonly Pick<Definition, 'kind' | 'key' | 'body'>[]> {
  const day = localDate(ctx.now);
  const others = (name: string) => ctx.app.definitions.allAt(name, day);
  return (await kind.follow?.(before, after, { key, others })) ?? [];
}

/** A step whose role nobody can hold would wait for ever; what a step names must be in force. */
async function unknownNames(
  ctx: Pick<Context, 'app' | 'db'>,
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
    drawnWorkProblems(ctx.app, graph, others),
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
