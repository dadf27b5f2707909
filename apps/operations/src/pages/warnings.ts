import { page, type PageContext, post, redirect, show, type Text } from '@dinh/kernel';
import type { RuleHit } from '@dinh/process';
import {
  askedFormat,
  button,
  type Child,
  emptyState,
  everyRow,
  exportLinks,
  filterBar,
  formatDateTime,
  html,
  type Html,
  linkLine,
  live,
  pagination,
  type Sheet,
  sheetFile,
  table,
  tag,
} from '@dinh/ui';
import { unitNames } from '../queries/unit-names.ts';
import { asked, mayOf, partTabs, refusedSummary, screen, withQuery } from './frame.ts';

const path = '/dieu-hanh/canh-bao';
const title: Text = { vi: 'Cảnh báo từ sự kiện', en: 'Warnings from events' };

/** What the rules over events have found; who is responsible takes note with a word of what is done. */
export const warningsPage = page({
  path,
  title,
  may: 'process.view-rule-hit',
  async run(ctx) {
    const format = askedFormat(ctx.query['dang']);
    return format ? sheetFile(ctx, format, sheet(ctx)) : show(await warningsScreen(ctx));
  },
});

/** Takes note of one. */
export const warningPost = post({
  path: `${path}/:id`,
  title,
  may: 'process.note-rule-hit',
  async run(ctx) {
    const note = [ctx.form['note'] ?? ''].flat().at(-1)!.trim();
    try {
      await ctx.run('process.note-rule-hit', { id: ctx.params['id']!, note });
      return redirect(path);
    } catch (error) {
      return show(await warningsScreen(ctx, refusedSummary(ctx, error)), 422);
    }
  },
});

/** What a rule found, with the name of the agency that it is about. */
interface Warning extends RuleHit {
  readonly agency: Text | undefined;
}

const isAll = (ctx: PageContext): boolean => asked(ctx, 'xem') === 'tat-ca';
const addressOf = (ctx: PageContext, more: Record<string, string | undefined> = {}): string =>
  withQuery(path, { q: asked(ctx, 'q'), xem: asked(ctx, 'xem'), ...more });

async function read(ctx: PageContext, after: string | undefined, limit = 50) {
  const text = asked(ctx, 'q');
  const { hits, next, open } = await ctx.run('process.list-rule-hits', {
    limit,
    ...(text && { text }),
    ...(after && { after }),
    ...(!isAll(ctx) && { open: true }),
  });
  const agencies = await unitNames(
    ctx.app.db,
    hits.flatMap(({ about }) => about ?? []),
  );
  const rows = hits.map((one): Warning => ({ ...one, agency: agencies.get(one.about ?? 0) }));
  return { rows, next, open };
}

function sheet(ctx: PageContext): Sheet<Warning> {
  return {
    title,
    rows: everyRow<Warning, string>((after) => read(ctx, after, 1000)),
    columns: [
      { label: { vi: 'Lúc', en: 'When' }, value: (one) => formatDateTime(one.at) },
      { label: { vi: 'Cảnh báo', en: 'Warning' }, value: (one) => one.message[ctx.lang], width: 60 },
      { label: { vi: 'Cơ quan', en: 'Agency' }, value: (one) => one.agency?.[ctx.lang] ?? '', width: 40 },
      { label: { vi: 'Quy tắc', en: 'Rule' }, value: (one) => one.title[ctx.lang], width: 40 },
      {
        label: { vi: 'Ghi nhận lúc', en: 'Noted' },
        value: (one) => (one.notedAt ? formatDateTime(one.notedAt) : ''),
      },
      { label: { vi: 'Người ghi nhận', en: 'By' }, value: (one) => one.notedBy ?? '' },
      { label: { vi: 'Đã làm gì', en: 'What is done' }, value: (one) => one.note ?? '', width: 60 },
    ],
  };
}

async function warningsScreen(ctx: PageContext, wrong?: Child): Promise<Html> {
  const { lang } = ctx;
  const after = /^[0-9a-f-]{36}$/.test(asked(ctx, 'sau') ?? '') ? asked(ctx, 'sau') : undefined;
  const all = isAll(ctx);
  const { rows, next, open } = await read(ctx, after);
  const mayNote = mayOf(ctx, 'process.note-rule-hit');
  const list = html`${table<Warning>(lang, {
    caption: title,
    hideCaption: true,
    stack: true,
    rows,
    rowId: (one) => one.id,
    columns: [
      { key: 'at', label: { vi: 'Lúc', en: 'When' }, cell: (one) => formatDateTime(one.at) },
      {
        key: 'message',
        label: { vi: 'Cảnh báo', en: 'Warning' },
        grow: true,
        cell: (one) => one.message[lang],
      },
      {
        key: 'agency',
        label: { vi: 'Cơ quan', en: 'Agency' },
        cell: (one) => one.agency?.[lang] ?? '',
      },
      {
        key: 'rule',
        label: { vi: 'Theo quy tắc', en: 'By the rule' },
        cell: (one) =>
          mayOf(ctx, 'studio.view-definition')
            ? html`<a href="/studio/event-rule/${one.rule}">${one.title[lang]}</a>`
            : one.title[lang],
      },
      {
        key: 'note',
        label: { vi: 'Ghi nhận', en: 'Note' },
        cell: (one) =>
          one.notedAt
            ? html`${formatDateTime(one.notedAt)}, ${one.notedBy}: ${one.note}`
            : mayNote
              ? noteForm(ctx, one)
              : tag(lang, 'soon', { vi: 'chưa ai ghi nhận', en: 'by nobody yet' }),
      },
    ],
    empty: emptyState(lang, {
      title: { vi: 'Không có cảnh báo nào đang chờ', en: 'No warning waits' },
      body: {
        vi: 'Khi một quy tắc sự kiện phát hiện điều cần chú ý, cảnh báo hiện ở đây và được gửi tới người có trách nhiệm.',
        en: 'When an event rule finds something, the warning stands here and is sent to whoever is responsible.',
      },
    }),
  })}
  ${pagination(lang, { next: next ? addressOf(ctx, { sau: next }) : undefined, previous: after ? addressOf(ctx) : undefined })}`;
  return screen(ctx, {
    title,
    wrong: Boolean(wrong),
    main: html`${partTabs(ctx, path)}${wrong}
      <h1>${title[lang]} ${open > 0 && tag(lang, 'soon', String(open))}</h1>
      ${linkLine(lang, [
        { href: path, label: { vi: 'Chưa ghi nhận', en: 'Not noted yet' }, current: !all },
        { href: `${path}?xem=tat-ca`, label: { vi: 'Tất cả', en: 'All' }, current: all },
      ])}
      ${filterBar(lang, {
        action: path,
        clear: path,
        ...(all && { hidden: { xem: 'tat-ca' } }),
        key: '/',
        filters: [
          {
            name: 'q',
            label: { vi: 'Cảnh báo hoặc quy tắc', en: 'Warning or rule' },
            value: asked(ctx, 'q'),
            type: 'search',
          },
        ],
        actions: linkLine(lang, exportLinks(addressOf(ctx))),
      })}
      ${wrong ? list : live({ id: 'warnings', href: ctx.url, topics: ['unit:0', ...ctx.principal.units.slice(0, 45).map((id) => `unit:${id}`)], since: ctx.position, body: list })}`,
  });
}

function noteForm(ctx: PageContext, one: RuleHit): Html {
  const { lang } = ctx;
  const label = { vi: 'Đã làm gì', en: 'What is done' }[lang];
  return html`<form method="post" action="${path}/${one.id}" class="inline-form">
    <input type="hidden" name="_key" value="${ctx.formKey}" />
    <input class="input" name="note" required maxlength="2000" aria-label="${label}" placeholder="${label}" />
    ${button(lang, { label: { vi: 'Ghi nhận', en: 'Take note' }, kind: 'secondary' })}
  </form>`;
}
