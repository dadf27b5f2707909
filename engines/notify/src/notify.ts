import {
  type App,
  enqueueSql,
  type Lang,
  localDate,
  newId,
  type Notice,
  type Recipient,
  type Sql,
  sql,
  type Transaction,
} from '@dinh/kernel';
import { leavesHouse, logSmsDriver } from './drivers.ts';
import { type Channel, fill, type MessageTemplate } from './model.ts';

/**
 * Writes the messages of a notice into the caller's transaction; they go out after its commit and are tried again for
 * two days (R3). Nothing here waits for a provider.
 */
export function notify(ctx: { app: App; now: Date; db: Transaction }, notice: Notice): Promise<void> {
  return notifyAll(ctx, [notice]);
}

/** The same for many notices at a time: one statement writes the messages of all. */
export async function notifyAll(ctx: { app: App; now: Date; db: Transaction }, notices: readonly Notice[]): Promise<void> {
  const { app, now, db } = ctx;
  const messages: Message[] = [];
  for (const notice of notices) {
    const definition = await app.definitions.at<MessageTemplate>('message', notice.template, localDate(now));
    if (!definition) throw new Error(`no message template ${notice.template}`);
    messages.push(...messagesOf(app, now, definition.body, notice));
  }
  if (messages.length === 0) return;
  db.send(insertMessages(messages, now));
  for (const { id, channel, address, subject, body, state } of messages) {
    if (state === 'queued') db.send(enqueueSql('notify.send-message', { id }, { maxAttempts: 20, key: `message:${id}` }));
    // Without a gateway an SMS goes to the log, once it is certain.
    else if (channel === 'sms') db.afterCommit(() => void logSmsDriver(app).send({ id, address, subject, body }));
  }
}

interface Message {
  readonly id: string;
  readonly template: string;
  readonly channel: Channel;
  readonly address: string;
  readonly person: string | null;
  readonly lang: Lang;
  readonly subject: string;
  readonly body: string;
  readonly about: string;
  readonly link: string | null;
  readonly state: 'sent' | 'queued';
  readonly secretUntil: Date | null;
}

/** A notice as it reads on each channel for which there is an address. */
function messagesOf(app: App, now: Date, template: MessageTemplate, notice: Notice): Message[] {
  const lang = notice.to.lang ?? 'vi';
  const data = {
    name: notice.to.name,
    link: notice.link ? `${app.config.publicUrl}${notice.link}` : app.config.publicUrl,
    ...notice.data,
  };
  const subject = fill(template.subject[lang], data);
  return template.channels.flatMap((channel) => {
    const address = addressFor(channel, notice.to);
    if (!address) return [];
    const leaves = leavesHouse(app, channel);
    return {
      id: newId(now.getTime()),
      template: notice.template,
      channel,
      address,
      person: notice.to.personId ?? null,
      lang,
      subject,
      // A secret that goes nowhere is of use to nobody, but for who tries the program out.
      body:
        notice.secretUntil && !leaves && !app.config.demonstration
          ? ''
          : fill((channel === 'sms' && template.sms ? template.sms : template.body)[lang], data),
      about: notice.about,
      link: notice.link ?? null,
      state: leaves ? 'queued' : 'sent',
      secretUntil: notice.secretUntil ?? null,
    };
  });
}

function addressFor(channel: Channel, to: Recipient): string | undefined {
  const address = channel === 'email' ? to.email : channel === 'sms' ? to.phone : to.personId;
  return address || undefined;
}

function insertMessages(messages: readonly Message[], now: Date): Sql {
  return sql`insert into notify.message (id, template, channel, address, person_id, lang, subject, body, about, link, state, created_at, sent_at, secret_until)
    select id, template, channel, address, person, lang, subject, body, about, link, state, ${now}::timestamptz,
           case when state = 'sent' then ${now}::timestamptz end, "secretUntil"
    from jsonb_to_recordset(${JSON.stringify(messages)}::jsonb) as m(id uuid, template text, channel text, address text, person uuid,
           lang text, subject text, body text, about text, link text, state text, "secretUntil" timestamptz)`;
}
