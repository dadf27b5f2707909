import { type OperationTypes, type OutputOf, page, type PageContext, show, type Text } from '@dinh/kernel';
import { listFile, type ListProps, listScreen } from '@dinh/ui';
import { asked } from '../frame.ts';
import { deskPath, deskTitle } from './search.ts';

export const claimsPath = `${deskPath}/dai-dien`;
export const claimsTitle: Text = {
  vi: 'Khai báo đại diện chờ xác nhận',
  en: 'Authorities that wait for confirmation',
};

type Claim = OutputOf<OperationTypes['identity.list-authority-claims']>['claims'][number];

/** By what right somebody says that they act for another. */
export const authorityKinds: Readonly<Record<string, Text>> = {
  child: { vi: 'Con, trẻ em được giám hộ', en: 'Child' },
  ward: { vi: 'Người được giám hộ', en: 'Ward' },
  attorney: { vi: 'Theo giấy ủy quyền', en: 'Power of attorney' },
};

/** What citizens declared and a desk has still to see papers for, the longest waiting first. */
function claims(ctx: PageContext, waiting: number): ListProps<Claim> {
  const query = asked(ctx, 'q')?.slice(0, 120);
  return {
    path: claimsPath,
    title: claimsTitle,
    heading: `${claimsTitle[ctx.lang]} (${waiting})`,
    breadcrumbs: [{ label: deskTitle, href: deskPath }, { label: claimsTitle }],
    filters: [
      {
        name: 'q',
        label: { vi: 'Tên người đại diện hoặc người được đại diện', en: 'Name of either' },
        value: query ?? '',
        type: 'search',
      },
    ],
    rowHref: (one) => `${claimsPath}/${one.id}`,
    columns: [
      { key: 'agent', label: { vi: 'Người đại diện', en: 'Who acts' }, value: (one) => one.agentName },
      { key: 'subject', label: { vi: 'Đại diện cho', en: 'For whom' }, value: (one) => one.subjectName },
      { key: 'kind', label: { vi: 'Theo', en: 'By' }, value: (one) => authorityKinds[one.kind]?.[ctx.lang] },
      {
        key: 'at',
        label: { vi: 'Khai lúc', en: 'Declared' },
        kind: 'moment',
        value: (one) => one.declaredAt,
      },
    ],
    empty: {
      title: { vi: 'Không có khai báo nào đang chờ', en: 'No declaration waits' },
      body: {
        vi: 'Khi người dân khai báo đại diện cho con hoặc theo giấy ủy quyền, khai báo hiện ở đây.',
        en: 'When citizens declare a child or a power of attorney, it is shown here.',
      },
    },
    async read({ after, limit }) {
      const { claims: rows, next } = await ctx.run('identity.list-authority-claims', {
        ...(query && { query }),
        ...(after && { after }),
        ...(limit !== undefined && { limit }),
      });
      return { rows, next };
    },
  };
}

export const claimsPage = page({
  path: claimsPath,
  title: claimsTitle,
  may: 'people.register-person',
  async run(ctx) {
    const { waiting } = await ctx.run('identity.list-authority-claims', { limit: 1 });
    const props = claims(ctx, waiting);
    return listFile(ctx, props) ?? show(await listScreen(ctx, props));
  },
});
