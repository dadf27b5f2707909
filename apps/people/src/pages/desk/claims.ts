import {
  type OperationTypes,
  type OutputOf,
  page,
  type PageContext,
  type PageResult,
  show,
  type Text,
} from '@dinh/kernel';
import {
  askedFormat,
  emptyState,
  exportLinks,
  filterBar,
  formatDateTime,
  html,
  linkLine,
  pagination,
  sheetFile,
  type SheetFormat,
  table,
  everyRow,
} from '@dinh/ui';
import { asked, screen, withQuery } from '../frame.ts';
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

const addressOf = (ctx: PageContext, more: Record<string, string | undefined> = {}) =>
  withQuery(claimsPath, { q: asked(ctx, 'q'), ...more });

/** What citizens declared and a desk has still to see papers for, the longest waiting first. */
export const claimsPage = page({
  path: claimsPath,
  title: claimsTitle,
  may: 'people.register-person',
  async run(ctx) {
    const { lang } = ctx;
    const format = askedFormat(ctx.query['dang']);
    if (format) return sheet(ctx, format);
    const after = asked(ctx, 'sau');
    const query = asked(ctx, 'q')?.slice(0, 120);
    const { claims, waiting, next } = await ctx.run('identity.list-authority-claims', {
      ...(query && { query }),
      ...(after && { after }),
    });
    return show(
      screen(ctx, {
        title: claimsTitle,
        breadcrumbs: [{ label: deskTitle, href: deskPath }, { label: claimsTitle }],
        main: html`<h1>${claimsTitle[lang]} (${waiting})</h1>
          ${filterBar(lang, {
            action: claimsPath,
            clear: claimsPath,
            key: '/',
            filters: [
              {
                name: 'q',
                label: { vi: 'Tên người đại diện hoặc người được đại diện', en: 'Name of either' },
                value: query,
                type: 'search',
              },
            ],
            actions: linkLine(lang, exportLinks(addressOf(ctx))),
          })}
          ${table<Claim>(lang, {
            caption: claimsTitle,
            hideCaption: true,
            dense: true,
            rows: claims,
            rowHref: (one) => `${claimsPath}/${one.id}`,
            columns: [
              { key: 'agent', label: { vi: 'Người đại diện', en: 'Who acts' }, cell: (one) => one.agentName },
              {
                key: 'subject',
                label: { vi: 'Đại diện cho', en: 'For whom' },
                cell: (one) => one.subjectName,
              },
              {
                key: 'kind',
                label: { vi: 'Theo', en: 'By' },
                cell: (one) => authorityKinds[one.kind]?.[lang],
              },
              {
                key: 'at',
                label: { vi: 'Khai lúc', en: 'Declared' },
                cell: (one) => formatDateTime(one.declaredAt),
              },
            ],
            empty: emptyState(lang, {
              title: { vi: 'Không có khai báo nào đang chờ', en: 'No declaration waits' },
              body: {
                vi: 'Khi người dân khai báo đại diện cho con hoặc theo giấy ủy quyền, khai báo hiện ở đây.',
                en: 'When citizens declare a child or a power of attorney, it is shown here.',
              },
            }),
          })}
          ${pagination(lang, { next: next ? addressOf(ctx, { sau: next }) : undefined, previous: after ? addressOf(ctx) : undefined })}`,
      }),
    );
  },
});

function sheet(ctx: PageContext, format: SheetFormat): Promise<PageResult> {
  const { lang } = ctx;
  return sheetFile<Claim>(ctx, format, {
    title: claimsTitle,
    rows: everyClaim(ctx),
    columns: [
      { label: { vi: 'Người đại diện', en: 'Who acts' }, value: (one) => one.agentName },
      { label: { vi: 'Đại diện cho', en: 'For whom' }, value: (one) => one.subjectName },
      { label: { vi: 'Theo', en: 'By' }, value: (one) => authorityKinds[one.kind]?.[lang] },
      { label: { vi: 'Khai lúc', en: 'Declared' }, kind: 'moment', value: (one) => one.declaredAt },
    ],
  });
}

function everyClaim(ctx: PageContext): AsyncGenerator<Claim> {
  const query = asked(ctx, 'q')?.slice(0, 120);
  return everyRow<Claim, string>(async (after) => {
    const { claims, next } = await ctx.run('identity.list-authority-claims', {
      limit: 500,
      ...(query && { query }),
      ...(after && { after }),
    });
    return { rows: claims, next };
  });
}
