import { page, post, redirect, type Text } from '@dinh/kernel';
import { button, details, emptyState, form, formatDateTime, html, tag } from '@dinh/ui';
import { screen } from './frame.ts';

const title: Text = { vi: 'Thông báo', en: 'Messages' };

/** The person's own messages, the new ones marked. */
const inbox = page({
  path: '/thong-bao',
  title,
  may: 'signed-in',
  async run(ctx) {
    const { lang } = ctx;
    const { messages, unread } = await ctx.run('notify.my-messages', { limit: 100 });
    return screen(ctx, {
      title,
      noSearch: true,
      breadcrumbs: [{ label: { vi: 'Hồ sơ của tôi', en: 'My dossiers' }, href: '/ho-so' }, { label: title }],
      main: html`<h1>${title[lang]}</h1>
        ${
          unread > 0 &&
          form(lang, {
            action: '/thong-bao/da-doc',
            body: button(lang, {
              label: { vi: `Đánh dấu đã đọc (${unread})`, en: `Mark as read (${unread})` },
              kind: 'secondary',
            }),
          })
        }
        ${
          messages.length === 0
            ? emptyState(lang, {
                title: { vi: 'Chưa có thông báo nào', en: 'No messages yet' },
                body: {
                  vi: 'Tin về hồ sơ của bạn sẽ hiện ở đây.',
                  en: 'News of your dossiers will be here.',
                },
              })
            : html`<ul class="cards">
                ${messages.map(
                  (one) =>
                    html`<li class="card">
                      ${one.link ? html`<a class="card-title" href="${one.link}">${one.subject}</a>` : html`<span class="card-title">${one.subject}</span>`}
                      ${!one.readAt && tag(lang, 'new', { vi: 'Mới', en: 'New' })}
                      ${details(lang, { summary: { vi: 'Nội dung', en: 'Text' }, body: html`<p>${one.body.split('\n').map((line, n) => (n === 0 ? line : html`<br />${line}`))}</p>` })}
                      <p class="card-meta">${formatDateTime(one.createdAt)}</p>
                    </li>`,
                )}
              </ul>`
        }`,
    });
  },
});

const read = post({
  path: '/thong-bao/da-doc',
  title,
  may: 'signed-in',
  async run(ctx) {
    await ctx.run('notify.read-messages', {});
    return redirect('/thong-bao');
  },
});

export const messagePages = [inbox, read];
