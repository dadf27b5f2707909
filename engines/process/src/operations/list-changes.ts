import { query, shape, sql, mustReachAll } from '@dinh/kernel';
import { type Static, Type } from 'typebox';

const entry = shape({
  id: Type.String(),
  kind: Type.String(),
  element: Type.Union([Type.String(), Type.Null()]),
  detail: Type.Unknown(),
  reason: Type.String(),
  at: Type.Any({ description: 'date and time' }),
  by: Type.String(),
});

/** What people have changed in a running process, with their reasons, in order. */
export const listChanges = query({
  name: 'process.list-changes',
  title: { vi: 'Các thay đổi trên một quy trình đang chạy', en: 'Changes made to a running process' },
  input: shape({
    instance: Type.String({ format: 'uuid' }),
    after: Type.Optional(Type.String({ format: 'uuid' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  }),
  output: shape({ changes: Type.Array(entry), next: Type.Union([Type.String(), Type.Null()]) }),
  may: 'process.view-incident',
  async run(ctx, { instance, after, limit = 50 }) {
    mustReachAll(ctx.principal, 'process.view-incident');
    const changes = await ctx.db.all<Static<typeof entry>>(
      sql`select id, kind, element, detail, reason, at, by_name as by from process.change
          where instance_id = ${instance} and (${after ?? null}::uuid is null or id > ${after ?? null}::uuid)
          order by id limit ${limit + 1}`,
    );
    const more = changes.length > limit;
    if (more) changes.pop();
    return { changes, next: more ? changes.at(-1)!.id : null };
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'process.list-changes': typeof listChanges;
  }
}
