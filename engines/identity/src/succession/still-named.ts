import { type App, type Queries, sql } from '@dinh/kernel';
import type { Finding } from './check.ts';
import type { StandingUnit } from './plan.ts';

/** So many are told one by one. */
const most = 60;
const key = /[a-z0-9]+(?:[.-][a-z0-9]+)*/g;

/**
 * Which definitions and roles of the province still name a unit that gives way, by its key or, of agencies, by their name in a
 * text: those that follow by new versions of their own (procedures) and examples left out. From the day on keys lead to whoever
 * goes on with the unit; texts are mended by an officer in the studio.
 */
export async function stillNamed(
  app: Pick<App, 'modules'>,
  db: Queries,
  ending: readonly StandingUnit[],
  day: string,
): Promise<Finding[]> {
  if (ending.length === 0) return [];
  const rows = await db.all<{ kind: string; key: string; name: string | null; text: string }>(
    sql`select kind, key, coalesce(body->'name'->>'vi', body->'title'->>'vi', body->>'name', body->>'title') as name, (body - 'example')::text as text
          from kernel.v_definition where kind <> 'procedure' and (effective_to is null or effective_to > ${day}::date)
        union all select 'role', key, name_vi, permissions::text from identity.role where retired_on is null or retired_on > ${day}::date
        order by 1, 2`,
  );
  const kinds = new Map(
    app.modules.flatMap(({ definitionKinds = [] }) => definitionKinds.map((one) => [one.kind, one.title] as const)),
  );
  kinds.set('role', { vi: 'Vai trò', en: 'Role' });
  const byKey = new Map(ending.map((unit) => [unit.key, unit]));
  const agencies = ending.filter(({ level }) => level !== 'section');
  const told = new Set<string>();
  const found: Finding[] = [];
  for (const { kind, key: of, name, text } of rows) {
    const units = new Set([
      ...[...text.matchAll(key)].flatMap(([word]) => byKey.get(word) ?? []),
      ...agencies.filter((unit) => text.includes(unit.name.vi)),
    ]);
    if (units.size === 0 || told.has(`${kind} ${of}`)) continue;
    told.add(`${kind} ${of}`);
    const names = (lang: 'vi' | 'en') => [...units].map((unit) => `“${unit.name[lang]}”`).join(', ');
    const title = kinds.get(kind) ?? { vi: kind, en: kind };
    found.push({
      severity: 'warning',
      vi: `${title.vi} “${name ?? of}” còn nêu ${names('vi')}. Từ ngày áp dụng, mã đơn vị được hiểu là đơn vị tiếp nhận; xin sửa lại tên và mã cho đúng đơn vị mới.`,
      en: `${title.en} “${name ?? of}” still names ${names('en')}. From the day on its key is read as whoever goes on with it; please mend the name and the key.`,
    });
  }
  if (found.length <= most) return found;
  const more = found.length - most;
  return [
    ...found.slice(0, most),
    {
      severity: 'warning',
      vi: `Và ${more} mục khác của gói dữ liệu còn nêu đơn vị kết thúc.`,
      en: `And ${more} more pieces of the pack still name units that end.`,
    },
  ];
}
