import { type PageContext, page, redirect, show } from '@dinh/kernel';
import { banner, type Child, html, type Html, live } from '@dinh/ui';
import { actName, outcomeName } from '../model/act-names.ts';
import { numberOf } from '../model/dossier.ts';
import type { DossierPage } from '../queries/view-dossier.ts';
import { choicesFor } from './act-choices.ts';
import { undoByBulk } from './bulk-acts.ts';
import { listPane, listPart } from './desk-list.ts';
import { listHref, queueOf, queuePane, queues } from './desk-queues.ts';
import { dossierView } from './dossier-view.ts';
import { screen, withQuery } from './frame.ts';
import { undoForm } from './reassign.ts';
import { paperName } from './words.ts';

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const may = 'one-stop.view-dossier';

/** The officials' day on one screen: queues, list, dossier. */
export const deskPage = page({
  path: '/ban-lam-viec',
  title: { vi: 'Bàn làm việc', en: 'Desk' },
  may,
  async run(ctx) {
    const id = openDossier(ctx);
    const [left, middle, right] = await Promise.all([
      queuePane(ctx),
      listPane(ctx, id),
      id ? dossierPart(ctx, id, withQuery(ctx.url, { xong: undefined, lang: undefined, tep: undefined })) : undefined,
    ]);
    return show(
      screen(ctx, {
        title: queues[queueOf(ctx)]!.label,
        queues: left,
        list: middle,
        listHref: listHref(ctx),
        dossier: right,
        islands: ['desk'],
      }),
    );
  },
});

const openDossier = (ctx: PageContext): string | undefined =>
  uuid.test(ctx.query['ho-so'] ?? '') ? ctx.query['ho-so'] : undefined;

/** The queues alone, for the page that is open when something has changed. */
export const queuesPart = page({
  path: '/ban-lam-viec/hang-doi',
  title: { vi: 'Hàng đợi', en: 'Queues' },
  may,
  run: async (ctx) => show(await queuePane(ctx)),
});

export const rowsPart = page({
  path: '/ban-lam-viec/danh-sach',
  title: { vi: 'Danh sách', en: 'List' },
  may,
  run: async (ctx) => show(await listPart(ctx, openDossier(ctx))),
});

/** The same dossier alone: where messages lead, and for a phone. */
export const dossierPageAlone = page({
  path: '/ban-lam-viec/ho-so/:id',
  title: { vi: 'Hồ sơ', en: 'Dossier' },
  may,
  async run(ctx) {
    const id = ctx.params['id'] ?? '';
    const here = withQuery(ctx.url, { xong: undefined, lang: undefined, tep: undefined });
    return show(
      screen(ctx, {
        title: { vi: 'Hồ sơ', en: 'Dossier' },
        main: html`<h1 class="visually-hidden">${ctx.lang === 'vi' ? 'Hồ sơ' : 'Dossier'}</h1>
          ${await dossierPart(ctx, id, here)}`,
        breadcrumbs: [
          { label: { vi: 'Bàn làm việc', en: 'Desk' }, href: '/ban-lam-viec' },
          { label: { vi: 'Hồ sơ', en: 'Dossier' } },
        ],
      }),
    );
  },
});

export const dossierFragment = page({
  path: '/ban-lam-viec/ho-so/:id/phan',
  title: { vi: 'Hồ sơ', en: 'Dossier' },
  may,
  async run(ctx) {
    const here = ctx.query['ve'] ?? '';
    const id = ctx.params['id'] ?? '';
    if (!here.startsWith('/ban-lam-viec')) return redirect(`/ban-lam-viec/ho-so/${id}`);
    return show(
      await dossierPart(ctx, id, here, {
        reading: ctx.query['xem'] === '1',
      }),
    );
  },
});

/** The dossier with what can be done, renewed when somebody else does something. */
export async function dossierPart(
  ctx: PageContext,
  id: string,
  here: string,
  { notice, reading = false }: { notice?: Child; reading?: boolean } = {},
): Promise<Html> {
  const [page, { acts, withheld }] = await Promise.all([
    ctx.run('one-stop.view-dossier', { id }) as Promise<DossierPage>,
    ctx.run('one-stop.list-acts', { id }),
  ]);
  const choices = await choicesFor(ctx, page, acts);
  const file = ctx.query['tep'];
  return live({
    id: 'ho-so',
    href: withQuery(`/ban-lam-viec/ho-so/${id}/phan`, {
      ve: here,
      tep: file,
      // What has just been done, and the way to take it back, stay when the part is renewed.
      xong: ctx.query['xong'],
      xem: reading ? '1' : undefined,
    }),
    topics: [`dossier:${id}`],
    since: ctx.position,
    body: await dossierView(ctx, {
      page,
      acts,
      withheld,
      choices,
      here,
      file,
      reading,
      notice: notice ?? done(ctx, page, here),
    }),
  });
}

/** What has just been done, and the paper that came of it. */
function done(ctx: PageContext, page: DossierPage, here: string): Child {
  const { lang } = ctx;
  const key = ctx.query['xong'];
  const last = page.history.at(-1);
  if (!key || !last) return undefined;
  const paper = page.papers.findLast((one) => Date.parse(one.issuedAt) > ctx.now.getTime() - 120_000);
  const name = /^[a-z-]{1,30}$/.test(key) ? outcomeName(key) : actName(last.act, last.step, page.tasks);
  const what = name.vi === key ? actName(last.act, last.step, page.tasks) : name;
  return banner(lang, {
    tone: 'done',
    title: { vi: `Đã xong: ${what.vi}`, en: `Done: ${what.en}` },
    body: html`${numberOf(page.dossier)}${key === 'collect-fee' && takenFee(ctx, page)}${
      paper &&
      html` ·
        <a href="/giay-to/${paper.id}.pdf" target="_blank">${lang === 'vi' ? 'In' : 'Print'} ${paperName(lang, paper)}</a>`
    }`,
    actions: takenBack(ctx, page, here, key, last),
  });
}

/** What has just been done with a dossier may be taken back, where nobody has gone on with it. */
function takenBack(ctx: PageContext, page: DossierPage, here: string, key: string, last: DossierPage['history'][number]): Child {
  const { id } = page.dossier;
  if (key === 'assign' && last.act.endsWith('/assign')) return undoByBulk(ctx, 'bo-phan-cong', [id], here, true);
  if (key === 'hand-over' && last.act === 'handed-over') return undoByBulk(ctx, 'ban-giao-lai', [id], here, true);
  if (key !== 'reassign' || last.act !== 'reassigned') return undefined;
  const holder = page.tasks.find((task) => task.state === 'open' && task.assignee)?.assignee;
  const moment = new Date(last.at).toISOString();
  return holder && undoForm(ctx, holder, moment, moment, here);
}

/** The receipt of the money that the desk has just taken. */
function takenFee({ lang }: PageContext, { payments }: DossierPage): Child {
  const paid = payments.findLast((one) => one.state === 'paid' && one.receipt);
  return (
    paid &&
    html` ·
      <a href="/bien-lai/${paid.id}.pdf" target="_blank">${lang === 'vi' ? 'In biên lai' : 'Print the receipt'} ${paid.receipt}</a>`
  );
}
