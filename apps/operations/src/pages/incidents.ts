import { page, type PageContext, post, redirect, show, type Text } from '@dinh/kernel';
import {
  askedFormat,
  banner,
  button,
  type Child,
  emptyState,
  everyRow,
  exportLinks,
  filterBar,
  form,
  formatDateTime,
  html,
  type Html,
  type Lang,
  linkLine,
  pagination,
  type Sheet,
  sheetFile,
  table,
  textInput,
} from '@dinh/ui';
import { type Matter, withMatters } from '../model/matters.ts';
import { asked, askedNumber, mayOf, partTabs, refusedSummary, screen, withQuery } from './frame.ts';

export const incidentsPath = '/dieu-hanh/su-co';
const path = incidentsPath;
const title: Text = { vi: 'Sự cố của quy trình', en: 'Incidents of processes' };
export const settling = 'process.settle-incident';
const notBegun: Text = { vi: '(chưa bắt đầu được)', en: '(could not begin)' };

interface Incident {
  id: string;
  instanceId: string | null;
  owner: string;
  businessKey: string;
  element: string;
  process: Text | null;
  step: Text | null;
  error: string;
  told: Text | null;
  at: Date;
  settledAt: Date | null;
  settledBy: string | null;
  reason: string | null;
  matter: Matter;
}
type Found = { rows: Incident[]; next: string | null };

function filters(ctx: PageContext) {
  const text = asked(ctx, 'q');
  return { ...(text && { text }), ...(asked(ctx, 'xem') === 'da-xu-ly' && { settled: true }) };
}
const addressOf = (ctx: PageContext, more: Record<string, string | undefined> = {}): string =>
  withQuery(path, { q: asked(ctx, 'q'), xem: asked(ctx, 'xem'), ...more });

async function read(ctx: PageContext, after: string | undefined, limit = 50): Promise<Found> {
  const found = await ctx.run('process.list-incidents', { ...filters(ctx), limit, ...(after && { after }) });
  const rows = await withMatters(ctx, found.incidents as unknown as Omit<Incident, 'matter'>[]);
  return { rows, next: found.next };
}

/** What could not go on by itself after all tries: a person looks, mends the cause and lets it go on, or goes on without it. */
export const incidentsPage = page({
  path,
  title,
  may: 'process.view-incident',
  async run(ctx) {
    const format = askedFormat(ctx.query['dang']);
    return format ? sheetFile(ctx, format, sheet(ctx)) : show(await incidentsScreen(ctx));
  },
});

/** Why an incident is over that nobody has settled. */
export const overByItself: Text = {
  vi: 'quy trình đã đi tiếp hoặc kết thúc mà không cần bước này',
  en: 'the process has gone on, or ended, without this step',
};

/** Lets those that are chosen go on, for one reason. */
export const incidentsPost = post({
  path,
  title: { vi: 'Cho nhiều quy trình chạy tiếp', en: 'Let many processes go on' },
  may: settling,
  async run(ctx) {
    const ids = [ctx.form['id'] ?? []].flat();
    const reason = [ctx.form['ly-do'] ?? ''].flat().at(-1)!.trim();
    if (ids.length === 0) return redirect(path);
    try {
      const { retried, left } = await ctx.run('process.retry-incidents', { ids, reason });
      return redirect(withQuery(path, { 'da-chay': String(retried), con: left > 0 ? String(left) : undefined }));
    } catch (error) {
      return show(await incidentsScreen(ctx, refusedSummary(ctx, error)), 422);
    }
  },
});

async function incidentsScreen(ctx: PageContext, wrong?: Child): Promise<Html> {
  const { lang } = ctx;
  const after = /^[0-9a-f-]{36}$/.test(asked(ctx, 'sau') ?? '') ? asked(ctx, 'sau') : undefined;
  const { rows, next } = await read(ctx, after);
  const many = mayOf(ctx, settling) && !filters(ctx).settled && rows.length > 0;
  const list = html`${incidentTable(ctx, rows, many)}
  ${pagination(lang, { next: next ? addressOf(ctx, { sau: next }) : undefined, previous: after ? addressOf(ctx) : undefined })}`;
  return screen(ctx, {
    title,
    wrong: Boolean(wrong),
    main: html`${partTabs(ctx, path)}${wrong}${done(ctx)}
      <h1>${title[lang]}</h1>
      ${linkLine(lang, [
        { href: path, label: { vi: 'Chưa xử lý', en: 'Open' }, current: !filters(ctx).settled },
        {
          href: `${path}?xem=da-xu-ly`,
          label: { vi: 'Đã xử lý', en: 'Settled' },
          current: filters(ctx).settled === true,
        },
      ])}
      ${filterBar(lang, {
        action: path,
        clear: path,
        ...(filters(ctx).settled && { hidden: { xem: 'da-xu-ly' } }),
        key: '/',
        filters: [
          {
            name: 'q',
            label: { vi: 'Lỗi, bước hoặc mã việc', en: 'Error, step or matter' },
            value: asked(ctx, 'q'),
            type: 'search',
          },
        ],
        actions: linkLine(lang, exportLinks(addressOf(ctx))),
      })}
      ${
        many
          ? form(lang, {
              action: path,
              key: ctx.formKey,
              body: html`${list}
              ${textInput(lang, {
                name: 'ly-do',
                label: { vi: 'Lý do cho chạy tiếp các việc đã chọn', en: 'Why those that are chosen go on' },
                hint: {
                  vi: 'Ví dụ: Máy chủ thư đã hoạt động lại',
                  en: 'For example: The mail server works again',
                },
                maxLength: 2000,
                width: 'full',
              })}
              ${button(lang, { label: { vi: 'Cho các việc đã chọn chạy tiếp', en: 'Let those that are chosen go on' }, kind: 'secondary' })}`,
            })
          : list
      }`,
  });
}

/** What the element is called; its id where the version has it no more. */
export const stepOf = ({ lang }: PageContext, one: { element: string; step: Text | null }): string =>
  one.step?.[lang] ?? one.element;

/** What went wrong: as it says it to people, or the first line of the error. */
export const errorText = (lang: Lang, one: { error: string; told: Text | null }): string =>
  one.told?.[lang] ?? one.error.split('\n')[0]!;

/** What has just been done with many. */
function done(ctx: PageContext): Html | false {
  const { lang } = ctx;
  const retried = askedNumber(ctx, 'da-chay') ?? (ctx.query['da-chay'] === '0' ? 0 : undefined);
  if (retried === undefined) return false;
  const left = askedNumber(ctx, 'con');
  return banner(lang, {
    tone: 'done',
    body: {
      vi: `Đã cho ${retried} quy trình chạy tiếp.${left ? ` ${left} sự cố đã có người khác xử lý trước.` : ''}`,
      en: `${retried} processes go on.${left ? ` ${left} incidents had been settled by somebody else.` : ''}`,
    },
  });
}

function incidentTable(ctx: PageContext, rows: readonly Incident[], many: boolean): Html {
  const { lang } = ctx;
  const { settled } = filters(ctx);
  return table<Incident>(lang, {
    caption: title,
    hideCaption: true,
    rows,
    dense: true,
    rowHref: (one) => `${path}/${one.id}`,
    ...(many && {
      select: {
        name: 'id',
        value: (one) => one.id,
        label: (one) => `${stepOf(ctx, one)}, ${one.matter.label}`,
      },
    }),
    columns: [
      {
        key: 'element',
        label: { vi: 'Ở bước', en: 'At' },
        cell: (one) => `${stepOf(ctx, one)}${one.instanceId === null ? ` ${notBegun[lang]}` : ''}`,
      },
      { key: 'process', label: { vi: 'Quy trình', en: 'Process' }, cell: (one) => one.process?.[lang] },
      { key: 'key', label: { vi: 'Việc', en: 'Matter' }, minor: true, cell: (one) => one.matter.label },
      {
        key: 'error',
        label: { vi: 'Lỗi', en: 'Error' },
        grow: true,
        cell: (one) => errorText(lang, one),
      },
      { key: 'at', label: { vi: 'Lúc', en: 'When' }, cell: (one) => formatDateTime(one.at) },
      ...(settled
        ? [
            {
              key: 'settled',
              label: { vi: 'Đã xử lý', en: 'Settled' },
              cell: (one: Incident) =>
                one.settledAt && `${formatDateTime(one.settledAt)}, ${one.settledBy}: ${one.reason ?? overByItself[lang]}`,
            },
          ]
        : []),
    ],
    empty: settled
      ? emptyState(lang, {
          title: { vi: 'Chưa có sự cố nào được xử lý', en: 'No incident has been settled yet' },
        })
      : emptyState(lang, {
          title: { vi: 'Không có sự cố nào', en: 'There is no incident' },
          body: {
            vi: 'Mọi quy trình đang tự đi tiếp. Khi một bước tự động hỏng sau mọi lần thử, nó hiện ở đây.',
            en: 'All processes go on by themselves. A step that failed after all tries would stand here.',
          },
        }),
  });
}

function sheet(ctx: PageContext): Sheet<Incident> {
  return {
    title,
    rows: everyRow<Incident, string>((after) => read(ctx, after, 1000)),
    columns: [
      { label: { vi: 'Ở bước', en: 'At' }, value: (one) => stepOf(ctx, one) },
      { label: { vi: 'Quy trình', en: 'Process' }, value: (one) => one.process?.[ctx.lang] ?? '' },
      { label: { vi: 'Việc', en: 'Matter' }, value: (one) => one.matter.label },
      { label: { vi: 'Lỗi', en: 'Error' }, value: (one) => errorText(ctx.lang, one), width: 60 },
      { label: { vi: 'Lúc', en: 'When' }, value: (one) => formatDateTime(one.at) },
      {
        label: { vi: 'Đã xử lý', en: 'Settled' },
        value: (one) => (one.settledAt ? formatDateTime(one.settledAt) : ''),
      },
      { label: { vi: 'Người xử lý', en: 'By' }, value: (one) => one.settledBy ?? '' },
      {
        label: { vi: 'Lý do', en: 'Reason' },
        value: (one) => one.reason ?? (one.settledAt ? overByItself[ctx.lang] : ''),
      },
    ],
  };
}
