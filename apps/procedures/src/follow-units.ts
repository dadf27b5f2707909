import { type CommandContext, localDate, publishDefinition, sql, type Succession, type UnitFollower } from '@dinh/kernel';
import type { Procedure } from './model.ts';
import { projectProcedures } from './search/project.ts';

/** The properties by which a procedure names units. */
const naming = ['agency', 'section', 'unit', 'leadership', 'clerk'];

/** The procedures whose newest version from a day on names one of these units. */
const namingNow = (day: string, keys: readonly string[]) =>
  sql`(select d.key, d.since::text as "from", d.body from (
         select distinct on (d.key, s.since) d.key, s.since, d.body from kernel.v_definition d
           cross join lateral (select greatest(d.effective_from, ${day}::date) as since) s
         where d.kind = 'procedure' and (d.effective_to is null or d.effective_to > ${day}::date)
         order by d.key, s.since, d.effective_from desc, d.version desc) d
       where exists (select from jsonb_path_query(d.body, '$.** ? (@.type() == "object").keyvalue()') k
                     where k->>'key' = any(${naming}::text[]) and k->>'value' = any(${[...keys]}::text[])))`;

/**
 * Procedures are settled by the agency that follows: a new version of each from the day on. The old ones stay, with the old
 * names, for what was filed under them.
 */
export const proceduresFollow: UnitFollower = {
  key: 'procedures.procedures',
  title: { vi: 'Thủ tục (phiên bản mới, cơ quan kế thừa)', en: 'Procedures, in new versions' },
  // The bodies are large: each is opened once, and not once for every unit.
  count: (db, units, day) =>
    db.all(
      sql`with found as materialized (
            select d.body->>'agency' as agency, array(select k->>'value' from jsonb_path_query(d.body, '$.** ? (@.type() == "object").keyvalue()') k
              where k->>'key' = any(${naming}::text[])) as named
            from ${namingNow(
              day,
              units.map(({ key }) => key),
            )} d)
          select x.id as unit, count(*)::int as count from found n cross join lateral (
            select u.id from jsonb_to_recordset(${JSON.stringify(units)}::jsonb) as u (id int, key text)
            where u.key = any(n.named) order by u.key is distinct from n.agency, u.id limit 1) x group by 1`,
    ),
  async follow(ctx, succession, limit) {
    const today = localDate(ctx.now);
    const keys = succession.units.map(({ key }) => key);
    const found = await ctx.db.all<{ key: string; from: string; body: Procedure }>(
      sql`select * from ${namingNow(today, keys)} d order by key, "from" limit ${limit}`,
    );
    for (const one of found) await publish(ctx, succession, one);
    if (found.length > 0) {
      await projectProcedures(ctx.db, today);
      ctx.db.afterCommit(() => ctx.app.definitions.forget());
    }
    return found.length;
  },
};

async function publish(
  ctx: CommandContext,
  succession: Succession,
  { key, from, body }: { key: string; from: string; body: Procedure },
): Promise<void> {
  const agency = succession.successorOfKey(body.agency, { field: body.businessType });
  const next = renamed(body, succession, body.businessType) as Procedure;
  await publishDefinition(ctx.db, ctx.now, {
    kind: 'procedure',
    key,
    body: agency && body.level !== agency.level ? { ...next, level: agency.level } : next,
    source: succession.basis || succession.title.vi,
    origin: 'officer',
    effectiveFrom: from,
  });
}

function renamed(value: unknown, succession: Succession, field: string): unknown {
  if (Array.isArray(value)) return value.map((one) => renamed(one, succession, field));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      name,
      typeof one === 'string' && naming.includes(name)
        ? (succession.successorOfKey(one, { field })?.key ?? one)
        : renamed(one, succession, field),
    ]),
  );
}
