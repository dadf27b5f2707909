import { toldDecision } from '@dinh/forms';
import { may, page, type PageContext, show, type Text } from '@dinh/kernel';
import { readDiagram } from '@dinh/process';
import {
  type Child,
  details,
  drawProcess,
  type DrawingBadge,
  emptyState,
  formatDateTime,
  html,
  type Html,
  summaryList,
  table,
  tag,
  timeline,
  type TimelineEntry,
  whoMaySee,
} from '@dinh/ui';
import { type InstanceView, viewInstance } from '../queries/view-instance.ts';
import { watching } from '../queries/processes.ts';
import { home, hoursText, mayOf, processAddress, screen, stateNames } from './frame.ts';
import { errorText } from './incidents.ts';
import { instanceActs } from './instance-acts.ts';

const title: Text = { vi: 'Một lượt chạy', en: 'An instance' };

/** One instance: its drawing with where it stands, what has happened, its variables, timers and incidents. */
export const instancePage = page({
  path: '/dieu-hanh/luot/:id',
  title,
  may: watching,
  run: async (ctx) => show(await instanceScreen(ctx)),
});

/** The same with what was refused at its top. */
export async function instanceScreen(ctx: PageContext, wrong?: Child): Promise<Html> {
  const { lang } = ctx;
  const found: InstanceView = await ctx.run(viewInstance, { id: ctx.params['id']! });
  const diagram = readDiagram(found.bpmn);
  const names = new Map(diagram?.shapes.map((shape) => [shape.id, shape.name?.[lang] ?? shape.id]));
  const nameOf = (element: string) => names.get(element) ?? element;
  const elements = (diagram?.shapes ?? [])
    .filter((shape) => /Task|Event|Gateway|Process|Activity/.test(shape.type) && shape.type !== 'StartEvent')
    .map((shape) => ({ id: shape.id, name: nameOf(shape.id) }))
    .sort((x, y) => x.name.localeCompare(y.name, lang));
  const changes = await changesTable(ctx, found.id, nameOf);
  const { tone, label } = stateNames[found.state]!;
  const until = found.endedAt ?? ctx.now;
  const hours = (new Date(until).getTime() - new Date(found.startedAt).getTime()) / 3_600_000;
  return screen(ctx, {
    title: { vi: `${title.vi}: ${found.title.vi}`, en: `${title.en}: ${found.title.en}` },
    breadcrumbs: [home, { label: found.title, href: `${processAddress(found.process)}?ban=${found.version}` }, { label: title }],
    wrong: Boolean(wrong),
    main: html`${wrong}<h1>${title[lang]} ${tag(lang, tone, label)}</h1>
          ${may(ctx.principal, 'people.explain-access') && html`<p class="link-line">${whoMaySee(lang, true, 'instance', found.id)}</p>`}
          ${summaryList(
            lang,
            [
              {
                label: { vi: 'Quy trình', en: 'Process' },
                value: `${found.title[lang]}, ${{ vi: 'bản', en: 'version' }[lang]} ${found.version}`,
              },
              {
                label: { vi: 'Việc', en: 'Matter' },
                value: found.matter.href ? html`<a href="${found.matter.href}">${found.matter.label}</a>` : found.matter.label,
              },
              { label: { vi: 'Bắt đầu', en: 'Begun' }, value: formatDateTime(found.startedAt) },
              ...(found.endedAt
                ? [
                    {
                      label: { vi: 'Kết thúc', en: 'Ended' },
                      value: `${formatDateTime(found.endedAt)}${found.endReason ? ` (${found.endReason})` : ''}`,
                    },
                  ]
                : []),
              { label: { vi: 'Đã chạy', en: 'Has run' }, value: hoursText(lang, hours) },
              ...(found.tokens.length > 0
                ? [
                    {
                      label: { vi: 'Đang ở', en: 'Waits at' },
                      value: found.tokens.map(
                        ({ element }, i) => html`${i > 0 && ' · '}<a href="#${placeOf(element)}">${nameOf(element)}</a>`,
                      ),
                    },
                  ]
                : []),
            ],
            { dense: true },
          )}
          ${
            diagram &&
            html`<div class="drawing" role="region" tabindex="0" aria-label="${{ vi: 'Sơ đồ', en: 'Diagram' }[lang]}">
              ${drawProcess(lang, diagram, {
                title: found.title[lang],
                placeOf,
                marked: new Set(found.tokens.map((one) => one.element)),
                badges: badgesOf(ctx, found, nameOf),
              })}
            </div>`
          }
          ${incidents(ctx, found, nameOf)}
          ${timers(ctx, found, nameOf)}
          ${changes}
          ${instanceActs(ctx, found, elements)}
          <h2>${{ vi: 'Đã diễn ra', en: 'What has happened' }[lang]}</h2>
          ${
            found.history.length === 0
              ? emptyState(lang, { title: { vi: 'Chưa có bước nào', en: 'No step yet' } })
              : timeline(
                  lang,
                  [...found.history].reverse().map((entry) => happened(ctx, entry)),
                )
          }
          ${decisions(ctx, found)}
          ${details(lang, {
            summary: { vi: 'Biến của lượt chạy', en: 'Variables' },
            body: html`<pre class="source">${JSON.stringify(found.variables, null, 2)}</pre>`,
          })}`,
  });
}

/** On the drawing: where it stands, and what it has passed, how often and whether in time. */
function badgesOf({ lang }: PageContext, found: InstanceView, nameOf: (element: string) => string): Map<string, DrawingBadge[]> {
  const badges = new Map<string, DrawingBadge[]>();
  const put = (element: string, tone: DrawingBadge['tone'], text: string, what: Text) =>
    badges.set(element, [...(badges.get(element) ?? []), { text, tone, title: `${nameOf(element)}: ${what[lang]}` }]);
  for (const { element } of found.tokens) put(element, 'doing', '●', { vi: 'đang ở đây', en: 'it stands here' });
  const done = found.history.filter(({ state }) => state === 'done');
  for (const [element, times] of Map.groupBy(done, (entry) => entry.element)) {
    const late = times.filter((one) => one.late).length;
    const count = times.length > 1 ? ` ${times.length}` : '';
    put(element, late > 0 ? 'late' : 'done', `✓${count}`, {
      vi: `đã làm ${times.length} lần${late > 0 ? `, trễ ${late}` : ''}`,
      en: `done ${times.length === 1 ? 'once' : `${times.length} times`}${late > 0 ? `, late ${late}` : ''}`,
    });
  }
  return badges;
}

/** Where an element stands on the drawing, which is wider than most screens. */
const placeOf = (element: string): string => `so-do-${element}`;

/** What people have changed in it, with their reasons; nothing when nobody has, or one may not see it. */
async function changesTable(ctx: PageContext, instance: string, nameOf: (element: string) => string): Promise<Html | false> {
  const { lang } = ctx;
  if (!mayOf(ctx, 'process.view-incident')) return false;
  const { changes } = await ctx.run('process.list-changes', { instance, limit: 200 });
  return (
    changes.length > 0 &&
    table<(typeof changes)[number]>(lang, {
      caption: { vi: 'Đã can thiệp', en: 'Interventions' },
      dense: true,
      stack: true,
      rows: changes,
      columns: [
        {
          key: 'kind',
          label: { vi: 'Việc', en: 'Act' },
          cell: (one) => changeNames[one.kind]?.[lang] ?? one.kind,
        },
        {
          key: 'element',
          label: { vi: 'Bước', en: 'Step' },
          cell: (one) => one.element && nameOf(one.element),
        },
        {
          key: 'reason',
          label: { vi: 'Lý do', en: 'Reason' },
          grow: true,
          cell: (one) =>
            html`${one.reason}${one.kind === 'recounted' && recounted(one.detail)}${one.kind === 'variables' && corrected(one.detail)}`,
        },
        { key: 'by', label: { vi: 'Người làm', en: 'By' }, cell: (one) => one.by },
        { key: 'at', label: { vi: 'Lúc', en: 'When' }, cell: (one) => formatDateTime(one.at) },
      ],
    })
  );
}

const changeNames: Readonly<Record<string, Text>> = {
  moved: { vi: 'Chuyển bước', en: 'Moved' },
  restarted: { vi: 'Chạy lại', en: 'Begun again' },
  variables: { vi: 'Sửa biến', en: 'Variables changed' },
  cancelled: { vi: 'Hủy', en: 'Cancelled' },
  migrated: { vi: 'Chuyển phiên bản', en: 'Migrated' },
  retried: { vi: 'Thử lại', en: 'Tried again' },
  skipped: { vi: 'Bỏ qua sự cố', en: 'Incident skipped' },
  relocated: { vi: 'Chuyển sang đơn vị kế thừa', en: 'Moved to the succeeding unit' },
  recounted: { vi: 'Tính lại hẹn giờ', en: 'Timer counted anew' },
};

/** Which variables were changed, from what to what. */
const corrected = (detail: unknown): Html => {
  const { before, after } = detail as Record<'before' | 'after', Record<string, unknown>>;
  const short = (value: unknown) => (JSON.stringify(value ?? null) ?? 'null').slice(0, 80);
  return html` (${Object.keys(after)
    .map((name) => `${name}: ${short(before[name])} → ${short(after[name])}`)
    .join('; ')})`;
};

/** From when to when a timer has moved. */
const recounted = (detail: unknown): Html => {
  const { before, after } = detail as { before: string; after: string };
  return html` (${formatDateTime(new Date(before))} → ${formatDateTime(new Date(after))})`;
};

function happened({ lang, now }: PageContext, entry: InstanceView['history'][number]): TimelineEntry {
  const from = new Date(entry.from);
  const hours = ((entry.to ? new Date(entry.to) : now).getTime() - from.getTime()) / 3_600_000;
  const state = {
    open: { vi: 'đang chờ', en: 'waiting' },
    done: { vi: 'đã xong', en: 'done' },
    cancelled: { vi: 'đã bỏ', en: 'withdrawn' },
  }[entry.state][lang];
  return {
    at: from.toISOString(),
    when: formatDateTime(from),
    title: entry.name,
    ...(entry.byName && { who: entry.byName }),
    body: html`${state}, ${hoursText(lang, hours)}${entry.outcome && (entry.outcomeName ? ` · ${entry.outcomeName[lang]}` : html` · <code>${entry.outcome}</code>`)}
    ${entry.late && tag(lang, 'late', { vi: 'Quá hạn', en: 'Late' })}${entry.comment && html`<p>${entry.comment}</p>`}`,
  };
}

/** What the program decided in steps of its own, and why. */
function decisions({ lang }: PageContext, { decisions: made }: InstanceView): Html | false {
  return (
    made.length > 0 &&
    html`<h2>${{ vi: 'Cách áp dụng bảng quyết định', en: 'How decision tables were applied' }[lang]}</h2>
      <ul class="plain-list">
        ${made.map((one) => html`<li>${toldDecision(lang, undefined, one)}</li>`)}
      </ul>`
  );
}

function incidents(ctx: PageContext, found: InstanceView, nameOf: (element: string) => string): Html | false {
  const { lang } = ctx;
  return (
    found.incidents.length > 0 &&
    table<InstanceView['incidents'][number]>(lang, {
      caption: { vi: 'Sự cố', en: 'Incidents' },
      dense: true,
      stack: true,
      rows: found.incidents,
      columns: [
        {
          key: 'element',
          label: { vi: 'Ở bước', en: 'At' },
          cell: (one) =>
            mayOf(ctx, 'process.view-incident')
              ? html`<a href="/dieu-hanh/su-co/${one.id}">${nameOf(one.element)}</a>`
              : nameOf(one.element),
        },
        {
          key: 'error',
          label: { vi: 'Lỗi', en: 'Error' },
          grow: true,
          cell: (one) => errorText(lang, one),
        },
        { key: 'at', label: { vi: 'Lúc', en: 'When' }, cell: (one) => formatDateTime(new Date(one.at)) },
        {
          key: 'settled',
          label: { vi: 'Đã xử lý', en: 'Settled' },
          cell: (one) =>
            one.settledAt ? formatDateTime(new Date(one.settledAt)) : tag(lang, 'late', { vi: 'chưa', en: 'not yet' }),
        },
      ],
    })
  );
}

function timers({ lang }: PageContext, found: InstanceView, nameOf: (element: string) => string): Html | false {
  return (
    found.timers.length > 0 &&
    table<InstanceView['timers'][number]>(lang, {
      caption: { vi: 'Hẹn giờ đang chờ', en: 'Timers that wait' },
      dense: true,
      stack: true,
      rows: found.timers,
      columns: [
        { key: 'element', label: { vi: 'Ở bước', en: 'At' }, grow: true, cell: (one) => nameOf(one.element) },
        { key: 'due', label: { vi: 'Đến lúc', en: 'Due' }, cell: (one) => formatDateTime(new Date(one.due)) },
        {
          key: 'tries',
          label: { vi: 'Số lần thử', en: 'Tries' },
          numeric: true,
          cell: (one) => one.attempts,
        },
      ],
    })
  );
}
