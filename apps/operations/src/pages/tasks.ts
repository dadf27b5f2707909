import { page, type PageContext, show, type Text } from '@dinh/kernel';
import { askedFormat, everyRow, exportLinks, formatDateTime, html, linkLine, type Sheet, sheetFile, table, tag } from '@dinh/ui';
import { processUnknown } from '../errors.ts';
import { listTasks, placePattern, type TaskLine } from '../queries/list-tasks.ts';
import { processChoices, watching } from '../queries/processes.ts';
import { unitNames } from '../queries/unit-names.ts';
import {
  asked,
  askedId,
  askedNumber,
  askedPeriod,
  home,
  hoursText,
  nothingFound,
  pageLinks,
  periodBar,
  processAddress,
  screen,
  withQuery,
} from './frame.ts';

const title: Text = { vi: 'Các bước đã và đang làm', en: 'Steps done and waiting' };

/** What the numbers of a process count, and how its list asks for them. */
export const whichNames: Readonly<Record<'waiting' | 'late' | 'done' | 'done-late', Text>> = {
  waiting: { vi: 'Đang chờ', en: 'Waiting' },
  late: { vi: 'Quá hạn', en: 'Late' },
  done: { vi: 'Đã làm', en: 'Done' },
  'done-late': { vi: 'Làm trễ', en: 'Done late' },
};

/** The steps behind a number of a process: those of an element, a unit or a person. */
export const tasksPage = page({
  path: '/dieu-hanh/quy-trinh/:key/buoc',
  title,
  may: watching,
  async run(ctx) {
    const { lang } = ctx;
    const key = ctx.params['key']!;
    const period = askedPeriod(ctx);
    const wanted = { process: key, ...period, ...filters(ctx) };
    const format = askedFormat(ctx.query['dang']);
    if (format) return sheetFile(ctx, format, sheet(ctx, wanted));
    const after = place(asked(ctx, 'sau'));
    const [{ tasks, next }, processes, units] = await Promise.all([
      ctx.run(listTasks, { ...wanted, ...(after && { after }) }),
      processChoices(ctx),
      unitNames(ctx.db, wanted.unit ? [wanted.unit] : []),
    ]);
    const name = processes.find((one) => one.key === key)?.title;
    if (!name) throw processUnknown();
    const rows: TaskLine[] = tasks;
    const path = `${processAddress(key)}/buoc`;
    const one = (label: string | undefined, value: string | undefined) => (value ? [{ value, label: label ?? value }] : []);
    return show(
      screen(ctx, {
        title: { vi: `${title.vi}: ${name.vi}`, en: `${title.en}: ${name.en}` },
        breadcrumbs: [
          home,
          {
            label: name[lang],
            href: withQuery(processAddress(key), {
              tu: period.from,
              den: period.to,
              ban: wanted.version,
            }),
          },
          { label: title },
        ],
        main: html`<h1>${title[lang]}: ${name[lang]}</h1>
          ${periodBar(ctx, path, period, [
            {
              name: 'loai',
              label: { vi: 'Những bước', en: 'Steps' },
              value: wanted.which,
              options: Object.entries(whichNames).map(([value, label]) => ({ value, label })),
            },
            ...(wanted.version
              ? [
                  {
                    name: 'ban',
                    label: { vi: 'Phiên bản', en: 'Version' },
                    value: String(wanted.version),
                    options: one(String(wanted.version), String(wanted.version)),
                  },
                ]
              : []),
            ...(wanted.element
              ? [
                  {
                    name: 'buoc',
                    label: { vi: 'Bước', en: 'Step' },
                    value: wanted.element,
                    options: one(rows[0]?.step[lang], wanted.element),
                  },
                ]
              : []),
            ...(wanted.unit
              ? [
                  {
                    name: 'don-vi',
                    label: { vi: 'Đơn vị', en: 'Unit' },
                    value: String(wanted.unit),
                    options: one(units.get(wanted.unit)?.[lang], String(wanted.unit)),
                  },
                ]
              : []),
            ...(wanted.person
              ? [
                  {
                    name: 'nguoi',
                    label: { vi: 'Người làm', en: 'Person' },
                    value: wanted.person,
                    options: one(rows[0]?.person ?? undefined, wanted.person),
                  },
                ]
              : []),
          ])}
          ${table<TaskLine>(lang, {
            caption: title,
            hideCaption: true,
            dense: true,
            stack: true,
            rows,
            rowHref: (row) => `/dieu-hanh/luot/${row.instance}`,
            columns: [
              { key: 'matter', label: { vi: 'Việc', en: 'Matter' }, cell: (row) => row.matter.label },
              { key: 'step', label: { vi: 'Bước', en: 'Step' }, grow: true, cell: (row) => row.step[lang] },
              {
                key: 'unit',
                label: { vi: 'Đơn vị', en: 'Unit' },
                grow: true,
                cell: (row) => row.unit?.[lang] ?? '',
              },
              { key: 'person', label: { vi: 'Người làm', en: 'Person' }, cell: (row) => row.person ?? '' },
              {
                key: 'from',
                label: { vi: 'Bắt đầu', en: 'Begun' },
                minor: true,
                cell: (row) => formatDateTime(row.createdAt),
              },
              {
                key: 'to',
                label: { vi: 'Xong lúc', en: 'Done at' },
                cell: (row) => row.endedAt && formatDateTime(row.endedAt),
              },
              {
                key: 'hours',
                label: { vi: 'Đã mất', en: 'Time taken' },
                numeric: true,
                cell: (row) => hoursText(lang, row.hours),
              },
              {
                key: 'limit',
                label: { vi: 'Hạn', en: 'Limit' },
                cell: (row) => row.dueAt && (row.late ? tag(lang, 'late', formatDateTime(row.dueAt)) : formatDateTime(row.dueAt)),
              },
            ],
            empty: nothingFound(ctx, path, { vi: 'bước', en: 'step' }, next),
          })}
          ${pageLinks(ctx, path, { shown: rows.length, next, after })}
          ${linkLine(lang, exportLinks(ctx.url))}`,
      }),
    );
  },
});

/** Where the page before ended; what is none begins at the beginning. */
const place = (text: string | undefined): string | undefined =>
  text !== undefined && new RegExp(placePattern).test(text) ? text : undefined;

/** What the address asks for; what makes no sense counts as not said. */
function filters(ctx: PageContext) {
  const version = askedNumber(ctx, 'ban');
  const unit = askedNumber(ctx, 'don-vi');
  const which = asked(ctx, 'loai');
  const element = asked(ctx, 'buoc');
  const person = askedId(ctx, 'nguoi');
  return {
    ...(version && { version }),
    ...(which && which in whichNames && { which: which as keyof typeof whichNames }),
    ...(element && { element }),
    ...(unit && { unit }),
    ...(person && { person }),
  };
}

function sheet(ctx: PageContext, wanted: Parameters<typeof listTasks.run>[1]): Sheet<TaskLine> {
  const { lang } = ctx;
  const rows = everyRow<TaskLine, string>(async (after) => {
    const found = await ctx.run(listTasks, { ...wanted, limit: 1000, ...(after && { after }) });
    return { rows: found.tasks, next: found.next };
  });
  return {
    title,
    rows,
    columns: [
      { label: { vi: 'Việc', en: 'Matter' }, value: (row) => row.matter.label },
      { label: { vi: 'Bước', en: 'Step' }, value: (row) => row.step[lang], width: 40 },
      { label: { vi: 'Đơn vị', en: 'Unit' }, value: (row) => row.unit?.[lang] ?? '', width: 40 },
      { label: { vi: 'Người làm', en: 'Person' }, value: (row) => row.person ?? '', width: 30 },
      { label: { vi: 'Bắt đầu', en: 'Begun' }, value: (row) => formatDateTime(row.createdAt) },
      {
        label: { vi: 'Xong lúc', en: 'Done at' },
        value: (row) => (row.endedAt ? formatDateTime(row.endedAt) : ''),
      },
      { label: { vi: 'Hạn', en: 'Limit' }, value: (row) => (row.dueAt ? formatDateTime(row.dueAt) : '') },
      { label: { vi: 'Đã mất (giờ)', en: 'Time taken (hours)' }, kind: 'number', value: (row) => row.hours },
      {
        label: { vi: 'Trễ hạn', en: 'Late' },
        value: (row) => (row.late ? { vi: 'có', en: 'yes' }[lang] : ''),
      },
    ],
  };
}
