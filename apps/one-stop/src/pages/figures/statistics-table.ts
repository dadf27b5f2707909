import type { Text } from '@dinh/kernel';
import { formatNumber, html, type Html, type Lang } from '@dinh/ui';
import type { Figure } from '../../queries/counted.ts';
import type { StatisticsRow } from '../../queries/statistics.ts';
import { withQuery } from '../frame.ts';
import { type Asked, groupings, periodText } from './asked.ts';
import { figureWords } from './words.ts';

export const statisticsTitle: Text = { vi: 'Thống kê giải quyết hồ sơ', en: 'Statistics of dossiers' };
export const statisticsPath = '/ban-lam-viec/thong-ke';

export type Line = Pick<StatisticsRow, 'figures' | 'timed' | 'workedMinutes' | 'limitMinutes'>;

/** The columns of the table, in the groups of the national report. */
export const columnGroups: readonly { label: Text; figures: readonly Figure[] }[] = [
  {
    label: { vi: 'Hồ sơ phải giải quyết', en: 'To settle' },
    figures: ['carriedOver', 'received', 'receivedOnline', 'receivedCounter', 'receivedPost'],
  },
  {
    label: { vi: 'Đã giải quyết', en: 'Settled' },
    figures: ['settled', 'settledEarly', 'settledOnTime', 'settledLate'],
  },
  {
    label: { vi: 'Đang giải quyết', en: 'Under way' },
    figures: ['underWay', 'withinLimit', 'pastLimit', 'waiting'],
  },
  { label: { vi: 'Kết thúc khác', en: 'Ended otherwise' }, figures: ['withdrawn', 'stopped'] },
];
export const deskFigures: readonly Figure[] = ['atDeskBefore', 'filed', 'received', 'notAccepted', 'withdrawnAtDesk', 'atDesk'];

export const totalWord: Text = { vi: 'Tổng cộng', en: 'Total' };
export const shares = {
  online: { vi: 'Tỷ lệ trực tuyến (%)', en: 'Online (%)' },
  onTime: { vi: 'Tỷ lệ đúng và trước hạn (%)', en: 'Early or on time (%)' },
  time: { vi: 'Thời gian so với quy định (%)', en: 'Time used of allowed (%)' },
};

/** Where the figure itself says that it is in percent. */
export const unmarked = ({ vi, en }: Text): Text => ({
  vi: vi.replace(' (%)', ''),
  en: en.replace(' (%)', ''),
});

/** Address of the dossiers behind a figure. */
export function listAddress(what: Asked, figure: Figure, key?: string): string {
  const { unit, channel, field, procedure, level } = what.filter;
  return withQuery(`${statisticsPath}/danh-sach`, {
    'so-lieu': figure,
    tu: what.from,
    den: what.to,
    'co-quan': unit === undefined ? undefined : String(unit),
    'cach-nop': channel,
    'linh-vuc': field,
    'thu-tuc': procedure,
    cap: level,
    ...(key !== undefined && { theo: what.by, khoa: key }),
  });
}

/** The table of the report; `links` open the dossiers behind each figure. */
export function figureTable(lang: Lang, what: Asked, rows: readonly StatisticsRow[], total: Line, links: boolean): Html {
  const columns = columnGroups.flatMap((group) => group.figures);
  const labels = new Map(
    columnGroups.flatMap((group) =>
      group.figures.map((name) => [name, `${group.label[lang]} – ${columnName(name)[lang].toLowerCase()}`] as const),
    ),
  );
  const figure = (row: Line, name: Figure, key?: string) => {
    const text = formatNumber(lang, row.figures[name]);
    return html`<td class="numeric" data-label="${labels.get(name)}">${links && row.figures[name] > 0 ? html`<a href="${listAddress(what, name, key)}">${text}</a>` : text}</td>`;
  };
  const shareCells = (
    row: Line,
  ) => html`<td class="numeric" data-label="${unmarked(shares.online)[lang]}">${percentText(lang, row.figures.receivedOnline, row.figures.received)}</td>
    <td class="numeric" data-label="${unmarked(shares.onTime)[lang]}">${percentText(lang, row.figures.settledEarly + row.figures.settledOnTime, row.figures.settled)}</td>
    <td class="numeric" data-label="${unmarked(shares.time)[lang]}">${percentText(lang, row.workedMinutes, row.limitMinutes)}</td>`;
  return html`<div class="table-scroll" role="region" tabindex="0" aria-label="${statisticsTitle[lang]}">
    <table class="table table-dense table-figures table-stack">
      <caption class="visually-hidden">${statisticsTitle[lang]}. ${periodText(what)[lang]}</caption>
      <thead>
        <tr>
          <th rowspan="2" scope="col">${groupings.find(({ value }) => value === what.by)!.label[lang]}</th>
          ${columnGroups.map((group) => html`<th scope="colgroup" colspan="${group.figures.length}">${group.label[lang]}</th>`)}
          <th rowspan="2" scope="col" class="numeric">${shares.online[lang]}</th>
          <th rowspan="2" scope="col" class="numeric">${shares.onTime[lang]}</th>
          <th rowspan="2" scope="col" class="numeric">${shares.time[lang]}</th>
        </tr>
        <tr>${columns.map((name) => html`<th scope="col" class="numeric">${columnName(name)[lang]}</th>`)}</tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr><th scope="row">${row.label[lang]}</th>${columns.map((name) => figure(row, name, row.key))}${shareCells(row)}</tr>`,
        )}${rows.length === 0 && html`<tr><td colspan="${columns.length + 4}">${{ vi: 'Không có hồ sơ nào trong kỳ này.', en: 'There is no dossier in this period.' }[lang]}</td></tr>`}
      </tbody>
      <tfoot>
        <tr><th scope="row">${totalWord[lang]}</th>${columns.map((name) => figure(total, name))}${shareCells(total)}</tr>
      </tfoot>
    </table>
  </div>`;
}

const columnName = (name: Figure): Text =>
  name === 'settled' || name === 'underWay' || name === 'received'
    ? name === 'received'
      ? figureWords.received.label
      : { vi: 'Tổng số', en: 'All' }
    : figureWords[name].label;

/** What happened before acceptance, in one line that sums up by itself. */
export function deskTable(lang: Lang, what: Asked, total: Line): Html {
  const caption = {
    vi: 'Tại Bộ phận Một cửa, trước khi tiếp nhận',
    en: 'At the one-stop desk, before acceptance',
  }[lang];
  return html`<div class="table-scroll" role="region" tabindex="0" aria-label="${caption}">
    <table class="table table-dense table-figures table-stack">
      <caption>${caption}</caption>
      <thead><tr>${deskFigures.map((name) => html`<th scope="col" class="numeric">${figureWords[name].label[lang]}</th>`)}</tr></thead>
      <tbody>
        <tr>${deskFigures.map((name) => {
          const text = formatNumber(lang, total.figures[name]);
          return html`<td class="numeric" data-label="${figureWords[name].label[lang]}">${total.figures[name] > 0 ? html`<a href="${listAddress(what, name)}">${text}</a>` : text}</td>`;
        })}</tr>
      </tbody>
    </table>
  </div>`;
}

export function meanings(lang: Lang): Html {
  return html`<ul>
      ${[...new Set([...columnGroups.flatMap((group) => group.figures), ...deskFigures])].map(
        (name) => html`<li><strong>${figureWords[name].label[lang]}:</strong> ${figureWords[name].says[lang]}</li>`,
      )}
    </ul>
    <p>
      ${
        {
          vi: 'Tiếp nhận trong kỳ + kỳ trước chuyển sang = đã giải quyết + đang giải quyết + rút + dừng. Nộp đến + chờ từ kỳ trước = tiếp nhận + không được tiếp nhận + rút trước khi tiếp nhận + còn chờ.',
          en: 'Received + carried over = settled + under way + withdrawn + stopped. Filed + at the desk before = received + not accepted + withdrawn before acceptance + still at the desk.',
        }[lang]
      }
    </p>`;
}

/** A share in percent with one decimal; null when there is nothing to share. */
export function percent(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((part / whole) * 1000) / 10;
}

export function percentText(lang: Lang, part: number, whole: number): string {
  const value = percent(part, whole);
  return value === null ? '–' : `${value.toLocaleString(lang === 'vi' ? 'vi-VN' : 'en-GB')} %`;
}

/** What the statistics are asked for a page. */
export const questionOf = ({ from, to, by, filter }: Asked) => ({ from, to, by, ...filter });
