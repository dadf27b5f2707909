import { dayLength, notFound, page, type PageContext, show, type Text } from '@dinh/kernel';
import { counted, formatDate, html, type Html, withQuery } from '@dinh/ui';
import { listClients } from '../queries/clients.ts';
import { path as clientsPath } from './clients/words.ts';
import { reviewsPath } from './emergency/reviews.ts';
import { screen } from './frame.ts';
import { strandedPath } from './hand-over/words.ts';
import { importsPath } from './imports/words.ts';
import { duplicatesPath, mergesPath } from './merging/words.ts';
import { rolesPath } from './roles/words.ts';
import { successionsPath } from './succession/words.ts';

export const homePath = '/quan-tri';
export const homeTitle: Text = { vi: 'Quản trị', en: 'Administration' };

/** Where the address of all these screens leads by itself: those that are open to who asks. @throws notFound to whom none is */
export const homePage = page({
  path: homePath,
  title: homeTitle,
  may: 'signed-in',
  async run(ctx) {
    const rooms = ctx.rooms.filter(({ href }) => href.startsWith(`${homePath}/`));
    if (rooms.length === 0) throw notFound();
    return show(
      screen(ctx, {
        title: homeTitle,
        main: html`<h1>${homeTitle[ctx.lang]}</h1>
          ${toDo(ctx, [...(await waiting(ctx)), ...(await endingKeys(ctx))])}
          <ul class="cards-columns">
            ${rooms.map(
              ({ href, label, about }) =>
                html`<li><a href="${href}">${label[ctx.lang]}</a>${about && html`<br /><span class="card-meta">${about[ctx.lang]}</span>`}</li>`,
            )}
          </ul>`,
      }),
    );
  },
});

const toDo = ({ lang }: PageContext, lines: readonly Html[]): Html | undefined =>
  lines.length === 0
    ? undefined
    : html`<section>
        <h2>${{ vi: 'Việc cần làm', en: 'To do' }[lang]}</h2>
        <ul>
          ${lines.map((line) => html`<li>${line}</li>`)}
        </ul>
      </section>`;

/** What of others waits for a decision of the viewer, and where they decide it. */
const decisions = {
  roles: [rolesPath, { vi: 'Đề nghị sửa vai trò chờ bạn phê duyệt', en: 'Changes of roles to approve' }],
  successions: [successionsPath, { vi: 'Phương án sắp xếp đơn vị chờ bạn phê duyệt', en: 'Reorganisations to approve' }],
  imports: [`${importsPath}?tinh-trang=waiting`, { vi: 'Tệp nhập chờ bạn phê duyệt', en: 'Imports to approve' }],
  merges: [mergesPath, { vi: 'Đề nghị gộp bản ghi chờ bạn quyết định', en: 'Merges of records to decide' }],
  emergencies: [reviewsPath, { vi: 'Lần xem khẩn cấp chờ kết luận', en: 'Accesses in emergencies to review' }],
  stranded: [strandedPath, { vi: 'Nhóm việc không còn ai làm được', en: 'Groups of work that nobody can do any more' }],
  duplicates: [duplicatesPath, { vi: 'Cặp bản ghi có thể là một người', en: 'Pairs of records that may be one person' }],
} as const satisfies Record<string, readonly [string, Text]>;

async function waiting(ctx: PageContext): Promise<Html[]> {
  const counts = await ctx.run('identity.count-waiting', {});
  return Object.entries(decisions).flatMap(([key, [href, what]]) => {
    const count = counts[key as keyof typeof decisions] ?? 0;
    return count > 0 ? [html`<a href="${href}">${what[ctx.lang]}: ${count}</a>`] : [];
  });
}

/** How many days ahead, and how many systems, stand on the page; the list of systems has the rest. */
const [ahead, most] = [30, 10];

/** What administrators of systems have to do before a system cannot connect any more. */
async function endingKeys(ctx: PageContext): Promise<Html[]> {
  if (!ctx.rooms.some(({ href }) => href === clientsPath)) return [];
  const { lang, now } = ctx;
  const { clients, next } = await ctx.run(listClients, { endingWithin: ahead, limit: most });
  type Client = (typeof clients)[number];
  const left = ({ keysEnd }: Client): Text => {
    if (!keysEnd) return { vi: 'không có khóa nào dùng được', en: 'has no good key' };
    const days = Math.ceil((keysEnd.getTime() - now.getTime()) / dayLength);
    const on = formatDate(keysEnd);
    return {
      vi: `khóa hết hạn ngày ${on}, còn ${days} ngày`,
      en: `its key ends on ${on}, in ${counted(days, 'day')}`,
    };
  };
  const lines = clients.map(
    (client: Client) => html`<a href="${clientsPath}/${client.id}">${client.name[lang]}</a>: ${left(client)[lang]}`,
  );
  const all = withQuery(clientsPath, { 'sap-het-han': '1' });
  return next === null
    ? lines
    : [...lines, html`<a href="${all}">${{ vi: 'Tất cả hệ thống sắp hết khóa', en: 'All systems whose keys end' }[lang]}</a>`];
}
