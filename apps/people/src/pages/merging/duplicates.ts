import {
  isUuid,
  type OperationTypes,
  type OutputOf,
  page,
  type PageContext,
  type PageResult,
  post,
  redirect,
  show,
} from '@dinh/kernel';
import {
  askedFormat,
  button,
  emptyState,
  exportLinks,
  filterBar,
  formatDate,
  formatNumber,
  html,
  linkLine,
  pagination,
  sheetFile,
  type SheetFormat,
  table,
  tag,
} from '@dinh/ui';
import { asked, hiddenKey, screen, typed, withQuery } from '../frame.ts';
import { duplicatesPath, duplicatesTitle, mergesPath, mergesTitle, reasons } from './words.ts';

type Pair = OutputOf<OperationTypes['identity.list-duplicates']>['pairs'][number];

const addressOf = (ctx: PageContext, more: Record<string, string | undefined> = {}) =>
  withQuery(duplicatesPath, { 'ly-do': asked(ctx, 'ly-do'), ...more });

/** `score.a.b` of the last pair shown. */
function place(text: string | undefined): { score: number; a: string; b: string } | undefined {
  const [score = '', a = '', b = ''] = text?.split('.') ?? [];
  return /^\d{1,6}$/.test(score) && isUuid(a) && isUuid(b) ? { score: Number(score), a, b } : undefined;
}

const filters = (ctx: PageContext) => {
  const reason = asked(ctx, 'ly-do')?.slice(0, 40);
  return reason ? { reason } : {};
};

/** Records that may be of one person, the likeliest first. */
const duplicatesPage = page({
  path: duplicatesPath,
  title: duplicatesTitle,
  may: 'people.merge-person',
  async run(ctx) {
    const { lang } = ctx;
    const format = askedFormat(ctx.query['dang']);
    if (format) return sheet(ctx, format);
    const after = place(asked(ctx, 'sau'));
    const { pairs, total, more } = await ctx.run('identity.list-duplicates', {
      ...filters(ctx),
      ...(after && { after }),
    });
    const last = pairs.at(-1);
    return show(
      screen(ctx, {
        title: duplicatesTitle,
        main: html`<h1>${duplicatesTitle[lang]}</h1>
          <p>
            ${
              {
                vi: `${formatNumber(lang, total)} cặp bản ghi có thể là cùng một người. Danh sách được tìm lại mỗi đêm.`,
                en: `${formatNumber(lang, total)} pairs of records may be of one person. They are looked for every night.`,
              }[lang]
            }
          </p>
          ${filterBar(lang, {
            action: duplicatesPath,
            clear: duplicatesPath,
            filters: [
              {
                name: 'ly-do',
                label: { vi: 'Giống nhau vì', en: 'Alike because of' },
                value: asked(ctx, 'ly-do'),
                options: Object.entries(reasons).map(([value, label]) => ({ value, label })),
              },
            ],
            actions: linkLine(lang, [...exportLinks(addressOf(ctx)), { href: mergesPath, label: mergesTitle }]),
          })}
          ${table<Pair>(lang, {
            caption: duplicatesTitle,
            hideCaption: true,
            dense: true,
            rows: pairs,
            rowHref: (p) => withQuery(`${mergesPath}/so-sanh`, { a: p.a, b: p.b }),
            columns: [
              {
                key: 'a',
                label: { vi: 'Bản ghi', en: 'Record' },
                cell: (p) => [p.aName, p.aNumber].filter(Boolean).join(' · '),
              },
              {
                key: 'b',
                label: { vi: 'Có thể trùng với', en: 'May be' },
                cell: (p) => [p.bName, p.bNumber].filter(Boolean).join(' · '),
              },
              {
                key: 'birth',
                label: { vi: 'Ngày sinh', en: 'Date of birth' },
                cell: (p) => p.birthDate && formatDate(p.birthDate),
              },
              {
                key: 'why',
                label: { vi: 'Vì', en: 'Because' },
                grow: true,
                cell: (p) => p.reasons.map((r) => reasons[r]?.[lang] ?? r).join('; '),
              },
              {
                key: 'state',
                label: { vi: 'Tình trạng', en: 'State' },
                cell: (p) => p.proposed && tag(lang, 'waiting', { vi: 'đã đề nghị gộp', en: 'proposed' }),
              },
            ],
            empty: emptyState(lang, {
              title: { vi: 'Không có bản ghi nào có vẻ trùng', en: 'No records look like duplicates' },
              body: {
                vi: 'Có thể tìm lại ngay bằng nút bên dưới.',
                en: 'They can be looked for at once with the button below.',
              },
            }),
          })}
          ${pagination(lang, { next: more && last ? addressOf(ctx, { sau: `${last.score}.${last.a}.${last.b}` }) : undefined, previous: after ? addressOf(ctx) : undefined })}
          <form method="post" action="${duplicatesPath}/tim-lai">
            ${hiddenKey(ctx)}${button(lang, { kind: 'secondary', label: { vi: 'Tìm lại ngay', en: 'Look again now' } })}
          </form>`,
      }),
    );
  },
});

const lookPost = post({
  path: `${duplicatesPath}/tim-lai`,
  title: duplicatesTitle,
  may: 'people.merge-person',
  async run(ctx) {
    await ctx.run('identity.look-for-duplicates', {});
    return redirect(duplicatesPath);
  },
});

const apartPost = post({
  path: `${duplicatesPath}/khac-nhau`,
  title: duplicatesTitle,
  may: 'people.merge-person',
  async run(ctx) {
    await ctx.run('identity.tell-apart', { a: typed(ctx, 'a') ?? '', b: typed(ctx, 'b') ?? '' });
    return redirect(duplicatesPath);
  },
});

const mostExported = 20_000;

function sheet(ctx: PageContext, format: SheetFormat): Promise<PageResult> {
  const { lang } = ctx;
  return sheetFile<Pair>(ctx, format, {
    title: duplicatesTitle,
    rows: everyPair(ctx),
    columns: [
      { label: { vi: 'Bản ghi', en: 'Record' }, value: (p) => p.aName },
      { label: { vi: 'Số định danh', en: 'Identity number' }, value: (p) => p.aNumber },
      { label: { vi: 'Có thể trùng với', en: 'May be' }, value: (p) => p.bName },
      { label: { vi: 'Số định danh', en: 'Identity number' }, value: (p) => p.bNumber },
      {
        label: { vi: 'Vì', en: 'Because' },
        value: (p) => p.reasons.map((r) => reasons[r]?.[lang] ?? r).join('; '),
      },
    ],
  });
}

async function* everyPair(ctx: PageContext): AsyncGenerator<Pair> {
  let after: { score: number; a: string; b: string } | undefined;
  for (let given = 0; given < mostExported;) {
    const { pairs, more }: { pairs: Pair[]; more: boolean } = await ctx.run('identity.list-duplicates', {
      ...filters(ctx),
      limit: 1000,
      ...(after && { after }),
    });
    yield* pairs;
    given += pairs.length;
    const last = pairs.at(-1);
    if (!more || !last) return;
    after = { score: last.score, a: last.a, b: last.b };
  }
}

export const duplicatePages = [duplicatesPage, lookPost, apartPost];
