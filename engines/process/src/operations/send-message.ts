import { type App, command, mustReachAll, type Queries, shape } from '@dinh/kernel';
import { Type } from 'typebox';
import { nobodyWaits } from '../errors.ts';
import { throwMessage } from '../run/throw-signal.ts';

/**
 * Lets another system, or an administrator, send a message to the process of a matter: who waits for it there goes on, and a
 * process that begins by it begins where none of that matter runs. A worker carries it out, once.
 * @throws nobodyWaits where nobody would take it: nothing is kept for later
 */
export const sendMessageOperation = command({
  name: 'process.send-message',
  title: { vi: 'Gửi thông điệp tới quy trình', en: 'Send a message to a process' },
  description: {
    vi: 'Thông điệp được chuyển tới quy trình của hồ sơ hoặc việc ấy đang chờ nó, hoặc bắt đầu quy trình mở bằng nó.',
    en: 'It goes to the process of that matter that waits for it, or begins the one that starts by it.',
  },
  input: shape({
    matter: Type.String({
      minLength: 1,
      maxLength: 200,
      description: 'what it is about, as people call it (the code of a dossier), or the business key of the process',
    }),
    name: Type.String({ minLength: 1, maxLength: 200, description: 'of the message, as the model calls it' }),
    variables: Type.Optional(
      Type.Record(Type.String({ maxLength: 200 }), Type.Unknown(), {
        description: 'become variables of the process',
      }),
    ),
  }),
  output: shape({ matter: Type.String({ description: 'the business key that was found' }) }),
  may: 'process.send-message',
  subject: (_input, { matter }) => `process:${matter}`,
  async run(ctx, { matter, name, variables = {} }) {
    mustReachAll(ctx.principal, 'process.send-message');
    for (const businessKey of [...(await calledSo(ctx.app, ctx.db, matter)), matter])
      if ((await throwMessage(ctx, { businessKey, name, variables })) > 0) {
        ctx.note({ message: name });
        return { matter: businessKey };
      }
    throw nobodyWaits({ matter, name });
  },
});

/** The business keys of what the apps call so. */
async function calledSo(app: App, db: Queries, text: string): Promise<readonly string[]> {
  const found = await Promise.all(app.modules.map(async ({ matters }) => matters?.find(db, text) ?? []));
  return found.flat();
}

declare module '@dinh/kernel' {
  interface OperationTypes {
    'process.send-message': typeof sendMessageOperation;
  }
}
