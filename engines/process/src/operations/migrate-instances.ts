import { command, notFound, shape, sql, mustReachAll } from '@dinh/kernel';
import { Type } from 'typebox';
import { migrateInstance } from '../change/migrate.ts';
import type { ProcessBody } from '../engine.ts';
import { reasonNeeded } from '../errors.ts';
import { graphOf } from '../graphs.ts';
import { runnerOf } from '../registry.ts';
import { mappingInput, problemsOutput } from './shapes.ts';

const most = 100;

/**
 * Moves running instances to another version of their process, each whole or not at all. Those whose places the plan does
 * not cover stay as they are and are told with the reasons. A hundred at a time: call it again until none is left.
 */
export const migrateInstances = command({
  name: 'process.migrate-instances',
  title: { vi: 'Chuyển quy trình đang chạy sang phiên bản khác', en: 'Migrate running processes' },
  input: shape({
    from: Type.String({ format: 'uuid' }),
    to: Type.String({ format: 'uuid' }),
    mapping: Type.Optional(mappingInput),
    instances: Type.Optional(Type.Array(Type.String({ format: 'uuid' }), { maxItems: most, description: 'these only' })),
    after: Type.Optional(Type.String({ format: 'uuid', description: 'the last of the call before' })),
    reason: Type.String({ minLength: 1, maxLength: 2000 }),
  }),
  output: shape({
    migrated: Type.Array(Type.String()),
    refused: Type.Array(shape({ instance: Type.String(), problems: problemsOutput })),
    next: Type.Union([Type.String(), Type.Null()]),
  }),
  may: 'process.migrate-instance',
  subject: ({ to }) => `definition:${to}`,
  async run(ctx, { from, to, mapping = {}, instances, after, reason }) {
    mustReachAll(ctx.principal, 'process.migrate-instance');
    if (reason.trim() === '') throw reasonNeeded();
    const [before, target] = await Promise.all([from, to].map((id) => ctx.app.definitions.byId<ProcessBody>(id)));
    if (target?.kind !== 'process' || before?.kind !== 'process') throw notFound();
    const found = await ctx.db.all<{ id: string; owner: string }>(
      sql`select id, owner from process.instance where definition_id = ${from} and state = 'running'
            and (${instances ?? null}::uuid[] is null or id = any(${instances ?? null}::uuid[]))
            and (${after ?? null}::uuid is null or id > ${after ?? null}::uuid)
          order by id limit ${most}`,
    );
    const migrated: string[] = [];
    const refused: {
      instance: string;
      problems: { element: string; reason: { vi: string; en: string } }[];
    }[] = [];
    for (const { id, owner } of found) {
      const runner = runnerOf(owner);
      const goal = { definition: target.id, version: target.version, graph: graphOf(target) };
      const problems = await migrateInstance(runner, ctx, id, goal, mapping, reason);
      if (problems?.length === 0) migrated.push(id);
      else if (problems) refused.push({ instance: id, problems });
    }
    return { migrated, refused, next: found.length === most ? found.at(-1)!.id : null };
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'process.migrate-instances': typeof migrateInstances;
  }
}
