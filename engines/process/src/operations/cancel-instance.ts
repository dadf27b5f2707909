import { command, shape, mustReachAll } from '@dinh/kernel';
import { change, cancel } from '../change/change.ts';
import { changed, instanceInput } from './shapes.ts';

/** Ends a process wherever it stands, with what it has called. */
export const cancelInstance = command({
  name: 'process.cancel-instance',
  title: { vi: 'Hủy một quy trình đang chạy', en: 'Cancel a running process' },
  input: shape({ ...instanceInput }),
  output: changed,
  may: 'process.change-instance',
  subject: ({ instance }) => `process:${instance}`,
  async run(ctx, input) {
    mustReachAll(ctx.principal, 'process.change-instance');
    const { state } = await change(ctx, input.instance, 'cancelled', input.reason, (step) => cancel(step, input.reason));
    return { instance: input.instance, state };
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'process.cancel-instance': typeof cancelInstance;
  }
}
