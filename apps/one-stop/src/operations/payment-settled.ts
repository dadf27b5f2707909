import { command, type CommandContext, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { refundPayment } from '@dinh/payments';
import { dutyOf } from '../model/duty.ts';
import { type Dossier, lockDossier } from '../model/dossier.ts';
import { announceFee } from '../model/fee.ts';
import { recordAct } from '../model/history.ts';
import { settling } from '../model/settling.ts';
import { ended, Status } from '../model/status.ts';
import { dayText, moneyText, tellApplicant } from '../model/tell.ts';

/** What the event of a payment tells of the dossier it was for: its id, the amount in đồng. */
const Settlement = shape({
  id: Type.String({ format: 'uuid' }),
  purpose: Type.String(),
  occasion: Type.Integer({ minimum: 1 }),
  amount: Type.Integer(),
  ref: Type.String(),
});

/** Notes that a fee or a financial duty was paid; the clock that stood still for a duty goes on (P11). */
export const paymentSettled = command({
  name: 'one-stop.payment-settled',
  title: { vi: 'Ghi nhận thanh toán', en: 'Note a payment' },
  api: false,
  input: Settlement,
  output: shape({}),
  may: 'system',
  subject: (input) => `dossier:${input.id}`,
  async run(ctx, input) {
    const dossier = await lockDossier(ctx, input.id);
    if (!isOwed(dossier, input.purpose)) return sendBack(ctx, dossier, input);
    let goesOn = false;
    if (input.purpose === 'fee') {
      if (dossier.feeState === 'paid') return {};
      ctx.db.send(
        sql`update one_stop.dossier set fee_state = 'paid', changed_at = ${ctx.now}, version = version + 1 where id = ${dossier.id}`,
      );
      announceFee(ctx, dossier, 'paid');
    } else if (dossier.status === Status.duty && input.occasion === (await dutyOf(ctx.db, dossier.id)).occasion) {
      ctx.db.send(sql`update one_stop.dossier set status = ${Status.settling} where id = ${dossier.id}`);
      await settling.sendMessage(ctx, { businessKey: dossier.id, name: 'paid' });
      goesOn = true;
    }
    recordAct(ctx, {
      dossierId: dossier.id,
      act: input.purpose === 'fee' ? 'fee-paid' : 'duty-paid',
      status: dossier.status === Status.duty ? Status.settling : dossier.status,
      data: { purpose: input.purpose, amount: input.amount, ref: input.ref },
    });
    const paid = { amount: moneyText(input.amount), transaction: input.ref };
    if (goesOn) await tellApplicant(ctx, dossier, 'duty-paid', { ...paid, due: await newDue(ctx, dossier.id) });
    else await tellApplicant(ctx, dossier, 'payment-received', paid);
    return {};
  },
});

/** The date of return, now that the clock goes on. */
async function newDue(ctx: CommandContext, id: string): Promise<string> {
  const { due } = await ctx.db.one<{ due: Date | null }>(sql`select due_at as due from one_stop.dossier where id = ${id}`);
  return due ? dayText(due) : '—';
}

/** A dossier that was refused, or taken back before it was accepted, costs nothing; one that has ended owes no duty. */
function isOwed(dossier: Dossier, purpose: string): boolean {
  if (purpose === 'duty') return !ended.includes(dossier.status);
  return dossier.acceptedAt !== null || !ended.includes(dossier.status);
}

/** Money that came when the dossier had ended already. */
async function sendBack(
  ctx: CommandContext,
  dossier: Dossier,
  { purpose, occasion }: { purpose: string; occasion: number },
): Promise<Record<string, never>> {
  const paid = await ctx.db.maybe<{ id: string }>(
    sql`select id from payments.v_payment where subject = ${`dossier:${dossier.id}`} and purpose = ${purpose} and occasion = ${occasion} and state = 'paid'`,
  );
  if (paid) await ctx.call(refundPayment, { id: paid.id, reason: 'Hồ sơ đã kết thúc trước khi nhận được tiền' });
  if (purpose === 'fee')
    ctx.db.send(sql`update one_stop.dossier set fee_state = 'refunded', version = version + 1 where id = ${dossier.id}`);
  return {};
}

/**
 * Notes that money went back to the payer and tells the applicant. Where nothing else was paid for the fee, the dossier owes
 * none any more: whoever sent it back said why.
 */
export const paymentRefunded = command({
  name: 'one-stop.payment-refunded',
  title: { vi: 'Ghi nhận hoàn tiền của hồ sơ', en: 'Note a refund for a dossier' },
  api: false,
  input: Settlement,
  output: shape({}),
  may: 'system',
  subject: (input) => `dossier:${input.id}`,
  async run(ctx, { id, purpose, occasion, amount, ref }) {
    const dossier = await lockDossier(ctx, id);
    const paid = await ctx.db.maybe(
      sql`select 1 as one from payments.v_payment where subject = ${`dossier:${id}`} and purpose = ${purpose} and occasion = ${occasion} and state = 'paid'`,
    );
    if (purpose === 'fee' && dossier.feeState === 'paid' && !paid)
      ctx.db.send(
        sql`update one_stop.dossier set fee_state = 'refunded', changed_at = ${ctx.now}, version = version + 1 where id = ${id}`,
      );
    recordAct(ctx, {
      dossierId: id,
      act: purpose === 'fee' ? 'fee-refunded' : 'duty-refunded',
      status: dossier.status,
      data: { purpose, amount, ref },
    });
    announceFee(ctx, dossier, 'refunded');
    await tellApplicant(ctx, dossier, 'payment-refunded', { amount: moneyText(amount), transaction: ref });
    return {};
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'one-stop.payment-settled': typeof paymentSettled;
    'one-stop.payment-refunded': typeof paymentRefunded;
  }
}
