import { createReadStream } from 'node:fs';
import { type PageContext, page, type PageResult } from '@dinh/kernel';
import { type Json, printPaper } from '@dinh/records';

/** Prints what a query has put together. Instants become ISO text, as templates take them. */
export async function printed(
  ctx: PageContext,
  paper: { template: string; ruleset?: string | undefined; at: Date; name: string; data: unknown },
): Promise<PageResult> {
  const data = JSON.parse(JSON.stringify(paper.data)) as { [key: string]: Json };
  const { pdf } = await printPaper(ctx.app, paper.template, data, { at: paper.at, ruleset: paper.ruleset });
  return { kind: 'file', body: pdf, type: 'application/pdf', name: paper.name };
}

/** A paper of a dossier, for officials in reach and for its owner. */
export const paperPdf = page({
  path: '/giay-to/:id.pdf',
  title: { vi: 'Giấy tờ', en: 'Paper' },
  may: 'one-stop.view-dossier',
  run: async (ctx) => printed(ctx, await ctx.run('one-stop.paper-facts', { id: ctx.params['id'] ?? '' })),
});

export const controlSheetPdf = page({
  path: '/ban-lam-viec/ho-so/:id/phieu-kiem-soat.pdf',
  title: { vi: 'Phiếu kiểm soát', en: 'Control sheet' },
  may: 'one-stop.view-dossier',
  run: async (ctx) => printed(ctx, await ctx.run('one-stop.control-sheet', { id: ctx.params['id'] ?? '' })),
});

/** The receipt of what was paid, for the desk and for who paid. */
export const feeReceiptPdf = page({
  path: '/bien-lai/:payment.pdf',
  title: { vi: 'Biên lai', en: 'Receipt' },
  may: 'one-stop.view-dossier',
  run: async (ctx) => printed(ctx, await ctx.run('one-stop.fee-receipt', { payment: ctx.params['payment'] ?? '' })),
});

/** The result as it would be signed now, for those who appraise, review and approve. */
export const draftPdf = page({
  path: '/ban-lam-viec/ho-so/:id/du-thao.pdf',
  title: { vi: 'Dự thảo kết quả', en: 'Draft of the result' },
  may: 'one-stop.do-task',
  run: async (ctx) => printed(ctx, await ctx.run('one-stop.preview-result', { id: ctx.params['id'] ?? '' })),
});

/** A file of a dossier. Documents that a browser cannot show are offered for saving. */
export const componentFile = page({
  path: '/tep/:component',
  title: { vi: 'Tệp của hồ sơ', en: 'File of a dossier' },
  may: 'one-stop.view-dossier',
  async run(ctx) {
    const file = await ctx.run('one-stop.open-file', { componentId: ctx.params['component'] ?? '' });
    const shown = /^(application\/pdf|image\/(png|jpeg))$/.test(file.type) && ctx.query['tai-ve'] !== '1';
    return {
      kind: 'file',
      body: createReadStream(ctx.app.files.path(file.hash)),
      type: file.type,
      name: file.fileName,
      disposition: shown ? 'inline' : 'attachment',
    };
  },
});
