import { type Lang, may, type PageContext, type Text } from '@dinh/kernel';
import {
  button,
  type Column,
  details,
  emptyState,
  exportLinks,
  filterBar,
  form,
  formatDate,
  formatDateTime,
  html,
  type Html,
  live,
  pagination,
  table,
  tag,
  textInput,
  inVietnamese,
  linkButton,
} from '@dinh/ui';
import { statusNames } from '../model/status.ts';
import { sortOf } from '../queries/dossier-filter.ts';
import type { Row } from '../queries/dossier-row.ts';
import { listHref, listInput, queueOf, queues } from './desk-queues.ts';
import { hidden, topicsOf, withQuery } from './frame.ts';
import { channels, feeStates, statusTone } from './words.ts';
import { dueTag } from './when.ts';

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
      // Asked for by a link to what one person holds; it is seen, and can be taken away.
      ...(query['nguoi']
        ? [
            {
              name: 'nguoi',
              label: { vi: 'Người giữ việc', en: 'Who holds it' },
              value: query['nguoi'],
              options: [{ value: query['nguoi'], label: { vi: 'Người trong thông báo', en: 'The person told of' } }],
            },
          ]
        : []),
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
    ['q', 'thu-tuc', 'don-vi', 'nguoi', 'xep'].flatMap((name) => (query[name] ? [[name, query[name]]] : [])),
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
  const nextHref = next ? withQuery(here, { sau: next }) : undefined;
  const sort = sortOf(input);
  const acts = bulkActs(ctx);
  const papers = input.queue === 'papers';
  const list = table<Row>(lang, {
    caption: queues[queueOf(ctx)]!.label,
    hideCaption: true,
    dense: true,
    stack: true,
    rows,
    // Of what one has to do a dossier may stand there with two of its steps.
    rowId: (row) => `hs-${row.id}${rows.find(({ id }) => id === row.id) === row ? '' : `-${row.taskId}`}`,
    rowHref: (row) => withQuery(here, { 'ho-so': row.id }),
    current: (row) => row.id === open,
    select: acts.length > 0 ? { name: 'chon', value: (row) => row.id, label: (row) => row.code ?? row.reference } : undefined,
    sort: {
      by: sort.replace(/-.*$/, ''),
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
        cell: (row) => inVietnamese(lang, row.title),
      },
      ...(input.queue === 'desk' ? [] : input.queue === 'mine' ? stepping(lang, now) : holding(lang)),
      {
        key: 'arrived',
        label: { vi: 'Nộp lúc', en: 'Filed' },
        sortable: true,
        minor: input.queue !== 'desk',
        numeric: true,
        cell: (row) => (input.queue === 'desk' ? formatDateTime(row.submittedAt as Date) : formatDate(row.submittedAt as Date)),
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
              label: papers ? { vi: 'Bàn giao trước', en: 'Hand over by' } : { vi: 'Hẹn trả', en: 'Due' },
              sortable: !papers,
              // Beside an open dossier the limit of the step is enough, and whose it is can be read.
              minor: input.queue === 'mine',
              cell: (row: Row) => (papers ? handOverTag(lang, row, now) : dueTag(lang, row, now)),
            },
          ]),
    ],
    empty: nextHref ? lookedAtMany(lang, nextHref) : nothingThere(ctx),
  });
  return live({
    id: 'danh-sach',
    href: withQuery(listHref(ctx, '/ban-lam-viec/danh-sach'), { 'ho-so': open }),
    topics: topicsOf(ctx),
    since: ctx.position,
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
      next: rows.length > 0 ? nextHref : undefined,
      previous: ctx.query['sau'] ? withQuery(here, { sau: undefined }) : undefined,
    })}`,
  });
}

function nothingThere({ lang }: PageContext): Html {
  return emptyState(lang, {
    title: { vi: 'Không có hồ sơ nào', en: 'Nothing here' },
    body: {
      vi: 'Hồ sơ mới hiện ra ở đây ngay khi đến, không cần tải lại trang.',
      en: 'New dossiers appear here as they come, without a reload.',
    },
  });
}

/** Among so many steps nothing was found, and there are more. */
const lookedAtMany = (lang: Lang, next: string): Html =>
  emptyState(lang, {
    title: { vi: 'Chưa thấy hồ sơ nào như vậy', en: 'No such dossier found yet' },
    body: {
      vi: 'Mới xem hàng chục nghìn việc đứng đầu danh sách, theo hạn bước; còn những việc sau đó. Thêm điều kiện lọc thì tìm nhanh hơn.',
      en: 'Only the first tens of thousands of steps of this list were looked at, by their limits; there are more. Another filter makes it quicker.',
    },
    action: linkButton(lang, {
      label: { vi: 'Tìm tiếp', en: 'Go on looking' },
      href: next,
      kind: 'secondary',
    }),
  });

/** By when papers must be with the agency (NĐ 61/2018 Điều 18.2, 18.3). */
function handOverTag(lang: Lang, { handOverDue }: Row, now: Date): Html | string {
  if (!handOverDue) return '—';
  const at = new Date(handOverDue as string);
  return at < now ? tag(lang, 'late', formatDateTime(at)) : formatDateTime(at);
}

/** What is to be done with a dossier, and by when: of what one has to do the step says more than who holds it. */
const stepping = (lang: Lang, now: Date): Column<Row>[] => [
  {
    key: 'step-name',
    label: { vi: 'Việc cần làm', en: 'To do' },
    minor: true,
    cell: (row) => (lang === 'vi' ? row.step : row.stepEn) ?? '',
  },
  {
    key: 'step',
    label: { vi: 'Hạn bước', en: 'Step due' },
    sortable: true,
    cell: (row) => dueTag(lang, { dueAt: row.stepDueAt as Date | null, status: 4 }, now),
  },
];

/** With whom a dossier is: the person who holds it, or the step that waits for somebody. */
const holding = (lang: Lang): Column<Row>[] => [
  {
    key: 'holder',
    label: { vi: 'Đang ở', en: 'With' },
    minor: true,
    cell: (row) =>
      row.assignee ??
      (lang === 'vi' ? row.step : row.stepEn) ??
      tag(lang, statusTone[row.status] ?? 'doing', statusNames[row.status as 1]),
  },
];

/** What can be done with many dossiers at once: of all acts those that some dossier of the queue may need. */
function bulkActs(ctx: PageContext): { href: string; label: Text; key?: string }[] {
  const { queue } = queues[queueOf(ctx)]!;
  const act = (name: string, vi: string, en: string, permission: string, key: string, fits: boolean) =>
    fits && may(ctx.principal, permission) ? [{ href: `/ban-lam-viec/nhieu/${name}`, label: { vi, en }, key }] : [];
  const waits = queue === 'desk';
  const accepted = queue === 'unit' || queue === 'papers' || queue === 'return';
  const papersOnly = queue === 'papers';
  return [
    ...act('tiep-nhan', 'Tiếp nhận', 'Accept', 'one-stop.receive-dossier', 'shift+t', !accepted),
    ...act('ban-giao', 'Bàn giao giấy', 'Hand over', 'one-stop.hand-over-dossier', 'shift+a', !waits),
    ...act('phan-cong', 'Phân công', 'Assign', 'one-stop.assign-task', 'shift+p', !papersOnly),
    ...act('giao-lai', 'Giao người khác', 'Reassign', 'one-stop.reassign-task', 'shift+m', !papersOnly),
  ];
}
