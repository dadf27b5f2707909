import { reviewingEmergency } from '@dinh/identity';
import { type OperationTypes, type OutputOf, page, type PageContext, post, redirect, show, type Text } from '@dinh/kernel';
import {
  askedFormat,
  banner,
  button,
  emptyState,
  everyRow,
  exportLinks,
  type Filled,
  filterBar,
  form,
  formatDate,
  formatDateTime,
  fresh,
  html,
  type Html,
  linkLine,
  pagination,
  refusedForm,
  sheetFile,
  summaryList,
  table,
  tag,
  textarea,
} from '@dinh/ui';
import { asked, hiddenKey, oneOf, screen, typed, withQuery } from '../frame.ts';

export const reviewsPath = '/quan-tri/khan-cap';
export const reviewsTitle: Text = { vi: 'Các lần xem khẩn cấp', en: 'Emergency accesses' };

type Row = OutputOf<OperationTypes['identity.list-emergencies']>['emergencies'][number];
const perPage = 50;

const labels = {
  name: { vi: 'Người mở', en: 'Who' },
  label: { vi: 'Mở hồ sơ, người', en: 'What' },
  reason: { vi: 'Lý do', en: 'Reason' },
  at: { vi: 'Lúc', en: 'At' },
  until: { vi: 'Đến', en: 'Until' },
  due: { vi: 'Hạn xem xét', en: 'Review due' },
  state: { vi: 'Tình trạng', en: 'State' },
  looks: { vi: 'Số lần xem', en: 'Looks' },
  words: { vi: 'Giải trình', en: 'In words' },
  reviewer: { vi: 'Người xem xét', en: 'Reviewed by' },
  review: { vi: 'Kết luận', en: 'Findings' },
} satisfies Record<string, Text>;

const states = {
  open: { vi: 'Chờ xem xét', en: 'To be reviewed' },
  justified: { vi: 'Có lý do chính đáng', en: 'Justified' },
  'not-justified': { vi: 'Không có lý do chính đáng', en: 'Not justified' },
} as const;
const late: Text = { vi: 'Quá hạn xem xét', en: 'Review is late' };
const stateOf = (row: Row): Text =>
  row.justified === null ? (row.late ? late : states.open) : states[row.justified ? 'justified' : 'not-justified'];
const stateTag = ({ lang }: PageContext, row: Row): Html =>
  tag(lang, row.justified === null ? (row.late ? 'late' : 'waiting') : row.justified ? 'done' : 'stopped', stateOf(row));

function filters(ctx: PageContext) {
  const state = oneOf(asked(ctx, 'tinh-trang'), ['open', 'justified', 'not-justified'] as const);
  const query = asked(ctx, 'q')?.slice(0, 120);
  const sort = oneOf(asked(ctx, 'xep'), ['opened', 'due', 'name'] as const);
  return { ...(state && { state }), ...(query && { query }), ...(sort && { sort }) };
}
const addressOf = (ctx: PageContext, more: Record<string, string | undefined> = {}) =>
  withQuery(reviewsPath, {
    ...Object.fromEntries(['tinh-trang', 'q', 'xep'].map((name) => [name, asked(ctx, name)])),
    ...more,
  });

const listPage = page({
  path: reviewsPath,
  title: reviewsTitle,
  may: reviewingEmergency,
  async run(ctx) {
    const { lang } = ctx;
    const format = askedFormat(ctx.query['dang']);
    if (format)
      return sheetFile<Row>(ctx, format, {
        title: reviewsTitle,
        rows: everyRow<Row, number>(async (from = 0) => {
          const found = await ctx.run('identity.list-emergencies', { ...filters(ctx), from, limit: 1000 });
          return { rows: found.emergencies, next: found.more ? from + 1000 : null };
        }),
        columns: [
          { label: labels.name, value: (e) => e.name },
          { label: labels.label, value: (e) => e.label },
          { label: labels.reason, value: (e) => e.reason[lang] },
          { label: labels.words, value: (e) => e.words },
          { label: labels.at, kind: 'moment', value: (e) => e.openedAt },
          { label: labels.until, kind: 'moment', value: (e) => e.until },
          { label: labels.looks, value: (e) => e.looks },
          { label: labels.due, value: (e) => formatDate(e.reviewDue) },
          { label: labels.state, value: (e) => stateOf(e)[lang] },
          { label: labels.reviewer, value: (e) => e.reviewer },
          { label: labels.review, value: (e) => e.review },
        ],
      });
    const from = Math.max(0, Math.min(1_000_000, Number.parseInt(asked(ctx, 'tu') ?? '0', 10) || 0));
    const found = await ctx.run('identity.list-emergencies', { ...filters(ctx), from, limit: perPage });
    return show(
      screen(ctx, {
        title: reviewsTitle,
        main: html`<h1>${reviewsTitle[lang]}</h1>
          <p>
            ${{ vi: `${found.waiting} lần đang chờ xem xét.`, en: `${found.waiting} wait for a review.` }[lang]}
          </p>
          ${filterBar(lang, {
            action: reviewsPath,
            clear: reviewsPath,
            key: '/',
            filters: [
              {
                name: 'q',
                label: { vi: 'Người, hồ sơ', en: 'Who, what' },
                value: asked(ctx, 'q'),
                type: 'search',
              },
              {
                name: 'tinh-trang',
                label: labels.state,
                value: asked(ctx, 'tinh-trang'),
                options: Object.entries(states).map(([value, label]) => ({ value, label })),
              },
              {
                name: 'xep',
                label: { vi: 'Sắp xếp', en: 'Order' },
                value: asked(ctx, 'xep'),
                none: { vi: 'Theo tình trạng', en: 'As fits the state' },
                options: [
                  { value: 'opened', label: { vi: 'Mới nhất trước', en: 'Latest first' } },
                  { value: 'due', label: { vi: 'Hạn xem xét', en: 'Review due' } },
                  { value: 'name', label: labels.name },
                ],
              },
            ],
            actions: linkLine(lang, exportLinks(addressOf(ctx))),
          })}
          ${table<Row>(lang, {
            caption: reviewsTitle,
            hideCaption: true,
            dense: true,
            rows: found.emergencies,
            rowHref: (e) => `${reviewsPath}/${e.id}`,
            columns: [
              { key: 'name', label: labels.name, cell: (e) => e.name },
              { key: 'label', label: labels.label, grow: true, cell: (e) => e.label },
              { key: 'reason', label: labels.reason, grow: true, cell: (e) => e.reason[lang] },
              { key: 'at', label: labels.at, cell: (e) => formatDateTime(e.openedAt) },
              { key: 'looks', label: labels.looks, numeric: true, cell: (e) => e.looks },
              { key: 'due', label: labels.due, cell: (e) => formatDate(e.reviewDue), minor: true },
              { key: 'state', label: labels.state, cell: (e) => stateTag(ctx, e) },
            ],
            empty: emptyState(lang, {
              title: { vi: 'Chưa có lần xem khẩn cấp nào', en: 'Nothing was opened in an emergency' },
            }),
          })}
          ${pagination(lang, {
            previous: from > 0 ? addressOf(ctx, { tu: String(Math.max(0, from - perPage)) }) : undefined,
            next: found.more ? addressOf(ctx, { tu: String(from + perPage) }) : undefined,
          })}`,
      }),
    );
  },
});

const path = `${reviewsPath}/:id`;
const title: Text = { vi: 'Một lần xem khẩn cấp', en: 'An emergency access' };
const askFor: Record<string, Text> = {
  words: { vi: 'Hãy viết kết luận (từ 5 ký tự).', en: 'Write what you found (5 letters or more).' },
};

const onePage = page({
  path,
  title,
  may: 'signed-in',
  run: async (ctx) => show(await oneScreen(ctx, fresh())),
});

const reviewPost = post({
  path,
  title,
  may: reviewingEmergency,
  async run(ctx) {
    const id = ctx.params['id'] ?? '';
    try {
      await ctx.run('identity.review-emergency', {
        id,
        justified: typed(ctx, 'verdict') === 'yes',
        words: (typed(ctx, 'words') ?? '').replace(/\s+/g, ' '),
      });
      return redirect(`${reviewsPath}/${id}?xong=1`);
    } catch (error) {
      return show(await oneScreen(ctx, refusedForm(ctx, error, askFor)), 422);
    }
  },
});

async function oneScreen(ctx: PageContext, filled: Filled): Promise<Html> {
  const { lang } = ctx;
  const { emergency, mine, reviews } = await ctx.run('identity.view-emergency', {
    id: ctx.params['id'] ?? '',
  });
  return screen(ctx, {
    title,
    wrong: filled.wrong,
    breadcrumbs: reviews ? [{ label: reviewsTitle, href: reviewsPath }, { label: title }] : undefined,
    main: html`${filled.summary}
      ${ctx.query['xong'] && banner(lang, { tone: 'done', body: { vi: 'Đã ghi nhận.', en: 'It is recorded.' } })}
      <h1>${emergency.name}: ${emergency.label} ${stateTag(ctx, emergency)}</h1>
      ${summaryList(
        lang,
        [
          { label: labels.reason, value: emergency.reason[lang] },
          { label: labels.words, value: emergency.words },
          {
            label: labels.at,
            value: `${formatDateTime(emergency.openedAt)} – ${formatDateTime(emergency.until)}`,
          },
          { label: labels.looks, value: String(emergency.looks) },
          { label: labels.due, value: formatDate(emergency.reviewDue) },
          {
            label: labels.reviewer,
            value: emergency.reviewedAt && `${emergency.reviewer ?? ''}, ${formatDateTime(emergency.reviewedAt)}`,
          },
          { label: labels.review, value: emergency.review },
        ],
        { dense: true },
      )}
      ${
        mine &&
        emergency.justified === null &&
        html`<p>${{ vi: 'Bạn đã mở; một người khác sẽ xem xét.', en: 'You opened it; somebody else reviews it.' }[lang]}</p>`
      }
      ${
        reviews &&
        !mine &&
        emergency.justified === null &&
        html`<div class="narrow">
          ${form(lang, {
            action: `${reviewsPath}/${emergency.id}`,
            body: html`${hiddenKey(ctx)}${textarea(lang, { name: 'words', rows: 3, maxLength: 1000, label: labels.review, value: filled.value('words'), error: filled.error('words') })}
            ${button(lang, { name: 'verdict', value: 'yes', label: states.justified })}
            ${button(lang, { name: 'verdict', value: 'no', kind: 'danger', label: states['not-justified'] })}`,
          })}
        </div>`
      }`,
  });
}

export const reviewPages = [listPage, onePage, reviewPost];
