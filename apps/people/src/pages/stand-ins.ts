import type { OutputOf, OperationTypes, PageContext, Text } from '@dinh/kernel';
import { formatDate, html, type Html, table } from '@dinh/ui';

type Standing = OutputOf<OperationTypes['identity.list-stand-ins']>;
type Row = Standing['standIns'][number];

const title: Text = { vi: 'Ai làm thay lúc này', en: 'Who stands in now' };
const rights: Readonly<Record<Row['right'], Text>> = {
  delegation: { vi: 'Được ủy quyền', en: 'By delegation' },
  deputy: { vi: 'Cấp phó thường trực', en: 'Standing deputy' },
};
const whys: Readonly<Record<'suspended' | 'away', Text>> = {
  suspended: {
    vi: 'Tài khoản đang tạm ngừng: ủy quyền đã giao tạm dừng.',
    en: 'The account is suspended: delegations that they gave rest.',
  },
  away: {
    vi: 'Người này vắng mặt theo lịch.',
    en: 'They are away by the calendar.',
  },
};

/** Who acts for somebody at this moment and by what right; nothing of whoever holds no place and has nobody. */
export function standInSection({ lang }: PageContext, { why, inOffice, standIns }: Standing): Html | undefined {
  if (standIns.length === 0 && (why === null || !inOffice)) return undefined;
  return html`<h2>${title[lang]}</h2>
    ${why && html`<p>${whys[why][lang]}</p>`}
    ${
      standIns.length === 0
        ? html`<p>${{ vi: 'Không có ai làm thay: việc của chức vụ này chờ trong hàng việc của đơn vị.', en: 'Nobody stands in: what this post does waits in the queue of the unit.' }[lang]}</p>`
        : table<Row>(lang, {
            caption: title,
            hideCaption: true,
            dense: true,
            stack: true,
            rows: standIns,
            columns: [
              {
                key: 'name',
                label: { vi: 'Họ và tên', en: 'Name' },
                cell: (row) => html`<a href="/quan-tri/nguoi/${row.person}">${row.name}</a>`,
              },
              {
                key: 'right',
                label: { vi: 'Theo quyền gì', en: 'By what right' },
                cell: (row) => html`${rights[row.right][lang]}<br /><small>${row.basis}</small>`,
              },
              {
                key: 'where',
                label: { vi: 'Ở đâu', en: 'Where' },
                cell: (row) =>
                  [row.post?.[lang], row.unit?.[lang]].filter(Boolean).join(', ') ||
                  { vi: 'Mọi nơi người này giữ chức vụ', en: 'Wherever they hold a place' }[lang],
              },
              {
                key: 'until',
                label: { vi: 'Đến hết ngày', en: 'Last day' },
                cell: (row) => (row.until ? formatDate(row.until) : { vi: 'không hạn', en: 'no end' }[lang]),
              },
            ],
          })
    }`;
}
