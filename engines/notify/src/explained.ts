import { isUuid, openKind, sql } from '@dinh/kernel';

/** A message that was sent, or waits to be: who may read it in the outbox. Whoever it went to reads it in any case. */
export const messageKind = openKind(
  {
    kind: 'message',
    name: { vi: 'Thư, tin nhắn đã gửi', en: 'Message that was sent' },
    from: sql.raw('notify.message m'),
    id: sql.raw('m.id'),
    async find(db, text) {
      if (!isUuid(text)) return undefined;
      const found = await db.maybe<{ template: string; channel: string }>(
        sql`select m.template, m.channel from notify.message m where m.id = ${text}::uuid`,
      );
      if (!found) return undefined;
      const title = `${found.template} (${found.channel})`;
      return { id: text.toLowerCase(), title: { vi: title, en: title }, href: '/quan-tri/thu-di' };
    },
  },
  'notify.view-outbox',
);
