import { localDate, page, type PageContext, type PageResult, show, type Text } from '@dinh/kernel';
import { everyRow, html, listAddress, listFile, type ListProps, listScreen, withQuery } from '@dinh/ui';
import { type PhoneBookEntry, phoneBook } from '../queries/phone-book.ts';
import { unitTree } from '../queries/units.ts';
import { asked, askedUnit, unitOptions } from './frame.ts';
import { vCards } from './vcard.ts';

const title: Text = { vi: 'Danh bạ', en: 'Telephone book' };
const path = '/quan-tri/danh-ba';
const mostExported = 20_000;

async function book(ctx: PageContext): Promise<ListProps<PhoneBookEntry>> {
  const { lang } = ctx;
  const { units } = await ctx.run(unitTree, {});
  const unit = askedUnit(ctx);
  const query = asked(ctx, 'q')?.slice(0, 120);
  const filters: ListProps<PhoneBookEntry>['filters'] = [
    {
      name: 'q',
      label: { vi: 'Tên, chức vụ, đơn vị hoặc số máy', en: 'Name, position, unit or number' },
      value: query ?? '',
      type: 'search',
    },
    {
      name: 'don-vi',
      label: { vi: 'Đơn vị, kể cả trực thuộc', en: 'Unit, and below' },
      value: unit === undefined ? '' : String(unit),
      options: unitOptions(units),
    },
  ];
  return {
    path,
    title,
    filters,
    links: [
      {
        href: withQuery(listAddress(ctx, { path, filters }), { dang: 'vcf' }),
        label: { vi: 'Xuất vCard', en: 'Export as vCard' },
      },
    ],
    columns: [
      { key: 'name', label: { vi: 'Họ và tên', en: 'Name' }, value: (e) => e.name },
      { key: 'title', label: { vi: 'Chức vụ', en: 'Position' }, value: (e) => e.title[lang] },
      {
        key: 'unit',
        label: { vi: 'Đơn vị', en: 'Unit' },
        grow: true,
        value: (e) => e.unit[lang],
        cell: (e) => html`<a href="/quan-tri/don-vi/${e.unitKey}">${e.unit[lang]}</a>`,
      },
      { key: 'agency', label: { vi: 'Cơ quan', en: 'Agency' }, value: (e) => e.agency[lang], fileOnly: true },
      {
        key: 'phone',
        label: { vi: 'Điện thoại', en: 'Telephone' },
        value: (e) => e.phone ?? e.unitPhone,
        cell: (e) => number(e.phone ?? e.unitPhone),
      },
      {
        key: 'office',
        label: { vi: 'Máy cơ quan', en: 'Office telephone' },
        value: (e) => e.unitPhone,
        fileOnly: true,
      },
      {
        key: 'email',
        label: { vi: 'Thư điện tử', en: 'E-mail' },
        value: (e) => e.email,
        cell: (e) => e.email && html`<a href="mailto:${e.email}">${e.email}</a>`,
      },
      { key: 'address', label: { vi: 'Địa chỉ', en: 'Address' }, value: (e) => e.address, fileOnly: true },
    ],
    empty: {
      title: { vi: 'Không có ai như vậy', en: 'There is nobody like that' },
      body: {
        vi: 'Hãy thử ít chữ hơn, không cần dấu, hoặc chọn đơn vị khác.',
        en: 'Try fewer words or another unit; accents are not needed.',
      },
    },
    async read({ after, limit }) {
      const { entries: rows, next } = await ctx.run(phoneBook, {
        ...(query && { query }),
        ...(unit !== undefined && { unit }),
        ...(after && { after }),
        ...(limit !== undefined && { limit }),
      });
      return { rows, next };
    },
  };
}

export const phoneBookPage = page({
  path,
  title,
  may: 'people.view-directory',
  async run(ctx) {
    const props = await book(ctx);
    if (ctx.query['dang'] === 'vcf') return cards(ctx, props);
    return listFile(ctx, props) ?? show(await listScreen(ctx, props));
  },
});

const number = (phone: string | null) => phone && html`<a href="tel:${phone.replace(/[^+\d]/g, '')}">${phone}</a>`;

async function cards(ctx: PageContext, { read }: ListProps<PhoneBookEntry>): Promise<PageResult> {
  const entries: PhoneBookEntry[] = [];
  const every = everyRow<PhoneBookEntry, string>((after) => read({ after, limit: 1000, sort: undefined }), mostExported);
  for await (const entry of every) entries.push(entry);
  return {
    kind: 'file',
    body: vCards(entries, ctx.lang),
    type: 'text/vcard; charset=utf-8',
    name: `danh-ba-${localDate(ctx.now)}.vcf`,
    disposition: 'attachment',
  };
}
