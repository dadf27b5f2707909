import { page, type PageContext, show, type Text } from '@dinh/kernel';
import {
  askedFormat,
  emptyState,
  everyRow,
  exportLinks,
  filterBar,
  formatDateTime,
  html,
  linkLine,
  pagination,
  type Sheet,
  sheetFile,
  table,
  tag,
  withQuery,
} from '@dinh/ui';
import { doing } from '../model/doing.ts';
import { listMatters, type MatterLine } from '../queries/list-matters.ts';
import { asked, askedAfter, partTabs, screen, stateNames, titleOf } from './frame.ts';

const path = '/cong-viec/tham-gia';
const title: Text = { vi: 'Việc tôi tham gia', en: 'Matters I take part in' };

function filters(ctx: PageContext) {
  const text = asked(ctx, 'q');
  const state = asked(ctx, 'trang-thai');
  return { ...(text && { text }), ...(state && state in stateNames && { state }) };
}
const addressOf = (ctx: PageContext, more: Record<string, string | undefined> = {}): string =>
  withQuery(path, { q: asked(ctx, 'q'), 'trang-thai': asked(ctx, 'trang-thai'), ...more });

/** The matters that the person began or has had a task of, whatever became of them. */
export const mattersPage = page({
  path,
  title,
  may: doing,
  async run(ctx) {
    const { lang } = ctx;
    const format = askedFormat(ctx.query['dang']);
    if (format) return sheetFile(ctx, format, sheet(ctx));
    const after = askedAfter(ctx);
    const { matters, next }: { matters: MatterLine[]; next: string | null } = await ctx.run(listMatters, {
      ...filters(ctx),
      ...(after && { after }),
    });
    return show(
      screen(ctx, {
        title,
        main: html`${partTabs(ctx, path)}
          <h1>${title[lang]}</h1>
          ${filterBar(lang, {
            action: path,
            clear: path,
            key: '/',
            filters: [
              { name: 'q', label: { vi: 'Tên việc', en: 'Matter' }, value: asked(ctx, 'q'), type: 'search' },
              {
                name: 'trang-thai',
                label: { vi: 'Trạng thái', en: 'State' },
                value: asked(ctx, 'trang-thai'),
                options: Object.entries(stateNames).map(([value, { label }]) => ({ value, label })),
              },
            ],
            actions: linkLine(lang, exportLinks(addressOf(ctx))),
          })}
          ${table<MatterLine>(lang, {
            caption: title,
            hideCaption: true,
            dense: true,
            rows: matters,
            rowHref: (one) => `/cong-viec/${one.id}`,
            columns: [
              {
                key: 'title',
                label: { vi: 'Việc', en: 'Matter' },
                grow: true,
                cell: (one) => titleOf(ctx, one),
              },
              {
                key: 'process',
                label: { vi: 'Quy trình', en: 'Process' },
                minor: true,
                cell: (one) => one.process[lang],
              },
              {
                key: 'at',
                label: { vi: 'Đang ở', en: 'Waits at' },
                cell: (one) => one.at.map((step) => step[lang]).join(', '),
              },
              {
                key: 'from',
                label: { vi: 'Bắt đầu', en: 'Begun' },
                cell: (one) => formatDateTime(one.startedAt),
              },
              {
                key: 'state',
                label: { vi: 'Trạng thái', en: 'State' },
                cell: (one) => tag(lang, stateNames[one.state].tone, stateNames[one.state].label),
              },
            ],
            empty: emptyState(lang, {
              title: { vi: 'Không có việc nào như vậy', en: 'There is no such matter' },
              body: {
                vi: 'Việc bạn bắt đầu, và việc bạn đã làm một bước, hiện ở đây.',
                en: 'Matters that you began, and those of which you have done a step, stand here.',
              },
            }),
          })}
          ${pagination(lang, { next: next ? addressOf(ctx, { sau: next }) : undefined, previous: after ? addressOf(ctx) : undefined })}`,
      }),
    );
  },
});

function sheet(ctx: PageContext): Sheet<MatterLine> {
  const { lang } = ctx;
  return {
    title: title[lang],
    rows: everyRow<MatterLine, string>(async (after) => {
      const found = await ctx.run(listMatters, { ...filters(ctx), limit: 1000, ...(after && { after }) });
      return { rows: found.matters, next: found.next };
    }),
    columns: [
      { label: { vi: 'Việc', en: 'Matter' }, value: (one) => titleOf(ctx, one), width: 40 },
      { label: { vi: 'Quy trình', en: 'Process' }, value: (one) => one.process[lang] },
      {
        label: { vi: 'Đang ở', en: 'Waits at' },
        value: (one) => one.at.map((step) => step[lang]).join(', '),
      },
      { label: { vi: 'Bắt đầu', en: 'Begun' }, value: (one) => formatDateTime(one.startedAt) },
      {
        label: { vi: 'Kết thúc', en: 'Ended' },
        value: (one) => (one.endedAt ? formatDateTime(one.endedAt) : ''),
      },
      { label: { vi: 'Trạng thái', en: 'State' }, value: (one) => stateNames[one.state].label[lang] },
    ],
  };
}
