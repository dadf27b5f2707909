import { localDate, page, show, type Text } from '@dinh/kernel';
import {
  barChart,
  citizenPage,
  columnChart,
  emptyState,
  formatDateTime,
  formatNumber,
  html,
  type Lang,
  linkLine,
  statTiles,
  table,
} from '@dinh/ui';
import { lastDayOf } from '../../model/period.ts';
import type { PublicRow } from '../../queries/public-figures.ts';

const title: Text = { vi: 'Tình hình giải quyết hồ sơ', en: 'How dossiers are settled' };
const path = '/thong-ke';

/** Figures of the province for everybody, by agency and month (NĐ 61/2018 Điều 29.2, 30.3). */
export const publicPage = page({
  path,
  title,
  may: 'anyone',
  async run(ctx) {
    const { lang } = ctx;
    const chosen = chosenMonths(ctx.query['ky'], localDate(ctx.now));
    const [{ units, months, total, at }, ratings] = await Promise.all([
      ctx.run('one-stop.public-figures', { from: chosen.from, to: chosen.to }),
      ctx.run('one-stop.rating-figures', { from: `${chosen.from}-01`, to: lastDayOf(chosen.to) }),
    ]);
    const satisfied = new Map(ratings.units.map((unit) => [String(unit.unit), unit]));

    const shown = units.filter((row) => row.received + row.settled + row.underWay > 0);
    return show(
      citizenPage(lang, {
        title,
        site: ctx.site,
        url: ctx.url,
        ...(ctx.viewer && { viewer: ctx.viewer }),
        wide: true,
        breadcrumbs: [{ label: { vi: 'Trang chủ', en: 'Home' }, href: '/' }, { label: title }],
        main: html`<h1>${title[lang]}</h1>
          ${linkLine(
            lang,
            periodsAt(localDate(ctx.now)).map(({ key, label }) => ({
              href: `${path}?ky=${key}`,
              label,
              current: key === chosen.key,
            })),
          )}
          <h2>${chosen.label[lang]}</h2>
          ${statTiles(lang, [
            { label: words.received, value: total.received },
            { label: words.settled, value: total.settled },
            { label: words.onTime, value: percent(lang, total.onTime, total.settled), tone: 'done' },
            { label: words.late, value: total.late, ...(total.late > 0 && { tone: 'late' as const }) },
            { label: words.online, value: percent(lang, total.online, total.received) },
            {
              label: words.satisfied,
              value: percent(lang, ratings.all.satisfied, ratings.all.ratings),
              href: '/danh-gia',
            },
          ])}
          ${
            months.length > 1 &&
            columnChart(lang, {
              title: { vi: 'Hồ sơ đã giải quyết theo tháng', en: 'Dossiers settled by month' },
              rowLabel: { vi: 'Tháng', en: 'Month' },
              series: chartSeries,
              rows: months.map((row) => ({
                label: `${row.key.slice(5)}/${row.key.slice(2, 4)}`,
                values: [row.onTime, row.late],
              })),
            })
          }
          ${
            shown.length > 0 &&
            barChart(lang, {
              title: { vi: 'Hồ sơ đã giải quyết theo cơ quan', en: 'Dossiers settled by agency' },
              rowLabel: words.agency,
              series: chartSeries,
              rows: shown
                .toSorted((a, b) => b.settled - a.settled)
                .slice(0, 12)
                .map((row) => ({ label: row.label, values: [row.onTime, row.late] })),
            })
          }
          ${table<PublicRow>(lang, {
            caption: { vi: 'Theo cơ quan', en: 'By agency' },
            stack: true,
            rows: shown,
            columns: [
              { key: 'unit', label: words.agency, cell: (row) => row.label[lang] },
              ...(['received', 'settled', 'late', 'underWay'] as const).map((key) => ({
                key,
                label: words[key],
                numeric: true,
                cell: (row: PublicRow) => formatNumber(lang, row[key]),
              })),
              {
                key: 'onTime',
                label: words.onTime,
                numeric: true,
                cell: (row) => percent(lang, row.onTime, row.settled),
              },
              {
                key: 'online',
                label: words.online,
                numeric: true,
                cell: (row) => percent(lang, row.online, row.received),
              },
              {
                key: 'satisfied',
                label: words.satisfied,
                numeric: true,
                cell: (row) => percent(lang, satisfied.get(row.key)?.satisfied ?? 0, satisfied.get(row.key)?.ratings ?? 0),
              },
            ],
            empty: emptyState(lang, {
              title: { vi: 'Chưa có hồ sơ nào trong kỳ này', en: 'There is no dossier in this period' },
            }),
          })}
          <p>
            <a href="/danh-gia">${{ vi: 'Mức độ hài lòng của người dân', en: 'Satisfaction of the people' }[lang]}</a>
          </p>
          <p class="hint">${{ vi: 'Đúng hạn: có kết quả không muộn hơn ngày giờ hẹn trả. Số liệu lúc', en: 'On time: the result came no later than promised. Figures as of' }[lang]} ${formatDateTime(at)}.</p>`,
      }),
    );
  },
});

const words = {
  agency: { vi: 'Cơ quan', en: 'Agency' },
  received: { vi: 'Tiếp nhận', en: 'Received' },
  settled: { vi: 'Đã giải quyết', en: 'Settled' },
  onTime: { vi: 'Đúng hạn', en: 'On time' },
  late: { vi: 'Quá hạn', en: 'Late' },
  underWay: { vi: 'Đang giải quyết', en: 'Under way' },
  online: { vi: 'Nộp trực tuyến', en: 'Online' },
  satisfied: { vi: 'Hài lòng', en: 'Satisfied' },
} satisfies Record<string, Text>;

const chartSeries = [
  { label: words.onTime, tone: 'done' as const },
  { label: words.late, tone: 'late' as const },
];

interface Months {
  readonly key: string;
  readonly from: string;
  readonly to: string;
  readonly label: Text;
}

/** This year, the year before, and the last twelve months one by one. */
function periodsAt(today: string): Months[] {
  const year = Number(today.slice(0, 4));
  const month = today.slice(0, 7);
  const years = [year, year - 1].map((y) => ({
    key: String(y),
    from: `${y}-01`,
    to: y === year ? month : `${y}-12`,
    label: { vi: `Năm ${y}`, en: `Year ${y}` },
  }));
  const months: Months[] = [];
  for (let y = year, m = Number(month.slice(5)); months.length < 12; m === 1 ? ((m = 12), y--) : m--) {
    const key = `${y}-${String(m).padStart(2, '0')}`;
    months.push({ key, from: key, to: key, label: { vi: `Tháng ${m}/${y}`, en: `${key.slice(5)}/${y}` } });
  }
  return [...years, ...months];
}

function chosenMonths(asked: string | undefined, today: string): Months {
  const periods = periodsAt(today);
  return periods.find(({ key }) => key === asked) ?? periods[0]!;
}

function percent(lang: Lang, part: number, whole: number): string {
  return whole === 0 ? '–' : `${formatNumber(lang, Math.round((part / whole) * 1000) / 10)} %`;
}
