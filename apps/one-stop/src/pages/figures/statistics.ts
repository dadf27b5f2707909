import { page, type PageContext, type PageResult, show } from '@dinh/kernel';
import {
  askedFormat,
  barChart,
  columnChart,
  counted,
  details,
  exportLinks,
  formatNumber,
  html,
  type Html,
  linkLine,
  printPage,
  sheetFile,
  statTiles,
} from '@dinh/ui';
import { periodBefore } from '../../model/period.ts';
import type { Figure } from '../../queries/counted.ts';
import { listedUnits } from '../../queries/listed-units.ts';
import type { StatisticsRow } from '../../queries/statistics.ts';
import { screen, withQuery } from '../frame.ts';
import { asked, type Asked, groupings, periodText, picker } from './asked.ts';
import {
  columnGroups,
  deskFigures,
  deskTable,
  figureTable,
  type Line,
  listAddress,
  meanings,
  percent,
  percentText,
  questionOf,
  shares,
  unmarked,
  statisticsPath,
  statisticsTitle as title,
  totalWord,
} from './statistics-table.ts';
import { figureWords } from './words.ts';

const may = 'one-stop.view-statistics';

/** Figures of a period with the list behind each (A3). */
export const statisticsPage = page({ path: statisticsPath, title, may, run: (ctx) => statisticsScreen(ctx) });

/** The same on paper. */
export const statisticsPrint = page({
  path: `${statisticsPath}/in`,
  title,
  may,
  async run(ctx) {
    const { lang } = ctx;
    const what = asked(ctx);
    const { rows, total } = await ctx.run('one-stop.statistics', questionOf(what));
    return show(
      printPage(lang, {
        title,
        site: ctx.site,
        subtitle: periodText(what),
        paper: 'A4-wide',
        main: html`${figureTable(lang, what, rows, total, false)} ${meanings(lang)}`,
      }),
    );
  },
});

/** The same as rows for a spreadsheet, the total last. */
function sheet(ctx: PageContext, what: Asked, rows: readonly StatisticsRow[], total: Line): Promise<PageResult> {
  const columns = [...new Set([...columnGroups.flatMap((group) => group.figures), ...deskFigures])];
  const { label } = groupings.find(({ value }) => value === what.by)!;
  return sheetFile(ctx, askedFormat(ctx.query['dang']) ?? 'xlsx', {
    title: { vi: `Thống kê ${what.from} ${what.to}`, en: `Statistics ${what.from} ${what.to}` },
    rows: [...rows, { ...total, key: '', label: totalWord }],
    columns: [
      { label, value: (row) => row.label[ctx.lang], width: 40 },
      ...columns.map((figure) => ({
        label: figureWords[figure].label,
        kind: 'number' as const,
        value: (row: StatisticsRow) => row.figures[figure],
      })),
      {
        label: shares.online,
        kind: 'number',
        value: ({ figures: f }) => percent(f.receivedOnline, f.received),
      },
      {
        label: shares.onTime,
        kind: 'number',
        value: ({ figures: f }) => percent(f.settledEarly + f.settledOnTime, f.settled),
      },
      { label: shares.time, kind: 'number', value: (row) => percent(row.workedMinutes, row.limitMinutes) },
    ],
  });
}

async function statisticsScreen(ctx: PageContext): Promise<PageResult> {
  const { lang } = ctx;
  const what = asked(ctx);
  const former = periodBefore(what);
  const [{ rows, total }, before, units] = await Promise.all([
    ctx.run('one-stop.statistics', questionOf(what)),
    ctx.run('one-stop.statistics', { ...former, by: 'channel', ...what.filter }),
    listedUnits(ctx, 'one-stop.view-statistics'),
  ]);
  if (askedFormat(ctx.query['dang'])) return sheet(ctx, what, rows, total);
  return show(
    screen(ctx, {
      title,
      main: html`<h1>${title[lang]}</h1>
        ${picker(ctx, { path: statisticsPath, period: what, by: what.by, units, channel: true })}
        <p>${periodText(what)[lang]}${what.filter.field && html` · ${what.filter.field}`}${what.filter.procedure && html` · ${what.filter.procedure}`}</p>
        ${tiles(ctx, what, total, before.total)} ${chart(ctx, what, rows)}
        ${figureTable(lang, what, rows, total, true)} ${deskTable(lang, what, total)}
        ${linkLine(lang, [
          {
            href: withQuery(ctx.url, {}).replace(statisticsPath, `${statisticsPath}/in`),
            label: { vi: 'Bản in', en: 'Print' },
          },
          ...exportLinks(ctx.url, 'own-print'),
        ])}
        ${details(lang, { summary: { vi: 'Từng số liệu được tính thế nào', en: 'How each figure is counted' }, body: meanings(lang) })}`,
    }),
  );
}

function tiles(ctx: PageContext, what: Asked, now: Line, before: Line): Html {
  const { lang } = ctx;
  const compared = (figure: Figure) => {
    const difference = now.figures[figure] - before.figures[figure];
    const sign = difference > 0 ? '+' : '';
    return {
      vi: `kỳ trước ${formatNumber('vi', before.figures[figure])} (${sign}${formatNumber('vi', difference)})`,
      en: `${formatNumber('en', before.figures[figure])} the period before (${sign}${formatNumber('en', difference)})`,
    };
  };
  const tile = (figure: Figure, tone?: 'done' | 'late') => ({
    label: figureWords[figure].label,
    value: now.figures[figure],
    href: listAddress(what, figure),
    note: compared(figure),
    ...(tone && { tone }),
  });
  return statTiles(lang, [
    {
      ...tile('received'),
      note: {
        vi: `${percentText('vi', now.figures.receivedOnline, now.figures.received)} trực tuyến; ${compared('received').vi}`,
        en: `${percentText('en', now.figures.receivedOnline, now.figures.received)} online; ${compared('received').en}`,
      },
    },
    tile('settled', 'done'),
    {
      ...tile('settledLate', now.figures.settledLate > 0 ? 'late' : undefined),
      label: { vi: 'Giải quyết quá hạn', en: 'Settled late' },
    },
    tile('underWay'),
    {
      ...tile('pastLimit', now.figures.pastLimit > 0 ? 'late' : undefined),
      label: { vi: 'Đang quá hạn', en: 'Now past the limit' },
    },
    {
      label: unmarked(shares.onTime),
      value: percentText(lang, now.figures.settledEarly + now.figures.settledOnTime, now.figures.settled),
    },
    {
      label: unmarked(shares.time),
      value: percentText(lang, now.workedMinutes, now.limitMinutes),
      note: {
        vi: `thời gian làm việc thực tế của ${formatNumber('vi', now.timed)} hồ sơ`,
        en: `working time of ${counted(now.timed, 'dossier')}`,
      },
    },
  ]);
}

function chart(ctx: PageContext, what: Asked, rows: readonly StatisticsRow[]): Html {
  const series = [
    { figure: 'settledEarly', tone: 'done' },
    { figure: 'settledOnTime', tone: 'main' },
    { figure: 'settledLate', tone: 'late' },
    { figure: 'underWay', tone: 'quiet' },
  ] as const;
  const props = {
    title: { vi: 'Đã giải quyết và đang giải quyết', en: 'Settled and under way' },
    rowLabel: groupings.find(({ value }) => value === what.by)!.label,
    series: series.map(({ figure, tone }) => ({ label: figureWords[figure].label, tone })),
  };
  const size = (row: StatisticsRow) => row.figures.settled + row.figures.underWay;
  const shown = what.by === 'month' ? rows : [...rows].sort((a, b) => size(b) - size(a)).slice(0, 12);
  const bars = shown.map((row) => ({
    label: what.by === 'month' ? `${row.key.slice(5)}/${row.key.slice(2, 4)}` : row.label,
    values: series.map(({ figure }) => row.figures[figure]),
    hrefs: series.map(({ figure }) => listAddress(what, figure, row.key)),
  }));
  if (bars.length === 0) return html``;
  return what.by === 'month' ? columnChart(ctx.lang, { ...props, rows: bars }) : barChart(ctx.lang, { ...props, rows: bars });
}
