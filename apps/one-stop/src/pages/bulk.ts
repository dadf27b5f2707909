import { type PageContext, type PageResult, post, redirect, Refusal, show, type Text } from '@dinh/kernel';
import {
  button,
  buttonGroup,
  type Child,
  emptyState,
  errorSummary,
  form,
  html,
  linkButton,
  select,
  table,
  tag,
  textarea,
  warning,
  inVietnamese,
} from '@dinh/ui';
import { numberOf } from '../model/dossier.ts';
import type { DossierPage } from '../queries/view-dossier.ts';
import { acceptanceStays } from './act-form.ts';
import { backTo, hidden, many, screen, typed, withQuery } from './frame.ts';
import { undoButton, undoForm } from './reassign.ts';

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const most = 200;

interface Bulk {
  readonly title: Text;
  /** What to say before so many are done. */
  warning?(count: number): Text;
  /** Whom the form asks for. */
  readonly person?: 'specialist' | 'colleague';
  readonly reason?: boolean;
  /** What the page of a dossier says when it was done from there. */
  readonly told?: string;
  /** How what was done can be taken back. */
  undo?(ctx: PageContext, done: readonly string[], back: string): Child;
  /** Does it with one dossier. @returns what to say besides "done" */
  run(ctx: PageContext, page: DossierPage): Promise<string | undefined>;
}

/**
 * The button that takes back what was done with these, as an act on many.
 * @param alone done from the page of one dossier, which is shown again
 */
export const undoByBulk = (
  ctx: PageContext,
  act: 'ban-giao-lai' | 'bo-phan-cong',
  done: readonly string[],
  back: string,
  alone = false,
): Child =>
  form(ctx.lang, {
    action: `/ban-lam-viec/nhieu/${act}`,
    forget: true,
    body: html`${hidden({ ve: back, lam: '1', ...(alone && { mot: '1' }) })}${done.map((id) => hidden({ chon: id }))}${undoButton(ctx)}`,
  });

/** The open step of a dossier that waits for this outcome and is the person's to do. */
async function taskFor(ctx: PageContext, id: string, outcome: string) {
  const { acts } = await ctx.run('one-stop.list-acts', { id });
  return acts.find((act) => act.key === outcome && act.taskId);
}

const bulks: Record<string, Bulk> = {
  'tiep-nhan': {
    title: { vi: 'Tiếp nhận nhiều hồ sơ', en: 'Accept many dossiers' },
    warning: acceptanceStays,
    async run(ctx, { dossier }) {
      const { code } = await ctx.run('one-stop.accept-dossier', { id: dossier.id, version: dossier.version });
      return code;
    },
  },
  'ban-giao': {
    title: { vi: 'Bàn giao hồ sơ giấy', en: 'Hand over papers' },
    async run(ctx, { dossier }) {
      await ctx.run('one-stop.hand-over-dossiers', { ids: [dossier.id], act: 'made' });
      return undefined;
    },
    undo: (ctx, done, back) => undoByBulk(ctx, 'ban-giao-lai', done, back),
  },
  'ban-giao-lai': {
    title: { vi: 'Hoàn tác bàn giao hồ sơ giấy', en: 'Undo a hand-over' },
    told: 'hand-over-undone',
    async run(ctx, { dossier }) {
      await ctx.run('one-stop.hand-over-dossiers', { ids: [dossier.id], act: 'undone' });
      return undefined;
    },
  },
  'phan-cong': {
    title: { vi: 'Phân công nhiều hồ sơ', en: 'Assign many dossiers' },
    person: 'specialist',
    async run(ctx, { dossier }) {
      const task = await taskFor(ctx, dossier.id, 'assign');
      if (!task) return notWaiting(ctx);
      await ctx.run('one-stop.complete-step', {
        taskId: task.taskId!,
        version: task.version,
        outcome: 'assign',
        specialist: typed(ctx, 'nguoi'),
        comment: typed(ctx, 'ly-do'),
      });
      return undefined;
    },
    undo: (ctx, done, back) => undoByBulk(ctx, 'bo-phan-cong', done, back),
  },
  'bo-phan-cong': {
    title: { vi: 'Hoàn tác phân công', en: 'Undo an assignment' },
    told: 'assign-undone',
    async run(ctx, { dossier }) {
      await ctx.run('one-stop.undo-assign', { ids: [dossier.id] });
      return undefined;
    },
  },
  'giao-lai': {
    title: { vi: 'Giao việc cho người khác', en: 'Give to somebody else' },
    person: 'colleague',
    reason: true,
    undo: (ctx) =>
      undoForm(ctx, typed(ctx, 'nguoi') ?? '', ctx.now.toISOString(), ctx.app.clock.now().toISOString()),
    async run(ctx, { tasks }) {
      const open = tasks.filter((task) => task.state === 'open' && task.assignee).map((task) => task.id);
      if (open.length === 0) return notWaiting(ctx);
      await ctx.run('one-stop.reassign-tasks', {
        taskIds: open,
        to: typed(ctx, 'nguoi') ?? '',
        reason: typed(ctx, 'ly-do') ?? '',
      });
      return undefined;
    },
  },
};

class NotWaiting extends Error {}
const notWaiting = (ctx: PageContext): never => {
  throw new NotWaiting(
    ctx.lang === 'vi'
      ? 'Hồ sơ không ở bước này, không thay đổi gì.'
      : 'Not at this step; nothing was changed.',
  );
};

/** An act on many dossiers: first asked, then done one by one, each in a transaction of its own, and told one by one. */
export const bulkPost = post({
  path: '/ban-lam-viec/nhieu/:act',
  title: { vi: 'Làm với nhiều hồ sơ', en: 'Act on many dossiers' },
  may: 'one-stop.view-dossier',
  async run(ctx) {
    const act = bulks[ctx.params['act'] ?? ''];
    const back = backTo(typed(ctx, 've'), '/ban-lam-viec');
    if (!act) return redirect(back);
    const ids = [...new Set(many(ctx, 'chon').filter((id) => uuid.test(id)))].slice(0, most);
    if (ids.length === 0 || typed(ctx, 'lam') === undefined) return show(await ask(ctx, act, ids, back));
    if (act.person && !typed(ctx, 'nguoi'))
      return show(
        await ask(ctx, act, ids, back, {
          id: 'nguoi',
          message: { vi: 'Xin chọn người nhận việc.', en: 'Please choose who takes the work.' },
        }),
        422,
      );
    if (act.reason && !typed(ctx, 'ly-do'))
      return show(
        await ask(ctx, act, ids, back, {
          id: 'ly-do',
          message: {
            vi: 'Xin ghi lý do; lý do được giữ trong lịch sử hồ sơ.',
            en: 'Please give the reason; it is kept in the history.',
          },
        }),
        422,
      );
    return doAll(ctx, act, ids, back);
  },
});

async function ask(
  ctx: PageContext,
  act: Bulk,
  ids: readonly string[],
  back: string,
  wrong?: { readonly id: string; readonly message: Text },
) {
  const { lang } = ctx;
  if (ids.length === 0)
    return screen(ctx, {
      title: act.title,
      main: emptyState(lang, {
        title: { vi: 'Chưa chọn hồ sơ nào', en: 'Nothing is chosen' },
        body: {
          vi: 'Đánh dấu các hồ sơ trong danh sách (phím X) rồi chọn việc cần làm.',
          en: 'Tick dossiers in the list (key X), then choose what to do.',
        },
        action: linkButton(lang, { label: { vi: 'Về danh sách', en: 'Back to the list' }, href: back }),
      }),
    });
  const chosen = await read(ctx, ids);
  const people = act.person ? await peopleFor(ctx, act.person, ids) : [];
  return screen(ctx, {
    title: act.title,
    wrong: wrong !== undefined,
    main: html`${errorSummary(lang, wrong ? [wrong] : [])}
      <h1>${act.title[lang]} (${ids.length})</h1>
      ${list(ctx, chosen)}${act.warning && warning(lang, act.warning(ids.length))}
      <div class="narrow">
        ${form(lang, {
          action: `/ban-lam-viec/nhieu/${ctx.params['act']}`,
          forget: true,
          body: html`${hidden({ ve: back, lam: '1' })}${ids.map((id) => hidden({ chon: id }))}${
            act.person &&
            select(lang, {
              name: 'nguoi',
              label: { vi: 'Giao cho', en: 'To' },
              value: typed(ctx, 'nguoi') ?? people[0]?.id,
              options: people.map((one) => ({
                value: one.id,
                label: {
                  vi: `${one.name} (đang giữ ${one.open} việc)`,
                  en: `${one.name} (${one.open} open)`,
                },
              })),
            })
          }${
            act.person &&
            textarea(lang, {
              name: 'ly-do',
              label: act.reason ? { vi: 'Lý do', en: 'Reason' } : { vi: 'Ý kiến chỉ đạo', en: 'Instruction' },
              optional: !act.reason,
              rows: 2,
              value: typed(ctx, 'ly-do'),
            })
          }${buttonGroup(
            button(lang, { label: act.title, key: 'ctrl+enter' }),
            linkButton(lang, { label: { vi: 'Thôi', en: 'Cancel' }, href: back, kind: 'quiet' }),
          )}`,
        })}
      </div>`,
  });
}

/** Who can take a step of one of the dossiers; the first of them that waits for somebody says who. */
async function peopleFor(ctx: PageContext, whom: 'specialist' | 'colleague', ids: readonly string[]) {
  for (const dossierId of ids) {
    const role = whom === 'specialist' ? { role: 'specialist' } : {};
    const { persons } = await ctx.run('one-stop.list-colleagues', { dossierId, ...role });
    if (persons.length > 0) return persons;
  }
  return [];
}

/** The dossiers as they stand now; those out of reach are left out. */
async function read(ctx: PageContext, ids: readonly string[]): Promise<DossierPage[]> {
  const pages = await Promise.all(
    ids.map((id) =>
      ctx.run('one-stop.view-dossier', { id }).catch((error: unknown) => {
        if (error instanceof Refusal) return undefined;
        throw error;
      }),
    ),
  );
  return pages.filter((one): one is DossierPage => one !== undefined);
}

async function doAll(ctx: PageContext, act: Bulk, ids: readonly string[], back: string): Promise<PageResult> {
  const { lang } = ctx;
  const chosen = await read(ctx, ids);
  const said = new Map<string, { done: boolean; text: string }>();
  for (const one of chosen) {
    try {
      said.set(one.dossier.id, { done: true, text: (await act.run(ctx, one)) ?? '' });
    } catch (error) {
      if (error instanceof NotWaiting) said.set(one.dossier.id, { done: false, text: error.message });
      else if (error instanceof Refusal && error.status < 500)
        said.set(one.dossier.id, { done: false, text: error.sentence(lang) });
      else throw error;
    }
  }
  const done = [...said].filter(([, one]) => one.done).map(([id]) => id);
  if (act.told && typed(ctx, 'mot') !== undefined && done.length === said.size && done.length > 0)
    return redirect(withQuery(back, { xong: act.told }));
  return show(
    screen(ctx, {
      title: act.title,
      main: html`<h1>${act.title[lang]}</h1>
      <p role="status">
        <strong>${lang === 'vi' ? `${done.length} hồ sơ đã xong` : `${done.length} done`}</strong>${chosen.length > done.length && (lang === 'vi' ? `, ${chosen.length - done.length} hồ sơ chưa làm được.` : `, ${chosen.length - done.length} not done.`)}
      </p>
      ${list(ctx, chosen, said)}
      ${done.length > 0 && act.undo?.(ctx, done, back)}
      ${buttonGroup(linkButton(lang, { label: { vi: 'Về danh sách', en: 'Back to the list' }, href: back, kind: 'main', key: 'enter' }))}`,
    }),
  );
}

function list(
  ctx: PageContext,
  pages: readonly DossierPage[],
  said?: ReadonlyMap<string, { done: boolean; text: string }>,
): Child {
  const { lang } = ctx;
  const outcome = ({ dossier }: DossierPage): Child => {
    const one = said?.get(dossier.id);
    return html`${one?.done ? tag(lang, 'done', { vi: 'Đã xong', en: 'Done' }) : tag(lang, 'late', { vi: 'Chưa làm được', en: 'Not done' })}
    ${one?.text}`;
  };
  return table(lang, {
    caption: { vi: 'Các hồ sơ đã chọn', en: 'The chosen dossiers' },
    hideCaption: true,
    dense: true,
    rows: pages,
    rowHref: ({ dossier }) => `/ban-lam-viec/ho-so/${dossier.id}`,
    columns: [
      { key: 'code', label: { vi: 'Hồ sơ', en: 'Dossier' }, cell: ({ dossier }) => numberOf(dossier) },
      { key: 'owner', label: { vi: 'Chủ hồ sơ', en: 'Owner' }, cell: ({ dossier }) => dossier.ownerName },
      ...(said
        ? [{ key: 'said', label: { vi: 'Kết quả', en: 'Outcome' }, grow: true, cell: outcome }]
        : [
            {
              key: 'title',
              label: { vi: 'Thủ tục', en: 'Procedure' },
              grow: true,
              cell: ({ dossier }: DossierPage): Child => inVietnamese(lang, dossier.title),
            },
          ]),
    ],
  });
}
