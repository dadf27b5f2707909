import { localDate, page, type Text } from '@dinh/kernel';
import { barChart, emptyState, formatDate, formatNumber, html, linkLine, statTiles, table } from '@dinh/ui';
import { screen } from './frame.ts';

const title: Text = { vi: 'Mức độ hài lòng của người dân', en: 'Satisfaction of the people' };

interface Unit {
  readonly unit: number;
  readonly name: Text;
  readonly ratings: number;
  readonly satisfied: number;
  readonly dossier: number;
  readonly agency: number;
  readonly official: number;
}

const share = (one: { ratings: number; satisfied: number }): number =>
  one.ratings === 0 ? 0 : Math.round((one.satisfied / one.ratings) * 1000) / 10;

/** What people said of the agencies, per unit and period (A2). */
const ratings = page({
  path: '/danh-gia',
  title,
  may: 'anyone',
  async run(ctx) {
    const { lang } = ctx;
    const today = localDate(ctx.now);
    const periods = periodsAt(today);
    const chosen = periods.find((one) => one.key === ctx.query['ky']) ?? periods[0]!;
    const { units, all } = await ctx.run('one-stop.rating-figures', { from: chosen.from, to: chosen.to });
    const percent = (value: number) => `${formatNumber(lang, value)} %`;
    return screen(ctx, {
      title,
      wide: true,
      breadcrumbs: [{ label: { vi: 'Trang chủ', en: 'Home' }, href: '/' }, { label: title }],
      main: html`<h1>${title[lang]}</h1>
        ${linkLine(
          lang,
          periods.map((one) => ({ label: one.label, href: `/danh-gia?ky=${one.key}` })),
        )}
        <h2>${chosen.label[lang]}</h2>
        <p class="muted">${formatDate(chosen.from)} – ${formatDate(chosen.to)}</p>
        ${
          units.length === 0
            ? emptyState(lang, {
                title: { vi: 'Chưa có đánh giá trong kỳ này', en: 'No ratings in this period' },
                body: {
                  vi: 'Người nộp hồ sơ đánh giá khi nhận kết quả; số liệu hiện ở đây ngay sau đó.',
                  en: 'Applicants rate when they get their result; the figures are here at once.',
                },
              })
            : html`${statTiles(lang, [
                { label: { vi: 'Lượt đánh giá', en: 'Ratings' }, value: formatNumber(lang, all.ratings) },
                {
                  label: { vi: 'Hài lòng cả ba mặt', en: 'Satisfied in all three' },
                  value: percent(share(all)),
                },
              ])}
              ${barChart(lang, {
                title: {
                  vi: 'Tỷ lệ hài lòng theo cơ quan, phần trăm',
                  en: 'Share of the satisfied by agency, percent',
                },
                rowLabel: { vi: 'Cơ quan', en: 'Agency' },
                series: [{ label: { vi: 'Hài lòng', en: 'Satisfied' }, tone: 'done' }],
                rows: (units as Unit[]).map((one) => ({ label: one.name, values: [share(one)] })),
              })}
              ${table<Unit>(lang, {
                caption: { vi: 'Điểm trung bình, từ 1 đến 5', en: 'Average, from 1 to 5' },
                stack: true,
                rows: units,
                columns: [
                  { key: 'unit', label: { vi: 'Cơ quan', en: 'Agency' }, cell: (one) => one.name[lang] },
                  {
                    key: 'ratings',
                    label: { vi: 'Lượt', en: 'Ratings' },
                    numeric: true,
                    cell: (one) => formatNumber(lang, one.ratings),
                  },
                  {
                    key: 'dossier',
                    label: { vi: 'Giải quyết hồ sơ', en: 'Settlement' },
                    numeric: true,
                    cell: (one) => formatNumber(lang, one.dossier),
                  },
                  {
                    key: 'agency',
                    label: { vi: 'Cơ quan', en: 'Agency' },
                    numeric: true,
                    cell: (one) => formatNumber(lang, one.agency),
                  },
                  {
                    key: 'official',
                    label: { vi: 'Người tiếp nhận', en: 'Official' },
                    numeric: true,
                    cell: (one) => formatNumber(lang, one.official),
                  },
                ],
              })}`
        }`,
    });
  },
});

interface Period {
  readonly key: string;
  readonly label: Text;
  readonly from: string;
  readonly to: string;
}

/** The first and the last day of a month, from 1 to 12. */
const first = (year: number, month: number) => `${year}-${String(month).padStart(2, '0')}-01`;
const last = (year: number, month: number) => new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);

/** This month, last month, this quarter, this year, last year. */
function periodsAt(today: string): Period[] {
  const [year = 0, month = 0] = today.split('-').map(Number);
  const [before, beforeYear] = month === 1 ? [12, year - 1] : [month - 1, year];
  const quarter = Math.floor((month - 1) / 3) * 3 + 1;
  return [
    { key: 'nam', label: { vi: `Năm ${year}`, en: `${year}` }, from: first(year, 1), to: last(year, 12) },
    {
      key: 'thang',
      label: { vi: 'Tháng này', en: 'This month' },
      from: first(year, month),
      to: last(year, month),
    },
    {
      key: 'thang-truoc',
      label: { vi: 'Tháng trước', en: 'Last month' },
      from: first(beforeYear, before),
      to: last(beforeYear, before),
    },
    {
      key: 'quy',
      label: { vi: 'Quý này', en: 'This quarter' },
      from: first(year, quarter),
      to: last(year, quarter + 2),
    },
    {
      key: 'nam-truoc',
      label: { vi: `Năm ${year - 1}`, en: `${year - 1}` },
      from: first(year - 1, 1),
      to: last(year - 1, 12),
    },
  ];
}

export const ratingPages = [ratings];
