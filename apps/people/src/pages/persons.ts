import { page, type PageContext, show, type Text } from '@dinh/kernel';
import { listFile, type ListProps, listScreen, tag } from '@dinh/ui';
import { listPersons } from '../queries/list-persons.ts';
import { listRoles } from '../queries/list-roles.ts';
import { unitTree } from '../queries/units.ts';
import { asked, askedUnit, kinds, oneOf, options, states, unitOptions } from './frame.ts';

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

async function persons(ctx: PageContext): Promise<ListProps<Person>> {
  const { lang } = ctx;
  const [{ roles }, { units }] = await Promise.all([ctx.run(listRoles, {}), ctx.run(unitTree, {})]);
  const query = asked(ctx, 'q')?.slice(0, 120);
  const kind = oneOf(asked(ctx, 'loai'), ['citizen', 'business', 'official'] as const);
  const state = oneOf(asked(ctx, 'trang-thai'), ['active', 'suspended', 'closed'] as const);
  const role = asked(ctx, 'vai-tro')?.slice(0, 60);
  const unit = askedUnit(ctx);
  return {
    path,
    title,
    filters: [
      {
        name: 'q',
        label: { vi: 'Tên, số định danh, điện thoại', en: 'Name, identity number, phone' },
        value: query ?? '',
        type: 'search',
      },
      { name: 'loai', label: { vi: 'Loại', en: 'Kind' }, value: kind ?? '', options: options(kinds) },
      {
        name: 'trang-thai',
        label: { vi: 'Tình trạng', en: 'State' },
        value: state ?? '',
        options: options(states),
      },
      {
        name: 'vai-tro',
        label: { vi: 'Vai trò', en: 'Role' },
        value: role ?? '',
        options: roles
          .filter((r: { place: string }) => r.place === 'unit')
          .map((r: { key: string; name: Text }) => ({ value: r.key, label: r.name })),
      },
      {
        name: 'don-vi',
        label: { vi: 'Đơn vị', en: 'Unit' },
        value: unit === undefined ? '' : String(unit),
        options: unitOptions(units),
      },
    ],
    rowHref: (p) => `${path}/${p.id}`,
    columns: [
      { key: 'name', label: { vi: 'Họ và tên', en: 'Name' }, value: (p) => p.name },
      { key: 'kind', label: { vi: 'Loại', en: 'Kind' }, value: (p) => kinds[p.kind][lang] },
      {
        key: 'title',
        label: { vi: 'Chức vụ', en: 'Position' },
        grow: true,
        value: (p) => p.title?.[lang],
      },
      { key: 'unit', label: { vi: 'Đơn vị', en: 'Unit' }, grow: true, value: (p) => p.unit?.[lang] },
      {
        key: 'number',
        label: { vi: 'Số định danh', en: 'Identity number' },
        value: (p) => p.idNumber,
        minor: true,
      },
      { key: 'phone', label: { vi: 'Điện thoại', en: 'Telephone' }, value: (p) => p.phone, minor: true },
      {
        key: 'email',
        label: { vi: 'Thư điện tử', en: 'E-mail' },
        value: (p) => p.email,
        fileOnly: true,
      },
      {
        key: 'state',
        label: { vi: 'Tình trạng', en: 'State' },
        value: (p) => states[p.state][lang],
        cell: (p) => (p.state === 'active' ? '' : tag(lang, 'stopped', states[p.state])),
      },
    ],
    empty: {
      title: { vi: 'Không có ai như vậy', en: 'There is nobody like that' },
      body: {
        vi: 'Hãy bỏ bớt bộ lọc, hoặc tìm theo số định danh.',
        en: 'Clear some filters, or search by identity number.',
      },
    },
    async read({ after, limit }) {
      const { persons: rows, next } = await ctx.run(listPersons, {
        ...(query && { query }),
        ...(kind && { kind }),
        ...(state && { state }),
        ...(role && { role }),
        ...(unit !== undefined && { unit }),
        ...(after && { after }),
        ...(limit !== undefined && { limit }),
      });
      return { rows: rows as Person[], next };
    },
  };
}

export const personsPage = page({
  path,
  title,
  may: 'people.view-person',
  async run(ctx) {
    const props = await persons(ctx);
    return listFile(ctx, props) ?? show(await listScreen(ctx, props));
  },
});
