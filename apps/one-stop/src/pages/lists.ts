import { localDate, page, type PageContext, post, redirect, Refusal, show } from '@dinh/kernel';
import {
  askedFormat,
  formatDate,
  formatDateTime,
  formatNumber,
  printPage,
  type SheetColumn,
  sheetFile,
  table,
  inVietnamese,
} from '@dinh/ui';
import type { Row } from '../queries/list-dossiers.ts';
import { statusNames } from '../model/status.ts';
import { listInput, queueOf, queues } from './desk-queues.ts';
import { backTo, typed } from './frame.ts';
import { channels } from './words.ts';

const may = 'one-stop.export-list';
const title = { vi: 'Danh sách hồ sơ', en: 'List of dossiers' };

async function rowsOf(ctx: PageContext, limit?: number): Promise<Row[]> {
  const { cursor: _, limit: _all, ...filter } = listInput(ctx);
  return (await ctx.run('one-stop.export-dossiers', { ...filter, limit })).rows;
}

const columns = (ctx: PageContext): SheetColumn<Row>[] => {
  const { lang } = ctx;
  return [
    { label: { vi: 'Mã hồ sơ', en: 'Code' }, value: (row) => row.code },
    { label: { vi: 'Mã tiếp nhận', en: 'Reference' }, value: (row) => row.reference },
    { label: { vi: 'Thủ tục', en: 'Procedure' }, value: (row) => row.title, width: 50 },
    { label: { vi: 'Chủ hồ sơ', en: 'Owner' }, value: (row) => row.ownerName, width: 30 },
    { label: { vi: 'Người nộp', en: 'Applicant' }, value: (row) => row.applicantName, width: 30 },
    { label: { vi: 'Cách nộp', en: 'Channel' }, value: (row) => channels[row.channel]?.[lang] },
    { label: { vi: 'Nộp lúc', en: 'Filed' }, kind: 'moment', value: (row) => row.submittedAt as Date },
    { label: { vi: 'Hẹn trả', en: 'Due' }, kind: 'moment', value: (row) => row.dueAt as Date | null },
    { label: { vi: 'Trạng thái', en: 'Status' }, value: (row) => statusNames[row.status as 1][lang] },
    { label: { vi: 'Đang ở bước', en: 'Step' }, value: (row) => (lang === 'vi' ? row.step : row.stepEn) },
    { label: { vi: 'Người giữ', en: 'Holder' }, value: (row) => row.assignee },
    {
      label: { vi: 'Quá hạn', en: 'Late' },
      value: (row) => (row.late ? (lang === 'vi' ? 'Có' : 'Yes') : ''),
    },
  ];
};

/** The list that is on the screen, as a file. */
export const exportPage = page({
  path: '/ban-lam-viec/xuat',
  title,
  may,
  async run(ctx) {
    const format = askedFormat(ctx.query['dang']) ?? 'csv';
    const name = `${queues[queueOf(ctx)]!.label[ctx.lang]} ${localDate(ctx.now)}`;
    return sheetFile(ctx.lang, format, { title: name, columns: columns(ctx), rows: await rowsOf(ctx) });
  },
});

/** The same on paper. */
export const printList = page({
  path: '/ban-lam-viec/in',
  title,
  may,
  async run(ctx) {
    const { lang } = ctx;
    const rows = await rowsOf(ctx, 5000);
    return show(
      printPage(lang, {
        title: queues[queueOf(ctx)]!.label,
        site: ctx.site,
        agency: ctx.site.authority,
        paper: 'A4-wide',
        subtitle: {
          vi: `${formatNumber('vi', rows.length)} hồ sơ, lúc ${formatDateTime(ctx.now)}`,
          en: `${formatNumber('en', rows.length)} dossiers, at ${formatDateTime(ctx.now)}`,
        },
        main: table<Row>(lang, {
          caption: title,
          hideCaption: true,
          rows,
          columns: [
            { key: 'code', label: { vi: 'Mã hồ sơ', en: 'Code' }, cell: (row) => row.code ?? row.reference },
            {
              key: 'title',
              label: { vi: 'Thủ tục', en: 'Procedure' },
              cell: (row) => inVietnamese(lang, row.title),
            },
            { key: 'owner', label: { vi: 'Chủ hồ sơ', en: 'Owner' }, cell: (row) => row.ownerName },
            {
              key: 'filed',
              label: { vi: 'Nộp', en: 'Filed' },
              cell: (row) => formatDate(row.submittedAt as Date),
            },
            {
              key: 'due',
              label: { vi: 'Hẹn trả', en: 'Due' },
              cell: (row) => (row.dueAt ? formatDateTime(row.dueAt as Date) : ''),
            },
            {
              key: 'status',
              label: { vi: 'Trạng thái', en: 'Status' },
              cell: (row) => statusNames[row.status as 1][lang],
            },
            { key: 'holder', label: { vi: 'Người giữ', en: 'Holder' }, cell: (row) => row.assignee ?? '' },
          ],
        }),
      }),
    );
  },
});

const viewTitle = { vi: 'Bộ lọc đã lưu', en: 'Saved views' };

/** Keeps the filters of the list under a name. */
export const saveViewPost = post({
  path: '/ban-lam-viec/bo-loc',
  title: viewTitle,
  may: 'one-stop.view-dossier',
  async run(ctx) {
    const query = (typed(ctx, 'bo') ?? '').slice(0, 1000);
    const name = typed(ctx, 'ten');
    if (name) await ctx.run('one-stop.save-view', { name: name.slice(0, 60), query });
    return redirect(backTo(`/ban-lam-viec?${query}`, '/ban-lam-viec'));
  },
});

/** Forgets the view of that name. */
export const removeViewPost = post({
  path: '/ban-lam-viec/bo-loc/xoa',
  title: viewTitle,
  may: 'one-stop.view-dossier',
  async run(ctx) {
    const { views } = await ctx.run('one-stop.list-views', {});
    const found = views.find((view) => view.name === typed(ctx, 'ten'));
    try {
      if (found) await ctx.run('one-stop.remove-view', { id: found.id });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
    return redirect('/ban-lam-viec');
  },
});
