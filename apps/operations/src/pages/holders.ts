import type { Lang, Text } from '@dinh/kernel';
import { type Column, details, formatNumber, html, type Html, table, tag } from '@dinh/ui';
import type { ElementFigures, HolderFigures } from '../queries/process-figures.ts';
import { hoursText } from './frame.ts';
import { whichNames } from './tasks.ts';

type Tasks = ElementFigures | HolderFigures;

/** The address of the list behind a number of a row. */
export type ListOf<Row> = (row: Row, which: keyof typeof whichNames) => string;

/** The columns that say how tasks went, the same for elements, units and people; each number opens its list. */
export function taskColumns<Row extends Tasks>(lang: Lang, listOf: ListOf<Row>): Column<Row>[] {
  const number = (key: 'waiting' | 'late' | 'done' | 'doneLate', which: keyof typeof whichNames): Column<Row> => ({
    key,
    label: whichNames[which],
    numeric: true,
    minor: key === 'doneLate',
    cell(row) {
      if (row[key] === 0) return '';
      const text = formatNumber(lang, row[key]);
      return html`<a href="${listOf(row, which)}">${key === 'late' ? tag(lang, 'late', text) : text}</a>`;
    },
  });
  return [
    number('waiting', 'waiting'),
    number('late', 'late'),
    number('done', 'done'),
    number('doneLate', 'done-late'),
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
export function holdersTable(
  lang: Lang,
  caption: Text,
  label: Text,
  rows: readonly HolderFigures[],
  listOf: ListOf<HolderFigures>,
): Html {
  const part = (some: readonly HolderFigures[], hideCaption = false) =>
    table<HolderFigures>(lang, {
      caption,
      hideCaption,
      dense: true,
      stack: true,
      rows: some,
      columns: [{ key: 'name', label, grow: true, cell: (row) => row.name[lang] }, ...taskColumns<HolderFigures>(lang, listOf)],
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
