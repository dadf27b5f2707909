import { Readable } from 'node:stream';
import {
  isEventCursor,
  isUuid,
  may as isAllowed,
  page,
  type PageContext,
  type PageResult,
  show,
  sql,
  type Text,
} from '@dinh/kernel';
import {
  askedFormat,
  emptyState,
  exportLinks,
  filterBar,
  formatMoment,
  html,
  linkLine,
  pagination,
  roomScreen,
  sheetFile,
  table,
  tag,
  withQuery,
  everyRow,
} from '@dinh/ui';
import { deviceName } from '../sign-in/device-name.ts';
import { sessionCookie } from '../sign-in/session.ts';
import { type SignInEvent, watched, watchedNames, watching } from './events.ts';
import { follow, type Page } from './stream.ts';
import { detailWords, factorWords } from './words.ts';

export const watchPath = '/quan-tri/dang-nhap';
const title: Text = { vi: 'Sự kiện đăng nhập', en: 'Sign-in events' };
const may = watching;
const most = 20_000;

const asked = (ctx: PageContext, name: string): string | undefined => ctx.query[name]?.trim() || undefined;

/** Whom nobody is: what is asked of somebody who is not found is answered with nothing, and not with everybody's. */
const nobody = '00000000-0000-0000-0000-000000000000';

/** Whose events are asked for, by what an administrator knows of them. */
async function personOf(ctx: PageContext, text: string): Promise<string> {
  if (isUuid(text)) return text;
  const found = await ctx.db.maybe<{ id: string }>(
    sql`select id from identity.person where lower(account) = ${text.toLowerCase()} or id_number = ${text}
        order by state = 'closed', id limit 1`,
  );
  return found?.id ?? nobody;
}

async function filters(ctx: PageContext): Promise<{ event?: never; person?: string }> {
  const event = asked(ctx, 'viec');
  const person = asked(ctx, 'nguoi')?.slice(0, 254);
  return {
    ...(event && watchedNames.includes(event) && { event: event as never }),
    ...(person !== undefined && { person: await personOf(ctx, person) }),
  };
}

const addressOf = (ctx: PageContext, more: Record<string, string | undefined>): string =>
  withQuery(watchPath, { viec: asked(ctx, 'viec'), nguoi: asked(ctx, 'nguoi'), ...more });

export const watchPage = page({
  path: watchPath,
  title,
  may,
  async run(ctx) {
    const { lang } = ctx;
    const format = askedFormat(ctx.query['dang']);
    if (format)
      return sheetFile<SignInEvent>(ctx, format, {
        title,
        rows: everyEvent(ctx),
        columns: [
          { label: { vi: 'Lúc (UTC)', en: 'At (UTC)' }, value: (e) => e.at.toISOString(), width: 24 },
          { label: { vi: 'Sự kiện', en: 'Event' }, value: (e) => watched[e.event]?.[ctx.lang] ?? e.event },
          { label: { vi: 'Người', en: 'Person' }, value: (e) => e.name },
          { label: { vi: 'Mã người', en: 'Id of the person' }, value: (e) => e.person },
          { label: { vi: 'Mức', en: 'Level' }, value: (e) => e.level && `AS-${e.level}` },
          { label: { vi: 'Cách xác thực', en: 'Factors' }, value: (e) => factorWords(ctx.lang, e) },
          { label: { vi: 'Địa chỉ', en: 'Address' }, value: (e) => e.address },
          { label: { vi: 'Trình duyệt', en: 'Browser' }, value: (e) => e.agent },
          { label: { vi: 'Chi tiết', en: 'Detail' }, value: (e) => detailWords(ctx.lang, e) },
          { label: { vi: 'Số yêu cầu', en: 'Request' }, value: (e) => e.trace },
        ],
      });
    const before = asked(ctx, 'sau');
    const good = before !== undefined && isEventCursor(before) ? before : undefined;
    const { events, next } = await ctx.run('identity.list-sign-in-events', {
      ...(await filters(ctx)),
      newest: true,
      limit: 50,
      ...(good && { before: good }),
    });
    return show(
      roomScreen(ctx, {
        title,
        main: html`<h1>${title[lang]}</h1>
          <p class="hint">
${{ vi: 'Sự kiện được giữ một tháng. Hệ thống giám sát nối vào /streams/sign-in-events bằng mã truy cập của mình; tệp JSON từng dòng dưới đây dành cho người đã đăng nhập.', en: 'Events are kept for a month. A monitoring system connects to /streams/sign-in-events with its own access token; the file of JSON lines below is for whoever is signed in.' }[lang]}
          </p>
          ${filterBar(lang, {
            action: watchPath,
            clear: watchPath,
            key: '/',
            filters: [
              {
                name: 'viec',
                label: { vi: 'Sự kiện', en: 'Event' },
                value: asked(ctx, 'viec'),
                options: Object.entries(watched).map(([value, label]) => ({ value, label })),
              },
              {
                name: 'nguoi',
                label: { vi: 'Tên đăng nhập, số định danh', en: 'Account name, identity number' },
                value: asked(ctx, 'nguoi'),
              },
            ],
            actions: linkLine(lang, [
              ...exportLinks(addressOf(ctx, {})),
              { href: `${watchPath}.jsonl`, label: { vi: 'JSON từng dòng', en: 'JSON lines' } },
            ]),
          })}
          ${table<SignInEvent>(lang, {
            caption: title,
            hideCaption: true,
            dense: true,
            rows: events,
            columns: [
              { key: 'at', label: { vi: 'Lúc', en: 'At' }, cell: (e) => formatMoment(e.at) },
              {
                key: 'event',
                label: { vi: 'Sự kiện', en: 'Event' },
                cell: (e) => (e.event.endsWith('-refused') ? tag(lang, 'late', watched[e.event]!) : watched[e.event]?.[lang]),
              },
              {
                key: 'who',
                label: { vi: 'Người', en: 'Person' },
                cell: (e) =>
                  e.person
                    ? html`<a href="${withQuery(watchPath, { nguoi: e.person })}">${e.name ?? e.person}</a>`
                    : html`<span class="muted">${{ vi: 'không rõ', en: 'unknown' }[lang]}</span>`,
              },
              {
                key: 'level',
                label: { vi: 'Mức', en: 'Level' },
                cell: (e) => (e.level || e.by) && html`${e.level && `AS-${e.level} `}<small>${factorWords(lang, e)}</small>`,
              },
              { key: 'from', label: { vi: 'Từ', en: 'From' }, cell: (e) => e.address },
              {
                key: 'agent',
                label: { vi: 'Trình duyệt', en: 'Browser' },
                cell: (e) => e.agent && html`<span title="${e.agent}">${deviceName(e.agent)}</span>`,
                minor: true,
              },
              {
                key: 'detail',
                label: { vi: 'Chi tiết', en: 'Detail' },
                cell: (e) => detailWords(lang, e),
                minor: true,
              },
            ],
            empty: emptyState(lang, {
              title: { vi: 'Chưa có sự kiện nào như vậy', en: 'There is no such event' },
              body: {
                vi: 'Mỗi lần đăng nhập, kể cả bị từ chối, sẽ hiện ở đây.',
                en: 'Each sign-in, refused ones too, will be shown here.',
              },
            }),
          })}
          ${pagination(lang, { next: next ? addressOf(ctx, { sau: next }) : undefined, previous: good ? addressOf(ctx, {}) : undefined })}`,
      }),
    );
  },
});

const everyEvent = (ctx: PageContext): AsyncGenerator<SignInEvent> =>
  everyRow<SignInEvent, string>(async (before) => {
    const found: { events: SignInEvent[]; next: string | null } = await ctx.run('identity.list-sign-in-events', {
      ...(await filters(ctx)),
      newest: true,
      limit: 1000,
      ...(before && { before }),
    });
    return { rows: found.events, next: found.next };
  }, most);

/**
 * The stream for whoever is signed in (a system has `/streams/sign-in-events`): one event a line, oldest first, behind the
 * cursor `sau`. With `theo` it stays open and goes on with what happens; the right to it is looked at every second.
 */
export const streamPage = page({
  path: `${watchPath}.jsonl`,
  title,
  may,
  async run(ctx): Promise<PageResult> {
    const from = asked(ctx, 'sau');
    const after = from !== undefined && isEventCursor(from) ? from : undefined;
    // The first page is asked for here, so that a refusal is still one.
    const first = await ctx.run('identity.list-sign-in-events', { limit: 1000, ...(after && { after }) });
    const ask = (behind: string | undefined) =>
      ctx.run('identity.list-sign-in-events', { limit: 1000, ...(behind && { after: behind }) });
    const lines = asked(ctx, 'theo') === undefined ? once(first, ask) : follow(ctx.app, first, ask, () => stillMay(ctx));
    return {
      kind: 'file',
      type: 'application/jsonl; charset=utf-8',
      body: Readable.from(asLines(lines)),
    };
  },
});

async function* asLines(events: AsyncIterable<SignInEvent | undefined>): AsyncGenerator<string> {
  for await (const event of events) yield event ? `${JSON.stringify(event)}\n` : '\n';
}

/** All that there is, to the end. */
async function* once(first: Page, ask: (after: string | undefined) => Promise<Page>): AsyncGenerator<SignInEvent> {
  for (let page = first; page.events.length > 0; page = await ask(page.next ?? undefined)) yield* page.events;
}

/** A session that ended, or a right that was taken away, ends the stream too. */
async function stillMay(ctx: PageContext): Promise<boolean> {
  const principal = await ctx.app.principals.principal(ctx.cookies[sessionCookie] ?? '');
  return isAllowed(principal, may);
}
