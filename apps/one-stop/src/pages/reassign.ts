import { page, type PageContext, post, redirect, Refusal, show } from '@dinh/kernel';
import {
  button,
  emptyState,
  errorSummary,
  filterBar,
  form,
  html,
  type Html,
  inset,
  select,
  tag,
  textarea,
} from '@dinh/ui';
import { hidden, screen, typed } from './frame.ts';

/** All the work of somebody who is away, or a part of it, to somebody else, with the reason (P13). */
export const reassignPage = page({
  path: '/ban-lam-viec/phan-cong-lai',
  title: { vi: 'Phân công lại', en: 'Reassign' },
  may: 'one-stop.reassign-task',
  run: async (ctx) => show(await reassignScreen(ctx)),
});

export const reassignPost = post({
  path: '/ban-lam-viec/phan-cong-lai',
  title: { vi: 'Phân công lại', en: 'Reassign' },
  may: 'one-stop.reassign-task',
  async run(ctx) {
    try {
      const { moved, left } = await ctx.run('one-stop.reassign-tasks', {
        from: typed(ctx, 'tu') ?? '',
        to: typed(ctx, 'nguoi') ?? '',
        reason: typed(ctx, 'ly-do') ?? '',
      });
      return redirect(`/ban-lam-viec/phan-cong-lai?chuyen=${moved}&con=${left}`);
    } catch (error) {
      if (!(error instanceof Refusal) || error.status >= 500) throw error;
      return show(await reassignScreen(ctx, error), 422);
    }
  },
});

async function reassignScreen(ctx: PageContext, refusal?: Refusal) {
  const { lang } = ctx;
  const { persons } = await ctx.run('one-stop.list-colleagues', {});
  const busy = persons.filter((one) => one.open > 0);
  const asked = typed(ctx, 'tu') ?? ctx.query['tu'];
  const from = busy.find((one) => one.id === asked)?.id ?? busy[0]?.id;
  // Only those are offered who can take a part of it: others hold other roles, or sit elsewhere.
  const takers = from ? (await ctx.run('one-stop.list-colleagues', { insteadOf: from })).persons : [];
  const moved = ctx.query['chuyen'];
  const left = Number(ctx.query['con'] ?? 0);
  return screen(ctx, {
    title: { vi: 'Phân công lại', en: 'Reassign' },
    wrong: refusal !== undefined,
    main: html`${errorSummary(lang, refusal ? (refusal.fields.length > 0 ? refusal.fields : [{ message: refusal.declaration.sentence }]) : [])}
      <h1>${lang === 'vi' ? 'Chuyển việc khi có người vắng hoặc quá tải' : 'Move work when somebody is away or overloaded'}</h1>
      ${/^\d+$/.test(moved ?? '') && html`<p role="status">${tag(lang, 'done', { vi: 'Đã chuyển', en: 'Moved' })} ${lang === 'vi' ? `${moved} việc${left > 0 ? `, ${left} việc không chuyển được vì người nhận không giữ vai trò đó` : ''}.` : `${moved} tasks${left > 0 ? `, ${left} could not be moved: the receiver does not hold the role` : ''}.`}</p>`}
      ${
        from
          ? html`${filterBar(lang, {
              action: '/ban-lam-viec/phan-cong-lai',
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
      action: '/ban-lam-viec/phan-cong-lai',
      key: ctx.formKey,
      body: html`${hidden({ tu: from })}${select(ctx.lang, { name: 'nguoi', label: { vi: 'cho', en: 'to' }, options: takers.map(choice), value: typed(ctx, 'nguoi') })}${textarea(ctx.lang, { name: 'ly-do', label: { vi: 'Lý do', en: 'Reason' }, hint: { vi: 'Được giữ trong lịch sử từng hồ sơ.', en: 'Kept in the history of each dossier.' }, rows: 2, value: typed(ctx, 'ly-do') })}${button(ctx.lang, { label: { vi: 'Chuyển việc', en: 'Move the work' }, key: 'ctrl+enter' })}`,
    })}
  </div>`;

const nobodyElse = ({ lang }: PageContext): Html =>
  inset(lang, {
    vi: 'Ngoài người này, không ai ở đơn vị giữ vai trò cần cho các việc đó.',
    en: 'Nobody else in the unit holds the roles that these tasks need.',
  });
