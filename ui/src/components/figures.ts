/** Numbers to look at: tiles, bars, columns. Each chart is or has a table; each number may open its list. */
import { attributes, classes, html, none, raw, type Html } from '../html.ts';
import { say, words, type Lang, type Text, type Words } from '../lang.ts';
import { formatNumber } from '../format.ts';
import { icon } from '../icons.ts';
import { details } from './notice.ts';

export interface Tile {
  readonly label: Words;
  readonly value: number | bigint | string;
  readonly href?: string;
  readonly tone?: 'done' | 'soon' | 'late';
  readonly note?: Words;
}

/** A few large numbers with their names; strings are shown as given. */
export function statTiles(lang: Lang, tiles: readonly Tile[]): Html {
  return html`<ul class="tiles">
    ${tiles.map((tile) => {
      const figure = typeof tile.value === 'string' ? tile.value : formatNumber(lang, tile.value);
      const body = html`<span class="tile-value">${tile.tone && icon(tile.tone)}${figure}</span
        ><span class="tile-label">${words(lang, tile.label)}</span>`;
      return html`<li class="${tile.tone ? `tile tile-${tile.tone}` : 'tile'}">
        ${tile.href ? html`<a href="${tile.href}">${body}</a>` : body}${
          tile.note && html`<span class="tile-note">${words(lang, tile.note)}</span>`
        }
      </li>`;
    })}
  </ul>`;
}

/** How a series is drawn: by colour and by pattern. */
export type SeriesTone = 'main' | 'done' | 'soon' | 'late' | 'quiet';

export interface Series {
  readonly label: Words;
  readonly tone: SeriesTone;
}

export interface ChartRow {
  readonly label: Words;
  /** One value per series; 0 or more. */
  readonly values: readonly number[];
  readonly href?: string;
  /** Address of the list behind each value. */
  readonly hrefs?: readonly (string | undefined)[];
}

export interface ChartProps {
  readonly title: Text | string;
  /** Heading of the first column: "Cơ quan", "Tháng". */
  readonly rowLabel: Words;
  readonly series: readonly Series[];
  readonly rows: readonly ChartRow[];
}

/** Bars lying, one row per line of a table: chart and table are one thing. Widths share one scale. */
export function barChart(lang: Lang, props: ChartProps): Html {
  const sums = props.rows.map((row) => row.values.reduce((sum, value) => sum + value, 0));
  const most = Math.max(1, ...sums);
  const bar = { vi: 'Biểu đồ', en: 'Chart' }[lang];
  return html`<figure class="chart">
    <figcaption>${say(lang, props.title)}</figcaption>
    ${legend(lang, props.series)}
    <div class="table-scroll" role="region" tabindex="0" aria-label="${say(lang, props.title)}">
      <table class="chart-table">
        <thead>
          <tr>
            <th scope="col">${words(lang, props.rowLabel)}</th>
            <td class="chart-cell"><span class="visually-hidden">${bar}</span></td>
            ${seriesHeads(lang, props.series)}
          </tr>
        </thead>
        <tbody>
          ${props.rows.map(
            (row) =>
              html`<tr>
                <th scope="row">${rowName(lang, row)}</th>
                <td class="chart-cell">${bars(row.values, props.series, most)}</td>
                ${values(lang, row)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </figure>`;
}

function rowName(lang: Lang, row: ChartRow): Html {
  return row.href ? html`<a href="${row.href}">${words(lang, row.label)}</a>` : html`${words(lang, row.label)}`;
}

function seriesHeads(lang: Lang, series: readonly Series[]): Html {
  return html`${series.map((one) => html`<th scope="col" class="numeric">${words(lang, one.label)}</th>`)}`;
}

function values(lang: Lang, row: ChartRow): Html {
  return html`${row.values.map((value, index) => {
    const href = row.hrefs?.[index];
    const text = formatNumber(lang, value);
    return html`<td class="numeric">${href ? html`<a href="${href}">${text}</a>` : text}</td>`;
  })}`;
}

function sample(tone: SeriesTone): Html {
  return raw(`<svg viewBox="0 0 14 14" aria-hidden="true"><rect width="14" height="14" class="bar-${tone}"/></svg>`);
}

function legend(lang: Lang, series: readonly Series[]): Html {
  if (series.length < 2) return none;
  return html`<ul class="chart-legend">
    ${series.map((one) => html`<li>${sample(one.tone)} ${words(lang, one.label)}</li>`)}
  </ul>`;
}

function bars(numbers: readonly number[], series: readonly Series[], most: number): Html {
  let x = 0;
  let rects = '';
  numbers.forEach((value, index) => {
    const width = (value / most) * 100;
    rects += `<rect x="${x.toFixed(2)}" width="${Math.max(width - (x > 0 || numbers.length > 1 ? 0.3 : 0), 0).toFixed(2)}" height="10" class="bar-${series[index]?.tone ?? 'main'}"/>`;
    x += width;
  });
  return raw(
    `<svg class="bars" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">${rects}</svg>`,
  );
}

const showTable = { vi: 'Xem bảng số liệu', en: 'Show the table' };

/** Columns standing, for months and days; stacked by series, with the table behind. */
export function columnChart(lang: Lang, props: ChartProps): Html {
  const height = 160;
  const head = 24;
  const left = 36; // where the figures of the lines stand
  const step = (600 - left) / Math.max(1, props.rows.length);
  const width = Math.min(step * 0.7, 48);
  const sums = props.rows.map((row) => row.values.reduce((sum, value) => sum + value, 0));
  const top = niceTop(Math.max(1, ...sums));
  let marks = '';
  for (const share of [0.5, 1]) {
    const y = height * (1 - share);
    marks += `<path d="M0 ${y + head}H600" class="chart-line"/><text x="0" y="${y + head - 4}" class="chart-text">${formatNumber(lang, top * share)}</text>`;
  }
  props.rows.forEach((row, index) => {
    let y = height + head;
    const x = left + step * index + (step - width) / 2;
    row.values.forEach((value, at) => {
      const size = (value / top) * height;
      y -= size;
      marks += `<rect x="${x.toFixed(1)}" y="${y.toFixed(1)}" width="${width.toFixed(1)}" height="${size.toFixed(1)}" class="bar-${props.series[at]?.tone ?? 'main'}"/>`;
    });
  });
  const names = props.rows.map((row, index) =>
    props.rows.length > 16 && index % 2
      ? none
      : html`<text
          x="${(left + step * (index + 0.5)).toFixed(1)}"
          y="${height + head + 18}"
          class="${classes('chart-text', props.rows.length > 8 && index % 2 === 1 && 'chart-text-wide')}"
          text-anchor="middle"
          >${words(lang, row.label)}</text
        >`,
  );
  const tableBehind = html`<table class="chart-table">
    <thead>
      <tr>
        <th scope="col">${words(lang, props.rowLabel)}</th>
        ${seriesHeads(lang, props.series)}
      </tr>
    </thead>
    <tbody>
      ${props.rows.map(
        (row) =>
          html`<tr>
            <th scope="row">${rowName(lang, row)}</th>
            ${values(lang, row)}
          </tr>`,
      )}
    </tbody>
  </table>`;
  return html`<figure class="chart">
    <figcaption>${say(lang, props.title)}</figcaption>
    ${legend(lang, props.series)}<svg
      class="columns"
      viewBox="0 0 600 ${height + head + 26}"
      role="img"
      ${attributes({ 'aria-label': say(lang, props.title) })}
    >
      ${raw(marks)}
      <path d="M0 ${height + head}H600" class="chart-axis" />
      ${names}</svg
    >${details(lang, { summary: showTable, body: tableBehind })}
  </figure>`;
}

/** The next round number above: 1, 2, 5, 10, 20, 50 … */
function niceTop(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((factor) => factor * power).find((top) => top >= value) ?? value;
}
