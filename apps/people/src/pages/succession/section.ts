import { fold, localDate, notFound, page, type PageContext, show, type Text } from '@dinh/kernel';
import {
  askedFormat,
  emptyState,
  exportLinks,
  filterBar,
  html,
  linkButton,
  linkLine,
  pagination,
  sheetFile,
  table,
} from '@dinh/ui';
import { asked, screen, withQuery } from '../frame.ts';
import { type Item, type Names, type Section, sectionForms } from './sections.ts';
import { mayChange, type PartKey, sectionAt, sections, successionsPath, successionsTitle, type View } from './words.ts';

const perPage = 50;

/** Reads a plan and the section that the address names. @throws notFound */
export async function sectionOf(ctx: PageContext): Promise<{ key: PartKey; view: View }> {
  const key = sectionAt(ctx.params['muc']);
  if (!key) throw notFound();
  return { key, view: await ctx.run('identity.view-succession', { id: ctx.params['id'] ?? '' }) };
}

/** Names of what a plan speaks of, in the language of the page. */
async function namesFor(ctx: PageContext, { names, persons, roles }: View): Promise<Names> {
  const { lang } = ctx;
  const fields = await ctx.app.definitions.inForce<{ name: Text }>('business-type', localDate(ctx.now));
  const fieldNames = new Map(fields.map(({ key, body }) => [key, body.name[lang]]));
  return {
    unit: (key) => (key === undefined ? '—' : (names[key]?.[lang] ?? key)),
    field: (code) => fieldNames.get(code) ?? code,
    role: (key) => roles[key]?.[lang] ?? key,
    person: ({ person, account }) => persons[person ?? account?.toLowerCase() ?? ''] ?? person ?? account ?? '',
  };
}

/** One section of a plan: its items, found by words, sorted, paged, exported; each leads to its form while the plan may be changed. */
export const sectionPage = page({
  path: `${successionsPath}/:id/:muc`,
  title: successionsTitle,
  may: 'people.view-directory',
  async run(ctx) {
    const { lang } = ctx;
    const { key, view } = await sectionOf(ctx);
    const { succession } = view;
    const { columns } = sectionForms[key] as unknown as Section<'lines'>;
    const { title, one, path } = sections[key];
    const names = await namesFor(ctx, view);
    const all = (succession.body[key] as readonly Item<'lines'>[]).map((item, n) => ({
      n,
      cells: columns.map((column) => column.text(item, names)),
    }));
    const words = fold(asked(ctx, 'q') ?? '')
      .split(/\s+/)
      .filter(Boolean);
    const by = columns.findIndex((column) => column.key === asked(ctx, 'xep'));
    const down = asked(ctx, 'chieu') === 'giam';
    const rows = all.filter(({ cells }) => {
      const told = fold(cells.join(' '));
      return words.every((word) => told.includes(word));
    });
    if (by >= 0) rows.sort((a, b) => a.cells[by]!.localeCompare(b.cells[by]!, 'vi') * (down ? -1 : 1));
    type Row = (typeof rows)[number];
    const here = `${successionsPath}/${succession.id}/${path}`;
    const address = (more: Record<string, string | undefined> = {}) =>
      withQuery(here, {
        ...Object.fromEntries(['q', 'xep', 'chieu'].map((name) => [name, asked(ctx, name)])),
        ...more,
      });
    const format = askedFormat(ctx.query['dang']);
    if (format)
      return sheetFile<Row>(ctx, format, {
        title,
        rows,
        columns: columns.map(({ label }, i) => ({ label, value: (row: Row) => row.cells[i] })),
      });
    const from = Math.max(0, Number.parseInt(asked(ctx, 'tu') ?? '0', 10) || 0);
    const next = from + perPage;
    const changes = mayChange(ctx, succession.state);
    return show(
      screen(ctx, {
        title,
        breadcrumbs: [
          { label: successionsTitle, href: successionsPath },
          { label: succession.title, href: `${successionsPath}/${succession.id}` },
          { label: title },
        ],
        main: html`<h1>${title[lang]}</h1>
          ${changes && html`<p>${linkButton(lang, { href: `${here}/them`, label: { vi: `Thêm ${one.vi.toLowerCase()}`, en: `Add: ${one.en.toLowerCase()}` } })}</p>`}
          ${filterBar(lang, {
            action: here,
            clear: here,
            key: '/',
            filters: [{ name: 'q', label: { vi: 'Tìm', en: 'Find' }, type: 'search', value: asked(ctx, 'q') }],
            actions: linkLine(lang, exportLinks(address())),
          })}
          ${table<Row>(lang, {
            caption: title,
            hideCaption: true,
            dense: true,
            rows: rows.slice(from, next),
            ...(changes && { rowHref: (row: Row) => `${here}/${row.n}` }),
            sort: {
              by: columns[by]?.key ?? '',
              direction: down ? 'desc' : 'asc',
              href: (name, direction) => address({ xep: name, chieu: direction === 'desc' ? 'giam' : undefined }),
            },
            columns: columns.map(({ key: name, label }, i) => ({
              key: name,
              label,
              sortable: true,
              grow: i === columns.length - 1,
              cell: (row: Row) => row.cells[i],
            })),
            empty: emptyState(lang, {
              quiet: true,
              title:
                words.length > 0
                  ? { vi: 'Không có mục nào khớp', en: 'Nothing fits' }
                  : { vi: 'Chưa có mục nào', en: 'Nothing here yet' },
            }),
          })}
          ${pagination(lang, {
            ...(from > 0 && {
              previous: address({ tu: from > perPage ? String(from - perPage) : undefined }),
            }),
            ...(rows.length > next && { next: address({ tu: String(next) }) }),
            note: `${rows.length === 0 ? 0 : from + 1}–${Math.min(next, rows.length)} / ${rows.length}`,
          })}`,
      }),
    );
  },
});
