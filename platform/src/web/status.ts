import { page, query, shape, show, sql } from '@dinh/kernel';
import { citizenPage, formatDateTime, formatNumber, html, summaryList, tag } from '@dinh/ui';
import { Type } from 'typebox';
import { version } from '../version.ts';

/** Messages that wait longer than this say that their provider has trouble. Milliseconds. */
const longWait = 15 * 60_000;

/** Whether the system is well, for everybody and for monitors: numbers only, nothing about anybody. */
export const viewStatus = query({
  name: 'platform.view-status',
  title: { vi: 'Tình trạng hệ thống', en: 'State of the system' },
  input: shape({}),
  output: shape({
    state: Type.Union([Type.Literal('well'), Type.Literal('slow')]),
    version: Type.String(),
    at: Type.String(),
    database: shape({ milliseconds: Type.Number() }),
    messages: shape({ waiting: Type.Integer(), oldest: Type.Union([Type.String(), Type.Null()]) }),
  }),
  may: 'anyone',
  async run(ctx) {
    const before = performance.now();
    const queue = await ctx.db.one<{ waiting: number; oldest: Date | null }>(
      sql`select coalesce(sum(messages), 0)::int as waiting, min(oldest) as oldest from notify.v_queue`,
    );
    const milliseconds = Math.round((performance.now() - before) * 10) / 10;
    const late = queue.oldest !== null && ctx.now.getTime() - queue.oldest.getTime() > longWait;
    return {
      state: late ? ('slow' as const) : ('well' as const),
      version,
      at: ctx.now.toISOString(),
      database: { milliseconds },
      messages: { waiting: queue.waiting, oldest: queue.oldest?.toISOString() ?? null },
    };
  },
});

const words = {
  title: { vi: 'Tình trạng hệ thống', en: 'System status' },
  well: { vi: 'Mọi dịch vụ đang chạy tốt', en: 'Everything is running well' },
  slow: {
    vi: 'Thư và tin nhắn đang gửi chậm; hồ sơ vẫn được nhận và giải quyết',
    en: 'Messages go out slowly; dossiers are received and settled as usual',
  },
  site: { vi: 'Trang này', en: 'This site' },
  database: { vi: 'Cơ sở dữ liệu', en: 'Database' },
  messages: { vi: 'Thư, tin nhắn chờ gửi', en: 'Messages waiting' },
  version: { vi: 'Phiên bản', en: 'Version' },
  at: { vi: 'Lúc', en: 'As of' },
  answers: { vi: 'Đang trả lời', en: 'Answering' },
  trouble: {
    vi: 'Gặp sự cố mà trang này không nói tới? Hãy gọi số ở cuối trang.',
    en: 'Trouble that this page does not mention? Call the number at the foot of the page.',
  },
  api: { vi: 'Dành cho lập trình viên: giao diện lập trình (API)', en: 'For developers: the API reference' },
  home: { vi: 'Trang chủ', en: 'Home' },
};

export const statusPage = page({
  path: '/trang-thai',
  title: words.title,
  may: 'anyone',
  async run(ctx) {
    const { lang } = ctx;
    const status = (await ctx.run(viewStatus, {})) as {
      state: 'well' | 'slow';
      at: string;
      database: { milliseconds: number };
      messages: { waiting: number };
    };
    return show(
      citizenPage(lang, {
        title: words.title,
        site: ctx.site,
        url: ctx.url,
        viewer: ctx.viewer,
        breadcrumbs: [{ label: words.home, href: '/' }, { label: words.title }],
        main: html`<h1>${words.title[lang]}</h1>
          <p class="lead">${tag(lang, status.state === 'well' ? 'done' : 'soon', words[status.state])}</p>
          ${summaryList(lang, [
            { label: words.site, value: tag(lang, 'done', words.answers) },
            {
              label: words.database,
              value: html`${tag(lang, 'done', words.answers)} (${formatNumber(lang, status.database.milliseconds)} ms)`,
            },
            { label: words.messages, value: formatNumber(lang, status.messages.waiting) },
            { label: words.version, value: ctx.site.version },
            { label: words.at, value: formatDateTime(status.at) },
          ])}
          <p>${words.trouble[lang]}</p>
          <p><a href="/api">${words.api[lang]}</a></p>`,
      }),
    );
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'platform.view-status': typeof viewStatus;
  }
}
