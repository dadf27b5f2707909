import { isUuid, page, type PageContext, type PageResult, post, redirect, show, type Text } from '@dinh/kernel';
import {
  askedFormat,
  button,
  emptyState,
  everyRow,
  exportLinks,
  filterBar,
  formatDateTime,
  html,
  inset,
  linkLine,
  pagination,
  sheetFile,
  type SheetFormat,
  table,
  tag,
} from '@dinh/ui';
import { namePersons } from '../queries/name-persons.ts';
import { asked, hiddenKey, oneOf, refusedSummary, screen, withQuery } from './frame.ts';

const title: Text = { vi: 'Hộp thư đi', en: 'Outbox' };
const path = '/quan-tri/thu-di';
const states = ['queued', 'sent', 'failed', 'given-up'] as const;
const stateNames: Record<(typeof states)[number], Text> = {
  queued: { vi: 'Đang chờ gửi', en: 'Waiting' },
  sent: { vi: 'Đã gửi', en: 'Sent' },
  failed: { vi: 'Lỗi, sẽ gửi lại', en: 'Failed, will be tried again' },
  'given-up': { vi: 'Không gửi được', en: 'Given up' },
};
const tones = { queued: 'waiting', sent: 'done', failed: 'soon', 'given-up': 'late' } as const;
const channelNames: Record<string, Text> = {
  email: { vi: 'Thư điện tử', en: 'E-mail' },
  sms: { vi: 'Tin nhắn SMS', en: 'SMS' },
  inbox: { vi: 'Thông báo trên cổng', en: 'Inbox' },
};

const secretText: Text = {
  vi: 'Tin có mã bí mật: không ai đọc được ở đây.',
  en: 'It holds a secret code: nobody reads it here.',
};

interface Message {
  readonly id: string;
  readonly channel: string;
  readonly address: string;
  readonly subject: string;
  readonly body: string;
  readonly secret: boolean;
  readonly about: string;
  readonly state: (typeof states)[number];
  readonly attempts: number;
  readonly error: string | null;
  readonly createdAt: Date;
}

const filtersOf = (ctx: PageContext) => ({
  state: oneOf(asked(ctx, 'trang-thai'), states),
  search: asked(ctx, 'q')?.slice(0, 100),
});

async function messagesOf(ctx: PageContext, cursor: string | undefined, limit?: number) {
  const { state, search } = filtersOf(ctx);
  return (await ctx.run(ctx.app.operation('notify.list-messages'), {
    ...(state && { state }),
    ...(search && { search }),
    ...(cursor && { cursor }),
    ...(limit && { limit }),
  })) as { messages: Message[]; next: string | null };
}

async function outbox(ctx: PageContext, wrong?: unknown) {
  const { lang } = ctx;
  const { state, search } = filtersOf(ctx);
  const cursor = asked(ctx, 'sau');
  const { messages, next } = await messagesOf(ctx, cursor);
  const names = await namesOf(ctx, messages);
  const kept = { 'trang-thai': state, q: search };
  return screen(ctx, {
    title,
    wrong: wrong !== undefined,
    main: html`${wrong === undefined ? '' : refusedSummary(ctx, wrong)}
      <h1>${title[lang]}</h1>
      ${
        !ctx.app.config.smtpUrl &&
        inset(lang, {
          vi: 'Chưa cấu hình máy chủ thư: thư điện tử chỉ đọc được ở đây.',
          en: 'No mail server is configured: e-mails can be read here only.',
        })
      }
      ${filterBar(lang, {
        action: path,
        clear: path,
        filters: [
          { name: 'q', label: { vi: 'Tiêu đề hoặc địa chỉ', en: 'Subject or address' }, value: search },
          {
            name: 'trang-thai',
            label: { vi: 'Trạng thái', en: 'State' },
            value: state,
            options: states.map((value) => ({ value, label: stateNames[value] })),
          },
        ],
        actions: linkLine(lang, exportLinks(withQuery(path, kept))),
      })}
      ${table<Message>(lang, {
        caption: title,
        hideCaption: true,
        dense: true,
        rows: messages,
        columns: [
          { key: 'at', label: { vi: 'Lúc', en: 'At' }, cell: (m) => formatDateTime(m.createdAt) },
          {
            key: 'to',
            label: { vi: 'Tới', en: 'To' },
            cell: (m) => html`${names.get(m.address) ?? m.address}<br /><small>${channelNames[m.channel]?.[lang]}</small>`,
          },
          {
            key: 'what',
            label: { vi: 'Nội dung', en: 'Content' },
            grow: true,
            cell: (m) =>
              m.secret && m.body === ''
                ? html`${m.subject}<br /><small>${secretText[lang]}</small>`
                : html`<details><summary>${m.subject}</summary><pre class="message">${m.body}</pre></details>`,
          },
          {
            key: 'state',
            label: { vi: 'Trạng thái', en: 'State' },
            cell: (m) =>
              html`${tag(lang, tones[m.state], stateNames[m.state])}${m.error ? html`<br /><small>${m.error}</small>` : ''}`,
          },
          {
            key: 'act',
            label: { vi: 'Gửi lại', en: 'Send again' },
            cell: (m) =>
              (m.state === 'failed' || m.state === 'given-up') &&
              html`<form method="post" action="${path}/${m.id}">${hiddenKey(ctx)}${button(lang, { label: { vi: 'Gửi lại', en: 'Send again' }, kind: 'secondary' })}</form>`,
          },
        ],
        empty: emptyState(lang, {
          title: { vi: 'Chưa có thư nào', en: 'No messages yet' },
          body: {
            vi: 'Thư gửi cho người dân và cán bộ sẽ hiện ở đây.',
            en: 'Messages to people and officials will be shown here.',
          },
        }),
      })}
      ${pagination(lang, { next: next ? withQuery(path, { ...kept, sau: next }) : undefined, previous: cursor ? withQuery(path, kept) : undefined })}`,
  });
}

/** Who is written to on the portal: such a message is addressed to the person's id. */
async function namesOf(ctx: PageContext, messages: readonly Message[]): Promise<ReadonlyMap<string, string>> {
  const persons = [...new Set(messages.map((m) => m.address).filter(isUuid))];
  if (persons.length === 0) return new Map();
  const named = await ctx.run(namePersons, { persons });
  return new Map(named.persons.map(({ id, name }: { id: string; name: string }) => [id, name]));
}

/** What went out and what did not (R3). */
export const outboxPage = page({
  path,
  title,
  may: 'notify.view-outbox',
  async run(ctx) {
    const format = askedFormat(ctx.query['dang']);
    return format ? exported(ctx, format) : show(await outbox(ctx));
  },
});

/** The messages as they are filtered, without their texts: those belong to whom they were written. */
function exported(ctx: PageContext, format: SheetFormat): Promise<PageResult> {
  const { lang } = ctx;
  const rows = everyRow<Message & { to: string }, string>(async (after) => {
    const { messages, next } = await messagesOf(ctx, after, 1000);
    const names = await namesOf(ctx, messages);
    return { rows: messages.map((m) => ({ ...m, to: names.get(m.address) ?? m.address })), next };
  });
  return sheetFile<Message & { to: string }>(ctx, format, {
    title,
    rows,
    columns: [
      { label: { vi: 'Lúc', en: 'At' }, kind: 'moment', value: (m) => m.createdAt },
      { label: { vi: 'Tới', en: 'To' }, value: (m) => m.to, width: 30 },
      { label: { vi: 'Cách gửi', en: 'Channel' }, value: (m) => channelNames[m.channel]?.[lang] },
      { label: { vi: 'Tiêu đề', en: 'Subject' }, value: (m) => m.subject, width: 50 },
      { label: { vi: 'Trạng thái', en: 'State' }, value: (m) => stateNames[m.state][lang] },
      { label: { vi: 'Lần thử', en: 'Attempts' }, kind: 'number', value: (m) => m.attempts },
      { label: { vi: 'Lỗi', en: 'Error' }, value: (m) => m.error },
    ],
  });
}

export const resendPost = post({
  path: `${path}/:id`,
  title,
  may: 'notify.resend-message',
  async run(ctx) {
    try {
      await ctx.run(ctx.app.operation('notify.resend-message'), { id: ctx.params['id'] });
    } catch (error) {
      return show(await outbox(ctx, error), 422);
    }
    return redirect(path);
  },
});
