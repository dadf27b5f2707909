import { command, localDate, shape, sql, startOfDay } from '@dinh/kernel';
import { voidDeskPayment } from '@dinh/payments';
import { Type } from 'typebox';
import { feeNotVoidable } from '../errors.ts';
import { announceFee, lockForFee } from '../model/fee.ts';
import { recordAct } from '../model/history.ts';
import { rulesByKey } from '../model/ruleset.ts';
import { moneyText, tellApplicant } from '../model/tell.ts';

/**
 * Takes back a fee that the desk took by mistake: the money has been given back, its receipt is void and keeps its number, and the
 * fee is owed again; what is taken then gets a receipt of its own. Only what was taken at a desk, on the same day and before the result
 * is handed out, where the ruleset lets it (`deskCorrection`); by whom, the pack says (separation.yaml). All else is refunded by
 * the accountants.
 * @throws feeNotVoidable, notAtThisStage, reasonNeeded
 */
export const voidFee = command({
  name: 'one-stop.void-fee',
  title: { vi: 'Hủy khoản thu nhầm tại quầy', en: 'Take back a fee taken by mistake' },
  input: shape({
    id: Type.String({ format: 'uuid' }),
    reason: Type.String({ minLength: 1, maxLength: 1000 }),
  }),
  output: shape({ receipt: Type.String() }),
  may: 'payments.collect-fee',
  subject: (input) => `dossier:${input.id}`,
  async run(ctx, input) {
    const { dossier, reason } = await lockForFee(ctx, input);
    const { rules } = await rulesByKey(ctx.app, dossier.ruleset);
    const taken = await ctx.db.maybe<{ id: string; amount: number; receipt: string }>(
      sql`select id, amount, receipt from payments.v_payment p
          where p.subject = ${`dossier:${dossier.id}`} and ${takenToday(ctx.now)}`,
    );
    if (!taken || rules.deskCorrection?.value !== 'same-day') throw feeNotVoidable();
    await voidDeskPayment(ctx, { id: taken.id, reason });
    ctx.note({ receipt: taken.receipt, amount: taken.amount, reason });
    ctx.db.send(
      sql`update one_stop.dossier set fee_state = 'at-desk', changed_at = ${ctx.now}, version = version + 1 where id = ${dossier.id}`,
    );
    // The reason may name another person's dossier: officials read it with the payment, the owner does not.
    recordAct(ctx, {
      dossierId: dossier.id,
      act: 'fee-voided',
      status: dossier.status,
      unitId: dossier.deskId,
      data: { amount: taken.amount, receipt: taken.receipt },
    });
    announceFee(ctx, dossier, 'voided');
    await tellApplicant(ctx, dossier, 'payment-voided', {
      amount: moneyText(taken.amount),
      transaction: taken.receipt,
    });
    return { receipt: taken.receipt };
  },
});

/** Of payments `p` the fee that a desk took on the day of this moment. */
export const takenToday = (now: Date) =>
  sql`p.purpose = 'fee' and p.state = 'paid' and p.provider = 'desk' and p.paid_at >= ${startOfDay(localDate(now))}`;

declare module '@dinh/kernel' {
  interface OperationTypes {
    'one-stop.void-fee': typeof voidFee;
  }
}
