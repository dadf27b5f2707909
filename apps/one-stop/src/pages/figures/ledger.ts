import { notAllowed, notFound, page, type PageContext, type PageResult, show, sql, type Text } from '@dinh/kernel';
import { printPaper } from '@dinh/records';
import {
  askedFormat,
  counted,
  emptyState,
  everyRow,
  exportLinks,
  formatDate,
  formatNumber,
  html,
  type Html,
  inVietnamese,
  linkLine,
  pagination,
  sheetFile,
  type SheetFormat,
  table,
} from '@dinh/ui';
import { rulesByKey } from '../../model/ruleset.ts';
import type { Book, LedgerRow } from '../../queries/ledger.ts';
import { listedUnits } from '../../queries/listed-units.ts';
import { screen, withQuery } from '../frame.ts';
import { deliveries } from '../words.ts';
import { askedPeriod, periodText, picker } from './asked.ts';

const title: Text = { vi: 'Sổ theo dõi hồ sơ', en: 'Ledger of dossiers' };
const path = '/ban-lam-viec/so-theo-doi';
const may = 'one-stop.view-ledger';

/** The ledger on the screen, and the books in which it is printed (D7). */
export const ledgerPage = page({
  path,
  title,
  may,
  async run(ctx) {
    const { lang } = ctx;
    const period = askedPeriod(ctx);
    const units = await listedUnits(ctx, may);
    const unit = askedUnit(ctx) ?? (units[0] ? Number(units[0].value) : undefined);
    if (unit === undefined) throw notAllowed();
    const question = { unit, ...period };
    const format = askedFormat(ctx.query['dang']);
    if (format) return sheet(ctx, question, format);
    const after = Number(/^\d{1,8}$/.exec(ctx.query['tiep'] ?? '')?.[0] ?? 0);
    const [{ rows, next }, { books, rows: count }] = await Promise.all([
      ctx.run('one-stop.ledger', { ...question, after, limit: 100 }),
      ctx.run('one-stop.ledger-books', question),
    ]);
    const chosen = withQuery(ctx.url, { 'co-quan': String(question.unit), tu: period.from, den: period.to });
    return show(
      screen(ctx, {
        title,
        main: html`<h1>${title[lang]}</h1>
          ${picker(ctx, { path, period, units, unit: String(question.unit) })}
          <p>
            ${periodText(period)[lang]}.
            ${{ vi: `${formatNumber('vi', count)} hồ sơ đã tiếp nhận.`, en: `${counted(count, 'dossier')} accepted.` }[lang]}
          </p>
          ${await bookLinks(ctx, chosen, books)}
          <div class="wrap-heads">${table<LedgerRow>(lang, {
            caption: title,
            hideCaption: true,
            dense: true,
            rows,
            columns: [
              { key: 'line', label: { vi: 'TT', en: 'No.' }, numeric: true, cell: (row) => row.line },
              {
                key: 'code',
                label: { vi: 'Mã hồ sơ', en: 'Code' },
                cell: (row) => html`<a href="/ban-lam-viec/ho-so/${row.id}">${row.code}</a>`,
              },
              {
                key: 'receipt',
                label: receiptNumber,
                minor: true,
                cell: (row) => row.receipt,
              },
              {
                key: 'procedure',
                label: { vi: 'Thủ tục', en: 'Procedure' },
                grow: true,
                cell: (row) => inVietnamese(lang, row.procedure),
              },
              {
                key: 'owner',
                label: { vi: 'Tổ chức, cá nhân', en: 'Owner' },
                grow: true,
                cell: (row) => row.owner,
              },
              ...(['receivedAt', 'dueAt', 'forwardedAt', 'settledAt', 'returnedAt'] as const).map((key) => ({
                key,
                label: times[key],
                minor: key === 'forwardedAt',
                cell: (row: LedgerRow) => row[key] && formatDate(row[key] as Date),
              })),
              {
                key: 'note',
                label: { vi: 'Ghi chú', en: 'Note' },
                minor: true,
                cell: (row) => note(row)?.[lang],
              },
            ],
            empty: emptyState(lang, {
              title: {
                vi: 'Không có hồ sơ nào được tiếp nhận trong kỳ này',
                en: 'No dossier was accepted in this period',
              },
            }),
          })}</div>
          ${pagination(lang, {
            next: next !== null && next < count ? withQuery(chosen, { tiep: String(next) }) : undefined,
            previous: after > 0 ? withQuery(chosen, { tiep: after > 100 ? String(after - 100) : undefined }) : undefined,
          })}
          ${linkLine(lang, exportLinks(chosen, 'own-print'))}`,
      }),
    );
  },
});

const receiptNumber: Text = { vi: 'Số giấy tiếp nhận', en: 'Receipt no.' };

const times: Record<'receivedAt' | 'dueAt' | 'forwardedAt' | 'settledAt' | 'returnedAt', Text> = {
  receivedAt: { vi: 'Nhận hồ sơ', en: 'Received' },
  dueAt: { vi: 'Hẹn trả', en: 'Due' },
  forwardedAt: { vi: 'Chuyển giải quyết', en: 'Forwarded' },
  settledAt: { vi: 'Nhận kết quả', en: 'Result' },
  returnedAt: { vi: 'Trả kết quả', en: 'Returned' },
};

function askedUnit(ctx: PageContext): number | undefined {
  return /^[1-9]\d{0,8}$/.test(ctx.query['co-quan'] ?? '') ? Number(ctx.query['co-quan']) : undefined;
}

async function bookLinks(ctx: PageContext, url: string, books: readonly Book[]): Promise<Html> {
  const { lang } = ctx;
  const links = await Promise.all(
    books.map(async (book) => {
      const rules = await rulesByKey(ctx.app, book.ruleset);
      const form = rules.forms.find(({ key }) => key === 'ledger')?.number ?? '';
      const span = `${formatDate(book.from as Date)}–${formatDate(book.to as Date)}`;
      return {
        href: withQuery(url.replace(path, `${path}/in`), { quyen: String(book.number) }),
        label: {
          vi: `In quyển ${book.number}/${books.length} (Mẫu số ${form}, ${span}, ${formatNumber('vi', book.rows)} hồ sơ)`,
          en: `Print book ${book.number}/${books.length} (form ${form}, ${span}, ${counted(book.rows, 'dossier')})`,
        },
      };
    }),
  );
  return html`${linkLine(lang, links)}${
    books.some((book) => book.rows > 500) &&
    html`<p class="hint">
      ${{ vi: 'Mỗi quyển có tối đa 2.000 hồ sơ; quyển lớn cần vài giây để in.', en: 'A book has at most 2,000 dossiers; a large one takes a few seconds to print.' }[lang]}
    </p>`
  }`;
}

/** One book as PDF on its form. */
export const ledgerPdf = page({
  path: `${path}/in`,
  title,
  may,
  async run(ctx): Promise<PageResult> {
    const unit = askedUnit(ctx);
    if (unit === undefined) throw notFound();
    const question = { unit, ...askedPeriod(ctx) };
    const { books } = await ctx.run('one-stop.ledger-books', question);
    const wanted = Number(ctx.query['quyen'] ?? 1);
    const book = books.find(({ number }) => number === wanted);
    const { rows } = book ? await ctx.run('one-stop.ledger', { ...question, after: book.after, limit: book.rows }) : { rows: [] };
    const { pdf } = await printLedger(ctx, { ...question, book, rows });
    return {
      kind: 'file',
      body: pdf,
      type: 'application/pdf',
      name: `so-theo-doi-${question.from}-${question.to}${book ? `-quyen-${book.number}` : ''}.pdf`,
    };
  },
});

/** Prints rows on the form of their ruleset; an empty period on that in force now. */
async function printLedger(
  ctx: PageContext,
  what: { unit: number; from: string; to: string; book: Book | undefined; rows: readonly LedgerRow[] },
) {
  const agency = await ctx.db.maybe<{ name: string; parent: string | null }>(
    sql`select u.name_vi as name, p.name_vi as parent from identity.v_unit u left join identity.v_unit p on p.id = u.parent_id where u.id = ${what.unit}`,
  );
  const data = {
    agency: { name: agency?.name ?? '', parent: agency?.parent ?? null },
    book: what.book ? `${what.book.number}/${what.from.slice(0, 4)}` : null,
    period: periodText(what).vi,
    rows: what.rows.map((row) => ({
      line: row.line,
      code: row.code,
      procedure: row.procedure,
      sets: 1,
      owner: row.owner,
      address: row.address,
      phone: row.phone,
      agency: row.agency,
      ...moments(row),
      returnedVia: row.returnedAt ? (deliveries[row.delivery]?.vi ?? '') : '',
      note: [row.receipt && `Giấy tiếp nhận số ${row.receipt}`, note(row)?.vi].filter(Boolean).join('; ') || null,
    })),
  };
  const ruleset = what.book?.ruleset;
  return printPaper(ctx.app, 'ledger', data, { at: ctx.now, ...(ruleset && { ruleset }) });
}

function moments(row: LedgerRow): Record<keyof typeof times, string | null> {
  const text = (at: unknown) => (at instanceof Date ? at.toISOString() : null);
  return {
    receivedAt: text(row.receivedAt),
    dueAt: text(row.dueAt),
    forwardedAt: text(row.forwardedAt),
    settledAt: text(row.settledAt),
    returnedAt: text(row.returnedAt),
  };
}

const notes: Record<string, Text> = {
  refused: { vi: 'Từ chối giải quyết', en: 'Refused' },
  withdrawn: { vi: 'Công dân rút hồ sơ', en: 'Withdrawn' },
  stopped: { vi: 'Dừng giải quyết', en: 'Stopped' },
};

/** What the last column says. */
function note(row: LedgerRow): Text | undefined {
  return notes[row.outcome ?? ''] ?? (row.extended ? { vi: 'Đã hẹn lại', en: 'Extended' } : undefined);
}

function sheet(ctx: PageContext, question: { unit: number; from: string; to: string }, format: SheetFormat): Promise<PageResult> {
  const { lang } = ctx;
  return sheetFile<LedgerRow>(ctx, format, {
    title: {
      vi: `Sổ theo dõi hồ sơ ${question.from} ${question.to}`,
      en: `Ledger ${question.from} ${question.to}`,
    },
    rows: everyLine(ctx, question),
    columns: [
      { label: 'TT', kind: 'number', value: (row) => row.line },
      { label: { vi: 'Mã hồ sơ', en: 'Code' }, value: (row) => row.code },
      { label: receiptNumber, value: (row) => row.receipt },
      { label: { vi: 'Thủ tục', en: 'Procedure' }, value: (row) => row.procedure },
      { label: { vi: 'Tổ chức, cá nhân', en: 'Owner' }, value: (row) => row.owner },
      { label: { vi: 'Địa chỉ', en: 'Address' }, value: (row) => row.address },
      { label: { vi: 'Điện thoại', en: 'Telephone' }, value: (row) => row.phone },
      { label: { vi: 'Cơ quan', en: 'Agency' }, value: (row) => row.agency },
      ...(Object.keys(times) as (keyof typeof times)[]).map((key) => ({
        label: times[key],
        kind: 'moment' as const,
        value: (row: LedgerRow) => row[key] as Date | null,
      })),
      {
        label: { vi: 'Cách nhận', en: 'Returned by' },
        value: (row) => (row.returnedAt ? deliveries[row.delivery]?.[lang] : ''),
      },
      { label: { vi: 'Ghi chú', en: 'Note' }, value: (row) => note(row)?.[lang] },
    ],
  });
}

const everyLine = (ctx: PageContext, question: { unit: number; from: string; to: string }): AsyncGenerator<LedgerRow> =>
  everyRow<LedgerRow, number>((after = 0) => ctx.run('one-stop.ledger', { ...question, after, limit: 2000 }));
