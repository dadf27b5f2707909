import { notFound, page, show, type Text } from '@dinh/kernel';
import { html } from '@dinh/ui';
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
          <ul>
            ${rooms.map(({ href, label }) => html`<li><a href="${href}">${label[ctx.lang]}</a></li>`)}
          </ul>`,
      }),
    );
  },
});
