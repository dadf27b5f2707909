import { type DefinitionKind, page, type PageContext, show, type Text } from '@dinh/kernel';
import {
  askedFormat,
  emptyState,
  exportLinks,
  filterBar,
  formatDate,
  html,
  type Html,
  linkLine,
  pagination,
  type Sheet,
  sheetFile,
  table,
  tag,
  sourceNames,
  sourceWords,
  everyRow,
} from '@dinh/ui';
import { kindNamed, kindsOf, mayEdit } from '../model/kinds.ts';
import { countDefinitions } from '../queries/count-definitions.ts';
import { listDefinitions } from '../queries/list-definitions.ts';
import { address, asked, crumbs, originNames, partTabs, screen, viewing, withQuery } from './frame.ts';

const title: Text = { vi: 'Nội dung của tỉnh', en: 'What the province is made of' };
const lead: Text = {
  vi: 'Thủ tục, biểu mẫu, quy trình, bảng quyết định, mẫu giấy tờ… đều là nội dung có phiên bản theo ngày. Sửa đổi ở đây không cần lập trình và có hiệu lực từ ngày được chọn, sau khi một người khác phê duyệt.',
  en: 'Procedures, forms, processes, decisions, papers … are data in dated versions. A change made here needs no programmer; it holds from the chosen day, once somebody else has approved it.',
};

interface Count {
  kind: string;
  inForce: number;
  planned: number;
  byOfficers: number;
  law: number;
  seed: number;
  ours: number;
  drafts: number;
}

/** Everything that the pack and the officers define, by kind. */
export const overviewPage = page({
  path: '/studio',
  title,
  may: viewing,
  async run(ctx) {
    const { lang } = ctx;
    const words = asked(ctx, 'q')?.slice(0, 120);
    const { kinds }: { kinds: Count[] } = await ctx.run(countDefinitions, {});
    const counts = new Map(kinds.map((one) => [one.kind, one]));
    const rows = kindsOf(ctx.app).map((kind) => ({ kind, count: counts.get(kind.kind) }));
    const number = (key: keyof Count) => (row: (typeof rows)[number]) => row.count?.[key] || '';
    return show(
      screen(ctx, {
        title,
        main: html`${partTabs(ctx, '/studio')}
          <h1>${title[lang]}</h1>
          <p class="lead">${lead[lang]}</p>
          ${searchBar(ctx, '/studio', words)}
          ${words && (await found(ctx))}
          ${table(lang, {
            caption: { vi: 'Theo loại', en: 'By kind' },
            dense: true,
            rows,
            rowHref: ({ kind }) => `/studio/${kind.kind}`,
            columns: [
              { key: 'kind', label: { vi: 'Loại', en: 'Kind' }, cell: ({ kind }) => kind.title[lang] },
              {
                key: 'n',
                label: { vi: 'Đang hiệu lực', en: 'In force' },
                numeric: true,
                cell: number('inForce'),
              },
              {
                key: 'planned',
                label: { vi: 'Sắp hiệu lực', en: 'To come' },
                numeric: true,
                cell: number('planned'),
              },
              {
                key: 'drafts',
                label: { vi: 'Dự thảo', en: 'Drafts' },
                numeric: true,
                cell: number('drafts'),
              },
              {
                key: 'officer',
                label: { vi: 'Do cán bộ sửa', en: 'By officers' },
                numeric: true,
                cell: number('byOfficers'),
              },
              { key: 'law', label: sourceNames.law, numeric: true, minor: true, cell: number('law') },
              { key: 'seed', label: sourceNames.seed, numeric: true, minor: true, cell: number('seed') },
              { key: 'ours', label: sourceNames.ours, numeric: true, minor: true, cell: number('ours') },
            ],
          })}`,
      }),
    );
  },
});

/** The definitions of one kind. */
export const kindPage = page({
  path: '/studio/:kind',
  title,
  may: viewing,
  async run(ctx) {
    const { lang } = ctx;
    const kind = kindNamed(ctx.app, ctx.params['kind']!);
    const format = askedFormat(ctx.query['dang']);
    if (format) return sheetFile(ctx, format, sheet(ctx, kind));
    return show(
      screen(ctx, {
        title: kind.title,
        breadcrumbs: crumbs(kind),
        main: html`<h1>${kind.title[lang]}</h1>
          ${searchBar(ctx, `/studio/${kind.kind}`, asked(ctx, 'q'))}
          ${await found(ctx, kind.kind)}
          ${mayEdit(ctx.principal, kind) && newForm(ctx, kind.kind)}`,
      }),
    );
  },
});

function searchBar(ctx: PageContext, action: string, words: string | undefined): Html {
  const options = (names: Readonly<Record<string, Text>>) => Object.entries(names).map(([value, label]) => ({ value, label }));
  return filterBar(ctx.lang, {
    action,
    clear: action,
    key: '/',
    actions: action === '/studio' ? undefined : linkLine(ctx.lang, exportLinks(ctx.url)),
    filters: [
      { name: 'q', label: { vi: 'Tên hoặc mã', en: 'Name or key' }, value: words, type: 'search' },
      ...(action === '/studio'
        ? []
        : [
            {
              name: 'nguon',
              label: { vi: 'Nguồn', en: 'Source' },
              value: asked(ctx, 'nguon'),
              options: options(sourceNames),
            },
            {
              name: 'boi',
              label: { vi: 'Người viết', en: 'Written by' },
              value: asked(ctx, 'boi'),
              options: options(originNames),
            },
          ]),
    ],
  });
}

interface Line {
  kind: string;
  key: string;
  title: Text;
  version: number;
  effectiveFrom: string;
  origin: string;
  source: string;
  planned: boolean;
}

/** The filters of the address; what is none of the choices is left out. */
function filters(ctx: PageContext, kind: string | undefined) {
  const words = asked(ctx, 'q')?.slice(0, 120);
  const source = asked(ctx, 'nguon');
  const origin = asked(ctx, 'boi');
  return {
    ...(kind && { kind }),
    ...(words && { words }),
    ...(source && source in sourceNames && { source }),
    ...(origin && origin in originNames && { origin }),
  };
}

/** The list as a sheet, all pages of it. */
function sheet(ctx: PageContext, kind: DefinitionKind): Sheet<Line> {
  const { lang } = ctx;
  const rows = everyRow<Line, string>(async (after) => {
    const found = await ctx.run(listDefinitions, {
      ...filters(ctx, kind.kind),
      limit: 200,
      ...(after && { after }),
    });
    return { rows: found.definitions, next: found.next };
  });
  return {
    title: kind.title,
    rows,
    columns: [
      { label: { vi: 'Mã', en: 'Key' }, value: (d) => d.key },
      { label: { vi: 'Tên', en: 'Name' }, value: (d) => d.title[lang] },
      { label: { vi: 'Phiên bản', en: 'Version' }, kind: 'number', value: (d) => d.version },
      { label: { vi: 'Hiệu lực từ', en: 'In force from' }, kind: 'date', value: (d) => d.effectiveFrom },
      {
        label: { vi: 'Người viết', en: 'Written by' },
        value: (d) => originNames[d.origin]?.[lang] ?? d.origin,
      },
      { label: { vi: 'Nguồn', en: 'Source' }, value: (d) => sourceWords(lang, d.source) },
    ],
  };
}

async function found(ctx: PageContext, kind?: string): Promise<Html> {
  const { lang } = ctx;
  const after = asked(ctx, 'sau')?.slice(0, 200);
  const { definitions, next }: { definitions: Line[]; next: string | null } = await ctx.run(listDefinitions, {
    ...filters(ctx, kind),
    ...(after && { after }),
  });
  const path = ctx.url.split('?')[0]!;
  const here = (more: Record<string, string | undefined>) =>
    withQuery(path, { q: asked(ctx, 'q'), nguon: asked(ctx, 'nguon'), boi: asked(ctx, 'boi'), ...more });
  const kinds = new Map(kindsOf(ctx.app).map((one) => [one.kind, one.title]));
  return html`${table<Line>(lang, {
    caption: { vi: 'Các nội dung', en: 'Definitions' },
    hideCaption: true,
    dense: true,
    rows: definitions,
    rowHref: (d) => address(d.kind, d.key),
    columns: [
      { key: 'title', label: { vi: 'Tên', en: 'Name' }, grow: true, cell: (d) => d.title[lang] },
      ...(kind
        ? []
        : [
            {
              key: 'kind',
              label: { vi: 'Loại', en: 'Kind' },
              cell: (d: Line) => kinds.get(d.kind)?.[lang] ?? d.kind,
            },
          ]),
      { key: 'key', label: { vi: 'Mã', en: 'Key' }, minor: true, cell: (d) => html`<code>${d.key}</code>` },
      {
        key: 'version',
        label: { vi: 'Phiên bản', en: 'Version' },
        numeric: true,
        cell: (d) => d.version,
      },
      {
        key: 'from',
        label: { vi: 'Hiệu lực từ', en: 'In force from' },
        cell: (d) => html`${formatDate(d.effectiveFrom)} ${d.planned && tag(lang, 'waiting', { vi: 'chưa đến', en: 'to come' })}`,
      },
      {
        key: 'origin',
        label: { vi: 'Người viết', en: 'Written by' },
        cell: (d) => originNames[d.origin]?.[lang] ?? d.origin,
      },
      {
        key: 'source',
        label: { vi: 'Nguồn', en: 'Source' },
        minor: true,
        grow: true,
        cell: (d) => sourceWords(lang, d.source),
      },
    ],
    empty: emptyState(lang, {
      title: { vi: 'Không có nội dung nào như vậy', en: 'There is no such definition' },
      body: { vi: 'Hãy thử ít chữ hơn; không cần gõ dấu.', en: 'Try fewer words; accents are not needed.' },
    }),
  })}
  ${pagination(lang, { next: next ? here({ sau: next }) : undefined, previous: after ? here({}) : undefined })}`;
}

function newForm(ctx: PageContext, kind: string): Html {
  const { lang } = ctx;
  const words = {
    label: { vi: 'Mã của nội dung mới', en: 'Key of a new definition' },
    hint: {
      vi: 'chữ thường không dấu, số, gạch nối; không đổi được về sau',
      en: 'letters, digits, hyphens; it cannot change later',
    },
    begin: { vi: 'Soạn mới', en: 'Write a new one' },
  };
  return html`<form class="filters" method="get" action="/studio/${kind}/moi/soan">
    <div class="filter"><label for="new-key">${words.label[lang]} <small class="muted">(${words.hint[lang]})</small></label><input class="input" id="new-key" name="ma" pattern="[A-Za-z0-9_][A-Za-z0-9_.\\-]{0,99}" required /></div>
    <button class="button button-secondary">${words.begin[lang]}</button>
  </form>`;
}
