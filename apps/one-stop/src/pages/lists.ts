import { localDate, page, type PageContext, post, redirect, Refusal } from '@dinh/kernel';
import { askedFormat, type SheetColumn, sheetFile } from '@dinh/ui';
import type { Row } from '../queries/dossier-row.ts';
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
    { label: { vi: 'Mã hồ sơ', en: 'Code' }, value: (row) => row.code ?? row.reference },
    { label: { vi: 'Mã tiếp nhận', en: 'Reference' }, paper: false, value: (row) => row.reference },
    { label: { vi: 'Thủ tục', en: 'Procedure' }, value: (row) => row.title, width: 50 },
    { label: { vi: 'Chủ hồ sơ', en: 'Owner' }, value: (row) => row.ownerName, width: 30 },
    {
      label: { vi: 'Người nộp', en: 'Applicant' },
      paper: false,
      value: (row) => row.applicantName,
      width: 30,
    },
    { label: { vi: 'Cách nộp', en: 'Channel' }, paper: false, value: (row) => channels[row.channel]?.[lang] },
    { label: { vi: 'Nộp lúc', en: 'Filed' }, kind: 'moment', value: (row) => row.submittedAt as Date },
    { label: { vi: 'Hẹn trả', en: 'Due' }, kind: 'moment', value: (row) => row.dueAt as Date | null },
    { label: { vi: 'Trạng thái', en: 'Status' }, value: (row) => statusNames[row.status as 1][lang] },
    { label: { vi: 'Đang ở bước', en: 'Step' }, value: (row) => (lang === 'vi' ? row.step : row.stepEn) },
    { label: { vi: 'Người giữ', en: 'Holder' }, value: (row) => row.assignee },
    {
      label: { vi: 'Quá hạn', en: 'Late' },
      paper: false,
      value: (row) => (row.late ? (lang === 'vi' ? 'Có' : 'Yes') : ''),
    },
  ];
};

/** The list that is on the screen, as a file or on paper. */
export const exportPage = page({
  path: '/ban-lam-viec/xuat',
  title,
  may,
  async run(ctx) {
    const format = askedFormat(ctx.query['dang']) ?? 'csv';
    const name = `${queues[queueOf(ctx)]!.label[ctx.lang]} ${localDate(ctx.now)}`;
    return sheetFile(ctx, format, {
      title: name,
      columns: columns(ctx),
      rows: await rowsOf(ctx, format === 'print' ? 5001 : undefined),
    });
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
