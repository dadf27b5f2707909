import { page, type PageContext, show, type Text } from '@dinh/kernel';
import { askedFormat, emptyState, exportLinks, html, type Html, inset, linkLine, sheetFile, statTiles, table } from '@dinh/ui';
import { type ElementFigures, processFigures } from '../queries/process-figures.ts';
import { watching } from '../queries/processes.ts';
import {
  askedNumber,
  askedPeriod,
  home,
  hoursText,
  mayOf,
  partTabs,
  periodBar,
  processAddress,
  screen,
  withQuery,
} from './frame.ts';
import { drawn } from './drawn.ts';
import { holdersTable, type ListOf, taskColumns } from './holders.ts';

const title: Text = { vi: 'Số liệu của quy trình', en: 'Figures of a process' };

/** One version of a process: its drawing with what waits where, and how long each step takes, by element, unit and person. */
export const processPage = page({
  path: '/dieu-hanh/quy-trinh/:key',
  title,
  may: watching,
  async run(ctx) {
    const { lang } = ctx;
    const key = ctx.params['key']!;
    const period = askedPeriod(ctx);
    const version = askedNumber(ctx, 'ban');
    const found = await ctx.run(processFigures, { key, ...(version && { version }), ...period });
    const elements: ElementFigures[] = found.elements;
    const format = askedFormat(ctx.query['dang']);
    if (format) return sheetFile(ctx, format, elementSheet(lang, elements));
    const { whole } = found;
    const path = processAddress(key);
    const here = (values: Record<string, string | number | undefined>) =>
      withQuery('/dieu-hanh/luot', {
        tu: period.from,
        den: period.to,
        'quy-trinh': key,
        ban: found.version,
        ...values,
      });
    const steps = (values: Record<string, string>) =>
      withQuery(`${path}/buoc`, { tu: period.from, den: period.to, ban: found.version, ...values });
    const { drawing, name } = await drawn(ctx, key, found.version, elements);
    return show(
      screen(ctx, {
        title: name[lang],
        breadcrumbs: [home, { label: name[lang] }],
        main: html`${partTabs(ctx, '/dieu-hanh/quy-trinh')}
          <h1>${name[lang]}</h1>
          ${periodBar(ctx, path, period, [
            {
              name: 'ban',
              label: { vi: 'Phiên bản', en: 'Version' },
              value: String(found.version),
              options: found.versions.map((one: { version: number; effectiveFrom: string }) => ({
                value: String(one.version),
                label: `${one.version} (${one.effectiveFrom.split('-').reverse().join('/')})`,
              })),
            },
          ])}
          ${statTiles(lang, [
            { label: { vi: 'Đã bắt đầu', en: 'Begun' }, value: whole.begun, href: here({}) },
            {
              label: { vi: 'Đang chạy', en: 'Running' },
              value: whole.running,
              href: here({ 'trang-thai': 'running' }),
            },
            {
              label: { vi: 'Có bước quá hạn', en: 'With a late step' },
              value: whole.late,
              href: here({ tre: '1' }),
              ...(whole.late > 0 && { tone: 'late' as const }),
            },
            {
              label: { vi: 'Đã xong', en: 'Completed' },
              value: whole.completed,
              href: here({ 'trang-thai': 'completed' }),
              tone: 'done',
            },
            { label: { vi: 'Thời gian giữa', en: 'Median time' }, value: hoursText(lang, whole.medianHours) },
            {
              label: { vi: 'Sự cố', en: 'Incidents' },
              value: whole.incidents,
              href: here({ 'su-co': '1' }),
              ...(whole.incidents > 0 && { tone: 'late' as const }),
            },
          ])}
          ${drawing}
          ${
            whole.begun === 0
              ? emptyState(lang, {
                  title: {
                    vi: 'Chưa có lượt nào bắt đầu trong kỳ này',
                    en: 'No instance began in this period',
                  },
                  body: {
                    vi: 'Hãy chọn kỳ dài hơn hoặc phiên bản khác.',
                    en: 'Choose a longer period or another version.',
                  },
                })
              : html`${elementsTable(ctx, elements, (row, which) => steps({ buoc: row.element, loai: which }))}
                ${found.units.length > 0 && holdersTable(lang, { vi: 'Theo đơn vị', en: 'By unit' }, { vi: 'Đơn vị', en: 'Unit' }, found.units, (row, which) => steps({ 'don-vi': row.key, loai: which }))}
                ${found.people.length > 0 && holdersTable(lang, { vi: 'Theo người làm', en: 'By person' }, { vi: 'Người làm', en: 'Person' }, found.people, (row, which) => steps({ nguoi: row.key, loai: which }))}
                ${inset(lang, meaning)}`
          }
          ${linkLine(lang, [
            ...exportLinks(ctx.url),
            {
              href: withQuery(`${path}/nhat-ky.xes`, { tu: period.from, den: period.to, ban: found.version }),
              label: { vi: 'Xuất nhật ký sự kiện (XES)', en: 'Export the event log (XES)' },
            },
            ...(found.versions.length > 1
              ? [
                  {
                    href: withQuery(`${path}/so-sanh`, {
                      tu: period.from,
                      den: period.to,
                      cu: found.versions[1]!.version,
                      moi: found.versions[0]!.version,
                    }),
                    label: { vi: 'So sánh hai phiên bản', en: 'Compare two versions' },
                  },
                  ...(mayOf(ctx, 'process.migrate-instance')
                    ? [
                        {
                          href: withQuery(`${path}/chuyen-ban`, {
                            cu: found.versions[1]!.version,
                            moi: found.versions[0]!.version,
                          }),
                          label: {
                            vi: 'Chuyển lượt đang chạy sang bản mới',
                            en: 'Migrate running instances',
                          },
                        },
                      ]
                    : []),
                ]
              : []),
            ...(mayOf(ctx, 'studio.view-definition')
              ? [
                  {
                    href: `/studio/process/${encodeURIComponent(key)}`,
                    label: { vi: 'Mở trong xưởng', en: 'Open in the studio' },
                  },
                ]
              : []),
          ])}`,
      }),
    );
  },
});

const meaning: Text = {
  vi: 'Thời gian tính theo giờ đồng hồ, cả ngày nghỉ. "Dùng hết thời hạn" so với hạn của từng bước, tính theo giờ làm việc: 100 % là xong đúng hạn. Trên sơ đồ, số đỏ là quá hạn hoặc làm trễ.',
  en: 'Times are clock hours, days off included. "Limit used" goes by the limit of each step, which counts working time: 100 % is done just in time. On the drawing, red is what is late or was done late.',
};

function elementsTable(ctx: PageContext, rows: readonly ElementFigures[], listOf: ListOf<ElementFigures>): Html {
  const { lang } = ctx;
  return table<ElementFigures>(lang, {
    caption: { vi: 'Theo bước, lâu nhất đứng trước', en: 'By step, the slowest first' },
    dense: true,
    stack: true,
    rows,
    columns: [
      { key: 'name', label: { vi: 'Bước', en: 'Step' }, grow: true, cell: (row) => row.name[lang] },
      ...taskColumns<ElementFigures>(lang, listOf),
    ],
  });
}

function elementSheet(lang: 'vi' | 'en', rows: readonly ElementFigures[]) {
  const number = (label: Text, value: (row: ElementFigures) => number | null) => ({
    label,
    kind: 'number' as const,
    value,
  });
  return {
    title,
    rows,
    columns: [
      { label: { vi: 'Mã', en: 'Key' }, value: (row: ElementFigures) => row.element },
      { label: { vi: 'Bước', en: 'Step' }, value: (row: ElementFigures) => row.name[lang], width: 50 },
      number({ vi: 'Đang chờ', en: 'Waiting' }, (row) => row.waiting),
      number({ vi: 'Quá hạn', en: 'Late' }, (row) => row.late),
      number({ vi: 'Đã làm', en: 'Done' }, (row) => row.done),
      number({ vi: 'Làm trễ', en: 'Done late' }, (row) => row.doneLate),
      number({ vi: 'Thời gian giữa (giờ)', en: 'Median time (hours)' }, (row) => row.medianHours),
      number({ vi: '9/10 lượt trong (giờ)', en: '9 of 10 within (hours)' }, (row) => row.slowHours),
      number({ vi: 'Dùng hết thời hạn (%)', en: 'Limit used (%)' }, (row) => row.used),
    ],
  };
}
