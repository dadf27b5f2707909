import { page, type PageContext, post, reach, redirect, Refusal, show, unnarrowed } from '@dinh/kernel';
import {
  button,
  buttonGroup,
  type Child,
  errorSummary,
  form,
  html,
  type Html,
  inVietnamese,
  live,
  select,
  textInput,
} from '@dinh/ui';
import { hidden, screen, typed, withQuery } from './frame.ts';
import { deskNumber, fieldsOf, numberText } from './ticket-hall.ts';

const deskPath = '/ban-lam-viec/goi-so';
const deskTitle = { vi: 'Gọi số', en: 'Call numbers' };

/** The official's side: call, call again, serve, done, nobody came. */
export const callPage = page({
  path: deskPath,
  title: deskTitle,
  may: 'one-stop.call-ticket',
  run: async (ctx) => show(await callScreen(ctx)),
});

/** Which desk this official calls for: the one of the address if it is in reach, else their own. */
async function ownDesk(ctx: PageContext): Promise<number> {
  const mine = unnarrowed(reach(ctx.principal, 'one-stop.call-ticket'));
  const { desks } = await ctx.run('one-stop.list-desks', {});
  const open = desks.filter((one) => mine.all || mine.units.includes(one.id));
  const asked = deskNumber(ctx.query['quay'] ?? typed(ctx, 'quay'));
  return (open.find((one) => one.id === asked) ?? open.find((one) => ctx.principal.units.includes(one.id)) ?? open[0])?.id ?? 0;
}

async function callScreen(ctx: PageContext, refusal?: Refusal): Promise<Html> {
  const { lang } = ctx;
  const desk = await ownDesk(ctx);
  const counter = typed(ctx, 'ten') ?? ctx.query['ten'] ?? ctx.cookies['dinh_quay'] ?? '1';
  const chosen = typed(ctx, 'linh-vuc') ?? ctx.query['linh-vuc'];
  const word = (vi: string, en: string) => (lang === 'vi' ? vi : en);
  const now = await ctx.run('one-stop.ticket-board', { desk });
  const fields = await fieldsOf(ctx, now.desk.agency);
  const one = now.called.find((ticket) => ticket.counter === counter);
  const act = (name: string, vi: string, en: string, key: string, kind: 'main' | 'secondary' = 'secondary') =>
    button(lang, { label: { vi, en }, key, kind, formAction: `${deskPath}/${name}` });
  const nobody = ctx.query['het'] === undefined ? nobodyHere : chosen ? nobodyOfField : nobodyWaits;
  return screen(ctx, {
    title: deskTitle,
    wrong: refusal !== undefined,
    main: html`${errorSummary(lang, refusal ? [{ message: refusal.sentence(lang) }] : [])}
      <h1>${word('Gọi số', 'Call numbers')}</h1>
      ${form(lang, {
        action: `${deskPath}/tiep`,
        id: 'goi',
        forget: true,
        body: html`${hidden({ quay: desk, so: one?.id })}${textInput(lang, { name: 'ten', label: { vi: 'Quầy số', en: 'Counter' }, width: 4, value: counter })}
          ${
            fields.length > 1 &&
            select(lang, {
              name: 'linh-vuc',
              label: { vi: 'Gọi lĩnh vực', en: 'Field to call' },
              value: chosen,
              placeholder: { vi: 'Mọi lĩnh vực', en: 'All fields' },
              options: fields.map(({ vi, en }) => ({ value: vi, label: { vi, en: en ?? vi } })),
            })
          }
          <p class="called" role="status">
            ${
              one
                ? html`<strong class="ticket-number">${numberText(one.number)}</strong> ${inVietnamese(lang, one.field)} ·
                    ${one.state === 'serving' ? word('đang phục vụ', 'being served') : word('đã gọi, chờ vào', 'called')}`
                : nobody[lang]
            }
          </p>
          ${buttonGroup(
            act('tiep', 'Gọi số tiếp theo', 'Call the next', 't', 'main'),
            one?.state === 'called' && act('phuc-vu', 'Bắt đầu phục vụ', 'Begin to serve', 'p'),
            one?.state === 'called' && act('goi-lai', 'Gọi lại', 'Call again', 'g'),
            one?.state === 'called' && act('vang', 'Vắng mặt', 'Nobody came', 'v'),
            one && act('xong', 'Phục vụ xong', 'Done', 'd'),
          )}`,
      })}
      ${live({
        id: 'cho',
        href: `${deskPath}/phan?quay=${desk}`,
        topics: [`unit:${desk}`],
        since: ctx.position,
        body: waitingList(ctx, now),
      })}
      <p><a href="/bang-goi-so/${desk}" target="_blank">${word('Mở bảng gọi số', 'Open the board')}</a> · <a href="/lay-so?quay=${desk}" target="_blank">${word('Mở máy lấy số', 'Open the kiosk')}</a></p>`,
  });
}

const nobodyHere = { vi: 'Chưa có số nào ở quầy này.', en: 'Nobody at this counter.' };
const nobodyWaits = { vi: 'Không còn ai đang chờ.', en: 'Nobody is waiting.' };
const nobodyOfField = {
  vi: 'Không còn ai chờ ở lĩnh vực đã chọn.',
  en: 'Nobody is waiting in the chosen field.',
};

function waitingList(
  ctx: PageContext,
  now: {
    waiting: number;
    served: number;
    fields: { field: string; waiting: number }[];
    missed: { id: string; number: number }[];
  },
): Html {
  const { lang } = ctx;
  return html`<p>
      <strong>${lang === 'vi' ? `${now.waiting} người đang chờ` : `${now.waiting} waiting`}</strong> ·
      ${lang === 'vi' ? `${now.served} lượt đã xong hôm nay` : `${now.served} done today`}
    </p>
    <ul class="plain-list">
      ${now.fields.filter((one) => one.waiting > 0).map((one) => html`<li>${inVietnamese(lang, one.field)}: ${one.waiting}</li>`)}
    </ul>
    ${now.missed.length > 0 && missedOnes(ctx, now.missed)}`;
}

/** Whoever was called and was away comes back sooner or later. */
function missedOnes({ lang }: PageContext, missed: readonly { id: string; number: number }[]): Child {
  return html`<h2>${lang === 'vi' ? 'Đã gọi, vắng mặt' : 'Called, not there'}</h2>
    ${buttonGroup(
      ...missed.map(({ id, number }, i) =>
        button(lang, {
          label: { vi: `Gọi lại ${numberText(number)}`, en: `Call ${numberText(number)} again` },
          kind: 'secondary',
          key: i === 0 ? 'm' : undefined,
          name: 'so',
          value: id,
          formAction: `${deskPath}/goi-lai`,
          attributes: { form: 'goi' },
        }),
      ),
    )}`;
}

export const waitingPart = page({
  path: `${deskPath}/phan`,
  title: deskTitle,
  may: 'one-stop.call-ticket',
  run: async (ctx) => show(waitingList(ctx, await ctx.run('one-stop.ticket-board', { desk: await ownDesk(ctx) }))),
});

const moves = {
  'phuc-vu': 'one-stop.serve-ticket',
  vang: 'one-stop.miss-ticket',
  xong: 'one-stop.finish-ticket',
} as const;

export const callPost = post({
  path: `${deskPath}/:act`,
  title: deskTitle,
  may: 'one-stop.call-ticket',
  async run(ctx) {
    const act = ctx.params['act'] ?? '';
    const counter = (typed(ctx, 'ten') ?? '1').slice(0, 20);
    const field = typed(ctx, 'linh-vuc');
    const id = typed(ctx, 'so') ?? '';
    ctx.setCookie('dinh_quay', counter, 30 * 86_400);
    try {
      let nobody = false;
      if (act === 'tiep') {
        const { ticket } = await ctx.run('one-stop.call-next', { desk: await ownDesk(ctx), counter, field });
        nobody = ticket === null;
      } else if (act === 'goi-lai') await ctx.run('one-stop.recall-ticket', { id, counter });
      else if (Object.hasOwn(moves, act)) await ctx.run(moves[act as keyof typeof moves], { id });
      return redirect(
        withQuery(deskPath, {
          ten: counter,
          quay: typed(ctx, 'quay'),
          'linh-vuc': field,
          het: nobody ? '1' : undefined,
        }),
      );
    } catch (error) {
      if (!(error instanceof Refusal) || error.status >= 500) throw error;
      return show(await callScreen(ctx, error), error.status);
    }
  },
});
