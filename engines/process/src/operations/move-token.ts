import { command, shape, mustReachAll } from '@dinh/kernel';
import { Type } from 'typebox';
import { change, moveToken } from '../change/change.ts';
import { changed, instanceInput } from './shapes.ts';

/** Moves one waiting place of a process to another element; what waited there is cancelled. */
export const moveTokenOperation = command({
  name: 'process.move-token',
  title: { vi: 'Chuyển một quy trình sang bước khác', en: 'Move a process to another step' },
  input: shape({
    ...instanceInput,
    token: Type.String({ format: 'uuid' }),
    element: Type.String({ minLength: 1, maxLength: 200 }),
  }),
  output: changed,
  may: 'process.change-instance',
  subject: ({ instance }) => `process:${instance}`,
  async run(ctx, input) {
    mustReachAll(ctx.principal, 'process.change-instance');
    const { state } = await change(ctx, input.instance, 'moved', input.reason, (step) =>
      moveToken(step, input.token, input.element),
    );
    return { instance: input.instance, state };
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'process.move-token': typeof moveTokenOperation;
  }
}
