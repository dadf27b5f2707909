import { command, shape, sql, mustReachAll } from '@dinh/kernel';
import { Type } from 'typebox';
import { messageNotFound } from '../errors.ts';

/** Sends a message again that had failed or was given up. */
export const resendMessage = command({
  name: 'notify.resend-message',
  title: { vi: 'Gửi lại tin', en: 'Send a message again' },
  input: shape({ id: Type.String({ format: 'uuid' }) }),
  output: shape({}),
  may: 'notify.resend-message',
  subject: (input) => `message:${input.id}`,
  async run(ctx, input) {
    mustReachAll(ctx.principal, 'notify.resend-message');
    const found = await ctx.db.run(
      sql`update notify.message set state = 'queued', attempts = 0, error = null where id = ${input.id} and state in ('failed', 'given-up')
            and (secret_until is null or secret_until > ${ctx.now})`,
    );
    if (found === 0) throw messageNotFound();
    ctx.enqueue('notify.send-message', { id: input.id }, { maxAttempts: 20, key: `message:${input.id}` });
    return {};
  },
});

/** Marks all of one's messages as read. */
export const readMessages = command({
  name: 'notify.read-messages',
  title: { vi: 'Đánh dấu đã đọc', en: 'Mark messages as read' },
  input: shape({}),
  output: shape({}),
  may: 'signed-in',
  async run(ctx) {
    await ctx.db.run(
      sql`update notify.message set read_at = ${ctx.now} where person_id = ${ctx.principal.id} and channel = 'inbox' and read_at is null`,
    );
    return {};
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'notify.resend-message': typeof resendMessage;
    'notify.read-messages': typeof readMessages;
  }
}
