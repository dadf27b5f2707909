import { may, page, type PageContext, type PageResult, show, type Text } from '@dinh/kernel';
import {
  askedFormat,
  emptyState,
  exportLinks,
  filterBar,
  formatMoment,
  html,
  linkLine,
  pagination,
  type SheetFormat,
  sheetFile,
  table,
  tag,
  everyRow,
  whoMaySee,
} from '@dinh/ui';
import { listAudit } from '../queries/list-audit.ts';
import { detailWords, originWords, subjectWords } from './audit-words.ts';
import { asked, oneOf, screen, withQuery } from './frame.ts';

const title: Text = { vi: 'Nhật ký hệ thống', en: 'Audit trail' };
const path = '/quan-tri/nhat-ky';

const outcomes = {
  done: { vi: 'đã làm', en: 'done' },
  viewed: { vi: 'đã xem', en: 'viewed' },
  refused: { vi: 'bị từ chối', en: 'refused' },
} as const;

interface Entry {
  stream: string;
  number: number;
  at: Date;
  principal: string;
  name: string | null;
  behalfOfName: string | null;
  operation: string;
  outcome: keyof typeof outcomes;
  subject: string | null;
  subjectName: string | null;
  origin: string | null;
  detail: string;
}

const day = /^(19|20)\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

function filters(ctx: PageContext) {
  const person = asked(ctx, 'nguoi')?.slice(0, 200);
  const by = oneOf(asked(ctx, 'do'), ['people', 'program'] as const);
  const subject = asked(ctx, 'doi-tuong')?.slice(0, 200);
  const operation = asked(ctx, 'viec')?.slice(0, 100);
  const outcome = oneOf(asked(ctx, 'ket-qua'), ['done', 'viewed', 'refused'] as const);
  const [from, until] = [asked(ctx, 'tu'), asked(ctx, 'den')];
  return {
    ...(person && { person }),
    ...(by && { by }),
    ...(subject && { subject }),
    ...(operation && { operation }),
    ...(outcome && { outcome }),
    ...(from && day.test(from) && { from }),
    ...(until && day.test(until) && { until }),
  };
}

function addressOf(ctx: PageContext, more: Record<string, string | undefined>): string {
  const kept = Object.fromEntries(
    ['nguoi', 'do', 'doi-tuong', 'viec', 'ket-qua', 'tu', 'den'].map((name) => [name, asked(ctx, name)]),
  );
  return withQuery(path, { ...kept, ...more });
}

function titlesOf(ctx: PageContext): Map<string, string> {
  return new Map(ctx.app.modules.flatMap((m) => m.operations ?? []).map((o) => [o.name, o.title[ctx.lang]]));
}

/** A4: the whole history of a dossier or person, every view and every change, by whom and from where. */
export const auditPage = page({
  path,
  title,
  may: 'audit.view-trail',
  async run(ctx) {
    const { lang } = ctx;
    const format = askedFormat(ctx.query['dang']);
    if (format) return sheet(ctx, format);
    const after = asked(ctx, 'sau');
    const { entries, next, asked: meant } = await ctx.run(listAudit, { ...filters(ctx), ...(after && { after }) });
    const titles = titlesOf(ctx);
    return show(
      screen(ctx, {
        title,
        main: html`<h1>${title[lang]}</h1>
          ${filterBar(lang, {
            action: path,
            clear: path,
            key: '/',
            filters: [
              {
                name: 'doi-tuong',
                label: { vi: 'Mã hồ sơ, tên người', en: 'Code, name' },
                value: meant.subject ?? asked(ctx, 'doi-tuong'),
              },
              {
                name: 'nguoi',
                label: { vi: 'Người thực hiện', en: 'Who acted' },
                value: meant.person ?? asked(ctx, 'nguoi'),
              },
              {
                name: 'do',
                label: { vi: 'Do', en: 'Done by' },
                value: asked(ctx, 'do'),
                options: [
                  { value: 'people', label: { vi: 'Người làm', en: 'People' } },
                  { value: 'program', label: { vi: 'Hệ thống tự làm', en: 'The system' } },
                ],
              },
              {
                name: 'viec',
                label: { vi: 'Việc', en: 'Operation' },
                value: asked(ctx, 'viec'),
                options: operationOptions(ctx),
              },
              {
                name: 'ket-qua',
                label: { vi: 'Kết quả', en: 'Outcome' },
                value: asked(ctx, 'ket-qua'),
                options: Object.entries(outcomes).map(([value, label]) => ({ value, label })),
              },
              { name: 'tu', label: { vi: 'Từ ngày', en: 'From' }, value: asked(ctx, 'tu'), type: 'date' },
              { name: 'den', label: { vi: 'Đến ngày', en: 'To' }, value: asked(ctx, 'den'), type: 'date' },
            ],
            actions: linkLine(lang, exportLinks(addressOf(ctx, {}))),
          })}
          ${table<Entry>(lang, {
            caption: title,
            hideCaption: true,
            dense: true,
            rows: entries,
            columns: [
              {
                key: 'at',
                label: { vi: 'Lúc', en: 'At' },
                cell: (e) => formatMoment(e.at),
              },
              { key: 'who', label: { vi: 'Ai', en: 'Who' }, cell: (e) => who(ctx, e) },
              {
                key: 'what',
                label: { vi: 'Việc', en: 'What' },
                grow: true,
                cell: (e) =>
                  html`<span title="${e.operation}">${titles.get(e.operation) ?? e.operation}</span>${
                    e.outcome === 'refused'
                      ? html` ${tag(lang, 'late', outcomes.refused)}`
                      : html` <span class="muted">(${outcomes[e.outcome]?.[lang] ?? e.outcome})</span>`
                  }`,
              },
              {
                key: 'subject',
                label: { vi: 'Đối tượng', en: 'Subject' },
                cell: (e) =>
                  e.subject &&
                  html`<a href="${withQuery(path, { 'doi-tuong': e.subject })}">${subjectWords(lang, e.subject, e.subjectName)}</a>`,
              },
              {
                key: 'origin',
                label: { vi: 'Từ', en: 'From' },
                cell: (e) => originWords(lang, e.origin),
                minor: true,
              },
              {
                key: 'detail',
                label: { vi: 'Chi tiết', en: 'Detail' },
                grow: true,
                cell: (e) =>
                  html`${e.detail && html`<small title="${e.detail}">${detailWords(lang, e.detail)}</small>`} ${whoMaySee(lang, may(ctx.principal, 'people.explain-access'), 'audit-entry', `${e.stream}/${e.number}`)}`,
              },
            ],
            empty: emptyState(lang, {
              title: { vi: 'Không có dòng nào như vậy', en: 'There is no such entry' },
              body: {
                vi: 'Khi không chọn người, đối tượng hay ngày, chỉ bảy ngày gần nhất được hiện.',
                en: 'Without a person, subject or day only the last seven days are shown.',
              },
            }),
          })}
          ${pagination(lang, { next: next ? addressOf(ctx, { sau: next }) : undefined, previous: after ? addressOf(ctx, {}) : undefined })}`,
      }),
    );
  },
});

const mostExported = 20_000;

/** The list with its filters as a file, up to 20,000 entries. */
function sheet(ctx: PageContext, format: SheetFormat): Promise<PageResult> {
  return sheetFile<Entry>(ctx, format, {
    title,
    rows: everyEntry(ctx),
    columns: [
      { label: { vi: 'Lúc (UTC)', en: 'At (UTC)' }, value: (e) => e.at.toISOString(), width: 24 },
      { label: { vi: 'Ai', en: 'Who' }, value: (e) => e.name },
      { label: { vi: 'Mã', en: 'Id' }, value: (e) => e.principal },
      { label: { vi: 'Thay cho', en: 'On behalf of' }, value: (e) => e.behalfOfName },
      { label: { vi: 'Việc', en: 'Operation' }, value: (e) => e.operation },
      { label: { vi: 'Kết quả', en: 'Outcome' }, value: (e) => e.outcome },
      { label: { vi: 'Đối tượng', en: 'Subject' }, value: (e) => e.subject },
      { label: { vi: 'Từ', en: 'From' }, value: (e) => e.origin },
      { label: { vi: 'Chi tiết', en: 'Detail' }, value: (e) => e.detail },
    ],
  });
}

const everyEntry = (ctx: PageContext): AsyncGenerator<Entry> =>
  everyRow<Entry, string>(async (after) => {
    const found = await ctx.run(listAudit, { ...filters(ctx), limit: 1000, ...(after && { after }) });
    return { rows: found.entries, next: found.next };
  }, mostExported);

function operationOptions(ctx: PageContext) {
  return ctx.app.modules.flatMap((m) => (m.operations ?? []).map((o) => ({ value: o.name, label: o.title, group: m.title })));
}

function who(ctx: PageContext, e: Entry) {
  const { lang } = ctx;
  const name =
    e.name ??
    (e.principal === 'anonymous'
      ? { vi: 'Chưa đăng nhập', en: 'Not signed in' }[lang]
      : e.principal.startsWith('system:')
        ? html`<span title="${e.principal}">${{ vi: 'Hệ thống', en: 'The system' }[lang]}</span>`
        : e.principal);
  const link = e.principal.startsWith('person:')
    ? html`<a href="${withQuery(path, { nguoi: e.principal.slice(7) })}">${name}</a>`
    : name;
  return html`${link}${e.behalfOfName && html` ${{ vi: 'thay cho', en: 'for' }[lang]} ${e.behalfOfName}`}`;
}
