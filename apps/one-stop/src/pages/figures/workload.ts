import { page, show, type Text } from '@dinh/kernel';
import {
  askedFormat,
  emptyState,
  exportLinks,
  formatNumber,
  html,
  inset,
  linkLine,
  sheetFile,
  statTiles,
  table,
  tag,
} from '@dinh/ui';
import type { Official } from '../../queries/workload.ts';
import { screen } from '../frame.ts';
import { askedPeriod, periodText, picker } from './asked.ts';

const title: Text = { vi: 'Khối lượng công việc', en: 'Workload' };
const path = '/ban-lam-viec/khoi-luong';

/** Who has how much in hand, for heads: from here work is handed to somebody else (P13). */
export const workloadPage = page({
  path,
  title,
  may: 'one-stop.reassign-task',
  async run(ctx) {
    const { lang } = ctx;
    const period = askedPeriod(ctx);
    const { rows, unassigned } = await ctx.run('one-stop.workload', period);
    const format = askedFormat(ctx.query['dang']);
    if (format)
      return sheetFile<Official>(ctx, format, {
        title,
        rows,
        columns: [
          { label: { vi: 'Cán bộ', en: 'Official' }, value: (row) => row.name },
          { label: { vi: 'Đơn vị', en: 'Unit' }, value: (row) => row.unitName[lang], width: 40 },
          ...numbers.map(({ key, label }) => ({
            label,
            kind: 'number' as const,
            value: (row: Official) => row[key],
          })),
        ],
      });
    const sum = (key: 'open' | 'soon' | 'late' | 'done') => rows.reduce((total, row) => total + row[key], 0);
    return show(
      screen(ctx, {
        title,
        main: html`<h1>${title[lang]}</h1>
          ${picker(ctx, { path, period })}
          ${statTiles(lang, [
            { label: { vi: 'Việc đang giữ', en: 'In hand' }, value: sum('open') },
            {
              label: { vi: 'Sắp đến hạn', en: 'Due soon' },
              value: sum('soon'),
              ...(sum('soon') > 0 && { tone: 'soon' as const }),
            },
            {
              label: { vi: 'Quá hạn', en: 'Late' },
              value: sum('late'),
              ...(sum('late') > 0 && { tone: 'late' as const }),
            },
            { label: { vi: 'Chưa giao cho ai', en: 'Not given to anybody' }, value: unassigned },
            { label: { vi: 'Đã làm trong kỳ', en: 'Done in the period' }, value: sum('done'), tone: 'done' },
          ])}
          ${table<Official>(lang, {
            caption: {
              vi: `Theo cán bộ. ${periodText(period).vi}`,
              en: `By official. ${periodText(period).en}`,
            },
            dense: true,
            rows,
            columns: [
              { key: 'name', label: { vi: 'Cán bộ', en: 'Official' }, cell: (row) => row.name },
              {
                key: 'unit',
                label: { vi: 'Đơn vị', en: 'Unit' },
                grow: true,
                minor: true,
                cell: (row) => row.unitName[lang],
              },
              ...numbers.map(({ key, label }) => ({
                key,
                label,
                numeric: true,
                minor: key === 'doneLate',
                cell: (row: Official) => {
                  const value = row[key];
                  if (value === null) return '–';
                  const text = formatNumber(lang, value);
                  return key === 'late' && value > 0 ? tag(lang, 'late', text) : text;
                },
              })),
              {
                key: 'acts',
                label: { vi: 'Việc', en: 'Acts' },
                cell: (row) =>
                  row.open > 0 &&
                  html`<a href="/ban-lam-viec/phan-cong-lai?tu=${row.person}">${{ vi: 'Phân công lại', en: 'Reassign' }[lang]}</a>`,
              },
            ],
            empty: emptyState(lang, {
              title: {
                vi: 'Không có cán bộ nào trong phạm vi của bạn',
                en: 'There is no official within your reach',
              },
            }),
          })}
          ${inset(lang, meaning)} ${linkLine(lang, exportLinks(ctx.url))}`,
      }),
    );
  },
});

const numbers: readonly { key: 'open' | 'soon' | 'late' | 'done' | 'doneLate' | 'share'; label: Text }[] = [
  { key: 'open', label: { vi: 'Đang giữ', en: 'In hand' } },
  { key: 'soon', label: { vi: 'Sắp đến hạn', en: 'Due soon' } },
  { key: 'late', label: { vi: 'Quá hạn', en: 'Late' } },
  { key: 'done', label: { vi: 'Đã làm', en: 'Done' } },
  { key: 'doneLate', label: { vi: 'Làm muộn', en: 'Done late' } },
  { key: 'share', label: { vi: 'Thời gian so với hạn (%)', en: 'Time of limit (%)' } },
];

const meaning: Text = {
  vi: '“Đang giữ” là việc đang giao cho cán bộ lúc này; “sắp đến hạn” là trong hai ngày tới. “Thời gian so với hạn” là thời gian trung bình từ khi bước bắt đầu đến khi làm xong, so với hạn của bước đó.',
  en: '“In hand” are tasks given to the official now; “due soon” is within two days. “Time of limit” is the average time from a step’s beginning to its end against the time to its limit.',
};
