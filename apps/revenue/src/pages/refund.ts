import { page, type PageContext, post, redirect, show, type Text } from '@dinh/kernel';
import {
  button,
  buttonGroup,
  checkbox,
  type Filled,
  form,
  formatMoney,
  fresh,
  html,
  type Html,
  inset,
  linkButton,
  refusedForm,
  roomScreen,
  summaryList,
  textarea,
} from '@dinh/ui';
import { notConfirmed } from '../errors.ts';
import type { PaymentView } from '../queries/view-payment.ts';
import { breadcrumbs, facts, idOf } from './payment.ts';
import { path } from './payments.ts';
import { refunding } from '../words.ts';

const title: Text = { vi: 'Hoàn tiền', en: 'Refund' };

/** What is asked before money goes back: why, and that it was checked. */
export const refundPage = page({
  path: `${path}/:id/hoan-tien`,
  title,
  may: refunding,
  run: async (ctx) => show(await refundScreen(ctx, fresh())),
});

/** Sends it back. */
export const refundPost = post({
  path: `${path}/:id/hoan-tien`,
  title,
  may: refunding,
  async run(ctx) {
    const id = idOf(ctx);
    const reason = [ctx.form['reason'] ?? ''].flat().at(-1)!.trim();
    try {
      const unchecked = ctx.form['confirmed'] === undefined;
      if (unchecked) throw notConfirmed(reason === '' ? [{ path: 'reason', message: needed }] : []);
      await ctx.run('payments.refund-payment', { id, reason });
    } catch (error) {
      return show(await refundScreen(ctx, refusedForm(ctx, error, { reason: needed })), 422);
    }
    return redirect(`${path}/${id}?xong=hoan-tien`);
  },
});

const needed: Text = { vi: 'Xin ghi lý do hoàn tiền.', en: 'Please say why it is refunded.' };

async function refundScreen(ctx: PageContext, filled: Filled): Promise<Html> {
  const { lang } = ctx;
  const one = await ctx.run('revenue.view-payment', { id: idOf(ctx) });
  const amount = formatMoney(lang, one.amount);
  return roomScreen(ctx, {
    title,
    wrong: filled.wrong,
    breadcrumbs: breadcrumbs(ctx, one, title),
    main: html`${filled.summary}
      <h1>${{ vi: `Hoàn ${amount}`, en: `Refund ${amount}` }[lang]}</h1>
      ${summaryList(lang, facts(ctx, one), { dense: true })}
      ${one.refund.may ? refundForm(ctx, one, filled, amount) : inset(lang, one.refund.why ?? notNow)}`,
  });
}

const notNow: Text = {
  vi: 'Chỉ hoàn được khoản đã nộp và chưa hoàn.',
  en: 'Only what was paid and has not gone back can be refunded.',
};

function refundForm(ctx: PageContext, one: PaymentView, filled: Filled, amount: string): Html {
  const { lang } = ctx;
  return html`${inset(lang, one.way === 'desk' ? atDesk : online)}
    <div class="narrow">
      ${form(lang, {
        action: `${path}/${one.id}/hoan-tien`,
        key: ctx.formKey,
        body: html`${textarea(lang, {
          name: 'reason',
          label: { vi: 'Lý do hoàn tiền', en: 'Why it is refunded' },
          hint: {
            vi: 'Ví dụ: Thu trùng, đối tượng được miễn phí. Giữ lại trong sổ.',
            en: 'For example: taken twice, the payer is exempt. It is kept in the books.',
          },
          rows: 3,
          maxLength: 1000,
          value: filled.value('reason'),
          error: filled.error('reason'),
        })}
          ${checkbox(lang, {
            name: 'confirmed',
            label: {
              vi: `Tôi đã đối chiếu biên lai và người nộp; hoàn đủ ${amount}, không rút lại được.`,
              en: `I have checked the receipt and the payer; the whole ${amount} go back and cannot be recalled.`,
            },
            checked: filled.value('confirmed') !== undefined,
            error: filled.error('confirmed'),
          })}
          ${buttonGroup(
            button(lang, { kind: 'danger', label: { vi: `Hoàn ${amount}`, en: `Refund ${amount}` } }),
            linkButton(lang, {
              href: `${path}/${one.id}`,
              kind: 'quiet',
              label: { vi: 'Không hoàn', en: 'Do not refund' },
            }),
          )}`,
      })}
    </div>`;
}

const atDesk: Text = {
  vi: 'Khoản này nộp tại quầy: trả tiền tận tay người nộp, có ký nhận, rồi ghi nhận ở đây.',
  en: 'This was paid at a desk: give the money back to the payer against a signature, then record it here.',
};
const online: Text = {
  vi: 'Khoản này nộp trực tuyến: cổng thanh toán chuyển tiền về nguồn đã trả. Hệ thống theo dõi đến khi tiền về.',
  en: 'This was paid online: the provider sends it back to where it came from. The system asks until it is back.',
};
