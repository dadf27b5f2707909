import type { Loader } from '@dinh/kernel';

/** Drops indexes and foreign keys of tables that are about to be loaded. @returns the statements that lay them anew */
export async function dropIndexes(loader: Loader, tables: readonly string[]): Promise<string[]> {
  const list = tables.map((table) => `'${table}'::regclass`).join(', ');
  const keys = await loader.run(
    `select conrelid::regclass::text as tab, quote_ident(conname) as name, pg_get_constraintdef(oid) as def, contype from pg_constraint
     where contype in ('f', 'u') and conrelid in (${list}) order by contype desc`,
  );
  const indexes = await loader.run(
    `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as def from pg_index i
     where indrelid in (${list}) and not indisprimary and not exists (select from pg_constraint c where c.conindid = i.indexrelid and c.contype = 'u')`,
  );
  for (const { tab, name } of keys.rows) await loader.run(`alter table ${tab} drop constraint ${name}`);
  for (const { name } of indexes.rows) await loader.run(`drop index ${name}`);
  return [
    ...indexes.rows.map(({ def }) => def as string),
    ...keys.rows.map(({ tab, name, def }) => `alter table ${tab} add constraint ${name} ${def}`),
  ];
}
