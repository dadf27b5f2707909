import { isUuid, page, type PageContext, post, redirect, Refusal, show } from '@dinh/kernel';
import {
  banner,
  button,
  emptyState,
  errorSummary,
  filterBar,
  form,
  html,
  type Html,
  inset,
  present,
  select,
  textarea,
  refusedErrors,
} from '@dinh/ui';
import { backTo, hidden, screen, typed, withQuery } from './frame.ts';

const path = '/ban-lam-viec/phan-cong-lai';

/** All the work of somebody who is away, or a part of it, to somebody else, with the reason (P13). */
export const reassignPage = page({
  path,
  title: { vi: 'Phân công lại', en: 'Reassign' },
  may: 'one-stop.reassign-task',
  run: async (ctx) => show(await reassignScreen(ctx)),
});

export const reassignPost = post({
  path,
  title: { vi: 'Phân công lại', en: 'Reassign' },
  may: 'one-stop.reassign-task',
  async run(ctx) {
    try {
      const to = typed(ctx, 'nguoi') as string; // where nobody was chosen the operation says that somebody is needed
      const { moved, left } = await ctx.run(
        'one-stop.reassign-tasks',
        present({ from: typed(ctx, 'tu') ?? '', to, reason: typed(ctx, 'ly-do') ?? '' }),
      );
      const when = { cho: to, luc: ctx.now.toISOString(), den: ctx.app.clock.now().toISOString() };
      return redirect(withQuery(path, { chuyen: String(moved), con: String(left), ...when }));
    } catch (error) {
      if (!(error instanceof Refusal) || error.status >= 500) throw error;
      return show(await reassignScreen(ctx, error), 422);
    }
  },
});

/** Takes a move back. */
export const undoPost = post({
  path: `${path}/hoan-tac`,
  title: { vi: 'Hoàn tác phân công lại', en: 'Undo a reassignment' },
  may: 'one-stop.reassign-task',
  async run(ctx) {
    try {
      const { moved } = await ctx.run('one-stop.undo-reassign', {
        to: typed(ctx, 'cho') ?? '',
        since: typed(ctx, 'luc') ?? '',
        until: typed(ctx, 'den') ?? '',
      });
      const back = typed(ctx, 've');
      return redirect(
        back ? withQuery(backTo(back, path), { xong: 'reassign-undone' }) : withQuery(path, { lai: String(moved) }),
      );
    } catch (error) {
      if (!(error instanceof Refusal) || error.status >= 500) throw error;
      return show(await reassignScreen(ctx, error), error.status);
    }
  },
});

export const undoButton = ({ lang }: PageContext): Html =>
  button(lang, { label: { vi: 'Hoàn tác', en: 'Undo' }, kind: 'secondary' });

/**
 * The button that takes back what was moved to somebody between two moments, ISO texts.
 * @param back where to go on; the page of whole hands of work when left out
 */
export const undoForm = (ctx: PageContext, to: string, since: string, until: string, back?: string): Html =>
  form(ctx.lang, {
    action: `${path}/hoan-tac`,
    forget: true,
    body: html`${hidden({ cho: to, luc: since, den: until, ...(back && { ve: back }) })}${undoButton(ctx)}`,
  });

/** What has just been moved, with the way back; or that it was taken back. */
function moved(ctx: PageContext): Html | undefined {
  const { lang, query } = ctx;
  const count = (name: string) => (/^\d{1,6}$/.test(query[name] ?? '') ? Number(query[name]) : undefined);
  const [done, back, left] = [count('chuyen'), count('lai'), count('con') ?? 0];
  if (back !== undefined)
    return banner(lang, {
      tone: 'done',
      body: {
        vi: `Đã hoàn tác: ${back} việc trở về người giữ trước.`,
        en: `Undone: ${back} back with whom they came from.`,
      },
    });
  if (done === undefined) return undefined;
  const { cho = '', luc = '', den = '' } = query;
  return banner(lang, {
    tone: 'done',
    body: {
      vi: `Đã chuyển ${done} việc.${left > 0 ? ` ${left} việc không chuyển được vì người nhận không giữ vai trò đó.` : ''}`,
      en: `${done} moved.${left > 0 ? ` ${left} could not be moved: the receiver does not hold the role.` : ''}`,
    },
    actions: done > 0 && isUuid(cho) && undoForm(ctx, cho, luc, den),
  });
}

async function reassignScreen(ctx: PageContext, refusal?: Refusal) {
  const { lang } = ctx;
  const { persons } = await ctx.run('one-stop.list-colleagues', {});
  const busy = persons.filter((one) => one.open > 0);
  const asked = typed(ctx, 'tu') ?? ctx.query['tu'];
  const from = busy.find((one) => one.id === asked)?.id ?? busy[0]?.id;
  // Only those are offered who can take a part of it: others hold other roles, or sit elsewhere.
  const takers = from ? (await ctx.run('one-stop.list-colleagues', { insteadOf: from })).persons : [];
  return screen(ctx, {
    title: { vi: 'Phân công lại', en: 'Reassign' },
    wrong: refusal !== undefined,
    main: html`${errorSummary(lang, refusal ? refusedErrors(refusal) : [])}
      <h1>${lang === 'vi' ? 'Chuyển việc khi có người vắng hoặc quá tải' : 'Move work when somebody is away or overloaded'}</h1>
      ${!refusal && moved(ctx)}
      ${
        from
          ? html`${filterBar(lang, {
              action: path,
              filters: [
                {
                  name: 'tu',
                  label: { vi: 'Chuyển toàn bộ việc đang mở của', en: 'All open tasks of' },
                  value: from,
                  options: busy.map(choice),
                },
              ],
            })}${takers.length > 0 ? moveForm(ctx, from, takers) : nobodyElse(ctx)}`
          : emptyState(lang, {
              title: { vi: 'Không ai đang giữ việc nào', en: 'Nobody holds any work' },
            })
      }`,
  });
}

type Colleague = { id: string; name: string; unit: string; open: number; late: number };

const choice = (one: Colleague) => ({
  value: one.id,
  label: {
    vi: `${one.name}, ${one.unit} (đang giữ ${one.open} việc${one.late ? `, ${one.late} quá hạn` : ''})`,
    en: `${one.name}, ${one.unit} (${one.open} open${one.late ? `, ${one.late} late` : ''})`,
  },
});

const moveForm = (ctx: PageContext, from: string, takers: readonly Colleague[]): Html =>
  html`<div class="narrow">
    ${form(ctx.lang, {
      action: path,
      key: ctx.formKey,
      body: html`${hidden({ tu: from })}${select(ctx.lang, { name: 'nguoi', label: { vi: 'Giao cho', en: 'Give to' }, options: takers.map(choice), value: typed(ctx, 'nguoi') })}${textarea(ctx.lang, { name: 'ly-do', label: { vi: 'Lý do', en: 'Reason' }, hint: { vi: 'Được giữ trong lịch sử từng hồ sơ.', en: 'Kept in the history of each dossier.' }, rows: 2, value: typed(ctx, 'ly-do') })}${button(ctx.lang, { label: { vi: 'Chuyển việc', en: 'Move the work' }, key: 'ctrl+enter' })}`,
    })}
  </div>`;

const nobodyElse = ({ lang }: PageContext): Html =>
  inset(lang, {
    vi: 'Ngoài người này, không ai ở đơn vị giữ vai trò cần cho các việc đó.',
    en: 'Nobody else in the unit holds the roles that these tasks need.',
  });
