import { type OperationTypes, type OutputOf, page, type PageContext, permissionNames, show, type Text } from '@dinh/kernel';
import {
  askedFormat,
  counted,
  emptyState,
  exportLinks,
  filterBar,
  formatDate,
  html,
  type Html,
  linkLine,
  pagination,
  sheetFile,
  sourceWords,
  table,
  tag,
} from '@dinh/ui';
import { asked, oneOf, screen, withQuery } from './frame.ts';

export const separationPath = '/quan-tri/tach-nhiem-vu';
export const separationTitle: Text = { vi: 'Tách nhiệm vụ', en: 'Separation of duties' };

type Row = OutputOf<OperationTypes['identity.list-conflicts']>['conflicts'][number];
type Rules = OutputOf<OperationTypes['identity.view-separation']>['rules'];
type Place = Row['one'];
const perPage = 50;

const labels = {
  name: { vi: 'Người', en: 'Person' },
  rule: { vi: 'Quy tắc', en: 'Rule' },
  one: { vi: 'Giữ quyền', en: 'Holds' },
  other: { vi: 'và quyền', en: 'and' },
  state: { vi: 'Tình trạng', en: 'State' },
} satisfies Record<string, Text>;

const sorts: Readonly<Record<string, (row: Row, ctx: PageContext) => string>> = {
  name: (row) => row.name,
  rule: (row, ctx) => row.ruleName[ctx.lang],
};

const addressOf = (ctx: PageContext, more: Record<string, string | undefined> = {}) =>
  withQuery(separationPath, {
    ...Object.fromEntries(['q', 'quy-tac', 'tinh-trang', 'xep', 'chieu'].map((n) => [n, asked(ctx, n)])),
    ...more,
  });

/** Who holds what must be apart, and the rules that say so. */
export const separationPage = page({
  path: separationPath,
  title: separationTitle,
  may: 'people.view-person',
  async run(ctx) {
    const { lang } = ctx;
    const { rules } = await ctx.run('identity.view-separation', {});
    const rule = oneOf(
      asked(ctx, 'quy-tac'),
      rules.together.map(({ key }) => key),
    );
    const query = asked(ctx, 'q')?.slice(0, 120);
    const found = await ctx.run('identity.list-conflicts', {
      ...(query && { query }),
      ...(rule && { rule }),
      ...(asked(ctx, 'tinh-trang') === 'trai' && { open: true }),
    });
    const by = oneOf(asked(ctx, 'xep'), Object.keys(sorts)) ?? 'name';
    const down = asked(ctx, 'chieu') === 'giam';
    const conflicts = found.conflicts.toSorted(
      (a, b) => sorts[by]!(a, ctx).localeCompare(sorts[by]!(b, ctx), 'vi') * (down ? -1 : 1),
    );
    const words = wordsOf(ctx);
    const format = askedFormat(ctx.query['dang']);
    if (format)
      return sheetFile<Row>(ctx, format, {
        title: separationTitle,
        rows: conflicts,
        columns: [
          { label: labels.name, value: (c) => c.name },
          { label: labels.rule, value: (c) => c.ruleName[lang] },
          { label: labels.one, value: (c) => words.plain(c.one) },
          { label: labels.other, value: (c) => words.plain(c.other) },
          { label: labels.state, value: (c) => (c.excused ?? broken)[lang] },
        ],
      });
    const from = Math.max(0, Number.parseInt(asked(ctx, 'tu') ?? '0', 10) || 0);
    const next = from + perPage;
    return show(
      screen(ctx, {
        title: separationTitle,
        main: html`<h1>${separationTitle[lang]}</h1>
          <p>
            ${
              {
                vi: `${found.open > 0 ? `${found.open} người đang giữ cùng lúc những quyền phải tách riêng. ` : ''}Chức vụ, ủy quyền hoặc vai trò mới khiến một người giữ cùng lúc những quyền phải tách riêng đều bị từ chối.`,
                en: `${found.open > 0 ? `What must be apart is held together by ${counted(found.open, 'person')}. ` : ''}A new position, delegation or role by which one person would hold together what must be apart is refused.`,
              }[lang]
            }
          </p>
          ${filterBar(lang, {
            action: separationPath,
            clear: separationPath,
            key: '/',
            filters: [
              { name: 'q', label: labels.name, value: query, type: 'search' },
              {
                name: 'quy-tac',
                label: labels.rule,
                value: rule,
                options: rules.together.map(({ key, name }) => ({ value: key, label: name })),
              },
              {
                name: 'tinh-trang',
                label: labels.state,
                value: asked(ctx, 'tinh-trang'),
                options: [{ value: 'trai', label: { vi: 'Trái quy tắc', en: 'Against the rule' } }],
              },
            ],
            actions: linkLine(lang, exportLinks(addressOf(ctx))),
          })}
          ${table<Row>(lang, {
            caption: { vi: 'Người giữ quyền phải tách riêng', en: 'Who holds what must be apart' },
            dense: true,
            rows: conflicts.slice(from, next),
            rowHref: (c) => `/quan-tri/nguoi/${c.person}`,
            sort: {
              by,
              direction: down ? 'desc' : 'asc',
              href: (key, direction) => addressOf(ctx, { xep: key, chieu: direction === 'desc' ? 'giam' : undefined }),
            },
            columns: [
              { key: 'name', label: labels.name, sortable: true, cell: (c) => c.name },
              { key: 'rule', label: labels.rule, sortable: true, grow: true, cell: (c) => c.ruleName[lang] },
              { key: 'one', label: labels.one, grow: true, cell: (c) => words.cell(c.one) },
              { key: 'other', label: labels.other, grow: true, cell: (c) => words.cell(c.other) },
              {
                key: 'state',
                label: labels.state,
                cell: (c) => (c.excused ? tag(lang, 'done', allowed) : tag(lang, 'late', broken)),
              },
            ],
            empty: emptyState(lang, {
              title: { vi: 'Không có ai giữ quyền phải tách riêng', en: 'Nobody holds what must be apart' },
            }),
          })}
          ${pagination(lang, {
            previous: from > 0 ? addressOf(ctx, { tu: String(Math.max(0, from - perPage)) }) : undefined,
            next: conflicts.length > next ? addressOf(ctx, { tu: String(next) }) : undefined,
          })}
          ${rulesOf(ctx, rules)}`,
      }),
    );
  },
});

const broken: Text = { vi: 'Trái quy tắc', en: 'Against the rule' };
const allowed: Text = { vi: 'Ngoại lệ cho phép', en: 'Allowed by an exception' };

function wordsOf(ctx: PageContext) {
  const { lang } = ctx;
  const names = permissionNames(ctx.app.modules);
  const name = (permission: string): string => names.get(permission)?.[lang] ?? permission;
  const until = (place: Place): string =>
    place.to ? (lang === 'vi' ? `, đến trước ${formatDate(place.to)}` : `, until before ${formatDate(place.to)}`) : '';
  const behalf = (place: Place): string =>
    place.behalfOf ? (lang === 'vi' ? `, thay ${place.behalfOf}` : `, for ${place.behalfOf}`) : '';
  const deputy = (place: Place): string => (place.deputy ? (lang === 'vi' ? ', cấp phó thường trực' : ', standing deputy') : '');
  const at = (place: Place): string => `${place.role[lang]}, ${place.unit[lang]}${deputy(place)}${behalf(place)}${until(place)}`;
  return {
    name,
    plain: (place: Place): string => `${name(place.permission)} (${at(place)})`,
    cell: (place: Place): Html => html`${name(place.permission)}<br /><small>${at(place)}</small>`,
  };
}

/** The rules, as people read them. */
function rulesOf(ctx: PageContext, rules: Rules): Html {
  const { lang } = ctx;
  const { name } = wordsOf(ctx);
  const act = ({ operation, where }: Rules['acts'][number]['one'][number]): string => {
    const found = ctx.app.modules.flatMap((m) => m.operations ?? []).find((one) => one.name === operation);
    const when = where ? ` (${Object.values(where).flat().join(', ')})` : '';
    return `${found?.title[lang] ?? operation}${when}`;
  };
  type Shown = {
    readonly name: Text;
    readonly one: readonly string[];
    readonly other: readonly string[];
    readonly exceptions?: readonly { why: Text }[];
    readonly source: string;
  };
  const list = (caption: Text, rows: readonly Shown[], one: Text, other: Text) =>
    table<Shown>(lang, {
      caption,
      stack: true,
      rows,
      columns: [
        { key: 'name', label: labels.rule, cell: (r) => r.name[lang] },
        { key: 'one', label: one, cell: (r) => r.one.join(' · ') },
        { key: 'other', label: other, cell: (r) => r.other.join(' · ') },
        {
          key: 'exceptions',
          label: { vi: 'Ngoại lệ', en: 'Exceptions' },
          cell: (r) => r.exceptions?.map(({ why }) => why[lang]).join(' ') ?? '',
        },
        { key: 'source', label: { vi: 'Nguồn', en: 'Source' }, cell: (r) => sourceWords(lang, r.source) },
      ],
    });
  return html`${list(
    {
      vi: 'Quyền một người không được giữ cùng lúc',
      en: 'Permissions that one person must not hold together',
    },
    rules.together.map((r) => ({ ...r, one: r.one.map(name), other: r.other.map(name) })),
    labels.one,
    labels.other,
  )}${list(
    {
      vi: 'Việc một người không được làm trên cùng một hồ sơ',
      en: 'Acts that one person must not do on the same record',
    },
    rules.acts.map((r) => ({ ...r, one: r.one.map(act), other: r.other.map(act) })),
    { vi: 'Đã làm', en: 'Who did' },
    { vi: 'thì không làm', en: 'does not do' },
  )}`;
}
