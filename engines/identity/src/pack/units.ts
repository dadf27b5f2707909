import type { PackChange, PackFolder, PackLoad, PackPart, Placed, Queries } from '@dinh/kernel';
import { raiseRevision, sql } from '@dinh/kernel';
import { keepVersions } from '../organisation/versions.ts';

const columns = [
  'code',
  'key',
  'parent_key',
  'name_vi',
  'name_en',
  'kind',
  'level',
  'valid_from',
  'valid_to',
  'address',
  'phone',
  'email',
  'hours_vi',
  'hours_en',
  'source',
] as const;

export type UnitRow = Placed<Record<(typeof columns)[number], string>>;

/** `units.tsv`: the tree of units with their identifiers by QĐ 20/2020/QĐ-TTg. */
export const unitsPart: PackPart<UnitRow[]> = {
  name: 'units',
  read: (folder) => folder.table('units.tsv', columns),
  check: checkUnits,
  load: loadUnits,
  async save(save) {
    const rows = await save.db.all<Record<(typeof columns)[number], string>>(
      sql`select u.code, u.key, p.key as parent_key, u.name_vi, u.name_en, u.kind, u.level, u.valid_from, u.valid_to, u.address, u.phone, u.email, u.hours_vi, u.hours_en, u.source
          from identity.unit u left join identity.unit p on p.id = u.parent_id order by u.path`,
    );
    save.table('units.tsv', columns, rows, 'key');
  },
};

function checkUnits(rows: UnitRow[], _: unknown, folder: PackFolder): void {
  const lines = new Map<string, UnitRow>();
  const codes = new Set<string>();
  for (const row of rows) {
    const { code, key, valid_from: from, valid_to: to, name_vi, kind, level, source } = row.value;
    const wrong = (reason: string) => folder.problem(row.file, row.line, reason);
    if (!/^[0-9A-Z]+(\.[0-9A-Z]+)*$/.test(code) || code.length > 35)
      wrong(`code "${code}": groups of 0-9A-Z joined by dots, at most 35 characters (QĐ 20/2020)`);
    if (!/^[a-z0-9]+([.-][a-z0-9]+)*$/.test(key)) wrong(`key "${key}": small letters, digits, "-" and "."`);
    if (codes.has(code)) wrong(`code "${code}" stands twice`);
    if (lines.has(key)) wrong(`key "${key}" stands twice, first in line ${lines.get(key)!.line}`);
    if (!/^\d{4}-\d{2}-\d{2}$/.test(from)) wrong('valid_from is needed as YYYY-MM-DD');
    if (to !== '' && !(to > from)) wrong('valid_to must be after valid_from');
    if (!name_vi || !kind || !level || !source) wrong('name_vi, kind, level and source are needed');
    codes.add(code);
    lines.set(key, row);
  }
  for (const row of rows) {
    const seen = new Set<string>();
    for (let at: UnitRow | undefined = row; at && at.value.parent_key !== '';) {
      const parent: string = at.value.parent_key;
      if (!lines.has(parent)) folder.problem(at.file, at.line, `there is no unit "${parent}"`);
      if (seen.has(parent)) {
        folder.problem(row.file, row.line, `unit "${row.value.key}" stands above itself`);
        break;
      }
      seen.add(parent);
      at = at === row || lines.has(parent) ? lines.get(parent) : undefined;
    }
  }
}

/** Writes all units in three statements, whatever their number. */
async function loadUnits({ tx, report }: PackLoad, rows: UnitRow[]): Promise<void> {
  const items = JSON.stringify(
    rows.map(({ value: v }) => ({
      ...v,
      valid_to: v.valid_to || null,
      address: v.address || null,
      phone: v.phone || null,
      email: v.email || null,
      hours_vi: v.hours_vi || null,
      hours_en: v.hours_en || null,
      name_en: v.name_en || v.name_vi,
    })),
  );
  const written = await tx.all<{ key: string; added: boolean }>(
    sql`insert into identity.unit as u (code, key, name_vi, name_en, kind, level, valid_from, valid_to, address, phone, email, hours_vi, hours_en, source)
        select code, key, name_vi, name_en, kind, level, valid_from, valid_to, address, phone, email, hours_vi, hours_en, source
        from jsonb_to_recordset(${items}::jsonb) as i (code text, key text, name_vi text, name_en text, kind text, level text,
          valid_from date, valid_to date, address text, phone text, email text, hours_vi text, hours_en text, source text)
        on conflict (key) do update set (code, name_vi, name_en, kind, level, valid_from, valid_to, address, phone, email, hours_vi, hours_en, source) =
          (excluded.code, excluded.name_vi, excluded.name_en, excluded.kind, excluded.level, excluded.valid_from,
           excluded.valid_to, excluded.address, excluded.phone, excluded.email, excluded.hours_vi, excluded.hours_en, excluded.source)
        where not u.edited and (u.code, u.name_vi, u.name_en, u.kind, u.level, u.valid_from, u.valid_to, u.address, u.phone, u.email, u.hours_vi, u.hours_en, u.source)
          is distinct from (excluded.code, excluded.name_vi, excluded.name_en, excluded.kind, excluded.level, excluded.valid_from,
           excluded.valid_to, excluded.address, excluded.phone, excluded.email, excluded.hours_vi, excluded.hours_en, excluded.source)
        returning key, xmax = 0 as added`,
  );
  const moved = await tx.all<{ key: string }>(
    sql`with recursive placed as (
          select u.key, u.id, p.id as parent_id
          from jsonb_to_recordset(${items}::jsonb) as i (key text, parent_key text)
            join identity.unit u on u.key = i.key and not u.edited left join identity.unit p on p.key = i.parent_key
        ), parents as (
          select u.id, case when placed.id is null then u.parent_id else placed.parent_id end as parent_id
          from identity.unit u left join placed on placed.id = u.id
        ), tree (id, parent_id, path) as (
          select id, parent_id, array[id] from parents where parent_id is null
          union all select c.id, c.parent_id, t.path || c.id from parents c join tree t on c.parent_id = t.id
        )
        update identity.unit u set parent_id = t.parent_id, path = t.path from tree t
        where t.id = u.id and (u.parent_id, u.path) is distinct from (t.parent_id, t.path) returning u.key`,
  );
  const edited = await tx.all<{ key: string }>(sql`select key from identity.unit where edited`);
  const changes = new Map<string, PackChange>(edited.map(({ key }) => [key, 'kept']));
  for (const { key } of moved) changes.set(key, 'changed');
  for (const { key, added } of written) changes.set(key, added ? 'added' : 'changed');
  for (const { value } of rows) report('units', value.key, changes.get(value.key) ?? 'unchanged');
  if (written.length + moved.length === 0) return;
  await keepVersions(tx);
  await directoryChanged(tx);
}

/** Tells every process that units or roles are to be read again. */
export async function directoryChanged(tx: Queries): Promise<void> {
  await raiseRevision(tx, 'identity');
}
