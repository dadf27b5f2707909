import { type Context, type Grant, type Scope, sql } from '@dinh/kernel';
import type { Place, SourcedGrant } from '../access/grants.ts';
import { machinePrincipal } from '../access/machine.ts';
import { type Asked, type askedRecord, judge, type Judged, principalsOf } from './asked.ts';

/** A system that may see a record in its own name, with the permissions by which it does. */
export interface SeeingMachine {
  readonly client: string;
  readonly name: { readonly vi: string; readonly en: string };
  readonly by: { readonly sourced: SourcedGrant; readonly judged: Judged }[];
}

/** All systems that are not suspended and may see it: each of their permissions is put to the predicate of the record, as those of persons are. */
export async function machinesOf(ctx: Context, asked: Awaited<ReturnType<typeof askedRecord>>): Promise<SeeingMachine[]> {
  const [directory, rows] = await Promise.all([
    principalsOf(ctx.app).directory(),
    ctx.db.all<{
      client: string;
      vi: string;
      en: string;
      permission: string;
      scope: Scope;
      unit: number | null;
    }>(
      sql`select c.id as client, c.name_vi as vi, c.name_en as en, p.permission, p.scope, p.unit_id as unit
          from identity.client c join identity.client_permission p on p.client_id = c.id
          where c.kind = 'machine' and c.state = 'active' and p.permission = any(${[...asked.kind.permissions]}::text[])
          order by c.folded, c.id, p.permission, p.scope, p.unit_id`,
    ),
  ]);
  const questions = rows.flatMap(({ client, vi, en, permission, scope, unit }) => {
    const node = unit === null ? undefined : directory.units.get(unit);
    if (scope !== 'all' && !node) return [];
    const units = scope === 'unit' ? [node!.id] : scope === 'unit-tree' ? node!.tree : [];
    const grant: Grant = { permission, scope, units };
    const place: Place | undefined = unit === null ? undefined : { unit, role: '', title: { vi, en }, main: false };
    return [{ client, name: { vi, en }, sourced: { grant, role: '', ...(place && { place }) } }];
  });
  const judged = await judge(
    ctx.db,
    ctx.now,
    asked,
    questions.map(({ client, name, sourced }): Asked => ({
      principal: machinePrincipal(client, name.vi),
      grant: sourced.grant,
    })),
  );
  const holding = questions.map((one, i) => ({ ...one, judged: judged[i]! })).filter((one) => one.judged.holds);
  return [...Map.groupBy(holding, ({ client }) => client)].map(([client, own]) => ({
    client,
    name: own[0]!.name,
    by: own.map(({ sourced, judged: one }) => ({ sourced, judged: one })),
  }));
}
