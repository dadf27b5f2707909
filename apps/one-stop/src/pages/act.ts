import { page, type PageContext, type PageResult, post, redirect, Refusal, show } from '@dinh/kernel';
import { errorSummary, html, inset } from '@dinh/ui';
import type { Act } from '../queries/list-acts.ts';
import type { DossierPage } from '../queries/view-dossier.ts';
import { choicesFor } from './act-choices.ts';
import { actForm } from './act-form.ts';
import { runAct } from './act-run.ts';
import { dossierPart } from './desk.ts';
import { backTo, refusedAct, screen, typed, withQuery } from './frame.ts';

const declaration = {
  path: '/ban-lam-viec/ho-so/:id/viec/:act',
  title: { vi: 'Việc với hồ sơ', en: 'Act on a dossier' },
  may: 'one-stop.view-dossier',
};

/** The question of an act on a page of its own: where no script opens the dialog. */
export const actPage = page({ ...declaration, run: (ctx) => ask(ctx) });

/** Does the act. Whoever comes second is told who did what when, beside the dossier as it stands now. */
export const actPost = post({
  ...declaration,
  async run(ctx) {
    const id = ctx.params['id'] ?? '';
    const back = backTo(typed(ctx, 've'), `/ban-lam-viec/ho-so/${id}`);
    // Only what is proposed is asked for anew; nothing is done.
    if (typed(ctx, 'tinh') !== undefined) return ask(ctx);
    try {
      const { page, act } = await find(ctx);
      await runAct(ctx, page, act ?? gone(ctx), await choicesFor(ctx, page, act ? [act] : []));
      return redirect(withQuery(back, { xong: ctx.params['act'] }));
    } catch (error) {
      return ask(ctx, error);
    }
  },
});

async function find(ctx: PageContext): Promise<{ page: DossierPage; act: Act | undefined }> {
  const id = ctx.params['id'] ?? '';
  const [page, { acts }] = await Promise.all([
    ctx.run('one-stop.view-dossier', { id }) as Promise<DossierPage>,
    ctx.run('one-stop.list-acts', { id }),
  ]);
  const task = ctx.query['viec'] ?? null;
  return { page, act: acts.find((one) => one.key === ctx.params['act'] && one.taskId === task) };
}

/** An act that is not among those allowed any more is still asked for: the refusal then says who was quicker. */
function gone(ctx: PageContext): Act {
  return {
    key: ctx.params['act'] ?? '',
    name: { vi: '', en: '' },
    kind: 'secondary',
    needsComment: false,
    taskId: ctx.query['viec'] ?? null,
    element: null,
    step: null,
    version: 0,
    behalfOf: null,
    visitId: null,
  };
}

/** @param error why the act was not done. @throws what is a fault of ours */
async function ask(ctx: PageContext, error?: unknown): Promise<PageResult> {
  const { lang } = ctx;
  const id = ctx.params['id'] ?? '';
  const { page, act } = await find(ctx);
  const back = backTo(typed(ctx, 've') ?? ctx.query['ve'], `/ban-lam-viec/ho-so/${id}`);
  const kept = ['ly-do', 'y-kien', 'khac', 'huong-dan'].flatMap((name) => typed(ctx, name) ?? []);
  const choices = await choicesFor(ctx, page, act ? [act] : []);
  const called = Object.fromEntries(choices.decides.map(({ key, label }) => [key, label]));
  const errors = error === undefined ? [] : refusedAct(error, called);
  return show(
    screen(ctx, {
      title: act?.name ?? { vi: 'Hồ sơ', en: 'Dossier' },
      wrong: errors.length > 0,
      breadcrumbs: [
        { label: { vi: 'Bàn làm việc', en: 'Desk' }, href: back },
        { label: act?.name ?? { vi: 'Hồ sơ', en: 'Dossier' } },
      ],
      main: html`${errorSummary(lang, errors)}${
        act
          ? html`<h1>${act.name[lang]}</h1>
              <div class="narrow">${actForm(ctx, page, act, choices, back)}</div>`
          : html`<h1>${lang === 'vi' ? 'Hồ sơ đã thay đổi' : 'The dossier has changed'}</h1>
              ${kept.length > 0 && inset(lang, html`${lang === 'vi' ? 'Điều bạn đã viết:' : 'What you wrote:'} ${kept.join(' · ')}`)}`
      }${await dossierPart(ctx, id, `/ban-lam-viec/ho-so/${id}`, { reading: act !== undefined })}`,
    }),
    error instanceof Refusal ? error.status : undefined,
  );
}
