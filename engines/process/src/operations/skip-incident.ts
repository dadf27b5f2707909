import { command, notFound, shape, mustReachAll } from '@dinh/kernel';
import { Type } from 'typebox';
import { change } from '../change/change.ts';
import { changeRefused } from '../errors.ts';
import { dropIncoming, settle } from '../incoming/settle.ts';

/**
 * Settles an incident by going on without what failed: work counts as done, an event at the side of an activity is let
 * go; a process that could not begin does not. Where a process waits in the middle of its way for a time that fails, it
 * is moved instead.
 */
export const skipIncident = command({
  name: 'process.skip-incident',
  title: { vi: 'Bỏ qua việc bị lỗi của quy trình', en: 'Go on without the work that failed' },
  input: shape({
    id: Type.String({ format: 'uuid' }),
    reason: Type.String({ minLength: 1, maxLength: 2000 }),
  }),
  output: shape({ id: Type.String() }),
  may: 'process.settle-incident',
  subject: ({ id }) => `incident:${id}`,
  async run(ctx, { id, reason }) {
    mustReachAll(ctx.principal, 'process.settle-incident');
    const row = await settle(ctx, id, reason);
    if (row.incoming) {
      dropIncoming(ctx, row.incoming, reason);
      return { id };
    }
    await change(ctx, row.instance!, 'skipped', reason, async (step) => {
      const timer = step.timers.get(row.timer!);
      if (!timer) throw notFound();
      const node = step.graph.nodes.get(timer.element)!;
      const token = step.tokens.get(timer.token)!;
      step.timers.delete(timer.id);
      step.timerChanges.remove(timer);
      if (timer.kind === 'work') await step.move.leave(step, token, node);
      else if (timer.kind === 'timer' && node.kind === 'catch')
        throw changeRefused({
          reasonVi: `hãy chuyển quy trình từ “${node.name.vi}” sang bước khác`,
          reasonEn: `move the process from “${node.name.en}” to another step`,
        });
      return { element: node.id, detail: { kind: timer.kind } };
    });
    return { id };
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'process.skip-incident': typeof skipIncident;
  }
}
