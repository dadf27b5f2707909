import { isDay, localDate, type Queries, sql } from '@dinh/kernel';
import { meant } from './nearest.ts';
import type { Row } from './rows.ts';

interface Unit {
  code: string;
  key: string;
  parent: string | null;
  name: string;
  nameEn: string;
  kind: string;
  level: string;
  address: string | null;
  phone: string | null;
  email: string | null;
}

/**
 * Looks at all lines of a table of units: new ones, and names and addresses that change. Where a unit stands in the tree
 * changes by a plan of reorganisation only, since what it has under way must follow.
 */
export async function checkUnits(db: Queries, rows: Row[], now: Date): Promise<Row[]> {
  const today = localDate(now);
  const units = await db.all<Unit>(
    sql`select u.code, u.key, p.code as parent, u.name_vi as name, u.name_en as "nameEn", u.kind, u.level, u.address, u.phone, u.email
        from identity.unit u left join identity.unit p on p.id = u.parent_id`,
  );
  const byCode = new Map(
    units.flatMap((unit) => [[unit.code.toLowerCase(), unit] as const, [unit.key.toLowerCase(), unit] as const]),
  );
  const kinds = new Set(units.map(({ kind }) => kind));
  const levels = new Set(units.map(({ level }) => level));
  const lines = new Map<string, number>();
  const coming = new Set(rows.flatMap((row) => [row.get('code')?.toLowerCase(), row.get('key')?.toLowerCase()]).filter(Boolean));
  for (const row of rows) {
    const code = row.get('code') ?? '';
    if (!/^[0-9A-Z]+(\.[0-9A-Z]+)*$/.test(code) || code.length > 35)
      row.wrong(
        'code',
        'Mã định danh gồm chữ hoa, số và dấu chấm (QĐ 20/2020/QĐ-TTg), tối đa 35 ký tự.',
        'A code has capitals, digits and dots, 35 characters at most.',
      );
    const other = lines.get(code);
    if (other !== undefined) row.wrong('code', `Trùng với dòng ${other}.`, `The same as line ${other}.`);
    lines.set(code, other ?? row.number);
    const name = row.get('name');
    if (!name || name.length < 2) row.wrong('name', 'Hãy nhập tên đơn vị.', 'Type the name of the unit.');
    const from = row.get('from');
    if (from !== undefined && !isDay(from)) row.wrong('from', 'Ngày này không có trong lịch.', 'There is no such day.');
    const is = byCode.get(code.toLowerCase());
    const parent = row.get('parent')?.toLowerCase();
    if (parent !== undefined && !byCode.has(parent) && !coming.has(parent)) {
      const near = meant(parent, byCode.keys());
      row.wrong(
        'parent',
        `Không có đơn vị cấp trên với mã này; mã có trong Danh mục đơn vị.${near.vi}`,
        `There is no parent with this code; codes stand in the list of units.${near.en}`,
      );
    }
    if (is) {
      if (parent !== undefined && byCode.get(parent)?.code !== (is.parent ?? ''))
        row.wrong('parent', 'Đơn vị cấp trên chỉ đổi qua phương án sắp xếp.', 'The parent changes only by a reorganisation.');
      for (const key of ['name', 'nameEn', 'address', 'phone', 'email'] as const) {
        const said = row.get(key);
        if (said !== undefined && said !== is[key]) row.differs(key);
      }
      continue;
    }
    const key = row.get('key') ?? code.toLowerCase().replaceAll('.', '-');
    if (!/^[a-z0-9]+([.-][a-z0-9]+)*$/.test(key) || byCode.has(key.toLowerCase()))
      row.wrong(
        'key',
        'Khóa gồm chữ thường, số, dấu chấm, gạch, và chưa ai dùng.',
        'A key has small letters, digits, dots and dashes, and is not taken.',
      );
    row.fields['key'] = key;
    if (!kinds.has(row.get('kind') ?? ''))
      row.wrong('kind', `Loại: một trong ${[...kinds].sort().join(', ')}.`, `Kind: one of ${[...kinds].sort().join(', ')}.`);
    if (!levels.has(row.get('level') ?? ''))
      row.wrong('level', `Cấp: một trong ${[...levels].sort().join(', ')}.`, `Level: one of ${[...levels].sort().join(', ')}.`);
    if (parent === undefined) row.wrong('parent', 'Đơn vị mới cần đơn vị cấp trên.', 'A new unit needs a parent.');
    row.fields['from'] = from ?? today;
    row.differs('unit', 'new');
  }
  return rows;
}
