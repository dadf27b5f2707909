import type { Lang, Text } from '@dinh/kernel';
import { type Column, details, formatNumber, html, type Html, table, tag } from '@dinh/ui';
import type { ElementFigures, HolderFigures } from '../queries/process-figures.ts';
import { hoursText } from './frame.ts';

type Tasks = ElementFigures | HolderFigures;

/** The columns that say how tasks went, the same for elements, units and people. */
export function taskColumns<Row extends Tasks>(
  lang: Lang,
  waitingHref?: (row: Row) => string,
): Column<Row>[] {
  const count = (value: number, late: boolean) =>
    value === 0 ? '' : late ? tag(lang, 'late', formatNumber(lang, value)) : formatNumber(lang, value);
  const number = (key: 'waiting' | 'late' | 'done' | 'doneLate', label: Text, late = false): Column<Row> => ({
    key,
    label,
    numeric: true,
    minor: key === 'doneLate',
    cell: (row) => count(row[key], late),
  });
  const waiting = number('waiting', { vi: 'Đang chờ', en: 'Waiting' });
  return [
    waitingHref
      ? {
          ...waiting,
          cell: (row) =>
            row.waiting > 0 && html`<a href="${waitingHref(row)}">${formatNumber(lang, row.waiting)}</a>`,
        }
      : waiting,
    number('late', { vi: 'Quá hạn', en: 'Late' }, true),
    number('done', { vi: 'Đã làm', en: 'Done' }),
    number('doneLate', { vi: 'Làm trễ', en: 'Done late' }),
    {
      key: 'median',
      label: { vi: 'Thời gian giữa', en: 'Median time' },
      numeric: true,
      cell: (row) => hoursText(lang, row.medianHours),
    },
    {
      key: 'slow',
      label: { vi: '9/10 lượt trong', en: '9 of 10 within' },
      numeric: true,
      minor: true,
      cell: (row) => hoursText(lang, row.slowHours),
    },
    {
      key: 'used',
      label: { vi: 'Dùng hết thời hạn', en: 'Limit used' },
      numeric: true,
      cell: (row) => (row.used === null ? '–' : `${formatNumber(lang, row.used)} %`),
    },
  ];
}

const shownAtOnce = 15;

/** Who holds things up: units or people with how their tasks went, those with late ones first. */
export function holdersTable(lang: Lang, caption: Text, label: Text, rows: readonly HolderFigures[]): Html {
  const part = (some: readonly HolderFigures[], hideCaption = false) =>
    table<HolderFigures>(lang, {
      caption,
      hideCaption,
      dense: true,
      stack: true,
      rows: some,
      columns: [
        { key: 'name', label, grow: true, cell: (row) => row.name[lang] },
        ...taskColumns<HolderFigures>(lang),
      ],
    });
  const more = rows.slice(shownAtOnce);
  return html`${part(rows.slice(0, shownAtOnce))}${
    more.length > 0 &&
    details(lang, {
      summary: { vi: `Xem thêm ${more.length} dòng`, en: `Show ${more.length} more` },
      body: part(more, true),
    })
  }`;
}
