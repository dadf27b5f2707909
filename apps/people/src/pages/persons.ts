import { page, type PageContext, type PageResult, show, type Text } from '@dinh/kernel';
import {
  askedFormat,
  emptyState,
  exportLinks,
  filterBar,
  html,
  linkLine,
  pagination,
  type SheetFormat,
  sheetFile,
  table,
  tag,
  everyRow,
} from '@dinh/ui';
import { listPersons } from '../queries/list-persons.ts';
import { listRoles } from '../queries/list-roles.ts';
import { unitTree } from '../queries/units.ts';
import { asked, kinds, oneOf, screen, states, withQuery } from './frame.ts';

const title: Text = { vi: 'Người', en: 'Persons' };
const path = '/quan-tri/nguoi';

interface Person {
  id: string;
  name: string;
  kind: keyof typeof kinds;
  state: keyof typeof states;
  idNumber: string | null;
  phone: string | null;
  email: string | null;
  title: Text | null;
  unit: Text | null;
}

function filters(ctx: PageContext) {
  const unit = Number(asked(ctx, 'don-vi'));
  const query = asked(ctx, 'q')?.slice(0, 120);
  const kind = oneOf(asked(ctx, 'loai'), ['citizen', 'business', 'official'] as const);
  const state = oneOf(asked(ctx, 'trang-thai'), ['active', 'suspended', 'closed'] as const);
  const role = asked(ctx, 'vai-tro')?.slice(0, 60);
  return {
    ...(query && { query }),
    ...(kind && { kind }),
    ...(state && { state }),
    ...(role && { role }),
    ...(Number.isInteger(unit) && unit > 0 && unit < 2 ** 31 && { unit }),
  };
}

function addressOf(ctx: PageContext, more: Record<string, string | undefined>): string {
  const kept = Object.fromEntries(
    ['q', 'loai', 'trang-thai', 'vai-tro', 'don-vi'].map((name) => [name, asked(ctx, name)]),
  );
  return withQuery(path, { ...kept, ...more });
}

export const personsPage = page({
  path,
  title,
  may: 'people.view-person',
  async run(ctx) {
    const { lang } = ctx;
    const format = askedFormat(ctx.query['dang']);
    if (format) return sheet(ctx, format);
    const after = asked(ctx, 'sau');
    const [{ persons, next }, { roles }, { units }] = await Promise.all([
      ctx.run(listPersons, { ...filters(ctx), ...(after && { after }) }),
      ctx.run(listRoles, {}),
      ctx.run(unitTree, {}),
    ]);
    const options = (words: Record<string, Text>) =>
      Object.entries(words).map(([value, label]) => ({ value, label }));
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
                label: { vi: 'Tên, số định danh, điện thoại', en: 'Name, identity number, phone' },
                value: asked(ctx, 'q'),
                type: 'search',
              },
              {
                name: 'loai',
                label: { vi: 'Loại', en: 'Kind' },
                value: asked(ctx, 'loai'),
                options: options(kinds),
              },
              {
                name: 'trang-thai',
                label: { vi: 'Tình trạng', en: 'State' },
                value: asked(ctx, 'trang-thai'),
                options: options(states),
              },
              {
                name: 'vai-tro',
                label: { vi: 'Vai trò', en: 'Role' },
                value: asked(ctx, 'vai-tro'),
                options: roles
                  .filter((r: { place: string }) => r.place === 'unit')
                  .map((r: { key: string; name: Text }) => ({ value: r.key, label: r.name })),
              },
              {
                name: 'don-vi',
                label: { vi: 'Đơn vị', en: 'Unit' },
                value: asked(ctx, 'don-vi'),
                options: units.map((u: { id: number; name: Text }) => ({
                  value: String(u.id),
                  label: u.name,
                })),
              },
            ],
            actions: linkLine(lang, exportLinks(addressOf(ctx, {}))),
          })}
          ${table<Person>(lang, {
            caption: title,
            hideCaption: true,
            dense: true,
            rows: persons,
            rowHref: (p) => `${path}/${p.id}`,
            columns: [
              {
                key: 'name',
                label: { vi: 'Họ và tên', en: 'Name' },
                cell: (p) => p.name,
              },
              { key: 'kind', label: { vi: 'Loại', en: 'Kind' }, cell: (p) => kinds[p.kind][lang] },
              {
                key: 'title',
                label: { vi: 'Chức vụ', en: 'Position' },
                grow: true,
                cell: (p) => p.title?.[lang],
              },
              { key: 'unit', label: { vi: 'Đơn vị', en: 'Unit' }, grow: true, cell: (p) => p.unit?.[lang] },
              {
                key: 'number',
                label: { vi: 'Số định danh', en: 'Identity number' },
                cell: (p) => p.idNumber,
                minor: true,
              },
              {
                key: 'phone',
                label: { vi: 'Điện thoại', en: 'Telephone' },
                cell: (p) => p.phone,
                minor: true,
              },
              {
                key: 'state',
                label: { vi: 'Tình trạng', en: 'State' },
                cell: (p) => (p.state === 'active' ? '' : tag(lang, 'stopped', states[p.state])),
              },
            ],
            empty: emptyState(lang, {
              title: { vi: 'Không có ai như vậy', en: 'There is nobody like that' },
              body: {
                vi: 'Hãy bỏ bớt bộ lọc, hoặc tìm theo số định danh.',
                en: 'Clear some filters, or search by identity number.',
              },
            }),
          })}
          ${pagination(lang, { next: next ? addressOf(ctx, { sau: next }) : undefined, previous: after ? addressOf(ctx, {}) : undefined })}`,
      }),
    );
  },
});

const mostExported = 20_000;

/** The list with its filters as a file, up to 20,000 persons. */
function sheet(ctx: PageContext, format: SheetFormat): Promise<PageResult> {
  const { lang } = ctx;
  return sheetFile<Person>(ctx, format, {
    title,
    rows: everyPerson(ctx),
    columns: [
      { label: { vi: 'Họ và tên', en: 'Name' }, value: (p) => p.name },
      { label: { vi: 'Loại', en: 'Kind' }, value: (p) => kinds[p.kind][lang] },
      { label: { vi: 'Tình trạng', en: 'State' }, value: (p) => states[p.state][lang] },
      { label: { vi: 'Số định danh', en: 'Identity number' }, value: (p) => p.idNumber },
      { label: { vi: 'Điện thoại', en: 'Telephone' }, value: (p) => p.phone },
      { label: { vi: 'Thư điện tử', en: 'E-mail' }, value: (p) => p.email },
      { label: { vi: 'Chức vụ', en: 'Position' }, value: (p) => p.title?.[lang] },
      { label: { vi: 'Đơn vị', en: 'Unit' }, value: (p) => p.unit?.[lang] },
    ],
  });
}

const everyPerson = (ctx: PageContext): AsyncGenerator<Person> =>
  everyRow<Person, string>(async (after) => {
    const found = await ctx.run(listPersons, { ...filters(ctx), limit: 1000, ...(after && { after }) });
    return { rows: found.persons, next: found.next };
  }, mostExported);
