import { may, page, show, type Text } from '@dinh/kernel';
import { askedFormat, emptyState, exportLinks, html, linkLine, sheetFile, sourceWords, table } from '@dinh/ui';
import { screen } from './frame.ts';

const title: Text = { vi: 'Danh mục chức danh', en: 'Catalogue of titles' };
const path = '/quan-tri/chuc-danh';

interface Row {
  readonly key: string;
  readonly name: Text;
  readonly roles: readonly string[];
  readonly head: string | null;
  readonly rank: number;
  readonly source: string;
  readonly holders: number;
}

const heads: Record<string, Text> = {
  head: { vi: 'người đứng đầu', en: 'head' },
  deputy: { vi: 'cấp phó', en: 'deputy' },
};

/** The titles by rank, with the roles under which they are given; changed in the studio, by four eyes. */
export const positionTitlesPage = page({
  path,
  title,
  may: 'people.view-directory',
  async run(ctx) {
    const { lang } = ctx;
    const [{ titles }, { roles }] = await Promise.all([
      ctx.run('identity.list-position-titles', {}),
      ctx.run('people.list-role-names', {}),
    ]);
    const names = new Map(roles.map((role) => [role.key, role.name[lang]]));
    const under = (row: Row) => row.roles.map((key) => names.get(key) ?? key).join(', ');
    const format = askedFormat(ctx.query['dang']);
    if (format)
      return sheetFile<Row>(ctx, format, {
        title,
        rows: titles,
        columns: [
          { label: { vi: 'Khóa', en: 'Key' }, value: (t) => t.key },
          { label: { vi: 'Chức danh', en: 'Title' }, value: (t) => t.name.vi },
          { label: { vi: 'Tiếng Anh', en: 'In English' }, value: (t) => t.name.en },
          { label: { vi: 'Vai trò', en: 'Roles' }, value: under },
          { label: { vi: 'Thứ bậc', en: 'Rank' }, value: (t) => t.rank },
          { label: { vi: 'Người giữ', en: 'Holders' }, value: (t) => t.holders },
          { label: { vi: 'Nguồn', en: 'Source' }, value: (t) => sourceWords(lang, t.source) },
        ],
      });
    const editable = may(ctx.principal, 'studio.view-definition');
    return show(
      screen(ctx, {
        title,
        main: html`<h1>${title[lang]}</h1>
          ${linkLine(lang, [
            ...exportLinks(path),
            ...(editable
              ? [
                  {
                    href: '/studio/position-title',
                    label: { vi: 'Sửa danh mục', en: 'Change the catalogue' },
                  },
                ]
              : []),
          ])}
          ${table<Row>(lang, {
            caption: title,
            hideCaption: true,
            dense: true,
            rows: titles,
            columns: [
              {
                key: 'name',
                label: { vi: 'Chức danh', en: 'Title' },
                grow: true,
                cell: (t) => html`${t.name[lang]}${t.head && html` <small>(${heads[t.head]?.[lang]})</small>`}`,
              },
              { key: 'roles', label: { vi: 'Vai trò', en: 'Roles' }, grow: true, cell: under },
              { key: 'rank', label: { vi: 'Thứ bậc', en: 'Rank' }, numeric: true, cell: (t) => t.rank },
              {
                key: 'holders',
                label: { vi: 'Người giữ', en: 'Holders' },
                numeric: true,
                cell: (t) => t.holders,
              },
              { key: 'source', label: { vi: 'Nguồn', en: 'Source' }, cell: (t) => sourceWords(lang, t.source), minor: true },
            ],
            empty: emptyState(lang, {
              quiet: true,
              title: { vi: 'Danh mục còn trống', en: 'The catalogue is empty' },
              body: {
                vi: 'Chức danh nằm trong bộ dữ liệu của tỉnh (positions.yaml).',
                en: 'Titles stand in the province’s pack (positions.yaml).',
              },
            }),
          })}`,
      }),
    );
  },
});
