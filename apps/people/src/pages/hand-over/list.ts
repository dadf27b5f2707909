import { type OperationTypes, type OutputOf, page, type PageContext, post, redirect, show, may } from '@dinh/kernel';
import {
  banner,
  button,
  form,
  formatDate,
  formatDateTime,
  formatNumber,
  html,
  listFile,
  live,
  listScreen,
  type ListProps,
  progressBar,
  summaryList,
  tag,
} from '@dinh/ui';
import { asked, hiddenKey, oneOf, screen } from '../frame.ts';
import { causes, handOversPath, handOverStates, handOversTitle, strandedPath, strandedTitle } from './words.ts';

type HandOver = OutputOf<OperationTypes['identity.list-hand-overs']>['handOvers'][number];
type Stranded = OutputOf<OperationTypes['identity.list-stranded']>['rows'][number];

const receiver = ({ lang }: PageContext, { toName }: Pick<HandOver, 'toName'>): string =>
  toName ?? { vi: 'Hàng chờ của đơn vị', en: 'The queue of the unit' }[lang];
const stateTag = ({ lang }: PageContext, { state }: { state: string }) => {
  const known = handOverStates[state];
  return known ? tag(lang, known.tone, known.label) : state;
};

function handOvers(ctx: PageContext): ListProps<HandOver, number> {
  const { lang } = ctx;
  const query = asked(ctx, 'q')?.slice(0, 120);
  const state = oneOf(asked(ctx, 'tinh-trang'), ['waiting', 'done', 'cancelled'] as const);
  return {
    path: handOversPath,
    title: handOversTitle,
    lead: html`<p>
      ${
        {
          vi: 'Khi một chức vụ kết thúc, hoặc một người bị tạm ngừng hay đã mất, việc đang mở của người đó được chuyển cho người khác hoặc trả về hàng chờ của đơn vị.',
          en: 'When a position ends, or a person is suspended or dies, their open work goes to somebody else or back into the queue of the unit.',
        }[lang]
      }
    </p>`,
    filters: [
      {
        name: 'q',
        label: { vi: 'Tên người giao hoặc nhận', en: 'Name of either' },
        value: query ?? '',
        type: 'search',
      },
      {
        name: 'tinh-trang',
        label: { vi: 'Tình trạng', en: 'State' },
        value: state ?? '',
        options: Object.entries(handOverStates).map(([value, { label }]) => ({ value, label })),
      },
    ],
    links: [{ href: strandedPath, label: strandedTitle }],
    sort: '-ordered',
    rowHref: (h) => `${handOversPath}/${h.id}`,
    columns: [
      { key: 'name', label: { vi: 'Người giao', en: 'From' }, value: (h) => h.name, sortable: true },
      { key: 'to', label: { vi: 'Người nhận', en: 'To' }, value: (h) => receiver(ctx, h) },
      {
        key: 'place',
        label: { vi: 'Chức vụ', en: 'Position' },
        grow: true,
        value: (h) => [h.title?.[lang], h.unitName?.[lang]].filter(Boolean).join(', '),
      },
      {
        key: 'cause',
        label: { vi: 'Vì', en: 'Because' },
        value: (h) => causes[h.cause]?.[lang],
        minor: true,
      },
      {
        key: 'day',
        label: { vi: 'Từ ngày', en: 'From the day' },
        kind: 'date',
        value: (h) => h.day,
        sortable: true,
      },
      {
        key: 'moved',
        label: { vi: 'Đã chuyển', en: 'Moved' },
        numeric: true,
        kind: 'number',
        value: (h) => h.moved + h.queued,
      },
      { key: 'reason', label: { vi: 'Lý do', en: 'Reason' }, value: (h) => h.reason, fileOnly: true },
      {
        key: 'ordered',
        label: { vi: 'Lập lúc', en: 'Ordered' },
        kind: 'moment',
        value: (h) => h.orderedAt,
        sortable: true,
        minor: true,
      },
      {
        key: 'state',
        label: { vi: 'Tình trạng', en: 'State' },
        value: (h) => handOverStates[h.state]?.label[lang],
        cell: (h) => stateTag(ctx, h),
      },
    ],
    empty: {
      title: { vi: 'Chưa có lần bàn giao nào', en: 'Nothing was handed over yet' },
      body: {
        vi: 'Bàn giao được lập khi cho thôi chức vụ hoặc tạm ngừng một người.',
        en: 'A hand-over begins where a position is ended or a person suspended.',
      },
    },
    cursor: (text) => (/^\d{1,6}$/.test(text) ? Number(text) : undefined),
    async read({ after, limit, sort }) {
      const by = oneOf(sort?.replace(/^-/, ''), ['ordered', 'day', 'name'] as const);
      const { handOvers: rows, next } = await ctx.run('identity.list-hand-overs', {
        ...(query && { query }),
        ...(state && { state }),
        ...(by && { sort: by, ascending: !sort!.startsWith('-') }),
        ...(after !== undefined && { offset: after }),
        ...(limit !== undefined && { limit }),
      });
      return { rows, next };
    },
  };
}

const handOversPage = page({
  path: handOversPath,
  title: handOversTitle,
  may: 'people.view-person',
  run: async (ctx) => listFile(ctx, handOvers(ctx)) ?? show(await listScreen(ctx, handOvers(ctx))),
});

const handOverPage = page({
  path: `${handOversPath}/:id`,
  title: handOversTitle,
  may: 'people.view-person',
  async run(ctx) {
    const { lang } = ctx;
    const { handOver: h, parts } = await ctx.run('identity.view-hand-over', { id: ctx.params['id'] ?? '' });
    return show(
      screen(ctx, {
        title: handOversTitle,
        breadcrumbs: [{ label: handOversTitle, href: handOversPath }, { label: h.name }],
        main: html`<h1>${h.name} → ${receiver(ctx, h)} ${stateTag(ctx, h)}</h1>
          ${summaryList(
            lang,
            [
              {
                label: { vi: 'Chức vụ', en: 'Position' },
                value: h.title && `${h.title[lang]}, ${h.unitName?.[lang] ?? ''}`,
              },
              { label: { vi: 'Vì', en: 'Because' }, value: causes[h.cause] },
              { label: { vi: 'Lý do', en: 'Reason' }, value: h.reason },
              { label: { vi: 'Từ ngày', en: 'From the day' }, value: formatDate(h.day) },
              {
                label: { vi: 'Người lập', en: 'Ordered by' },
                value: `${h.orderedByName ?? { vi: 'Hệ thống', en: 'The system' }[lang]}, ${formatDateTime(h.orderedAt)}`,
              },
              { label: { vi: 'Xong lúc', en: 'Done' }, value: h.endedAt && formatDateTime(h.endedAt) },
            ],
            { dense: true },
          )}
          <h2>${{ vi: 'Tiến độ', en: 'Progress' }[lang]}</h2>
          ${live({
            id: 'hand-over-progress',
            href: ctx.url,
            topics: [`hand-over:${h.id}`],
            since: ctx.position,
            body: html`${parts.map((part) => {
              const done = part.moved + part.queued;
              return progressBar(lang, {
                id: `part-${part.part.replace('.', '-')}`,
                label: part.title,
                value: part.endedAt ? Math.max(done, 1) : done,
                max: Math.max(part.endedAt ? done : part.expected, done, 1),
                note: {
                  vi: `${formatNumber('vi', part.moved)} chuyển cho người nhận, ${formatNumber('vi', part.queued)} về hàng chờ hoặc chấm dứt`,
                  en: `${formatNumber('en', part.moved)} to the receiver, ${formatNumber('en', part.queued)} into queues or ended`,
                },
              });
            })}`,
          })}`,
      }),
    );
  },
});

function stranded(ctx: PageContext, lookedAt: Date | null): ListProps<Stranded> {
  const { lang } = ctx;
  const query = asked(ctx, 'q')?.slice(0, 120);
  return {
    path: strandedPath,
    title: strandedTitle,
    breadcrumbs: [{ label: handOversTitle, href: handOversPath }, { label: strandedTitle }],
    lead: html`${
      ctx.query['xong'] &&
      banner(lang, {
        tone: 'done',
        body: {
          vi: `Đã tìm lại: ${Number(ctx.query['xong']) || 0} việc.`,
          en: `Looked again: ${Number(ctx.query['xong']) || 0} found.`,
        },
      })
    }
      <p>
        ${
          {
            vi: 'Việc đang giao cho người đã thôi chức vụ hoặc không còn hoạt động, và việc chờ ở đơn vị không còn ai giữ vai trò làm việc ấy. Hệ thống tìm mỗi ngày một lần và ngay sau khi có người thôi chức vụ; người phụ trách được báo.',
            en: 'Work that is held by people who left office or are not active, and work that waits in a unit where nobody has the role for it. It is looked for once a day and whenever somebody has left; those responsible are told.',
          }[lang]
        }
      </p>`,
    filters: [
      {
        name: 'q',
        label: { vi: 'Người giữ việc, vai trò, đơn vị', en: 'Who holds it, role, unit' },
        value: query ?? '',
        type: 'search',
      },
    ],
    // What waits for a role is helped by giving somebody a place in the unit.
    rowHref: (row) =>
      row.person
        ? `/quan-tri/nguoi/${row.person}/ban-giao?viec=con-lai`
        : `/quan-tri/don-vi/${encodeURIComponent(row.unitKey ?? '')}`,
    columns: [
      {
        key: 'name',
        label: { vi: 'Người giữ việc', en: 'Who holds it' },
        value: (row) =>
          row.name ??
          {
            vi: `Chưa ai giữ, chờ ${row.role?.vi.toLowerCase() ?? 'người làm'}`,
            en: `Nobody; waits for: ${row.role?.en ?? 'anybody'}`,
          }[lang],
      },
      { key: 'what', label: { vi: 'Việc', en: 'What' }, grow: true, value: (row) => row.title[lang] },
      { key: 'unit', label: { vi: 'Đơn vị', en: 'Unit' }, grow: true, value: (row) => row.unitName?.[lang] },
      {
        key: 'count',
        label: { vi: 'Số lượng', en: 'How many' },
        numeric: true,
        kind: 'number',
        value: (row) => row.count,
      },
    ],
    empty: {
      title: { vi: 'Không có việc nào như vậy', en: 'There is none' },
      body: {
        vi: 'Mọi việc đang mở đều ở người làm được hoặc ở hàng chờ của đơn vị.',
        en: 'All open work is with people who can do it, or in the queue of a unit.',
      },
    },
    foot: may(ctx.principal, 'people.manage-position')
      ? form(lang, {
          action: strandedPath,
          body: html`${hiddenKey(ctx)}${button(lang, { kind: 'secondary', label: { vi: 'Tìm lại ngay', en: 'Look again now' } })}
            ${lookedAt && html`<p class="muted">${{ vi: `Lần tìm gần nhất: ${formatDateTime(lookedAt)}`, en: `Last looked: ${formatDateTime(lookedAt)}` }[lang]}</p>`}`,
        })
      : undefined,
    async read() {
      const found = await ctx.run('identity.list-stranded', { ...(query && { query }) });
      return { rows: found.rows, next: null };
    },
  };
}

const strandedPage = page({
  path: strandedPath,
  title: strandedTitle,
  may: 'people.view-person',
  async run(ctx) {
    const { lookedAt } = await ctx.run('identity.list-stranded', { limit: 1 });
    const props = stranded(ctx, lookedAt);
    return listFile(ctx, props) ?? show(await listScreen(ctx, props));
  },
});

const strandedPost = post({
  path: strandedPath,
  title: strandedTitle,
  may: 'people.manage-position',
  async run(ctx) {
    const { found } = await ctx.run('identity.look-for-stranded', {});
    return redirect(`${strandedPath}?xong=${found || '0'}`);
  },
});

export const handOverLists = [handOversPage, strandedPage, strandedPost, handOverPage];
