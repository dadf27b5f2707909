import { type Context, type DefinitionKind, localDate, sql } from '@dinh/kernel';
import { compileBpmn } from '@dinh/process';
import { placed, type Problem, readBody } from './body-text.ts';

/**
 * Everything that stands in the way of publishing a text under a key: its language, its shape, the check of its kind,
 * and the names that it uses.
 */
export async function checkText(
  ctx: Pick<Context, 'app' | 'db' | 'now'>,
  kind: DefinitionKind,
  key: string,
  text: string,
  base: unknown,
  source: string,
): Promise<{ body?: unknown; problems: Problem[] }> {
  const { body, problems, lineOf } = readBody(kind, text, base, source);
  if (body === undefined) return { problems };
  const day = localDate(ctx.now);
  const around = { key, others: (name: string) => ctx.app.definitions.allAt(name, day) };
  const found = (await kind.check?.(body, around)) ?? [];
  const all = found.map((problem) => placed(problem, lineOf));
  const name = (body as { key?: unknown; code?: unknown }).key ?? (body as { code?: unknown }).code;
  if (!kind.file && kind.kind !== 'site' && name !== undefined && name !== key)
    all.push({
      path: 'key',
      reason: `the key is “${String(name)}”, here stands “${key}”`,
      line: lineOf('key'),
    });
  if (kind.kind === 'process' && all.length === 0) all.push(...(await unknownRoles(ctx, text)));
  return all.length > 0 ? { problems: all.slice(0, 50) } : { body, problems: [] };
}

/** A step whose role nobody can hold would wait for ever. */
async function unknownRoles(ctx: Pick<Context, 'db'>, bpmn: string): Promise<Problem[]> {
  const rows = await ctx.db.all<{ key: string }>(sql`select key from identity.v_role`);
  const roles = new Set(rows.map((row) => row.key));
  return [...(compileBpmn(bpmn).graph?.nodes.values() ?? [])].flatMap((node) =>
    node.kind === 'user-task' && !roles.has(node.role)
      ? [{ path: node.id, reason: `${node.id}: there is no role “${node.role}”` }]
      : [],
  );
}
