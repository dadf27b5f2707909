import { fold, isUuid, query, shape, sql, mustReachAll } from '@dinh/kernel';
import { Type } from 'typebox';

const Message = shape({
  id: Type.String(),
  template: Type.String(),
  channel: Type.String(),
  address: Type.String(),
  subject: Type.String(),
  body: Type.String(),
  about: Type.String(),
  state: Type.String(),
  /** It holds a secret: its text is not shown. */
  secret: Type.Boolean(),
  attempts: Type.Integer(),
  error: Type.Union([Type.String(), Type.Null()]),
  createdAt: Type.Any(),
  sentAt: Type.Any(),
});

/** What went out and what did not, newest first; the outbox that an administrator reads (R3). */
export const listMessages = query({
  name: 'notify.list-messages',
  title: { vi: 'Hộp thư đi', en: 'Outbox' },
  input: shape({
    state: Type.Optional(
      Type.Union([Type.Literal('queued'), Type.Literal('sent'), Type.Literal('failed'), Type.Literal('given-up')]),
    ),
    about: Type.Optional(Type.String({ maxLength: 100 })),
    search: Type.Optional(Type.String({ maxLength: 100 })),
    cursor: Type.Optional(Type.String({ maxLength: 100 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
  }),
  output: shape({ messages: Type.Array(Message), next: Type.Union([Type.String(), Type.Null()]) }),
  may: 'notify.view-outbox',
  audit: true,
  async run(ctx, input) {
    mustReachAll(ctx.principal, 'notify.view-outbox');
    const limit = input.limit ?? 50;
    const cursor = input.cursor && isUuid(input.cursor) ? input.cursor : undefined;
    const messages = await ctx.db.all<{ id: string } & Record<string, any>>(
      sql`select id, template, channel, address, subject, about, state, secret_until is not null as secret,
                 case when secret_until is null or ${ctx.app.config.demonstration} then body else '' end as body, attempts, error, created_at as "createdAt", sent_at as "sentAt"
          from notify.message where ${sql.all(
            [
              input.state && sql`state = ${input.state}`,
              input.about && sql`about = ${input.about}`,
              input.search &&
                sql`kernel.fold(subject || ' ' || address) like ${`%${fold(input.search).replace(/[\\%_]/g, '\\$&')}%`}`,
              cursor && sql`(created_at, id) < (select created_at, id from notify.message where id = ${cursor})`,
            ].map((c) => c || undefined),
          )} order by created_at desc, id desc limit ${limit + 1}`,
    );
    const page = messages.slice(0, limit);
    return { messages: page as never, next: messages.length > limit ? page.at(-1)!.id : null };
  },
});

/** The signed-in person's own messages, newest first. */
export const myMessages = query({
  name: 'notify.my-messages',
  title: { vi: 'Thông báo của tôi', en: 'My messages' },
  input: shape({ limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })) }),
  output: shape({
    messages: Type.Array(
      shape({
        id: Type.String(),
        subject: Type.String(),
        body: Type.String(),
        link: Type.Union([Type.String(), Type.Null()]),
        createdAt: Type.Any(),
        readAt: Type.Any(),
      }),
    ),
    unread: Type.Integer(),
  }),
  may: 'signed-in',
  async run(ctx, input) {
    const messages = await ctx.db.all<{
      id: string;
      subject: string;
      body: string;
      link: string | null;
      createdAt: Date;
      readAt: Date | null;
    }>(
      sql`select id, subject, body, link, created_at as "createdAt", read_at as "readAt" from notify.message
          where channel = 'inbox' and person_id = ${ctx.principal.id} order by created_at desc, id desc limit ${input.limit ?? 50}`,
    );
    const { unread } = await ctx.db.one<{ unread: number }>(
      sql`select count(*) as unread from notify.message where channel = 'inbox' and person_id = ${ctx.principal.id} and read_at is null`,
    );
    return { messages, unread };
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'notify.list-messages': typeof listMessages;
    'notify.my-messages': typeof myMessages;
  }
}
