import { fold, query, shape, sql } from '@dinh/kernel';
import { processNamed } from '@dinh/process';
import { type Static, Type } from 'typebox';
import { doing, takenPart } from '../model/doing.ts';

const words = shape({ vi: Type.String(), en: Type.String() });

const Matter = shape({
  id: Type.String({ description: 'instance of its process' }),
  title: Type.Union([Type.String(), Type.Null()], { description: 'null for what began by itself' }),
  process: words,
  state: Type.Enum(['running', 'completed', 'cancelled']),
  at: Type.Array(words, { description: 'steps where it waits now' }),
  startedAt: Type.Any({ description: 'date and time' }),
  endedAt: Type.Any({ description: 'date and time; null while it runs' }),
});
export type MatterLine = Static<typeof Matter>;

/** The matters of the general list that the principal began or takes part in, the latest first. */
export const listMatters = query({
  name: 'work.list-matters',
  title: { vi: 'Việc tôi tham gia', en: 'Matters I take part in' },
  may: doing,
  input: shape({
    text: Type.Optional(Type.String({ maxLength: 200, description: 'words of what it is about' })),
    state: Type.Optional(Type.Enum(['running', 'completed', 'cancelled'])),
    after: Type.Optional(Type.String({ format: 'uuid', description: 'the last of the page before' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
  }),
  output: shape({ matters: Type.Array(Matter), next: Type.Union([Type.String(), Type.Null()]) }),
  async run(ctx, input) {
    const limit = input.limit ?? 50;
    const wanted = sql.all([
      sql`i.general and i.root_id is null`,
      input.state !== undefined && sql`i.state = ${input.state}`,
      input.text !== undefined &&
        input.text.trim() !== '' &&
        sql`kernel.fold(i.variables ->> 'title') like ${`%${fold(input.text).replace(/[\\%_]/g, '\\$&')}%`}`,
      input.after !== undefined && sql`m.id < ${input.after}::uuid`,
    ]);
    const rows = await ctx.db.all<Omit<MatterLine, 'process'> & { definition: string }>(
      sql`select i.id, i.variables ->> 'title' as title, i.definition_id as definition, i.state,
                 coalesce((select jsonb_agg(jsonb_build_object('vi', t.name_vi, 'en', t.name_en) order by t.created_at, t.id)
                   from process.v_task t where t.instance_id = i.id and t.state = 'open'), '[]') as at,
                 i.started_at as "startedAt", i.ended_at as "endedAt"
          from ${takenPart(ctx)} m cross join lateral (select i.* from process.v_instance i where i.id = m.id offset 0) i
          where ${wanted} order by m.id desc limit ${limit + 1}`,
    );
    const more = rows.length > limit;
    if (more) rows.pop();
    const matters = await Promise.all(
      rows.map(async ({ definition, ...row }) => ({
        ...row,
        process: await processNamed(ctx.app, definition),
      })),
    );
    return { matters, next: more ? rows.at(-1)!.id : null };
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'work.list-matters': typeof listMatters;
  }
}
