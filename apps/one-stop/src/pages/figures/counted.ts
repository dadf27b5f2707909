import { page, show, type Text } from '@dinh/kernel';
import {
  askedFormat,
  emptyState,
  exportLinks,
  formatDate,
  html,
  linkLine,
  pagination,
  sheetFile,
  table,
  tag,
  inVietnamese,
  everyRow,
} from '@dinh/ui';
import { statusNames, type Status } from '../../model/status.ts';
import { type Figure, figures } from '../../queries/counted.ts';
import { keyNames } from '../../queries/groups.ts';
import type { CountedRow } from '../../queries/list-counted.ts';
import { screen, withQuery } from '../frame.ts';
import { statusTone } from '../words.ts';
import { asked, periodText } from './asked.ts';
import { statisticsPath } from './statistics-table.ts';
import { figureWords } from './words.ts';

const title: Text = { vi: 'Hồ sơ của số liệu', en: 'Dossiers behind a figure' };

const columns: readonly {
  key: string;
  label: Text;
  minor?: boolean;
  grow?: boolean;
  value: (row: CountedRow) => string | Date | null;
}[] = [
  { key: 'number', label: { vi: 'Mã hồ sơ', en: 'Code' }, value: (row) => row.number },
  { key: 'title', label: { vi: 'Thủ tục', en: 'Procedure' }, grow: true, value: (row) => row.title },
  { key: 'owner', label: { vi: 'Chủ hồ sơ', en: 'Owner' }, grow: true, value: (row) => row.ownerName },
  {
    key: 'unit',
    label: { vi: 'Cơ quan', en: 'Agency' },
    minor: true,
    grow: true,
    value: (row) => row.unit.vi,
  },
  { key: 'submitted', label: { vi: 'Nộp', en: 'Filed' }, minor: true, value: (row) => row.submittedAt },
  { key: 'accepted', label: { vi: 'Tiếp nhận', en: 'Accepted' }, value: (row) => row.acceptedAt },
  { key: 'due', label: { vi: 'Hẹn trả', en: 'Due' }, value: (row) => row.dueAt },
  { key: 'settled', label: { vi: 'Xong', en: 'Settled' }, value: (row) => row.settledAt },
];

/** The list behind a figure (A3). */
export const countedPage = page({
  path: `${statisticsPath}/danh-sach`,
  title,
  may: 'one-stop.view-statistics',
  async run(ctx) {
    const { lang } = ctx;
    const { from, to, by, filter } = asked(ctx);
    const figure: Figure = figures.find((one) => one === ctx.query['so-lieu']) ?? 'received';
    const key = ctx.query['khoa']?.slice(0, 60);
    const question = { figure, from, to, ...filter, ...(key && { by, key }) };
    const words = figureWords[figure];
    const heading = `${words.label[lang]}${key ? ` · ${keyNames[key]?.[lang] ?? key}` : ''}`;
    const format = askedFormat(ctx.query['dang']);
    if (format)
      return sheetFile<CountedRow>(ctx, format, {
        title: words.label,
        rows: everyRow<CountedRow, string>(
          (cursor) => ctx.run('one-stop.list-counted', { ...question, limit: 1000, ...(cursor && { cursor }) }),
          mostExported,
        ),
        columns: columns.map(({ key: name, label, value }) => ({
          label,
          value,
          ...(['submitted', 'accepted', 'due', 'settled'].includes(name) && { kind: 'moment' as const }),
        })),
      });
    const cursor = ctx.query['tiep'];
    const { rows, next } = await ctx.run('one-stop.list-counted', { ...question, ...(cursor && { cursor }) });
    return show(
      screen(ctx, {
        title: words.label,
        breadcrumbs: [
          {
            href: withQuery(statisticsPath, { tu: from, den: to, theo: by }),
            label: { vi: 'Thống kê', en: 'Statistics' },
          },
        ],
        main: html`<h1>${heading}</h1>
          <p>${periodText({ from, to })[lang]}. ${words.says[lang]}</p>
          ${table<CountedRow>(lang, {
            caption: words.label,
            hideCaption: true,
            dense: true,
            rows,
            columns: [
              ...columns.map(({ value, ...column }) => ({
                ...column,
                cell: (row: CountedRow) => {
                  const shown = value(row);
                  if (column.key === 'number' && row.open) return html`<a href="/ban-lam-viec/ho-so/${row.id}">${row.number}</a>`;
                  if (column.key === 'owner' && !row.open) return { vi: '(ngoài phạm vi)', en: '(out of reach)' }[lang];
                  if (column.key === 'unit') return row.unit[lang];
                  if (column.key === 'title') return inVietnamese(lang, row.title);
                  return shown instanceof Date ? formatDate(shown) : shown;
                },
              })),
              {
                key: 'status',
                label: { vi: 'Trạng thái', en: 'Status' },
                cell: (row) => tag(lang, statusTone[row.status] ?? 'doing', statusNames[row.status as Status]),
              },
            ],
            empty: emptyState(lang, { title: { vi: 'Không có hồ sơ nào', en: 'There is no dossier' } }),
          })}
          ${pagination(lang, {
            next: next ? withQuery(ctx.url, { tiep: next }) : undefined,
            previous: cursor ? withQuery(ctx.url, { tiep: undefined }) : undefined,
          })}
          ${linkLine(lang, exportLinks(ctx.url))}`,
      }),
    );
  },
});

/** As many rows as a file of this room holds. */
export const mostExported = 200_000;
