import {
  type InputOf,
  type OperationTypes,
  type OutputOf,
  page,
  type PageContext,
  type Room,
  show,
  type Text,
} from '@dinh/kernel';
import {
  askedFormat,
  emptyState,
  exportLinks,
  filterBar,
  formatDate,
  html,
  linkLine,
  roomScreen,
  pagination,
  type Sheet,
  sheetFile,
  table,
  tag,
  inVietnamese,
  everyRow,
} from '@dinh/ui';
import { readCatalogue } from '../search/catalogue.ts';
import { audiences, countWords, levels } from './parts.ts';

type Listed = OutputOf<OperationTypes['procedures.list-procedures']>['procedures'][number];
type Asked = InputOf<OperationTypes['procedures.list-procedures']>;

const path = '/quan-ly-thu-tuc';
const words = {
  title: { vi: 'Danh mục thủ tục', en: 'Catalogue of procedures' },
  search: { vi: 'Tên hoặc mã', en: 'Name or code' },
  agency: { vi: 'Cơ quan', en: 'Agency' },
  field: { vi: 'Lĩnh vực', en: 'Field' },
  kind: { vi: 'Loại việc', en: 'Kind' },
  audience: { vi: 'Đối tượng', en: 'For whom' },
  detail: { vi: 'Mức chi tiết', en: 'Detail' },
  own: { vi: 'Có quy trình riêng', en: 'Worked out' },
  ofKind: { vi: 'Theo loại việc', en: 'By its kind' },
  code: { vi: 'Mã', en: 'Code' },
  name: { vi: 'Tên thủ tục', en: 'Name' },
  limit: { vi: 'Thời hạn', en: 'Limit' },
  level: { vi: 'Cấp', en: 'Level' },
  channels: { vi: 'Cách nộp', en: 'Channels' },
  version: { vi: 'Phiên bản', en: 'Version' },
  from: { vi: 'Áp dụng từ', en: 'In force from' },
  origin: { vi: 'Sửa bởi cán bộ', en: 'Edited by an officer' },
  form: { vi: 'Biểu mẫu', en: 'Form' },
  process: { vi: 'Quy trình', en: 'Process' },
  fee: { vi: 'Bảng phí', en: 'Fee table' },
  source: { vi: 'Nguồn', en: 'Source' },
  days: { vi: 'ngày', en: 'days' },
  hours: { vi: 'giờ', en: 'hours' },
  none: { vi: 'Không có thủ tục nào như vậy', en: 'No such procedure' },
  noneHelp: {
    vi: 'Bỏ bớt điều kiện lọc để xem toàn bộ danh mục.',
    en: 'Remove a filter to see the whole catalogue.',
  },
};

/** The room of those who keep the catalogue. */
export const catalogueRoom: Room = {
  href: path,
  label: words.title,
  may: 'procedures.edit-procedure',
  order: 60,
};

export const managePage = page({
  path,
  title: words.title,
  may: 'procedures.edit-procedure',
  async run(ctx) {
    const { lang } = ctx;
    const asked = filtersOf(ctx);
    const format = askedFormat(ctx.query['dang']);
    if (format) return sheetFile(ctx, format, sheet(ctx, asked));
    const catalogue = await readCatalogue(ctx.app);
    const cursor = ctx.query['tiep']?.slice(0, 40);
    const found = await ctx.run('procedures.list-procedures', { ...asked, ...(cursor && { cursor }) });
    const here = new URLSearchParams(Object.entries(ctx.query).filter(([name, value]) => value && name !== 'tiep'));
    return show(
      roomScreen(ctx, {
        title: words.title,
        main: html`<h1>${words.title[lang]}</h1>
          ${filterBar(lang, {
            action: path,
            clear: path,
            key: '/',
            filters: [
              { name: 'q', label: words.search, value: asked.q },
              {
                name: 'agency',
                label: words.agency,
                value: asked.agency,
                options: named(catalogue.agencies),
              },
              {
                name: 'businessType',
                label: words.field,
                value: asked.businessType,
                options: catalogue.fields
                  .filter((field) => field.parent !== null && field.procedures > 0)
                  .map(({ code, name }) => ({
                    value: code,
                    label: code.split('.').length === 2 ? name[lang] : `– ${name[lang]}`,
                  })),
              },
              { name: 'kind', label: words.kind, value: asked.kind, options: named(catalogue.kinds) },
              {
                name: 'audience',
                label: words.audience,
                value: asked.audience,
                options: (['citizen', 'business'] as const).map((value) => ({
                  value,
                  label: audiences[value]!,
                })),
              },
              {
                name: 'chi-tiet',
                label: words.detail,
                value: ctx.query['chi-tiet'],
                options: [
                  { value: 'rieng', label: words.own },
                  { value: 'loai', label: words.ofKind },
                ],
              },
            ],
            actions: linkLine(lang, exportLinks(`${path}?${here}`)),
          })}
          <p class="found-count" role="status">${countWords(found.total)[lang]}</p>
          ${table<Listed>(lang, {
            caption: words.title,
            hideCaption: true,
            dense: true,
            rows: found.procedures,
            rowHref: (row) => `/thu-tuc/${encodeURIComponent(row.code)}`,
            empty: emptyState(lang, { title: words.none, body: words.noneHelp }),
            columns: [
              { key: 'code', label: words.code, cell: (row) => row.code },
              { key: 'name', label: words.name, grow: true, cell: (row) => inVietnamese(lang, row.name) },
              { key: 'agency', label: words.agency, cell: (row) => row.agency.name[lang] },
              {
                key: 'limit',
                label: words.limit,
                numeric: true,
                cell: (row) => limitWords(row.timeLimit, lang),
              },
              {
                key: 'detail',
                label: words.detail,
                minor: true,
                cell: (row) => (row.workedOut ? tag(lang, 'done', words.own) : tag(lang, 'waiting', words.ofKind)),
              },
              {
                key: 'version',
                label: words.version,
                numeric: true,
                minor: true,
                cell: (row) => row.version,
              },
              { key: 'from', label: words.from, minor: true, cell: (row) => formatDate(row.effectiveFrom) },
            ],
          })}
          ${pagination(lang, {
            previous: cursor ? `${path}?${here}` : undefined,
            next: found.next ? `${path}?${new URLSearchParams([...here, ['tiep', found.next]])}` : undefined,
          })}`,
      }),
    );
  },
});

const named = (list: readonly { key: string; name: Text }[]) => list.map(({ key, name }) => ({ value: key, label: name }));

function filtersOf({ query }: PageContext): Asked {
  const given = (name: string, most = 40) => (query[name] && query[name].length <= most ? query[name] : undefined);
  const audience = given('audience');
  const detail = query['chi-tiet'];
  return Object.fromEntries(
    Object.entries({
      q: query['q']?.slice(0, 300),
      agency: given('agency', 100),
      businessType: given('businessType'),
      kind: given('kind'),
      audience: audience === 'citizen' || audience === 'business' ? audience : undefined,
      workedOut: detail === 'rieng' ? true : detail === 'loai' ? false : undefined,
    }).filter(([, value]) => value !== undefined && value !== ''),
  );
}

function limitWords(limit: string, lang: 'vi' | 'en'): string {
  const [amount = '', unit] = limit.split(' ');
  return `${amount} ${unit === 'working-hour' ? words.hours[lang] : words.days[lang]}`;
}

/** The whole list with its filters, read page by page while it is sent. */
function sheet(ctx: PageContext, asked: Asked): Sheet<Listed> {
  const { lang } = ctx;
  const rows = everyRow<Listed, string>(async (cursor) => {
    const found = await ctx.run('procedures.list-procedures', {
      ...asked,
      limit: 500,
      ...(cursor && { cursor }),
    });
    return { rows: found.procedures, next: found.next };
  });
  return {
    title: words.title,
    rows,
    columns: [
      { label: words.code, value: (row) => row.code, width: 14 },
      { label: words.name, value: (row) => row.name, width: 70 },
      { label: words.agency, value: (row) => row.agency.name[lang] },
      { label: words.field, value: (row) => row.businessType.name[lang] },
      { label: words.kind, value: (row) => row.kind, width: 14 },
      { label: words.level, value: (row) => levels[row.level]?.[lang] ?? row.level, width: 12 },
      { label: words.audience, value: (row) => audiences[row.audience]?.[lang] ?? row.audience },
      { label: words.channels, value: (row) => row.channels.join(', '), width: 22 },
      { label: words.limit, value: (row) => limitWords(row.timeLimit, lang), width: 12 },
      { label: words.form, value: (row) => row.form, width: 22 },
      { label: words.process, value: (row) => row.process, width: 26 },
      { label: words.fee, value: (row) => row.fee, width: 26 },
      { label: words.version, kind: 'number', value: (row) => row.version },
      { label: words.from, kind: 'date', value: (row) => row.effectiveFrom },
      { label: words.origin, value: (row) => (row.origin === 'officer' ? '×' : ''), width: 12 },
      { label: words.source, value: (row) => row.source },
    ],
  };
}
