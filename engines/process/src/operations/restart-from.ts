import { command, shape, mustReachAll } from '@dinh/kernel';
import { Type } from 'typebox';
import { change, restartFrom } from '../change/change.ts';
import { changed, instanceInput } from './shapes.ts';

/** Lets a process begin again at one element; all that waits in it is cancelled. */
export const restartFromOperation = command({
  name: 'process.restart-from',
  title: { vi: 'Bắt đầu lại quy trình từ một bước', en: 'Restart a process from one step' },
  input: shape({ ...instanceInput, element: Type.String({ minLength: 1, maxLength: 200 }) }),
  output: changed,
  may: 'process.change-instance',
  subject: ({ instance }) => `process:${instance}`,
  async run(ctx, input) {
    mustReachAll(ctx.principal, 'process.change-instance');
    const { state } = await change(ctx, input.instance, 'restarted', input.reason, (step) => restartFrom(step, input.element));
    return { instance: input.instance, state };
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'process.restart-from': typeof restartFromOperation;
  }
}
