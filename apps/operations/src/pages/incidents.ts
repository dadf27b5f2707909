import { page, type PageContext, post, redirect, show, type Text } from '@dinh/kernel';
import { type Child, emptyState, formatDateTime, html, type Html, button, pagination, table } from '@dinh/ui';
import { type Matter, withMatters } from '../model/matters.ts';
import { asked, mayOf, partTabs, refusedSummary, screen } from './frame.ts';

const path = '/dieu-hanh/su-co';
const title: Text = { vi: 'Sự cố của quy trình', en: 'Incidents of processes' };

const notBegun: Text = { vi: '(chưa bắt đầu được)', en: '(could not begin)' };

interface Incident {
  id: string;
  instanceId: string | null;
  owner: string;
  businessKey: string;
  element: string;
  error: string;
  at: Date;
  matter: Matter;
}

/** What could not go on by itself after all tries: a person looks, mends the cause and lets it go on. */
export const incidentsPage = page({
  path,
  title,
  may: 'process.view-incident',
  run: async (ctx) => show(await incidentsScreen(ctx)),
});

/** Lets one go on. */
export const incidentPost = post({
  path: `${path}/:id`,
  title,
  may: 'process.settle-incident',
  async run(ctx) {
    try {
      await ctx.run('process.retry-incident', { id: ctx.params['id']! });
      return redirect(path);
    } catch (error) {
      return show(await incidentsScreen(ctx, refusedSummary(ctx, error)), 422);
    }
  },
});

async function incidentsScreen(ctx: PageContext, wrong?: Child): Promise<Html> {
  const { lang } = ctx;
  const after = /^[0-9a-f-]{36}$/.test(asked(ctx, 'sau') ?? '') ? asked(ctx, 'sau') : undefined;
  const { incidents, next } = await ctx.run('process.list-incidents', { ...(after && { after }) });
  const named: Incident[] = await withMatters(ctx, incidents as unknown as Omit<Incident, 'matter'>[]);
  const maySettle = mayOf(ctx, 'process.settle-incident');
  return screen(ctx, {
    title,
    wrong: Boolean(wrong),
    main: html`${partTabs(ctx, path)}${wrong}
      <h1>${title[lang]}</h1>
      ${table<Incident>(lang, {
        caption: title,
        hideCaption: true,
        rows: named,
        stack: true,
        columns: [
          {
            key: 'element',
            label: { vi: 'Ở bước', en: 'At' },
            cell: (one) =>
              one.instanceId === null
                ? html`${one.element} ${notBegun[lang]}`
                : html`<a href="/dieu-hanh/luot/${one.instanceId}">${one.element}</a>`,
          },
          {
            key: 'key',
            label: { vi: 'Việc', en: 'Matter' },
            cell: (one) => one.matter.label,
          },
          {
            key: 'error',
            label: { vi: 'Lỗi', en: 'Error' },
            grow: true,
            cell: (one) => one.error.split('\n')[0]!,
          },
          { key: 'at', label: { vi: 'Lúc', en: 'When' }, cell: (one) => formatDateTime(one.at) },
          {
            key: 'act',
            label: { vi: 'Việc', en: 'Act' },
            cell: (one) =>
              maySettle &&
              html`<form method="post" action="${path}/${one.id}">
                <input type="hidden" name="_key" value="${ctx.formKey}" />
                ${button(lang, { label: { vi: 'Cho chạy tiếp', en: 'Let it go on' }, kind: 'secondary' })}
              </form>`,
          },
        ],
        empty: emptyState(lang, {
          title: { vi: 'Không có sự cố nào', en: 'There is no incident' },
          body: {
            vi: 'Mọi quy trình đang tự đi tiếp. Khi một bước tự động hỏng sau mọi lần thử, nó hiện ở đây.',
            en: 'All processes go on by themselves. A step that failed after all tries would stand here.',
          },
        }),
      })}
      ${pagination(lang, { next: next ? `${path}?sau=${next}` : undefined, previous: after ? path : undefined })}`,
  });
}
