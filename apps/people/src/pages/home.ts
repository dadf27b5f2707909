import { notFound, page, type PageContext, show, type Text } from '@dinh/kernel';
import { formatDate, html, type Html, withQuery } from '@dinh/ui';
import { listClients } from '../queries/clients.ts';
import { path as clientsPath } from './clients/words.ts';
import { screen } from './frame.ts';

const path = '/quan-tri';
const title: Text = { vi: 'Quản trị', en: 'Administration' };

/** Where the address of all these screens leads by itself: those that are open to who asks. @throws notFound to whom none is */
export const homePage = page({
  path,
  title,
  may: 'signed-in',
  async run(ctx) {
    const rooms = ctx.rooms.filter(({ href }) => href.startsWith(`${path}/`));
    if (rooms.length === 0) throw notFound();
    return show(
      screen(ctx, {
        title,
        main: html`<h1>${title[ctx.lang]}</h1>
          ${await endingKeys(ctx)}
          <ul>
            ${rooms.map(({ href, label }) => html`<li><a href="${href}">${label[ctx.lang]}</a></li>`)}
          </ul>`,
      }),
    );
  },
});

/** How many days ahead, and how many systems, stand on the page; the list of systems has the rest. */
const [ahead, most] = [30, 10];

/** What administrators of systems have to do before a system cannot connect any more. */
async function endingKeys(ctx: PageContext): Promise<Html | undefined> {
  if (!ctx.rooms.some(({ href }) => href === clientsPath)) return undefined;
  const { lang, now } = ctx;
  const { clients, next } = await ctx.run(listClients, { endingWithin: ahead, limit: most });
  if (clients.length === 0) return undefined;
  type Client = (typeof clients)[number];
  const left = ({ keysEnd }: Client): Text => {
    if (!keysEnd) return { vi: 'không có khóa nào dùng được', en: 'has no good key' };
    const days = Math.ceil((keysEnd.getTime() - now.getTime()) / 86_400_000);
    const on = formatDate(keysEnd);
    return {
      vi: `khóa hết hạn ngày ${on}, còn ${days} ngày`,
      en: `its key ends on ${on}, in ${days} day${days === 1 ? '' : 's'}`,
    };
  };
  return html`<section>
    <h2>${{ vi: 'Việc cần làm', en: 'To do' }[lang]}</h2>
    <ul>
      ${clients.map((client: Client) => html`<li><a href="${clientsPath}/${client.id}">${client.name[lang]}</a>: ${left(client)[lang]}</li>`)}
      ${next !== null && html`<li><a href="${withQuery(clientsPath, { 'sap-het-han': String(ahead) })}">${{ vi: 'Tất cả hệ thống sắp hết khóa', en: 'All systems whose keys end' }[lang]}</a></li>`}
    </ul>
  </section>`;
}
