import {
  type App,
  enqueueSql,
  type Lang,
  localDate,
  newId,
  type Sql,
  sql,
  type Transaction,
} from '@dinh/kernel';
import { leavesHouse, logSmsDriver } from './drivers.ts';
import { type Channel, fill, type MessageTemplate } from './model.ts';

/** Whom to tell; by every channel of the template for which an address is known. */
export interface Recipient {
  readonly name: string;
  readonly personId?: string | null;
  readonly email?: string | null;
  readonly phone?: string | null;
  readonly lang?: Lang;
}

export interface Notice {
  /** Key of the template in the pack. */
  readonly template: string;
  readonly to: Recipient;
  readonly data: Record<string, string | number>;
  /** What it is about: `dossier:…`. */
  readonly about: string;
  /** Path on our site. */
  readonly link?: string;
}

/**
 * Writes the messages of a notice into the caller's transaction; they go out after its commit and are tried again for
 * two days (R3). Nothing here waits for a provider.
 */
export async function notify(ctx: { app: App; now: Date; db: Transaction }, notice: Notice): Promise<void> {
  const { app, now, db } = ctx;
  const definition = await app.definitions.at<MessageTemplate>('message', notice.template, localDate(now));
  if (!definition) throw new Error(`no message template ${notice.template}`);
  const template = definition.body;
  const lang = notice.to.lang ?? 'vi';
  const data = {
    name: notice.to.name,
    link: notice.link ? `${app.config.publicUrl}${notice.link}` : app.config.publicUrl,
    ...notice.data,
  };
  const messages: Message[] = [];
  for (const channel of template.channels) {
    const address = addressFor(channel, notice.to);
    if (!address) continue;
    const body = fill((channel === 'sms' && template.sms ? template.sms : template.body)[lang], data);
    const id = newId(now.getTime());
    const done = !leavesHouse(app, channel);
    const subject = fill(template.subject[lang], data);
    // Without a gateway an SMS goes to the log, once it is certain.
    if (done && channel === 'sms')
      db.afterCommit(() => void logSmsDriver(app).send({ id, address, subject, body }));
    messages.push({ id, channel, address, subject, body, done });
  }
  if (messages.length > 0) db.send(insertMessages(notice, lang, now, messages));
  for (const { id, done } of messages)
    if (!done) db.send(enqueueSql('notify.send-message', { id }, { maxAttempts: 20, key: `message:${id}` }));
}

function addressFor(channel: Channel, to: Recipient): string | undefined {
  const address = channel === 'email' ? to.email : channel === 'sms' ? to.phone : to.personId;
  return address || undefined;
}

interface Message {
  readonly id: string;
  readonly channel: Channel;
  readonly address: string;
  readonly subject: string;
  readonly body: string;
  /** It need not leave the house: it is there already. */
  readonly done: boolean;
}

function insertMessages(notice: Notice, lang: Lang, now: Date, messages: readonly Message[]): Sql {
  const rows = messages.map(
    (m) =>
      sql`(${m.id}::uuid, ${notice.template}, ${m.channel}, ${m.address}, ${notice.to.personId ?? null}::uuid, ${lang}, ${m.subject}, ${m.body},
           ${notice.about}, ${notice.link ?? null}, ${m.done ? 'sent' : 'queued'}, ${now}::timestamptz, ${m.done ? now : null}::timestamptz)`,
  );
  return sql`insert into notify.message (id, template, channel, address, person_id, lang, subject, body, about, link, state, created_at, sent_at)
    values ${sql.join(rows)}`;
}
