import { command, shape, mustReachAll } from '@dinh/kernel';
import { Type } from 'typebox';
import { change, setVariables } from '../change/change.ts';
import { changed, instanceInput } from './shapes.ts';

/** Changes variables of a running process; null takes one away. */
export const setVariablesOperation = command({
  name: 'process.set-variables',
  title: { vi: 'Sửa dữ liệu của một quy trình đang chạy', en: 'Change variables of a running process' },
  input: shape({ ...instanceInput, variables: Type.Record(Type.String({ maxLength: 200 }), Type.Unknown()) }),
  output: changed,
  may: 'process.change-instance',
  subject: ({ instance }) => `process:${instance}`,
  async run(ctx, input) {
    mustReachAll(ctx.principal, 'process.change-instance');
    const { state } = await change(ctx, input.instance, 'variables', input.reason, (step) => setVariables(step, input.variables));
    return { instance: input.instance, state };
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'process.set-variables': typeof setVariablesOperation;
  }
}
