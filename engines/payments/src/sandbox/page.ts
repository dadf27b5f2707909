import { page, post, redirect, show, sql } from '@dinh/kernel';
import { button, citizenPage, formatMoney, html } from '@dinh/ui';
import { paymentNotFound } from '../errors.ts';
import { checkPayment } from '../operations/check-payment.ts';
import { behaviours, sandboxPay } from './operations.ts';

const title = { vi: 'Cổng thanh toán thử nghiệm', en: 'Sandbox payment' };
const words: Record<(typeof behaviours)[number], { vi: string; en: string }> = {
  prompt: { vi: 'Thanh toán', en: 'Pay' },
  delayed: { vi: 'Thanh toán, báo về chậm 10 giây', en: 'Pay, tell ten seconds late' },
  twice: { vi: 'Thanh toán, báo về hai lần', en: 'Pay, tell twice' },
  silent: { vi: 'Thanh toán, không báo về', en: 'Pay, never tell' },
  fail: { vi: 'Từ chối giao dịch', en: 'Refuse' },
};

/** The sandbox's own page, where a payer would enter a card. */
const pay = page({
  path: '/thanh-toan/thu-nghiem/:ref',
  title,
  may: 'anyone',
  async run(ctx) {
    const row = await ctx.db.maybe<{ amount: number; info: string; state: string; order_id: string }>(
      sql`select amount, info, state, order_id from payments.sandbox where ref = ${ctx.params['ref']!}`,
    );
    if (!row) throw paymentNotFound();
    if (row.state !== 'open') return redirect(`/thanh-toan/${row.order_id}/xong`);
    return show(
      citizenPage(ctx.lang, {
        title,
        site: ctx.site,
        url: ctx.url,
        viewer: ctx.viewer,
        noSearch: true,
        main: html`<h1>${title[ctx.lang]}</h1>
          <p>${ctx.lang === 'vi' ? 'Đây là trang thử nghiệm, không thu tiền thật.' : 'This is a sandbox: no money is taken.'}</p>
          <p><strong>${formatMoney(ctx.lang, row.amount)}</strong> – ${row.info}</p>
          ${behaviours.map(
            (behaviour) =>
              html`<form method="post" action="/thanh-toan/thu-nghiem/${ctx.params['ref']}"><input type="hidden" name="behaviour" value="${behaviour}" />${button(ctx.lang, { label: words[behaviour], kind: behaviour === 'prompt' ? 'main' : 'secondary' })}</form>`,
          )}`,
      }),
    );
  },
});

const decide = post({
  path: '/thanh-toan/thu-nghiem/:ref',
  title,
  may: 'anyone',
  async run(ctx) {
    const { orderId } = (await ctx.run(sandboxPay, {
      ref: ctx.params['ref'],
      behaviour: ctx.form['behaviour'],
    })) as { orderId: string };
    return redirect(`/thanh-toan/${orderId}/xong`);
  },
});

/** The payer is back: ask the provider at once, then lead on to where they came from. */
const done = page({
  path: '/thanh-toan/:id/xong',
  title: { vi: 'Kết quả thanh toán', en: 'Payment result' },
  may: 'anyone',
  async run(ctx) {
    const { state, returnPath } = (await ctx.run(checkPayment, { id: ctx.params['id'] })) as {
      state: string;
      returnPath: string;
    };
    return redirect(`${returnPath}${returnPath.includes('?') ? '&' : '?'}thanh-toan=${state}`);
  },
});

export const sandboxPages = [pay, decide, done];
