import { command, notFound, shape, sql } from '@dinh/kernel';
import { startGeneralActivity } from '@dinh/process';
import { Type } from 'typebox';
import { doing, taking } from '../model/doing.ts';

/**
 * Begins an activity of an ad-hoc sub-process that waits for people to begin what is needed; whoever takes part in the matter
 * may. In a process that the matter has called, too. @throws kernel.not-found for a matter out of reach, process.not-startable
 * where the sub-process is not open, or is over
 */
export const startActivity = command({
  name: 'work.start-activity',
  title: { vi: 'Mở một việc trong quy trình tùy ý', en: 'Begin an activity by hand' },
  may: doing,
  input: shape({
    instance: Type.String({ format: 'uuid', description: 'of the matter' }),
    called: Type.Optional(
      Type.String({
        format: 'uuid',
        description: 'the process that the matter has called, where it is in one',
      }),
    ),
    element: Type.String({
      minLength: 1,
      maxLength: 200,
      description: 'the activity, as the model calls it',
    }),
  }),
  output: shape({ instance: Type.String(), state: Type.String() }),
  subject: ({ instance }) => `instance:${instance}`,
  async run(ctx, { instance, called, element }) {
    if (!(await ctx.db.maybe(sql`select from process.v_instance i where i.id = ${instance} and ${taking(ctx)}`)))
      throw notFound();
    const { state } = await startGeneralActivity(ctx, { instance, called, element });
    ctx.note({ activity: element });
    return { instance, state };
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'work.start-activity': typeof startActivity;
  }
}
