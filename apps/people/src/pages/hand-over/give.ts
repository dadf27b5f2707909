import {
  localDate,
  may,
  type OperationTypes,
  type OutputOf,
  page,
  type PageContext,
  post,
  redirect,
  show,
  type Text,
} from '@dinh/kernel';
import {
  autocomplete,
  banner,
  button,
  counted,
  type Filled,
  form,
  formatNumber,
  fresh,
  html,
  type Html,
  refusedForm,
  table,
  textInput,
} from '@dinh/ui';
import { asked, hiddenKey, screen, typed } from '../frame.ts';
import { handOversPath, strandedPath, strandedTitle } from './words.ts';

type Preview = OutputOf<OperationTypes['identity.preview-hand-over']>;

const path = '/quan-tri/nguoi';
const title: Text = { vi: 'Bàn giao công việc', en: 'Hand over work' };

/** Why work is handed over on this screen, and what is done then. */
const acts = {
  'thoi-chuc-vu': {
    title: { vi: 'Thôi chức vụ và bàn giao', en: 'End a position and hand over' },
    button: { vi: 'Thôi chức vụ này và bàn giao', en: 'End this position and hand over' },
    may: 'people.manage-position',
  },
  'tam-ngung': {
    title: { vi: 'Tạm ngừng tài khoản và bàn giao', en: 'Suspend and hand over' },
    button: { vi: 'Tạm ngừng và bàn giao', en: 'Suspend and hand over' },
    may: 'people.manage-person',
  },
  'con-lai': {
    title: { vi: 'Bàn giao việc còn lại', en: 'Hand over what is left' },
    button: { vi: 'Bàn giao', en: 'Hand over' },
    may: 'people.manage-position',
  },
} as const;
type Act = keyof typeof acts;

const actOf = (text: string | undefined): Act => (text !== undefined && text in acts ? (text as Act) : 'con-lai');

/** To whom the work of a person goes when a place ends or they are suspended, with what would be moved. */
const givePage = page({
  path: `${path}/:id/ban-giao`,
  title,
  may: 'people.view-person',
  run: async (ctx) =>
    show(
      await giveScreen(ctx, fresh({ to: asked(ctx, 'to'), lastDay: asked(ctx, 'lastDay'), reason: asked(ctx, 'reason') }), {
        act: actOf(asked(ctx, 'viec')),
        position: asked(ctx, 'chuc-vu'),
        to: asked(ctx, 'to'),
      }),
    ),
});

const askFor: Record<string, Text> = {
  reason: {
    vi: 'Hãy nhập lý do hoặc căn cứ (ít nhất 2 ký tự).',
    en: 'Type the reason or the decision (2 characters at least).',
  },
  lastDay: { vi: 'Hãy nhập một ngày.', en: 'Type a day.' },
};

const givePost = post({
  path: `${path}/:id/ban-giao`,
  title,
  may: 'people.view-person',
  async run(ctx) {
    const person = ctx.params['id'] ?? '';
    const asks = { act: actOf(typed(ctx, 'viec')), position: typed(ctx, 'chuc-vu'), to: typed(ctx, 'to') };
    try {
      const handOver = await carryOut(ctx, person, asks);
      return redirect(handOver ? `${handOversPath}/${handOver}` : `${path}/${person}?xong=${asks.act}`);
    } catch (error) {
      return show(await giveScreen(ctx, refusedForm(ctx, error, askFor), { ...asks, to: undefined }), 422);
    }
  },
});

interface Asked {
  readonly act: Act;
  readonly position: string | undefined;
  readonly to: string | undefined;
}

async function carryOut(ctx: PageContext, person: string, { act, position, to }: Asked): Promise<string | null> {
  const how = { reason: typed(ctx, 'reason') ?? '', ...(to !== undefined && { to }) };
  const lastDay = typed(ctx, 'lastDay');
  switch (act) {
    case 'thoi-chuc-vu': {
      const ended = await ctx.run('identity.end-position', {
        position: position ?? '',
        ...how,
        ...(lastDay && { lastDay }),
      });
      return ended.handOver;
    }
    case 'tam-ngung':
      return (await ctx.run('identity.suspend-person', { person, ...how })).handOver;
    case 'con-lai':
      return (await ctx.run('identity.hand-over-stranded', { person, ...how })).handOver;
  }
}

async function giveScreen(ctx: PageContext, filled: Filled, { act, position, to }: Asked): Promise<Html> {
  const { lang } = ctx;
  const person = ctx.params['id'] ?? '';
  const preview = await ctx.run('identity.preview-hand-over', {
    person,
    ...(act === 'thoi-chuc-vu' && position !== undefined && { position }),
    ...(to !== undefined && { to }),
  });
  const { title: heading, button: label, may: rule } = acts[act];
  const address = `${path}/${person}/ban-giao`;
  const kept = html`<input type="hidden" name="viec" value="${act}" />${
    position !== undefined && html`<input type="hidden" name="chuc-vu" value="${position}" />`
  }`;
  return screen(ctx, {
    title: heading,
    wrong: filled.wrong,
    breadcrumbs: [
      { label: { vi: 'Người', en: 'Persons' }, href: path },
      { label: preview.name, href: `${path}/${person}` },
      { label: heading },
    ],
    main: html`${filled.summary}
      <h1>${heading[lang]}: ${preview.name}</h1>
      ${preview.place && html`<p>${preview.place.title[lang]}, ${preview.place.unitName[lang]}</p>`}
      <div class="narrow">
        ${previewTable(ctx, preview, to)} ${leftAlone(ctx, preview, act)}
        ${form(lang, {
          action: address,
          method: 'get',
          body: html`${kept}${receiver(ctx, preview, filled)}${button(lang, { kind: 'secondary', label: { vi: 'Xem trước', en: 'Preview' } })}`,
        })}
        ${
          may(ctx.principal, rule) &&
          form(lang, {
            action: address,
            body: html`${hiddenKey(ctx)}${kept}${to !== undefined && html`<input type="hidden" name="to" value="${to}" />`}
            ${to === undefined && banner(lang, { tone: 'info', body: { vi: 'Chưa chọn người nhận: việc trả về hàng chờ của từng đơn vị.', en: 'No receiver is chosen: the work goes into the queue of each unit.' } })}
            ${
              act === 'thoi-chuc-vu' &&
              textInput(lang, {
                name: 'lastDay',
                type: 'date',
                width: 10,
                optional: true,
                label: { vi: 'Ngày cuối giữ chức vụ', en: 'Last day in the position' },
                hint: {
                  vi: 'Để trống: thôi ngay. Việc được bàn giao từ ngày hôm sau.',
                  en: 'Empty: at once. The work is handed over from the day after.',
                },
                value: filled.value('lastDay'),
                error: filled.error('lastDay'),
              })
            }
            ${textInput(lang, {
              name: 'reason',
              label: { vi: 'Lý do, căn cứ', en: 'Reason, decision' },
              value: filled.value('reason'),
              error: filled.error('reason'),
            })}
            ${button(lang, { kind: act === 'con-lai' ? 'main' : 'danger', label, key: 'ctrl+enter' })}`,
          })
        }
      </div>`,
  });
}

function receiver(ctx: PageContext, { receivers }: Preview, filled: Filled): Html {
  const group = (same: boolean): Text =>
    same
      ? { vi: 'Cùng vai trò, cùng đơn vị', en: 'Same role, same unit' }
      : { vi: 'Người khác trong cơ quan', en: 'Others in the agency' };
  return autocomplete(ctx.lang, {
    name: 'to',
    optional: true,
    label: { vi: 'Người nhận', en: 'Receiver' },
    hint: {
      vi: 'Gõ một phần họ tên, chức vụ hoặc đơn vị để tìm.',
      en: 'Type a part of a name, title or unit to find one.',
    },
    placeholder: { vi: 'Không: trả về hàng chờ của đơn vị', en: 'Nobody: back into the queue of the unit' },
    ...(filled.value('to') !== undefined && { value: filled.value('to')! }),
    options: receivers.map((one) => ({
      value: one.id,
      label: `${one.name}, ${one.title[ctx.lang]}, ${one.unitName[ctx.lang]}`,
      group: group(one.sameRole),
    })),
  });
}

/** A warning of work that nobody could do afterwards, with what to do about it before. */
function leftAlone({ lang }: PageContext, { name, parts }: Preview, act: Act): Html | undefined {
  const count = parts.reduce((sum, { alone }) => sum + alone, 0);
  if (count === 0 || act === 'con-lai') return undefined;
  return banner(lang, {
    tone: 'soon',
    title: {
      vi: `${formatNumber('vi', count)} việc sẽ không còn ai làm`,
      en: `${counted(count, 'piece')} of work would have nobody`,
    },
    body: html`<p>
        ${
          {
            vi: `Tính cả việc đang ở hàng chờ của đơn vị: ngoài ${name}, không ai giữ vai trò làm việc đó ở đơn vị. Hãy giao vai trò ấy cho người khác trước, rồi chọn họ làm người nhận; phó thường trực đã cử thì làm thay được.`,
            en: `With what waits in the queues: besides ${name} nobody holds the role for it in the unit. Give somebody that role first and choose them as the receiver; a standing deputy stands in.`,
          }[lang]
        }
      </p>
      <p>
        <a href="${path}">${{ vi: 'Tìm người để giao chức vụ', en: 'Find somebody for the post' }[lang]}</a> ·
        <a href="${strandedPath}">${strandedTitle[lang]}</a>
      </p>`,
  });
}

function previewTable({ lang, now }: PageContext, { parts }: Preview, to: string | undefined): Html {
  type Part = Preview['parts'][number];
  return table<Part>(lang, {
    caption: {
      vi: `Sẽ được chuyển (tính ngày ${localDate(now).split('-').reverse().join('/')})`,
      en: 'What would be moved',
    },
    stack: true,
    rows: parts,
    columns: [
      { key: 'what', label: { vi: 'Nội dung', en: 'What' }, cell: (part) => part.title[lang] },
      {
        key: 'total',
        label: { vi: 'Tất cả', en: 'All' },
        numeric: true,
        cell: (part) => formatNumber(lang, part.total),
      },
      ...(to === undefined
        ? []
        : [
            {
              key: 'fits',
              label: { vi: 'Cho người nhận', en: 'To the receiver' },
              numeric: true,
              cell: (part: Part) => formatNumber(lang, part.fits),
            },
          ]),
      {
        key: 'rest',
        label: { vi: 'Về hàng chờ hoặc chấm dứt', en: 'Into queues, or ended' },
        numeric: true,
        cell: (part) => formatNumber(lang, part.total - part.fits),
      },
      ...(parts.every(({ alone }) => alone === 0)
        ? []
        : [
            {
              key: 'alone',
              label: { vi: 'Không còn ai làm', en: 'With nobody' },
              numeric: true,
              cell: (part: Part) => formatNumber(lang, part.alone),
            },
          ]),
    ],
  });
}

export const givePages = [givePage, givePost];
