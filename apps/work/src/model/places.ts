import { type Context, localDate, sql, type Text } from '@dinh/kernel';
import type { Graph } from '@dinh/process';

/** A place that a process names, as `units.drafting`: the tasks done there, and the roles that must be held there. */
export interface Place {
  readonly key: string;
  readonly steps: readonly Text[];
  readonly roles: readonly string[];
}

/** A unit where every role of a place is held. */
export interface PlaceChoice {
  readonly id: number;
  readonly name: Text;
}

/** The places of a process, in the order of its tasks. */
export function placesOf(graph: Graph): Place[] {
  const places = new Map<string, { key: string; steps: Text[]; roles: Set<string> }>();
  for (const node of graph.nodes.values()) {
    const key = node.kind === 'user-task' ? /^units\.(\w+)$/.exec(node.unit?.source.trim() ?? '')?.[1] : undefined;
    if (key === undefined || node.kind !== 'user-task') continue;
    const place = places.get(key) ?? { key, steps: [], roles: new Set<string>() };
    place.steps.push(node.name);
    places.set(key, place);
    if (node.role) place.roles.add(node.role);
  }
  return [...places.values()].map((place) => ({ ...place, roles: [...place.roles] }));
}

/**
 * The units where each place can be: all its roles are held there today. The nearest to where the principal works come
 * first: their own unit, then those of their agency.
 */
export async function choicesFor(
  ctx: Pick<Context, 'db' | 'now' | 'principal'>,
  places: readonly Place[],
): Promise<Map<string, PlaceChoice[]>> {
  const today = localDate(ctx.now);
  const rows = await ctx.db.all<PlaceChoice & { place: string }>(
    sql`with wanted as (select * from jsonb_to_recordset(${JSON.stringify(places)}::jsonb) as w(key text, roles text[])),
             mine as (select distinct unnest(u.path) as id from identity.v_unit u where u.id = any(${[...ctx.principal.units]}::int[]))
        select w.key as place, u.id, json_build_object('vi', u.name_vi, 'en', u.name_en) as name
        from wanted w join lateral (
          select o.unit_id as id from identity.v_official o
          where o.role = any(w.roles) and o.state = 'active' and o.valid_from <= ${today}::date and (o.valid_to is null or o.valid_to > ${today}::date)
          group by o.unit_id having count(distinct o.role) = cardinality(w.roles)) h on true
        join identity.v_unit u on u.id = h.id
        order by w.key, (u.id = any(${[...ctx.principal.units]}::int[])) desc,
          (select count(*) from unnest(u.path) a where a in (select id from mine)) desc, u.name_vi, u.id`,
  );
  return Map.groupBy(rows, (row) => row.place) as unknown as Map<string, PlaceChoice[]>;
}
