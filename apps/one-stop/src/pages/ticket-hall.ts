import { page, type PageContext, post, redirect, Refusal, show } from '@dinh/kernel';
import {
  banner,
  button,
  buttonGroup,
  type Child,
  citizenPage,
  errorSummary,
  form,
  formatTime,
  html,
  type Html,
  linkButton,
  live,
  select,
  table,
  inVietnamese,
} from '@dinh/ui';
import { hidden, typed } from './frame.ts';
import { printed } from './papers.ts';

/** Numbers have three digits on paper and on the board. */
export const numberText = (number: number) => String(number).padStart(3, '0');
export const deskNumber = (text: string | undefined): number => (/^\d{1,9}$/.test(text ?? '') ? Number(text) : 0);

/**
 * By what a visitor of this desk chooses: the fields of its agency, or at a centre the agencies themselves. A ticket keeps the
 * Vietnamese name, in whichever language it was chosen: those who wait for one thing are one queue.
 */
export async function fieldsOf(
  ctx: PageContext,
  agency: string | null,
): Promise<{ readonly vi: string; readonly en?: string }[]> {
  const { agencies } = await ctx.run('procedures.list-by-agency', {});
  if (!agency || !agencies.some((one) => one.key === agency)) return agencies.map(({ name }) => name).slice(0, 40);
  const { procedures } = await ctx.run('procedures.list-by-agency', { agency });
  const names = new Set(procedures.map((one) => one.businessType.name.vi));
  return [...names].slice(0, 40).map((vi) => ({ vi }));
}

/** The kiosk: choose the desk, then the field; the paper comes out. */
export const kioskPage = page({
  path: '/lay-so',
  title: { vi: 'Lấy số thứ tự', en: 'Take a number' },
  may: 'anyone',
  run: async (ctx) => show(await kiosk(ctx)),
});

export const kioskPost = post({
  path: '/lay-so',
  title: { vi: 'Lấy số thứ tự', en: 'Take a number' },
  may: 'anyone',
  async run(ctx) {
    const desk = deskNumber(typed(ctx, 'quay'));
    try {
      const { desk: place } = await ctx.run('one-stop.ticket-board', { desk });
      const known = await fieldsOf(ctx, place.agency);
      const field = (known.find(({ vi }) => vi === typed(ctx, 'linh-vuc')) ?? known[0])?.vi ?? 'Chung';
      const { id } = await ctx.run('one-stop.take-ticket', { desk, field });
      return redirect(`/lay-so?quay=${desk}&so=${id}`);
    } catch (error) {
      if (!(error instanceof Refusal) || error.status >= 500) throw error;
      return show(await kiosk(ctx, error), error.status);
    }
  },
});

async function kiosk(ctx: PageContext, refusal?: Refusal): Promise<Html> {
  const { lang, query } = ctx;
  const desk = deskNumber(query['quay'] ?? typed(ctx, 'quay'));
  const word = (vi: string, en: string) => (lang === 'vi' ? vi : en);
  const heading = word('Lấy số thứ tự', 'Take a number');
  let body: Child;
  if (desk === 0) {
    const { desks } = await ctx.run('one-stop.list-desks', {});
    body = html`<h1>${heading}</h1>
      ${form(lang, {
        action: '/lay-so',
        method: 'get',
        body: html`${select(lang, { name: 'quay', label: { vi: 'Bạn đến nơi nào?', en: 'Where are you?' }, options: desks.map((one) => ({ value: String(one.id), label: one.name as { vi: string; en: string } })) })}${button(lang, { label: { vi: 'Tiếp tục', en: 'Continue' } })}`,
      })}`;
  } else {
    const board = await ctx.run('one-stop.ticket-board', { desk });
    const name = board.desk.name as { vi: string; en: string };
    const fields = await fieldsOf(ctx, board.desk.agency);
    body = html`${errorSummary(lang, refusal ? [{ message: refusal.sentence(lang) }] : [])}${query['so'] && (await taken(ctx, query['so']))}
      <h1>${heading}</h1>
      <p class="lead">${name[lang]}. ${word(`Đang có ${board.waiting} người chờ.`, `${board.waiting} waiting.`)}</p>
      ${form(lang, {
        action: '/lay-so',
        key: ctx.formKey,
        body: html`${hidden({ quay: desk })}
          <p>${word('Bạn cần làm thủ tục về lĩnh vực nào?', 'What is it about?')}</p>
          <div class="kiosk">
            ${fields.map(({ vi, en }) => button(lang, { label: en ? { vi, en } : inVietnamese(lang, vi), kind: 'secondary', name: 'linh-vuc', value: vi }))}
          </div>`,
      })}`;
  }
  return citizenPage(lang, {
    title: { vi: 'Lấy số thứ tự', en: 'Take a number' },
    site: ctx.site,
    url: ctx.url,
    viewer: ctx.viewer,
    wide: true,
    noSearch: true,
    main: html`${body}`,
  });
}

async function taken(ctx: PageContext, id: string): Promise<Child> {
  const { lang } = ctx;
  if (!/^[0-9a-f-]{36}$/.test(id)) return undefined;
  const ticket = await ctx.run('one-stop.view-ticket', { id });
  return banner(lang, {
    tone: 'done',
    title: lang === 'vi' ? 'Số của bạn' : 'Your number',
    body: html`<p><strong class="ticket-number">${numberText(ticket.number)}</strong></p>
      <p>
        ${inVietnamese(lang, ticket.field)}.
        ${lang === 'vi' ? `Trước bạn còn ${ticket.ahead} người.` : `${ticket.ahead} before you.`}
      </p>`,
    actions: buttonGroup(
      linkButton(lang, {
        label: { vi: 'In phiếu', en: 'Print the ticket' },
        href: `/lay-so/${id}.pdf`,
        attributes: { target: '_blank' },
      }),
      linkButton(lang, {
        label: { vi: 'Xem bảng gọi số', en: 'See the board' },
        href: `/bang-goi-so/${ticket.desk}`,
        kind: 'quiet',
      }),
    ),
  });
}

/** The ticket on its roll of paper. */
export const ticketPdf = page({
  path: '/lay-so/:id.pdf',
  title: { vi: 'Phiếu số thứ tự', en: 'Ticket' },
  may: 'anyone',
  async run(ctx) {
    const ticket = await ctx.run('one-stop.view-ticket', { id: ctx.params['id'] ?? '' });
    const board = await ctx.run('one-stop.ticket-board', { desk: ticket.desk });
    const minutes = board.fields.find((one) => one.field === ticket.field)?.minutes;
    return printed(ctx, {
      template: 'queue-ticket',
      at: ticket.takenAt as Date,
      name: `so-${numberText(ticket.number)}.pdf`,
      data: {
        desk: { title: ticket.deskName },
        number: numberText(ticket.number),
        field: ticket.field,
        waiting: ticket.ahead,
        expectedMinutes: minutes ?? undefined,
        at: ticket.takenAt,
        qr: `${ctx.app.config.publicUrl}/bang-goi-so/${ticket.desk}`,
      },
    });
  },
});

/** The big screen of the hall: who is called where, how many wait, about how long. */
export const boardPage = page({
  path: '/bang-goi-so/:desk',
  title: { vi: 'Bảng gọi số', en: 'Board' },
  may: 'anyone',
  async run(ctx) {
    const body = await board(ctx);
    return show(
      citizenPage(ctx.lang, {
        title: { vi: 'Bảng gọi số', en: 'Board' },
        site: ctx.site,
        url: ctx.url,
        viewer: ctx.viewer,
        wide: true,
        noSearch: true,
        islands: ['live'],
        main: body,
      }),
    );
  },
});

export const boardPart = page({
  path: '/bang-goi-so/:desk/phan',
  title: { vi: 'Bảng gọi số', en: 'Board' },
  may: 'anyone',
  run: async (ctx) => show(await board(ctx)),
});

async function board(ctx: PageContext): Promise<Html> {
  const { lang } = ctx;
  const desk = deskNumber(ctx.params['desk']);
  const now = await ctx.run('one-stop.ticket-board', { desk });
  const word = (vi: string, en: string) => (lang === 'vi' ? vi : en);
  const name = now.desk.name as { vi: string; en: string };
  return live({
    id: 'bang',
    href: `/bang-goi-so/${desk}/phan`,
    topics: [`public:desk-${desk}`],
    since: ctx.position,
    announce: true,
    body: html`<h1>${name[lang]}</h1>
      <ul class="board">
        ${now.called.map(
          (one) =>
            html`<li id="so-${one.id}" data-flash class="${one.state === 'called' ? 'board-called' : ''}">
              <strong class="ticket-number">${numberText(one.number)}</strong>
              <span>${word('Quầy', 'Counter')} ${one.counter ?? ''}</span>
              <small>${one.state === 'called' ? word('mời vào', 'please come') : word('đang phục vụ', 'being served')} · ${formatTime(one.calledAt as string)}</small>
            </li>`,
        )}
      </ul>
      ${now.called.length === 0 && html`<p class="lead">${word('Chưa gọi số nào.', 'No number has been called yet.')}</p>`}
      ${now.missed.length > 0 && html`<p>${word('Đã gọi, vắng mặt:', 'Called, not there:')} ${now.missed.map((one) => `${numberText(one.number)} `)}</p>`}
      ${
        now.fields.length > 0 &&
        table(lang, {
          caption: { vi: 'Đang chờ', en: 'Waiting' },
          rows: now.fields,
          columns: [
            {
              key: 'field',
              label: { vi: 'Lĩnh vực', en: 'Field' },
              cell: (one) => inVietnamese(lang, one.field),
            },
            {
              key: 'waiting',
              label: { vi: 'Đang chờ', en: 'Waiting' },
              numeric: true,
              cell: (one) => one.waiting,
            },
            {
              key: 'minutes',
              label: { vi: 'Chờ trung bình', en: 'Average wait' },
              numeric: true,
              cell: (one) => (one.minutes === null ? '—' : word(`${one.minutes} phút`, `${one.minutes} min`)),
            },
          ],
        })
      }`,
  });
}
