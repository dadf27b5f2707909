import { type Context, localDate, sql } from '@dinh/kernel';
import type { DataClasses } from '../access/data-classes.ts';
import type { RolePermission } from '../access/directory.ts';
import { roleNarrowingUnknown } from '../errors.ts';

/** @throws roleNarrowingUnknown a permission is narrowed to a procedure, unit, field, class of data or step that there is not today */
export async function mustBeKnown(ctx: Context, permissions: readonly RolePermission[]): Promise<void> {
  const named = (by: 'procedures' | 'under' | 'fields' | 'classes' | 'steps') => new Set(permissions.flatMap((p) => p[by] ?? []));
  const [procedures, units, fields] = [named('procedures'), named('under'), named('fields')];
  const [classes, steps] = [named('classes'), named('steps')];
  const today = localDate(ctx.now);
  const inForce = <Body>(of: Set<string>, kind: string) => (of.size > 0 ? ctx.app.definitions.inForce<Body>(kind, today) : []);
  const [offered, types, known, processes, there] = await Promise.all([
    inForce(procedures, 'procedure'),
    inForce(fields, 'business-type'),
    inForce<DataClasses>(classes, 'data-classes'),
    inForce<{ readonly bpmn: string }>(steps, 'process'),
    ctx.db.all<{ key: string }>(sql`select key from identity.unit where key = any(${[...units]}::text[])`),
  ]);
  for (const { key } of offered) procedures.delete(key);
  for (const { key } of there) units.delete(key);
  for (const step of steps) if (processes.some(({ body }) => body.bpmn.includes(`id="${step}"`))) steps.delete(step);
  for (const { key } of types) fields.delete(key);
  for (const { body } of known) for (const { key } of body.classes) classes.delete(key);
  const [code] = [...procedures, ...units, ...fields, ...classes, ...steps];
  if (code !== undefined) throw roleNarrowingUnknown({ code });
}
