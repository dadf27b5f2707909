/** Samples of tables and figures. */
import { barChart, columnChart, statTiles } from '../components/figures.ts';
import { filterBar } from '../components/search.ts';
import { table } from '../components/table.ts';
import { tag } from '../components/tag.ts';
import { html, type Html } from '../html.ts';
import type { Lang } from '../lang.ts';
import { section } from './section.ts';
import { sampleDossiers, type SampleDossier } from './sample.ts';

const series = [
  { label: { vi: 'Đúng hạn', en: 'On time' }, tone: 'done' },
  { label: { vi: 'Quá hạn', en: 'Late' }, tone: 'late' },
] as const;

export function figureSamples(lang: Lang): Html {
  return html`${section(
    lang,
    { vi: 'Con số', en: 'Figures' },
    html`${statTiles(lang, [
      { label: { vi: 'Đã tiếp nhận', en: 'Received' }, value: 1284, href: '#' },
      { label: { vi: 'Sắp đến hạn', en: 'Due soon' }, value: 37, href: '#', tone: 'soon' },
      { label: { vi: 'Quá hạn', en: 'Late' }, value: 3, href: '#', tone: 'late' },
    ])}${barChart(lang, {
      title: { vi: 'Hồ sơ đã giải quyết theo cơ quan', en: 'Settled dossiers by agency' },
      rowLabel: { vi: 'Cơ quan', en: 'Agency' },
      series,
      rows: [
        { label: 'Sở Xây dựng', values: [420, 12], href: '#' },
        { label: 'Sở Tư pháp', values: [610, 4], href: '#' },
        { label: 'Sở Kế hoạch và Đầu tư', values: [205, 0], href: '#' },
      ],
    })}${columnChart(lang, { title: { vi: 'Theo tháng', en: 'By month' }, rowLabel: { vi: 'Tháng', en: 'Month' }, series, rows: Array.from({ length: 11 }, (_, index) => ({ label: String(index + 1), values: [90 + ((index * 37) % 60), (index * 7) % 15] })) })}`,
  )}${section(lang, { vi: 'Bảng', en: 'Tables' }, html`${sampleFilters(lang)}${sampleTable(lang, 5, { stack: true })}`)}`;
}

export function sampleFilters(lang: Lang): Html {
  return filterBar(lang, {
    action: '#',
    key: '/',
    clear: '#',
    filters: [
      { name: 'text', label: { vi: 'Tìm trong danh sách', en: 'Find in the list' }, value: '' },
      {
        name: 'state',
        label: { vi: 'Trạng thái', en: 'Status' },
        options: [{ value: 'late', label: { vi: 'Quá hạn', en: 'Late' } }],
      },
    ],
    actions: html`<a href="#">${{ vi: 'Xuất Excel', en: 'Export to Excel' }[lang]}</a>`,
  });
}

export function sampleTable(
  lang: Lang,
  count: number,
  props: { dense?: boolean; stack?: boolean; current?: string; narrow?: boolean },
): Html {
  return table<SampleDossier>(lang, {
    caption: { vi: 'Hồ sơ chờ thẩm định', en: 'Dossiers to appraise' },
    hideCaption: props.dense,
    dense: props.dense,
    stack: props.stack,
    rows: sampleDossiers(count),
    rowId: (row) => `row-${row.code}`,
    rowHref: (row) => `/desk?open=${row.code}`,
    current: (row) => row.code === props.current,
    select: props.dense ? { name: 'code', value: (row) => row.code, label: (row) => row.code } : undefined,
    sort: { by: 'due', direction: 'asc', href: (by, direction) => `?sort=${by}&direction=${direction}` },
    columns: [
      {
        key: 'code',
        label: { vi: 'Mã hồ sơ', en: 'Code' },
        cell: (row) => html`<span class="nowrap">${row.code}</span>`,
      },
      {
        key: 'applicant',
        label: { vi: 'Người nộp', en: 'Applicant' },
        cell: (row) => row.applicant,
        grow: true,
        sortable: true,
      },
      ...(props.narrow
        ? []
        : [
            {
              key: 'procedure',
              label: { vi: 'Thủ tục', en: 'Procedure' },
              cell: (row: SampleDossier) => row.procedure,
              grow: true,
              minor: true,
            },
          ]),
      {
        key: 'due',
        label: { vi: 'Hạn trả', en: 'Due' },
        cell: (row) => row.due,
        sortable: true,
        numeric: true,
        minor: true,
      },
      {
        key: 'state',
        label: { vi: 'Trạng thái', en: 'Status' },
        cell: (row) => tag(lang, row.tone, row.state),
      },
    ],
  });
}
