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
import { backTo, hidden, many, screen, typed, withQuery } from './frame.ts';
import { type Bulk, bulks, NotWaiting } from './bulk-acts.ts';

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const most = 200;

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
  const hindered = (await act.hindered?.(ctx, chosen)) ?? new Map<string, Text>();
  const ready = ids.filter((id) => !hindered.has(id));
  const errorAt = (name: string) => (wrong?.id === name ? wrong.message : undefined);
  return screen(ctx, {
    title: act.title,
    wrong: wrong !== undefined,
    main: html`${errorSummary(lang, wrong ? [wrong] : [])}
      <h1>${act.title[lang]} (${ready.length})</h1>
      ${list(ctx, chosen, { hindered })}${act.warning && ready.length > 0 && warning(lang, act.warning(ready.length))}
      <div class="narrow">
        ${form(lang, {
          action: `/ban-lam-viec/nhieu/${ctx.params['act']}`,
          forget: true,
          body: html`${hidden({ ve: back, lam: '1' })}${ready.map((id) => hidden({ chon: id }))}${
            act.person &&
            select(lang, {
              name: 'nguoi',
              label: { vi: 'Giao cho', en: 'To' },
              value: typed(ctx, 'nguoi') ?? people[0]?.id,
              error: errorAt('nguoi'),
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
              error: errorAt('ly-do'),
            })
          }${buttonGroup(
            ready.length > 0 && button(lang, { label: act.title, key: 'ctrl+enter' }),
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
      ${list(ctx, chosen, { said })}
      ${done.length > 0 && act.undo?.(ctx, done, back)}
      ${buttonGroup(linkButton(lang, { label: { vi: 'Về danh sách', en: 'Back to the list' }, href: back, kind: 'main', key: 'enter' }))}`,
    }),
  );
}

function list(
  ctx: PageContext,
  pages: readonly DossierPage[],
  {
    said,
    hindered,
  }: {
    readonly said?: ReadonlyMap<string, { done: boolean; text: string }>;
    readonly hindered?: ReadonlyMap<string, Text>;
  },
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
    dense: said === undefined, // why one was not done is read whole
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
              cell: ({ dossier }: DossierPage): Child => {
                const why = hindered?.get(dossier.id);
                return why ? tag(lang, 'late', why) : inVietnamese(lang, dossier.title);
              },
            },
          ]),
    ],
  });
}
