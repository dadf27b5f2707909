import {
  may,
  type OperationTypes,
  type OutputOf,
  page,
  type PageContext,
  type PageResult,
  post,
  redirect,
  show,
  type Text,
} from '@dinh/kernel';
import {
  askedFormat,
  banner,
  button,
  details,
  emptyState,
  exportLinks,
  type Filled,
  filterBar,
  form,
  formatDateTime,
  fresh,
  html,
  type Html,
  linkLine,
  pagination,
  refusedForm,
  sheetFile,
  type SheetFormat,
  summaryList,
  table,
  tag,
  textarea,
  everyRow,
} from '@dinh/ui';
import { asked, hiddenKey, oneOf, screen, typed, withQuery } from '../frame.ts';
import { sidesTable } from './compare.ts';
import {
  duplicatesPath,
  duplicatesTitle,
  fieldNames,
  mergesPath,
  mergeStates,
  mergesTitle,
} from './words.ts';

type Merge = OutputOf<OperationTypes['identity.list-merges']>['merges'][number];

const addressOf = (ctx: PageContext, more: Record<string, string | undefined> = {}) =>
  withQuery(mergesPath, { 'tinh-trang': asked(ctx, 'tinh-trang'), ...more });
const filters = (ctx: PageContext) => {
  const state = oneOf(asked(ctx, 'tinh-trang'), Object.keys(mergeStates));
  return state ? { state } : {};
};

const stateTag = ({ lang }: PageContext, { state }: { state: string }) =>
  tag(lang, state === 'proposed' ? 'waiting' : state === 'done' ? 'done' : 'stopped', mergeStates[state]!);

/** Proposals and merges; those that wait for a second pair of eyes are counted. */
const mergesPage = page({
  path: mergesPath,
  title: mergesTitle,
  may: 'people.register-person',
  async run(ctx) {
    const { lang } = ctx;
    const format = askedFormat(ctx.query['dang']);
    if (format) return sheet(ctx, format);
    const after = asked(ctx, 'sau');
    const { merges, waiting, next } = await ctx.run('identity.list-merges', {
      ...filters(ctx),
      ...(after && { after }),
    });
    return show(
      screen(ctx, {
        title: mergesTitle,
        main: html`<h1>${mergesTitle[lang]}</h1>
          <p>
            ${{ vi: `${waiting} đề nghị chờ người thứ hai quyết định.`, en: `${waiting} proposals wait for a second person.` }[lang]}
          </p>
          ${filterBar(lang, {
            action: mergesPath,
            clear: mergesPath,
            filters: [
              {
                name: 'tinh-trang',
                label: { vi: 'Tình trạng', en: 'State' },
                value: asked(ctx, 'tinh-trang'),
                options: Object.entries(mergeStates).map(([value, label]) => ({ value, label })),
              },
            ],
            actions: linkLine(lang, [
              ...exportLinks(addressOf(ctx)),
              ...(may(ctx.principal, 'people.merge-person')
                ? [{ href: duplicatesPath, label: duplicatesTitle }]
                : []),
            ]),
          })}
          ${table<Merge>(lang, {
            caption: mergesTitle,
            hideCaption: true,
            dense: true,
            rows: merges,
            rowHref: (m) => `${mergesPath}/${m.id}`,
            columns: [
              { key: 'to', label: { vi: 'Bản ghi ở lại', en: 'Stays' }, cell: (m) => m.toName },
              {
                key: 'from',
                label: { vi: 'Bản ghi gộp vào', en: 'Becomes part of it' },
                cell: (m) => m.fromName,
              },
              {
                key: 'by',
                label: { vi: 'Đề nghị', en: 'Proposed' },
                cell: (m) => `${m.proposedByName}, ${formatDateTime(m.proposedAt)}`,
              },
              {
                key: 'decided',
                label: { vi: 'Quyết định', en: 'Decided' },
                cell: (m) => m.decidedAt && `${m.decidedByName ?? ''}, ${formatDateTime(m.decidedAt)}`,
              },
              { key: 'state', label: { vi: 'Tình trạng', en: 'State' }, cell: (m) => stateTag(ctx, m) },
            ],
            empty: emptyState(lang, {
              title: { vi: 'Chưa có đề nghị gộp nào', en: 'Nothing was proposed yet' },
              body: {
                vi: 'Đề nghị gộp được lập khi so sánh hai bản ghi có thể là cùng một người.',
                en: 'A proposal is made where two records are compared.',
              },
            }),
          })}
          ${pagination(lang, { next: next ? addressOf(ctx, { sau: next }) : undefined, previous: after ? addressOf(ctx) : undefined })}`,
      }),
    );
  },
});

function sheet(ctx: PageContext, format: SheetFormat): Promise<PageResult> {
  const { lang } = ctx;
  return sheetFile<Merge>(ctx, format, {
    title: mergesTitle,
    rows: everyMerge(ctx),
    columns: [
      { label: { vi: 'Bản ghi ở lại', en: 'Stays' }, value: (m) => m.toName },
      { label: { vi: 'Bản ghi gộp vào', en: 'Becomes part of it' }, value: (m) => m.fromName },
      { label: { vi: 'Lý do', en: 'Reason' }, value: (m) => m.reason },
      { label: { vi: 'Người đề nghị', en: 'Proposed by' }, value: (m) => m.proposedByName },
      { label: { vi: 'Lúc', en: 'At' }, kind: 'moment', value: (m) => m.proposedAt },
      { label: { vi: 'Người quyết định', en: 'Decided by' }, value: (m) => m.decidedByName },
      { label: { vi: 'Lúc', en: 'At' }, kind: 'moment', value: (m) => m.decidedAt },
      { label: { vi: 'Tình trạng', en: 'State' }, value: (m) => mergeStates[m.state]?.[lang] },
    ],
  });
}

const everyMerge = (ctx: PageContext): AsyncGenerator<Merge> =>
  everyRow<Merge, string>(async (after) => {
    const { merges, next } = await ctx.run('identity.list-merges', {
      ...filters(ctx),
      limit: 500,
      ...(after && { after }),
    });
    return { rows: merges, next };
  });

const path = `${mergesPath}/:id`;
const title: Text = { vi: 'Một lần gộp', en: 'A merge' };
const askFor: Record<string, Text> = { reason: { vi: 'Hãy nhập lý do.', en: 'Type the reason.' } };

const mergePage = page({
  path,
  title,
  may: 'people.register-person',
  run: async (ctx) => show(await mergeScreen(ctx, fresh())),
});

const act = (name: string, rule: string, run: (ctx: PageContext, merge: string) => Promise<unknown>) =>
  post({
    path: `${path}/${name}`,
    title,
    may: rule,
    async run(ctx) {
      const merge = ctx.params['id'] ?? '';
      try {
        await run(ctx, merge);
        return redirect(`${mergesPath}/${merge}?xong=1`);
      } catch (error) {
        return show(await mergeScreen(ctx, refusedForm(ctx, error, askFor)), 422);
      }
    },
  });

const decide = act('quyet-dinh', 'people.merge-person', (ctx, merge) => {
  const comment = typed(ctx, 'comment');
  return ctx.run('identity.decide-merge', {
    merge,
    accept: typed(ctx, 'answer') === 'yes',
    ...(comment && { comment }),
  });
});
const withdraw = act('rut', 'people.register-person', (ctx, merge) =>
  ctx.run('identity.withdraw-merge', { merge }),
);
const undo = act('hoan-tac', 'people.merge-person', (ctx, merge) =>
  ctx.run('identity.undo-merge', { merge, reason: typed(ctx, 'reason') ?? '' }),
);

async function mergeScreen(ctx: PageContext, filled: Filled): Promise<Html> {
  const { lang } = ctx;
  const id = ctx.params['id'] ?? '';
  const merge = await ctx.run('identity.view-merge', { merge: id });
  const both = await ctx.run('identity.compare-persons', { a: merge.to, b: merge.from });
  const decides = may(ctx.principal, 'people.merge-person');
  const own = merge.proposedBy === ctx.principal.id;
  return screen(ctx, {
    title,
    wrong: filled.wrong,
    breadcrumbs: [{ label: mergesTitle, href: mergesPath }, { label: title }],
    main: html`${filled.summary}
      ${ctx.query['xong'] && banner(lang, { tone: 'done', body: { vi: 'Đã ghi nhận.', en: 'It is recorded.' } })}
      <h1>${merge.fromName} → ${merge.toName} ${stateTag(ctx, merge)}</h1>
      ${summaryList(
        lang,
        [
          {
            label: { vi: 'Bản ghi ở lại (1)', en: 'Stays (1)' },
            value: html`<a href="/quan-tri/tai-quay/nguoi/${merge.to}">${merge.toName}</a>`,
          },
          { label: { vi: 'Bản ghi gộp vào (2)', en: 'Becomes part of it (2)' }, value: merge.fromName },
          {
            label: { vi: 'Lấy từ bản ghi gộp vào', en: 'Taken from it' },
            value: merge.fields.map((f: string) => fieldNames[f]?.[lang] ?? f).join(', ') || '—',
          },
          { label: { vi: 'Lý do', en: 'Reason' }, value: merge.reason },
          {
            label: { vi: 'Người đề nghị', en: 'Proposed by' },
            value: `${merge.proposedByName}, ${formatDateTime(merge.proposedAt)}`,
          },
          {
            label: { vi: 'Người quyết định', en: 'Decided by' },
            value: merge.decidedAt && `${merge.decidedByName ?? ''}, ${formatDateTime(merge.decidedAt)}`,
          },
          { label: { vi: 'Ý kiến', en: 'Comment' }, value: merge.comment },
          {
            label: { vi: 'Đã chuyển theo', en: 'Followed' },
            value:
              merge.state === 'done' ? { vi: `${merge.moved} mục`, en: `${merge.moved} records` } : undefined,
          },
          {
            label: { vi: 'Hoàn tác', en: 'Undone' },
            value: merge.undoneAt && `${formatDateTime(merge.undoneAt)}: ${merge.undoReason ?? ''}`,
          },
        ],
        { dense: true },
      )}
      ${merge.state === 'proposed' && sidesTable(ctx, both)}
      <div class="narrow">
        ${merge.state === 'proposed' && decides && !own && decideForm(ctx, id)}
        ${
          merge.state === 'proposed' &&
          own &&
          html`<p>${{ vi: 'Bạn đã đề nghị; một người khác quyết định.', en: 'You proposed it; somebody else decides.' }[lang]}</p>
            <form method="post" action="${mergesPath}/${id}/rut">
              ${hiddenKey(ctx)}${button(lang, { kind: 'secondary', label: { vi: 'Rút đề nghị', en: 'Withdraw it' } })}
            </form>`
        }
        ${merge.state === 'done' && decides && undoForm(ctx, id, filled)}
      </div>`,
  });
}

function decideForm(ctx: PageContext, id: string): Html {
  const { lang } = ctx;
  return form(lang, {
    action: `${mergesPath}/${id}/quyet-dinh`,
    body: html`${hiddenKey(ctx)}${textarea(lang, { name: 'comment', rows: 2, optional: true, label: { vi: 'Ý kiến', en: 'Comment' } })}
    ${button(lang, { name: 'answer', value: 'yes', label: { vi: 'Đồng ý, gộp', en: 'Agree: merge' } })}
    ${button(lang, { name: 'answer', value: 'no', kind: 'secondary', label: { vi: 'Không đồng ý', en: 'Decline' } })}`,
  });
}

function undoForm(ctx: PageContext, id: string, filled: Filled): Html {
  const { lang } = ctx;
  return details(lang, {
    summary: { vi: 'Hoàn tác', en: 'Undo' },
    open: filled.wrong,
    body: form(lang, {
      action: `${mergesPath}/${id}/hoan-tac`,
      body: html`${hiddenKey(ctx)}
        <p>${{ vi: 'Đúng những gì đã chuyển theo được trả lại. Chỉ làm được khi chưa có gì mới phát sinh.', en: 'Exactly what followed goes back. Only while nothing new rests on it.' }[lang]}</p>
        ${textarea(lang, { name: 'reason', rows: 2, label: { vi: 'Lý do', en: 'Reason' }, value: filled.value('reason'), error: filled.error('reason') })}
        ${button(lang, { kind: 'danger', label: { vi: 'Hoàn tác việc gộp', en: 'Undo the merge' } })}`,
    }),
  });
}

export const mergePages = [mergesPage, mergePage, decide, withdraw, undo];
