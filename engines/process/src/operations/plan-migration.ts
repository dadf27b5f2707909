import { type Context, notFound, query, shape, sql, mustReachAll } from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { checkPlaces } from '../change/migrate.ts';
import type { ProcessBody } from '../engine.ts';
import { compileBpmn } from '../model/compile.ts';
import type { Graph } from '../model/graph.ts';
import { mappingInput, problemsOutput } from './shapes.ts';

const planned = shape({
  from: Type.String(),
  to: Type.String(),
  /** How many run on the old version. */
  running: Type.Integer(),
  problems: problemsOutput,
});

/** Checks a plan before anything is changed: does every place where an instance of the old version waits find its new one? */
export const planMigration = query({
  name: 'process.plan-migration',
  title: { vi: 'Kiểm tra phương án chuyển phiên bản quy trình', en: 'Check a plan to migrate processes' },
  input: shape({
    from: Type.String({ format: 'uuid' }),
    to: Type.String({ format: 'uuid' }),
    mapping: Type.Optional(mappingInput),
  }),
  output: planned,
  may: 'process.migrate-instance',
  async run(ctx, { from, to, mapping = {} }): Promise<Static<typeof planned>> {
    mustReachAll(ctx.principal, 'process.migrate-instance');
    const [before, after] = await Promise.all([graphFor(ctx, from), graphFor(ctx, to)]);
    const running = sql`select id from process.instance where definition_id = ${from} and state = 'running'`;
    const { count } = await ctx.db.one<{ count: number }>(sql`select count(*)::int as count from (${running}) r`);
    // A guard waits at the start event of an event sub-process: it is set anew.
    const tokens = await ctx.db.all<{ element: string; arrivedBy: string | null }>(
      sql`select distinct element, arrived_by as "arrivedBy" from process.token where instance_id in (${running})`,
    );
    const done = await ctx.db.all<{ element: string }>(
      sql`select distinct element from process.done where instance_id in (${running})`,
    );
    const places = {
      tokens: tokens.filter((t) => before.nodes.get(t.element)?.kind !== 'start'),
      done: done.map((d) => d.element),
    };
    return { from, to, running: count, problems: checkPlaces(before, after, places, mapping) };
  },
});

async function graphFor(ctx: Context, id: string): Promise<Graph> {
  const definition = await ctx.app.definitions.byId<ProcessBody>(id);
  const graph = definition?.kind === 'process' ? compileBpmn(definition.body.bpmn).graph : undefined;
  if (!graph) throw notFound();
  return graph;
}

declare module '@dinh/kernel' {
  interface OperationTypes {
    'process.plan-migration': typeof planMigration;
  }
}
