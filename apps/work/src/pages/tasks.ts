import { page, type PageContext, show, type Text } from '@dinh/kernel';
import {
  askedFormat,
  emptyState,
  everyRow,
  exportLinks,
  filterBar,
  formatDateTime,
  html,
  linkButton,
  linkLine,
  live,
  pagination,
  type Sheet,
  sheetFile,
  table,
  tag,
  withQuery,
} from '@dinh/ui';
import { doing } from '../model/doing.ts';
import { beginning } from '../queries/list-beginnings.ts';
import { listTasks, type TaskLine } from '../queries/list-tasks.ts';
import { heldBanner } from './holding.ts';
import { asked, askedAfter, mayOf, partTabs, screen, titleOf } from './frame.ts';

const path = '/cong-viec';
const title: Text = { vi: 'Việc chờ tôi', en: 'Tasks that wait for me' };

/** What the address asks for; what makes no sense counts as not said. */
function filters(ctx: PageContext) {
  const text = asked(ctx, 'q');
  return {
    ...(text && { text }),
    ...(asked(ctx, 'han') === 'qua-han' && { late: true }),
    ...(asked(ctx, 'xep') === 'age' && { sort: 'age' as const }),
    ...(asked(ctx, 'chieu') === 'desc' && { descending: true }),
  };
}

const addressOf = (ctx: PageContext, more: Record<string, string | undefined> = {}): string =>
  withQuery(path, {
    ...Object.fromEntries(['q', 'han', 'xep', 'chieu'].map((name) => [name, asked(ctx, name)])),
    ...more,
  });

/** The tasks of processes about matters without screens of their own: given to the person, or waiting where they work. */
export const tasksPage = page({
  path,
  title,
  may: doing,
  async run(ctx) {
    const { lang } = ctx;
    const format = askedFormat(ctx.query['dang']);
    if (format) return sheetFile(ctx, format, sheet(ctx));
    const after = askedAfter(ctx);
    const { tasks, next }: { tasks: TaskLine[]; next: string | null } = await ctx.run(listTasks, {
      ...filters(ctx),
      ...(after && { after }),
    });
    const list = html`${table<TaskLine>(lang, {
      caption: title,
      hideCaption: true,
      dense: true,
      rows: tasks,
      rowId: (one) => one.id,
      rowHref: (one) => `${path}/${one.instance}`,
      sort: {
        by: asked(ctx, 'xep') === 'age' ? 'age' : 'due',
        direction: asked(ctx, 'chieu') === 'desc' ? 'desc' : 'asc',
        href: (by, direction) => addressOf(ctx, { xep: by, chieu: direction }),
      },
      columns: [
        { key: 'title', label: { vi: 'Việc', en: 'Matter' }, grow: true, cell: (one) => titleOf(ctx, one) },
        { key: 'step', label: { vi: 'Bước', en: 'Step' }, cell: (one) => one.step[lang] },
        {
          key: 'process',
          label: { vi: 'Quy trình', en: 'Process' },
          minor: true,
          cell: (one) => one.process[lang],
        },
        { key: 'unit', label: { vi: 'Đơn vị', en: 'Unit' }, minor: true, cell: (one) => one.unit?.[lang] },
        {
          key: 'age',
          label: { vi: 'Chờ từ', en: 'Waits since' },
          sortable: true,
          cell: (one) => formatDateTime(one.createdAt),
        },
        {
          key: 'due',
          label: { vi: 'Hạn', en: 'Due' },
          sortable: true,
          cell: (one) =>
            one.dueAt && html`${formatDateTime(one.dueAt)} ${one.late && tag(lang, 'late', { vi: 'Quá hạn', en: 'Late' })}`,
        },
      ],
      empty:
        asked(ctx, 'q') || asked(ctx, 'han')
          ? emptyState(lang, {
              title: { vi: 'Không có việc nào như vậy', en: 'There is no such task' },
              body: {
                vi: 'Hãy bỏ bớt điều kiện lọc để xem mọi việc đang chờ bạn.',
                en: 'Clear the filters to see all that waits for you.',
              },
            })
          : emptyState(lang, {
              title: { vi: 'Không có việc nào đang chờ bạn', en: 'Nothing waits for you' },
              body: {
                vi: 'Việc của các quy trình nội bộ và quy trình tự bắt đầu theo lịch, theo tín hiệu hiện ở đây khi đến lượt bạn. Hồ sơ thủ tục nằm ở Bàn làm việc.',
                en: 'Tasks of internal processes, and of those that begin by themselves, stand here when it is your turn. Dossiers are at the desk.',
              },
            }),
    })}
    ${pagination(lang, { next: next ? addressOf(ctx, { sau: next }) : undefined, previous: after ? addressOf(ctx) : undefined })}`;
    return show(
      screen(ctx, {
        title,
        main: html`${heldBanner(ctx)}${partTabs(ctx, path)}
          <h1>${title[lang]}</h1>
          ${
            mayOf(ctx, beginning) &&
            html`<p>
              ${linkButton(lang, { label: { vi: 'Bắt đầu việc mới', en: 'Begin a new matter' }, href: `${path}/bat-dau`, key: 'n' })}
            </p>`
          }
          ${filterBar(lang, {
            action: path,
            clear: path,
            key: '/',
            filters: [
              {
                name: 'q',
                label: { vi: 'Tên việc hoặc bước', en: 'Matter or step' },
                value: asked(ctx, 'q'),
                type: 'search',
              },
              {
                name: 'han',
                label: { vi: 'Thời hạn', en: 'Limit' },
                value: asked(ctx, 'han'),
                options: [{ value: 'qua-han', label: { vi: 'Quá hạn', en: 'Late' } }],
              },
            ],
            actions: linkLine(lang, exportLinks(addressOf(ctx))),
          })}
          ${live({ id: 'work', href: ctx.url, topics: topicsOf(ctx), since: ctx.position, body: list })}`,
      }),
    );
  },
});

/** What may change the list: tasks given to the person, and those of their units. */
const topicsOf = (ctx: PageContext): string[] => [
  `person:${ctx.principal.id}`,
  ...ctx.principal.units.slice(0, 45).map((id) => `unit:${id}`),
];

function sheet(ctx: PageContext): Sheet<TaskLine> {
  const { lang } = ctx;
  return {
    title,
    rows: everyRow<TaskLine, string>(async (after) => {
      const found = await ctx.run(listTasks, { ...filters(ctx), limit: 1000, ...(after && { after }) });
      return { rows: found.tasks, next: found.next };
    }),
    columns: [
      { label: { vi: 'Việc', en: 'Matter' }, value: (one) => titleOf(ctx, one), width: 40 },
      { label: { vi: 'Bước', en: 'Step' }, value: (one) => one.step[lang] },
      { label: { vi: 'Quy trình', en: 'Process' }, value: (one) => one.process[lang] },
      { label: { vi: 'Đơn vị', en: 'Unit' }, value: (one) => one.unit?.[lang] ?? '' },
      { label: { vi: 'Chờ từ', en: 'Waits since' }, value: (one) => formatDateTime(one.createdAt) },
      { label: { vi: 'Hạn', en: 'Due' }, value: (one) => (one.dueAt ? formatDateTime(one.dueAt) : '') },
    ],
  };
}
