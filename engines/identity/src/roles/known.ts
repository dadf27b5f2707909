import { type Context, localDate } from '@dinh/kernel';
import type { DataClasses } from '../access/data-classes.ts';
import type { RolePermission } from '../access/directory.ts';
import { roleNarrowingUnknown } from '../errors.ts';

/** @throws roleNarrowingUnknown a permission is narrowed to a field or class of data that there is not today */
export async function mustBeKnown(ctx: Context, permissions: readonly RolePermission[]): Promise<void> {
  const fields = new Set(permissions.flatMap((p) => p.fields ?? []));
  const classes = new Set(permissions.flatMap((p) => p.classes ?? []));
  if (fields.size + classes.size === 0) return;
  const today = localDate(ctx.now);
  const [types, known] = await Promise.all([
    ctx.app.definitions.inForce('business-type', today),
    ctx.app.definitions.inForce<DataClasses>('data-classes', today),
  ]);
  for (const { key } of types) fields.delete(key);
  for (const { body } of known) for (const { key } of body.classes) classes.delete(key);
  const [code] = [...fields, ...classes];
  if (code !== undefined) throw roleNarrowingUnknown({ code });
}
