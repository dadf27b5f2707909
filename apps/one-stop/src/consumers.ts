import {
  type Call,
  type Consumer,
  type ConsumerContext,
  type Event,
  localDate,
  sql,
  systemPrincipal,
} from '@dinh/kernel';
import { notify } from '@dinh/notify';
import { refundPayment } from '@dinh/payments';
import type { Dossier } from './model/dossier.ts';
import { dayText, tellApplicant } from './model/tell.ts';
import { paymentSettled } from './operations/payment-settled.ts';

/** A payment has come through: the dossier knows, and a clock that stood still for it goes on. */
const payments: Consumer = {
  name: 'one-stop.payments',
  events: ['payments.payment-paid'],
  async handle(ctx, event) {
    const [kind, id] = String(event.data['subject']).split(':');
    if (kind !== 'dossier' || !id) return;
    await asOperation(ctx, event, {
      id,
      purpose: String(event.data['purpose']),
      occasion: Number(event.data['occasion'] ?? 1),
      amount: Number(event.data['amount']),
      ref: String(event.data['ref']),
    });
  },
};

/** Runs the operation inside the consumer's own transaction, so that effect and position commit together. */
async function asOperation(
  ctx: ConsumerContext,
  event: Event,
  input: { id: string; purpose: string; occasion: number; amount: number; ref: string },
): Promise<void> {
  await ctx.run(paymentSettled, input, callOf(event));
}

/** The consumers act as the program itself, under the number of the request that caused the event. */
const callOf = (event: Event): Call => ({
  principal: systemPrincipal('one-stop'),
  lang: 'vi',
  origin: { channel: 'job', trace: event.trace ?? 'event' },
});

/** The applicant hears that the dossier has arrived. */
const filed: Consumer = {
  name: 'one-stop.tell-filed',
  events: ['one-stop.dossier-filed'],
  async handle(ctx, event) {
    const row = await ctx.db.maybe<{
      reference: string;
      title: string;
      contact: { name: string; phone: string; email: string };
      applicant_id: string | null;
      submitted_at: Date;
      channel: string;
    }>(
      sql`select reference, title, contact, applicant_id, submitted_at, channel from one_stop.dossier where id = ${event.key}`,
    );
    if (!row || row.channel !== 'online') return;
    await notify(ctx, {
      template: 'dossier-filed',
      to: { name: row.contact.name, personId: row.applicant_id, email: row.contact.email },
      data: {
        reference: row.reference,
        title: row.title,
        at: `${row.submitted_at.toLocaleTimeString('vi-VN', { timeZone: 'Asia/Ho_Chi_Minh', hour: '2-digit', minute: '2-digit' })} ${localDate(row.submitted_at).split('-').reverse().join('/')}`,
      },
      about: `dossier:${event.key}`,
      link: `/ho-so/${row.reference}`,
    });
  },
};

/** The applicant hears of the code and the date of return; here and not with the acceptance, whose counter others wait for. */
const accepted: Consumer = {
  name: 'one-stop.tell-accepted',
  events: ['one-stop.dossier-accepted'],
  async handle(ctx, event) {
    const dossier = await ctx.db.one<
      Pick<Dossier, 'id' | 'code' | 'reference' | 'title' | 'contact' | 'applicantId'>
    >(
      sql`select id, code, reference, title, contact, applicant_id as "applicantId" from one_stop.dossier where id = ${event.key}`,
    );
    await tellApplicant(ctx, dossier, 'dossier-accepted', {
      due: dayText(new Date(String(event.data['dueAt']))),
    });
  },
};

/** A dossier that was never accepted costs nothing: what was paid goes back. */
const refunds: Consumer = {
  name: 'one-stop.refunds',
  events: ['one-stop.dossier-refused', 'one-stop.dossier-withdrawn'],
  async handle(ctx, event) {
    if (event.data['accepted'] === true) return; // work has begun: the fee is owed (Luật Phí và lệ phí 97/2015/QH13 Điều 14)
    const paid = await ctx.db.all<{ id: string }>(
      sql`select id from payments.v_payment where subject = ${`dossier:${event.key}`} and state = 'paid'`,
    );
    for (const { id } of paid) {
      await ctx.run(refundPayment, { id, reason: 'Hồ sơ không được tiếp nhận' }, callOf(event));
      ctx.db.send(sql`update one_stop.dossier set fee_state = 'refunded' where id = ${event.key}`);
    }
  },
};

export const consumers: readonly Consumer[] = [payments, filed, accepted, refunds];
