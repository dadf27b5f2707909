import { page, show, type Text } from '@dinh/kernel';
import {
  askedFormat,
  banner,
  exportLinks,
  formatNumber,
  html,
  linkLine,
  type Sheet,
  sheetFile,
  statTiles,
  table,
  tag,
} from '@dinh/ui';
import { listProcesses, type ProcessLine, watching } from '../queries/processes.ts';
import { askedPeriod, hoursText, partTabs, periodBar, processAddress, screen, withQuery } from './frame.ts';

const path = '/dieu-hanh/quy-trinh';
const title: Text = { vi: 'Giám sát quy trình', en: 'Monitoring of processes' };

/** What is counted of a process, and how the list of instances asks for it. */
const numbers: readonly {
  key: 'begun' | 'running' | 'late' | 'cancelled';
  label: Text;
  asks: Record<string, string>;
}[] = [
  { key: 'begun', label: { vi: 'Đã bắt đầu', en: 'Begun' }, asks: {} },
  { key: 'running', label: { vi: 'Đang chạy', en: 'Running' }, asks: { 'trang-thai': 'running' } },
  { key: 'late', label: { vi: 'Có bước quá hạn', en: 'With a late step' }, asks: { tre: '1' } },
  { key: 'cancelled', label: { vi: 'Đã hủy', en: 'Cancelled' }, asks: { 'trang-thai': 'cancelled' } },
];
const median: Text = { vi: 'Thời gian giữa', en: 'Median time' };

/** All processes with what became of the instances that began in a period. */
export const processesPage = page({
  path,
  title,
  may: watching,
  async run(ctx) {
    const { lang } = ctx;
    const period = askedPeriod(ctx);
    const { processes, incidents } = await ctx.run(listProcesses, period);
    const lines: ProcessLine[] = processes;
    const format = askedFormat(ctx.query['dang']);
    if (format) return sheetFile(ctx, format, { ...sheet(lines, lang), title });
    const sum = (key: 'begun' | 'running' | 'late') => lines.reduce((total, line) => total + line[key], 0);
    const instances = (values: Record<string, string | undefined>) =>
      withQuery('/dieu-hanh/luot', { tu: period.from, den: period.to, ...values });
    return show(
      screen(ctx, {
        title,
        main: html`${partTabs(ctx, path)}
          <h1>${title[lang]}</h1>
          ${periodBar(ctx, path, period)}
          ${
            incidents > 0 &&
            banner(lang, {
              tone: 'late',
              title: {
                vi: `${incidents} quy trình không tự đi tiếp được`,
                en: `${incidents} processes could not go on by themselves`,
              },
              body: html`<a href="/dieu-hanh/su-co"
                >${{ vi: 'Xem các sự cố và cho chạy tiếp', en: 'See the incidents and let them go on' }[lang]}</a
              >`,
            })
          }
          ${statTiles(lang, [
            {
              label: { vi: 'Lượt bắt đầu trong kỳ', en: 'Begun in the period' },
              value: sum('begun'),
              href: instances({}),
            },
            {
              label: { vi: 'Đang chạy', en: 'Running' },
              value: sum('running'),
              href: instances({ 'trang-thai': 'running' }),
            },
            {
              label: { vi: 'Có bước quá hạn', en: 'With a late step' },
              value: sum('late'),
              href: instances({ tre: '1' }),
              ...(sum('late') > 0 && { tone: 'late' as const }),
            },
          ])}
          ${table<ProcessLine>(lang, {
            caption: { vi: 'Theo quy trình', en: 'By process' },
            dense: true,
            stack: true,
            rows: lines,
            rowHref: (line) => withQuery(processAddress(line.key), { tu: period.from, den: period.to }),
            columns: [
              {
                key: 'title',
                label: { vi: 'Quy trình', en: 'Process' },
                grow: true,
                cell: (line) => line.title[lang],
              },
              ...numbers.map(({ key, label, asks }) => ({
                key,
                label,
                numeric: true,
                minor: key === 'cancelled',
                cell(line: ProcessLine) {
                  const text = formatNumber(lang, line[key]);
                  if (line[key] === 0) return text;
                  const href = instances({ 'quy-trinh': line.key, ...asks });
                  return html`<a href="${href}">${key === 'late' ? tag(lang, 'late', text) : text}</a>`;
                },
              })),
              {
                key: 'median',
                label: median,
                numeric: true,
                cell: (line) => hoursText(lang, line.medianHours),
              },
            ],
          })}
          ${linkLine(lang, exportLinks(ctx.url))}`,
      }),
    );
  },
});

function sheet(rows: ProcessLine[], lang: 'vi' | 'en'): Omit<Sheet<ProcessLine>, 'title'> {
  return {
    rows,
    columns: [
      { label: { vi: 'Mã', en: 'Key' }, value: (line) => line.key },
      { label: { vi: 'Quy trình', en: 'Process' }, value: (line) => line.title[lang], width: 50 },
      ...numbers.map(({ key, label }) => ({
        label,
        kind: 'number' as const,
        value: (line: ProcessLine) => line[key],
      })),
      {
        label: { vi: 'Thời gian giữa (giờ)', en: 'Median time (hours)' },
        kind: 'number',
        value: (line) => line.medianHours,
      },
    ],
  };
}
