import { command, shape, sql } from '@dinh/kernel';
import { nothingToPay, recordDeskPayment, requestPayment } from '@dinh/payments';
import { Type } from 'typebox';
import { actingForOwner, lockDossier, mustBe } from '../model/dossier.ts';
import { recordAct } from '../model/history.ts';
import { dutyOf } from '../model/duty.ts';
import { announceFee, feeUnpaid, lockForFee } from '../model/fee.ts';
import { Status } from '../model/status.ts';
import { tellApplicant } from '../model/tell.ts';

/** The desk takes the fee in cash or by card (NĐ 61/2018 Điều 22). */
export const collectFee = command({
  name: 'one-stop.collect-fee',
  title: { vi: 'Thu phí tại quầy', en: 'Take the fee at the desk' },
  input: shape({ id: Type.String({ format: 'uuid' }) }),
  output: shape({ paymentId: Type.String() }),
  may: 'payments.collect-fee',
  subject: (input) => `dossier:${input.id}`,
  async run(ctx, input) {
    const dossier = await lockDossier(ctx, input.id, 'payments.collect-fee');
    mustBe(dossier, Status.filed, Status.accepted, Status.settling, Status.supplement, Status.duty, Status.settled);
    const duty = dossier.status === Status.duty;
    if (!duty && dossier.feeState === 'waived') throw nothingToPay();
    const { amount, occasion } = duty ? await dutyOf(ctx.db, dossier.id) : { amount: dossier.fee, occasion: 1 };
    const paymentId = await recordDeskPayment(ctx, {
      subject: `dossier:${dossier.id}`,
      purpose: duty ? 'duty' : 'fee',
      occasion,
      amount,
      description: dossier.title,
      payer: dossier.applicantName,
      personId: dossier.applicantId,
    });
    if (!duty) {
      ctx.db.send(sql`update one_stop.dossier set fee_state = 'paid', version = version + 1 where id = ${dossier.id}`);
      announceFee(ctx, dossier, 'paid');
    }
    recordAct(ctx, {
      dossierId: dossier.id,
      act: 'fee-taken',
      status: dossier.status,
      unitId: dossier.deskId,
      data: { amount },
    });
    return { paymentId };
  },
});

/** No fee is taken, because the law or the agency exempts this applicant; the reason is kept (Luật Phí và lệ phí Điều 10). */
export const waiveFee = command({
  name: 'one-stop.waive-fee',
  title: { vi: 'Miễn phí, lệ phí', en: 'Waive the fee' },
  input: shape({
    id: Type.String({ format: 'uuid' }),
    reason: Type.String({ minLength: 1, maxLength: 1000 }),
  }),
  output: shape({}),
  may: 'payments.collect-fee',
  subject: (input) => `dossier:${input.id}`,
  async run(ctx, input) {
    const { dossier, reason } = await lockForFee(ctx, input);
    if (!feeUnpaid(dossier)) throw nothingToPay();
    ctx.db.send(
      sql`update one_stop.dossier set fee_state = 'waived', changed_at = ${ctx.now}, version = version + 1 where id = ${dossier.id}`,
    );
    recordAct(ctx, {
      dossierId: dossier.id,
      act: 'fee-waived',
      status: dossier.status,
      unitId: dossier.deskId,
      comment: reason,
      data: { amount: dossier.fee },
    });
    announceFee(ctx, dossier, 'waived');
    // It was held back for this fee; who pays hears of it by the receipt.
    if (dossier.resultWithheld) await tellApplicant(ctx, dossier, 'result-ready', {});
    return {};
  },
});

/** The owner goes to pay online, the fee or a financial duty. @returns where the browser goes. */
export const payOnline = command({
  name: 'one-stop.pay-online',
  title: { vi: 'Thanh toán trực tuyến', en: 'Pay online' },
  input: shape({ id: Type.String({ format: 'uuid' }), provider: Type.String({ maxLength: 40 }) }),
  output: shape({ redirect: Type.String() }),
  may: 'signed-in',
  subject: (input) => `dossier:${input.id}`,
  async run(ctx, input) {
    const dossier = await lockDossier(ctx, input.id, 'payments.pay-fee');
    actingForOwner(ctx, dossier);
    const duty = dossier.status === Status.duty;
    // Accepted without it, it is paid before the result is handed out.
    if (!duty && !feeUnpaid(dossier)) mustBe(dossier, Status.filed, Status.supplement);
    mustBe(dossier, Status.filed, Status.accepted, Status.settling, Status.supplement, Status.duty, Status.settled);
    if (!duty && dossier.feeState === 'waived') throw nothingToPay();
    const { amount, occasion } = duty ? await dutyOf(ctx.db, dossier.id) : { amount: dossier.fee, occasion: 1 };
    const { redirect } = await requestPayment(ctx, {
      subject: `dossier:${dossier.id}`,
      purpose: duty ? 'duty' : 'fee',
      occasion,
      amount,
      description: dossier.title,
      payer: dossier.applicantName,
      personId: dossier.applicantId,
      provider: input.provider,
      returnPath: `/ho-so/${dossier.reference}`,
    });
    return { redirect };
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'one-stop.collect-fee': typeof collectFee;
    'one-stop.waive-fee': typeof waiveFee;
    'one-stop.pay-online': typeof payOnline;
  }
}
