import { localDate, page, type PageContext, type PageResult, show, type Text } from '@dinh/kernel';
import {
  askedFormat,
  emptyState,
  exportLinks,
  filterBar,
  formatDate,
  html,
  linkLine,
  pagination,
  printPage,
  type SheetFormat,
  sheetFile,
  table,
} from '@dinh/ui';
import { type PhoneBookEntry, phoneBook } from '../queries/phone-book.ts';
import { unitTree } from '../queries/units.ts';
import { asked, screen, withQuery } from './frame.ts';
import { vCards } from './vcard.ts';

const title: Text = { vi: 'Danh bạ', en: 'Telephone book' };
const path = '/quan-tri/danh-ba';
const mostExported = 20_000;
const mostPrinted = 5000;

function filters(ctx: PageContext) {
  const unit = Number(asked(ctx, 'don-vi'));
  const query = asked(ctx, 'q')?.slice(0, 120);
  return {
    ...(query && { query }),
    ...(Number.isInteger(unit) && unit > 0 && unit < 2 ** 31 && { unit }),
  };
}

const addressOf = (ctx: PageContext, more: Record<string, string | undefined>): string =>
  withQuery(path, { q: asked(ctx, 'q'), 'don-vi': asked(ctx, 'don-vi'), ...more });

export const phoneBookPage = page({
  path,
  title,
  may: 'people.view-directory',
  async run(ctx) {
    const { lang } = ctx;
    if (ctx.query['dang'] === 'vcf') return cards(ctx);
    if (ctx.query['dang'] === 'in') return onPaper(ctx);
    const format = askedFormat(ctx.query['dang']);
    if (format) return sheet(ctx, format);
    const after = asked(ctx, 'sau');
    const [{ entries, next }, { units }] = await Promise.all([
      ctx.run(phoneBook, { ...filters(ctx), ...(after && { after }) }),
      ctx.run(unitTree, {}),
    ]);
    return show(
      screen(ctx, {
        title,
        main: html`<h1>${title[lang]}</h1>
          ${filterBar(lang, {
            action: path,
            clear: path,
            key: '/',
            filters: [
              {
                name: 'q',
                label: { vi: 'Tên, chức vụ, đơn vị hoặc số máy', en: 'Name, position, unit or number' },
                value: asked(ctx, 'q'),
                type: 'search',
              },
              {
                name: 'don-vi',
                label: { vi: 'Đơn vị, kể cả trực thuộc', en: 'Unit, and below' },
                value: asked(ctx, 'don-vi'),
                options: units.map((u: { id: number; name: Text }) => ({
                  value: String(u.id),
                  label: u.name,
                })),
              },
            ],
            actions: linkLine(lang, [
              { href: addressOf(ctx, { dang: 'in' }), label: { vi: 'In danh bạ', en: 'Print' } },
              ...exportLinks(addressOf(ctx, {}), 'own-print'),
              { href: addressOf(ctx, { dang: 'vcf' }), label: { vi: 'Xuất vCard', en: 'Export as vCard' } },
            ]),
          })}
          ${table<PhoneBookEntry>(lang, {
            caption: title,
            hideCaption: true,
            dense: true,
            rows: entries,
            columns: [
              { key: 'name', label: { vi: 'Họ và tên', en: 'Name' }, cell: (e) => e.name },
              { key: 'title', label: { vi: 'Chức vụ', en: 'Position' }, cell: (e) => e.title[lang] },
              {
                key: 'unit',
                label: { vi: 'Đơn vị', en: 'Unit' },
                grow: true,
                cell: (e) => html`<a href="/quan-tri/don-vi/${e.unitKey}">${e.unit[lang]}</a>`,
              },
              {
                key: 'phone',
                label: { vi: 'Điện thoại', en: 'Telephone' },
                cell: (e) => number(e.phone ?? e.unitPhone),
              },
              {
                key: 'email',
                label: { vi: 'Thư điện tử', en: 'E-mail' },
                cell: (e) => e.email && html`<a href="mailto:${e.email}">${e.email}</a>`,
              },
            ],
            empty: emptyState(lang, {
              title: { vi: 'Không có ai như vậy', en: 'There is nobody like that' },
              body: {
                vi: 'Hãy thử ít chữ hơn, không cần dấu, hoặc chọn đơn vị khác.',
                en: 'Try fewer words or another unit; accents are not needed.',
              },
            }),
          })}
          ${pagination(lang, { next: next ? addressOf(ctx, { sau: next }) : undefined, previous: after ? addressOf(ctx, {}) : undefined })}`,
      }),
    );
  },
});

const number = (phone: string | null) =>
  phone && html`<a href="tel:${phone.replace(/[^+\d]/g, '')}">${phone}</a>`;

function sheet(ctx: PageContext, format: SheetFormat): Promise<PageResult> {
  const { lang } = ctx;
  return sheetFile<PhoneBookEntry>(ctx, format, {
    title: `${title[lang]} ${localDate(ctx.now)}`,
    rows: everybody(ctx, mostExported),
    columns: [
      { label: { vi: 'Họ và tên', en: 'Name' }, value: (e) => e.name },
      { label: { vi: 'Chức vụ', en: 'Position' }, value: (e) => e.title[lang] },
      { label: { vi: 'Đơn vị', en: 'Unit' }, value: (e) => e.unit[lang] },
      { label: { vi: 'Cơ quan', en: 'Agency' }, value: (e) => e.agency[lang] },
      { label: { vi: 'Điện thoại', en: 'Telephone' }, value: (e) => e.phone },
      { label: { vi: 'Máy cơ quan', en: 'Office telephone' }, value: (e) => e.unitPhone },
      { label: { vi: 'Thư điện tử', en: 'E-mail' }, value: (e) => e.email },
      { label: { vi: 'Địa chỉ', en: 'Address' }, value: (e) => e.address },
    ],
  });
}

async function cards(ctx: PageContext): Promise<PageResult> {
  return {
    kind: 'file',
    body: vCards(await all(everybody(ctx, mostExported)), ctx.lang),
    type: 'text/vcard; charset=utf-8',
    name: `danh-ba-${localDate(ctx.now)}.vcf`,
    disposition: 'attachment',
  };
}

async function onPaper(ctx: PageContext): Promise<PageResult> {
  const { lang } = ctx;
  const entries = await all(everybody(ctx, mostPrinted));
  return show(
    printPage(lang, {
      title,
      site: ctx.site,
      agency: ctx.site.authority,
      paper: 'A4-wide',
      subtitle: {
        vi: `${entries.length} dòng, ngày ${formatDate(ctx.now)}`,
        en: `${entries.length} lines, ${formatDate(ctx.now)}`,
      },
      main: table<PhoneBookEntry>(lang, {
        caption: title,
        hideCaption: true,
        rows: entries,
        columns: [
          { key: 'unit', label: { vi: 'Đơn vị', en: 'Unit' }, cell: (e) => e.unit[lang] },
          { key: 'name', label: { vi: 'Họ và tên', en: 'Name' }, cell: (e) => e.name },
          { key: 'title', label: { vi: 'Chức vụ', en: 'Position' }, cell: (e) => e.title[lang] },
          {
            key: 'phone',
            label: { vi: 'Điện thoại', en: 'Telephone' },
            cell: (e) => e.phone ?? e.unitPhone,
          },
          { key: 'email', label: { vi: 'Thư điện tử', en: 'E-mail' }, cell: (e) => e.email },
        ],
      }),
    }),
  );
}

async function* everybody(ctx: PageContext, most: number): AsyncGenerator<PhoneBookEntry> {
  let after: string | undefined;
  let given = 0;
  do {
    const { entries, next }: { entries: PhoneBookEntry[]; next: string | null } = await ctx.run(phoneBook, {
      ...filters(ctx),
      limit: 1000,
      ...(after && { after }),
    });
    yield* entries.slice(0, most - given);
    given += entries.length;
    after = next ?? undefined;
  } while (after && given < most);
}

async function all<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const gathered: T[] = [];
  for await (const row of rows) gathered.push(row);
  return gathered;
}
