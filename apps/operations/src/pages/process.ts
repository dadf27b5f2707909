import { page, type PageContext, show, type Text } from '@dinh/kernel';
import { readDiagram } from '@dinh/process';
import {
  askedFormat,
  drawProcess,
  type DrawingBadge,
  emptyState,
  exportLinks,
  html,
  type Html,
  inset,
  linkLine,
  sheetFile,
  statTiles,
  table,
} from '@dinh/ui';
import { type ElementFigures, processFigures } from '../queries/process-figures.ts';
import { viewModel } from '../queries/process-model.ts';
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
import { holdersTable, taskColumns } from './holders.ts';

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
              : html`${elementsTable(ctx, elements, (row) => here({ buoc: row.element }))}
                ${found.units.length > 0 && holdersTable(lang, { vi: 'Theo đơn vị', en: 'By unit' }, { vi: 'Đơn vị', en: 'Unit' }, found.units)}
                ${found.people.length > 0 && holdersTable(lang, { vi: 'Theo người làm', en: 'By person' }, { vi: 'Người làm', en: 'Person' }, found.people)}
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
  vi: 'Thời gian tính theo giờ đồng hồ, cả ngày nghỉ. "Dùng hết thời hạn" so với hạn của từng bước, tính theo giờ làm việc: 100 % là xong đúng hạn. Trên sơ đồ, số xanh là đang chờ, số đỏ là quá hạn.',
  en: 'Times are clock hours, days off included. "Limit used" goes by the limit of each step, which counts working time: 100 % is done just in time. On the drawing, blue counts what waits and red what is late.',
};

function elementsTable(
  ctx: PageContext,
  rows: readonly ElementFigures[],
  waitingHref: (row: ElementFigures) => string,
): Html {
  const { lang } = ctx;
  return table<ElementFigures>(lang, {
    caption: { vi: 'Theo bước, lâu nhất đứng trước', en: 'By step, the slowest first' },
    dense: true,
    stack: true,
    rows,
    columns: [
      { key: 'name', label: { vi: 'Bước', en: 'Step' }, grow: true, cell: (row) => row.name[lang] },
      ...taskColumns<ElementFigures>(lang, waitingHref),
    ],
  });
}

/** The drawing of a version with its figures, and the name of the process. */
export async function drawn(
  ctx: PageContext,
  key: string,
  version: number,
  elements: readonly ElementFigures[],
): Promise<{ drawing: Html | undefined; name: Text }> {
  const { lang } = ctx;
  const { bpmn, title: name } = await ctx.run(viewModel, { key, version });
  const diagram = readDiagram(bpmn);
  const label = { vi: `Sơ đồ ${name.vi}`, en: `Diagram of ${name.en}` }[lang];
  const drawing =
    diagram &&
    html`<div class="drawing" role="region" tabindex="0" aria-label="${label}">
      ${drawProcess(lang, diagram, { title: label, badges: badgesOf(lang, elements) })}
    </div>`;
  return { drawing, name };
}

function badgesOf(lang: 'vi' | 'en', elements: readonly ElementFigures[]): Map<string, DrawingBadge[]> {
  const words = {
    waiting: { vi: 'đang chờ', en: 'waiting' }[lang],
    late: { vi: 'quá hạn', en: 'late' }[lang],
  };
  return new Map(
    elements.map(({ element, name, waiting, late }) => [
      element,
      [
        ...(waiting > late
          ? [
              {
                text: String(waiting - late),
                tone: 'doing' as const,
                title: `${name[lang]}: ${waiting - late} ${words.waiting}`,
              },
            ]
          : []),
        ...(late > 0
          ? [{ text: `! ${late}`, tone: 'late' as const, title: `${name[lang]}: ${late} ${words.late}` }]
          : []),
      ],
    ]),
  );
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
