import { type InputOf, type Lang, type OperationTypes, type PageContext, type Text } from '@dinh/kernel';
import {
  button,
  type Column,
  details,
  emptyState,
  exportLinks,
  filterBar,
  form,
  formatDateTime,
  html,
  type Html,
  live,
  pagination,
  queueList,
  table,
  tag,
  textInput,
} from '@dinh/ui';
import { may } from '@dinh/kernel';
import { type Row, sortOf } from '../queries/list-dossiers.ts';
import { statusNames } from '../model/status.ts';
import { hidden, topicsOf, withQuery } from './frame.ts';
import { channels, feeStates, statusTone } from './words.ts';
import { dueTag } from './when.ts';

type ListInput = InputOf<OperationTypes['one-stop.list-dossiers']>;

/** The queues of the desk by their name in addresses. */
export const queues: Record<
  string,
  { label: Text; queue: ListInput['queue']; late?: ListInput['late']; may: string }
> = {
  'tiep-nhan': {
    label: { vi: 'Chờ tiếp nhận', en: 'To receive' },
    queue: 'desk',
    may: 'one-stop.receive-dossier',
  },
  'cua-toi': { label: { vi: 'Việc của tôi', en: 'My work' }, queue: 'mine', may: 'one-stop.do-task' },
  'dang-giai-quyet': {
    label: { vi: 'Đang giải quyết', en: 'Under way' },
    queue: 'unit',
    may: 'one-stop.view-dossier',
  },
  'sap-han': {
    label: { vi: 'Sắp hạn', en: 'Due soon' },
    queue: 'unit',
    late: 'soon',
    may: 'one-stop.view-dossier',
  },
  'qua-han': {
    label: { vi: 'Quá hạn', en: 'Late' },
    queue: 'unit',
    late: 'late',
    may: 'one-stop.view-dossier',
  },
  'cho-tra': {
    label: { vi: 'Chờ trả kết quả', en: 'To return' },
    queue: 'return',
    may: 'one-stop.return-result',
  },
  'tat-ca': { label: { vi: 'Mọi hồ sơ', en: 'All dossiers' }, queue: 'all', may: 'one-stop.view-dossier' },
};

/** The queue of the address, or the first that this person has. */
export function queueOf(ctx: PageContext): string {
  const asked = ctx.query['hang'];
  if (asked && Object.hasOwn(queues, asked)) return asked;
  const work = Object.entries(queues).find(([, queue]) => may(ctx.principal, queue.may));
  return ctx.query['q'] ? 'tat-ca' : (work?.[0] ?? 'tat-ca');
}

const fitting = <T extends string>(value: string | undefined, ...known: T[]): T | undefined =>
  known.find((one) => one === value);
const day = (value: string | undefined) => (value && /^\d{4}-\d\d-\d\d$/.test(value) ? value : undefined);

/** What the address asks for; anything that makes no sense is left out. */
export function listInput(ctx: PageContext): ListInput {
  const { query } = ctx;
  const queue = queues[queueOf(ctx)]!;
  const status = Number(query['trang-thai']);
  const unit = Number(query['don-vi']);
  return {
    queue: queue.queue,
    late: queue.late ?? fitting(query['han'], 'late', 'soon', 'on-time'),
    ...(Number.isInteger(status) && status >= 1 && status <= 10 && { status: [status] }),
    ...(Number.isInteger(unit) && unit > 0 && unit < 2 ** 31 && { unit }),
    search: query['q']?.slice(0, 200) || undefined,
    procedure: query['thu-tuc']?.slice(0, 40) || undefined,
    channel: fitting(query['kenh'], 'online', 'counter', 'post'),
    from: day(query['tu']),
    to: day(query['den']),
    sort: fitting(query['xep'], 'arrived-desc', 'arrived-asc', 'due-asc', 'due-desc'),
    cursor: query['sau']?.slice(0, 200) || undefined,
  };
}

/** The query of the address without what belongs to one look at it. */
export const listHref = (ctx: PageContext, path = '/ban-lam-viec'): string =>
  withQuery(`${path}?${ctx.url.split('?')[1] ?? ''}`, {
    'ho-so': undefined,
    xong: undefined,
    tep: undefined,
    lang: undefined,
  });

/** Left: the queues with their counts, and the views that this person keeps. */
export async function queuePane(ctx: PageContext): Promise<Html> {
  const { lang } = ctx;
  const [counts, { views }] = await Promise.all([
    ctx.run('one-stop.count-queues', {}),
    ctx.run('one-stop.list-views', {}),
  ]);
  const current = queueOf(ctx);
  const count: Record<string, number> = {
    'tiep-nhan': counts.desk,
    'cua-toi': counts.mine,
    'dang-giai-quyet': counts.unit,
    'sap-han': counts.soon,
    'qua-han': counts.late,
    'cho-tra': counts.return,
  };
  const mine = Object.entries(queues).filter(([, queue]) => may(ctx.principal, queue.may));
  const view = listHref(ctx).split('?')[1] ?? '';
  return live({
    id: 'hang-doi',
    href: listHref(ctx, '/ban-lam-viec/hang-doi'),
    topics: topicsOf(ctx),
    body: html`${queueList(
      lang,
      { vi: 'Hàng đợi', en: 'Queues' },
      mine.map(([name, { label }], i) => ({
        label,
        href: `/ban-lam-viec?hang=${name}`,
        count: count[name],
        late: name === 'dang-giai-quyet' ? counts.late : undefined,
        current: name === current && !views.some((v) => v.query === view),
        key: String(i + 1),
      })),
    )}${
      views.length > 0 &&
      queueList(
        lang,
        { vi: 'Bộ lọc của tôi', en: 'My views' },
        views.map((v) => ({ label: v.name, href: `/ban-lam-viec?${v.query}`, current: v.query === view })),
      )
    }`,
  });
}

/** Middle: filters, the list, what can be done with many. */
export async function listPane(ctx: PageContext, open?: string): Promise<Html> {
  const { lang } = ctx;
  const queue = queueOf(ctx);
  const { procedures, units } = await ctx.run('one-stop.list-choices', { queue: queues[queue]!.queue });
  const { query } = ctx;
  const choices = (list: { value: string; label: string; labelEn: string }[]) =>
    list.map((one) => ({ value: one.value, label: { vi: one.label, en: one.labelEn } }));
  const clear = `/ban-lam-viec?hang=${queue}`;
  return html`${filterBar(lang, {
    action: '/ban-lam-viec',
    key: '/',
    hidden: { hang: queue, ...(query['xep'] && { xep: query['xep'] }) },
    clear,
    filters: [
      { name: 'q', label: { vi: 'Tìm trong danh sách', en: 'Find in this list' }, value: query['q'] },
      {
        name: 'thu-tuc',
        label: { vi: 'Thủ tục', en: 'Procedure' },
        value: query['thu-tuc'],
        options: choices(procedures),
      },
      ...(units.length > 1
        ? [
            {
              name: 'don-vi',
              label: { vi: 'Cơ quan', en: 'Agency' },
              value: query['don-vi'],
              options: choices(units),
            },
          ]
        : []),
    ],
  })}${details(lang, {
    summary: { vi: 'Lọc thêm, lưu, xuất', en: 'More filters, save, export' },
    open: ['trang-thai', 'han', 'kenh', 'tu', 'den'].some((name) => query[name]),
    body: html`${moreFilters(ctx, queue, clear)}${saveForm(ctx)}`,
  })}${await listPart(ctx, open)}`;
}

function moreFilters(ctx: PageContext, queue: string, clear: string): Html {
  const { lang, query } = ctx;
  const kept = Object.fromEntries(
    ['q', 'thu-tuc', 'don-vi', 'xep'].flatMap((name) => (query[name] ? [[name, query[name]]] : [])),
  );
  return filterBar(lang, {
    action: '/ban-lam-viec',
    hidden: { hang: queue, ...kept },
    clear,
    filters: [
      {
        name: 'trang-thai',
        label: { vi: 'Trạng thái', en: 'Status' },
        value: query['trang-thai'],
        options: Object.entries(statusNames).map(([value, label]) => ({ value, label })),
      },
      {
        name: 'han',
        label: { vi: 'Thời hạn', en: 'Time limit' },
        value: query['han'],
        options: [
          { value: 'late', label: { vi: 'Quá hạn', en: 'Late' } },
          { value: 'soon', label: { vi: 'Còn không quá 2 ngày', en: 'Within two days' } },
          { value: 'on-time', label: { vi: 'Trong hạn', en: 'In time' } },
        ],
      },
      {
        name: 'kenh',
        label: { vi: 'Cách nộp', en: 'Channel' },
        value: query['kenh'],
        options: Object.entries(channels).map(([value, label]) => ({ value, label })),
      },
      { name: 'tu', label: { vi: 'Nộp từ ngày', en: 'Filed from' }, value: query['tu'], type: 'date' },
      { name: 'den', label: { vi: 'đến ngày', en: 'to' }, value: query['den'], type: 'date' },
    ],
  });
}

function saveForm(ctx: PageContext): Html {
  const { lang } = ctx;
  const view = listHref(ctx).split('?')[1] ?? '';
  const exports = may(ctx.principal, 'one-stop.export-list');
  const word = (vi: string, en: string) => (lang === 'vi' ? vi : en);
  return html`${form(lang, {
    action: '/ban-lam-viec/bo-loc',
    id: 'bo-loc',
    key: ctx.formKey,
    forget: true,
    body: html`${hidden({ bo: view })}${textInput(lang, { name: 'ten', id: 'ten-bo-loc', label: { vi: 'Lưu bộ lọc này với tên', en: 'Keep these filters as' }, width: 20, maxLength: 60 })}${button(lang, { label: { vi: 'Lưu', en: 'Save' }, kind: 'secondary' })}
      ${button(lang, { label: { vi: 'Xóa bộ lọc cùng tên', en: 'Remove the view of that name' }, kind: 'quiet', formAction: '/ban-lam-viec/bo-loc/xoa' })}`,
  })}${
    exports &&
    html`<p class="link-line">
      <a href="${listHref(ctx, '/ban-lam-viec/in')}" target="_blank">${word('In danh sách', 'Print the list')}</a>
${exportLinks(listHref(ctx, '/ban-lam-viec/xuat')).map((link) => html`<a href="${link.href}">${link.label[lang]}</a> `)}
    </p>`
  }`;
}

/** The rows themselves: renewed when something changes. */
export async function listPart(ctx: PageContext, open?: string): Promise<Html> {
  const { lang, now } = ctx;
  const input = listInput(ctx);
  const { rows, next } = await ctx.run('one-stop.list-dossiers', input);
  const here = listHref(ctx);
  const sort = sortOf(input);
  const acts = bulkActs(ctx);
  const list = table<Row>(lang, {
    caption: queues[queueOf(ctx)]!.label,
    hideCaption: true,
    dense: true,
    rows,
    rowId: (row) => `hs-${row.id}`,
    rowHref: (row) => withQuery(here, { 'ho-so': row.id }),
    current: (row) => row.id === open,
    select:
      acts.length > 0
        ? { name: 'chon', value: (row) => row.id, label: (row) => row.code ?? row.reference }
        : undefined,
    sort: {
      by: sort.startsWith('arrived') ? 'arrived' : 'due',
      direction: sort.endsWith('desc') ? 'desc' : 'asc',
      href: (by, direction) => withQuery(here, { xep: `${by}-${direction}`, sau: undefined }),
    },
    columns: [
      {
        key: 'code',
        label: { vi: 'Hồ sơ', en: 'Dossier' },
        cell: (row) => html`<span class="code">${row.code ?? row.reference}</span>`,
      },
      { key: 'owner', label: { vi: 'Chủ hồ sơ', en: 'Owner' }, grow: true, cell: (row) => row.ownerName },
      {
        key: 'title',
        label: { vi: 'Thủ tục', en: 'Procedure' },
        grow: true,
        minor: true,
        cell: (row) => row.title,
      },
      ...(input.queue === 'desk' ? [] : holding(lang)),
      {
        key: 'arrived',
        label: { vi: 'Nộp lúc', en: 'Filed' },
        sortable: true,
        minor: input.queue !== 'desk',
        numeric: true,
        cell: (row) => formatDateTime(row.submittedAt as Date),
      },
      ...(input.queue === 'desk'
        ? [
            {
              key: 'fee',
              label: { vi: 'Phí', en: 'Fee' },
              minor: true,
              cell: (row: Row) => feeStates[row.feeState]?.[lang] ?? '',
            },
          ]
        : [
            {
              key: 'due',
              label: { vi: 'Hẹn trả', en: 'Due' },
              sortable: true,
              cell: (row: Row) => dueTag(lang, row as never, now),
            },
          ]),
    ],
    empty: emptyState(lang, {
      title: { vi: 'Không có hồ sơ nào', en: 'Nothing here' },
      body: {
        vi: 'Hồ sơ mới hiện ra ở đây ngay khi đến, không cần tải lại trang.',
        en: 'New dossiers appear here as they come, without a reload.',
      },
    }),
  });
  return live({
    id: 'danh-sach',
    href: withQuery(listHref(ctx, '/ban-lam-viec/danh-sach'), { 'ho-so': open }),
    topics: topicsOf(ctx),
    body: html`${
      acts.length > 0 && rows.length > 0
        ? form(lang, {
            action: acts[0]!.href,
            id: 'nhieu',
            forget: true,
            body: html`${hidden({ ve: here })}${list}
              <div class="bulk" role="group" aria-label="${lang === 'vi' ? 'Việc làm với các hồ sơ đã chọn' : 'Acts on the chosen dossiers'}">
                <span class="muted">${lang === 'vi' ? 'Với các hồ sơ đã chọn:' : 'With the chosen:'}</span>
                ${acts.map((act) => button(lang, { label: act.label, kind: 'secondary', formAction: act.href, key: act.key }))}
              </div>`,
          })
        : list
    }${pagination(lang, {
      next: next ? withQuery(here, { sau: next }) : undefined,
      previous: ctx.query['sau'] ? withQuery(here, { sau: undefined }) : undefined,
    })}`,
  });
}

/** Where a dossier is, and with whom. */
const holding = (lang: Lang): Column<Row>[] => [
  {
    key: 'step',
    label: { vi: 'Đang ở', en: 'At' },
    grow: true,
    minor: true,
    cell: (row) =>
      (lang === 'vi' ? row.step : row.stepEn) ??
      tag(lang, statusTone[row.status] ?? 'doing', statusNames[row.status as 1]),
  },
  {
    key: 'holder',
    label: { vi: 'Người giữ', en: 'Holder' },
    minor: true,
    cell: (row) => row.assignee ?? '',
  },
];

/** What can be done with many dossiers at once. */
function bulkActs(ctx: PageContext): { href: string; label: Text; key?: string }[] {
  const act = (name: string, vi: string, en: string, permission: string, key?: string) =>
    may(ctx.principal, permission) ? [{ href: `/ban-lam-viec/nhieu/${name}`, label: { vi, en }, key }] : [];
  return [
    ...act('tiep-nhan', 'Tiếp nhận', 'Accept', 'one-stop.receive-dossier', 'shift+t'),
    ...act('ban-giao', 'Bàn giao giấy', 'Hand over', 'one-stop.hand-over-dossier', 'shift+a'),
    ...act('phan-cong', 'Phân công', 'Assign', 'one-stop.assign-task', 'shift+p'),
    ...act('giao-lai', 'Giao người khác', 'Reassign', 'one-stop.reassign-task', 'shift+m'),
  ];
}
