import { may, type OperationTypes, type OutputOf, page, type PageContext, post, redirect, show, type Text } from '@dinh/kernel';
import {
  banner,
  button,
  details,
  type Filled,
  form,
  formatDateTime,
  fresh,
  html,
  type Html,
  listFile,
  type ListProps,
  listScreen,
  refusedForm,
  summaryList,
  tag,
  textarea,
} from '@dinh/ui';
import { asked, hiddenKey, oneOf, options, screen, typed } from '../frame.ts';
import { sidesTable } from './compare.ts';
import { duplicatesPath, duplicatesTitle, fieldNames, mergesPath, mergeStates, mergesTitle } from './words.ts';

type Merge = OutputOf<OperationTypes['identity.list-merges']>['merges'][number];

const stateTag = ({ lang }: PageContext, { state }: { state: string }) =>
  tag(lang, state === 'proposed' ? 'waiting' : state === 'done' ? 'done' : 'stopped', mergeStates[state]!);

/** Proposals and merges; those that wait for a second pair of eyes are counted. */
async function merges(ctx: PageContext): Promise<ListProps<Merge>> {
  const { lang } = ctx;
  const state = oneOf(asked(ctx, 'tinh-trang'), Object.keys(mergeStates));
  const { waiting } = await ctx.run('identity.list-merges', { limit: 1 });
  return {
    path: mergesPath,
    title: mergesTitle,
    lead: html`<p>
      ${{ vi: `${waiting} đề nghị chờ người thứ hai quyết định.`, en: `${waiting} proposals wait for a second person.` }[lang]}
    </p>`,
    filters: [
      {
        name: 'tinh-trang',
        label: { vi: 'Tình trạng', en: 'State' },
        value: state ?? '',
        options: options(mergeStates),
      },
    ],
    ...(may(ctx.principal, 'people.merge-person') && {
      links: [{ href: duplicatesPath, label: duplicatesTitle }],
    }),
    rowHref: (m) => `${mergesPath}/${m.id}`,
    columns: [
      { key: 'to', label: { vi: 'Bản ghi ở lại', en: 'Stays' }, value: (m) => m.toName },
      { key: 'from', label: { vi: 'Bản ghi gộp vào', en: 'Becomes part of it' }, value: (m) => m.fromName },
      { key: 'reason', label: { vi: 'Lý do', en: 'Reason' }, value: (m) => m.reason, fileOnly: true },
      {
        key: 'by',
        label: { vi: 'Người đề nghị', en: 'Proposed by' },
        value: (m) => m.proposedByName,
        minor: true,
      },
      { key: 'at', label: { vi: 'Đề nghị lúc', en: 'Proposed' }, kind: 'moment', value: (m) => m.proposedAt },
      {
        key: 'decided-by',
        label: { vi: 'Người quyết định', en: 'Decided by' },
        value: (m) => m.decidedByName,
        minor: true,
      },
      {
        key: 'decided',
        label: { vi: 'Quyết định lúc', en: 'Decided' },
        kind: 'moment',
        value: (m) => m.decidedAt,
      },
      {
        key: 'state',
        label: { vi: 'Tình trạng', en: 'State' },
        value: (m) => mergeStates[m.state]?.[lang],
        cell: (m) => stateTag(ctx, m),
      },
    ],
    empty: {
      title: { vi: 'Chưa có đề nghị gộp nào', en: 'Nothing was proposed yet' },
      body: {
        vi: 'Đề nghị gộp được lập khi so sánh hai bản ghi có thể là cùng một người.',
        en: 'A proposal is made where two records are compared.',
      },
    },
    async read({ after, limit }) {
      const { merges: rows, next } = await ctx.run('identity.list-merges', {
        ...(state && { state }),
        ...(after && { after }),
        ...(limit !== undefined && { limit }),
      });
      return { rows, next };
    },
  };
}

const mergesPage = page({
  path: mergesPath,
  title: mergesTitle,
  may: 'people.register-person',
  async run(ctx) {
    const props = await merges(ctx);
    return listFile(ctx, props) ?? show(await listScreen(ctx, props));
  },
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
const withdraw = act('rut', 'people.register-person', (ctx, merge) => ctx.run('identity.withdraw-merge', { merge }));
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
  // Of two records of one person the names are the same.
  const called = (name: string, account: string | null) => (account ? `${name} (${account})` : name);
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
            value: html`<a href="/quan-tri/tai-quay/nguoi/${merge.to}">${called(merge.toName, both.a.account)}</a>`,
          },
          {
            label: { vi: 'Bản ghi gộp vào (2)', en: 'Becomes part of it (2)' },
            value: called(merge.fromName, both.b.account),
          },
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
            value: merge.state === 'done' ? { vi: `${merge.moved} mục`, en: `${merge.moved} records` } : undefined,
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
        ${merge.state === 'proposed' && decides && !own && decideForm(ctx, id, filled)}
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

function decideForm(ctx: PageContext, id: string, filled: Filled): Html {
  const { lang } = ctx;
  return form(lang, {
    action: `${mergesPath}/${id}/quyet-dinh`,
    body: html`${hiddenKey(ctx)}${textarea(lang, { name: 'comment', rows: 2, optional: true, label: { vi: 'Ý kiến', en: 'Comment' }, value: filled.value('comment'), error: filled.error('comment') })}
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
