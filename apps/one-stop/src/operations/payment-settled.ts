import { command, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { lockDossier } from '../model/dossier.ts';
import { recordAct } from '../model/history.ts';
import { settling } from '../model/settling.ts';
import { Status } from '../model/status.ts';
import { moneyText, tellApplicant } from '../model/tell.ts';

/** Notes that a fee or a financial duty was paid; the clock that stood still for a duty goes on (P11). */
export const paymentSettled = command({
  name: 'one-stop.payment-settled',
  title: { vi: 'Ghi nhận thanh toán', en: 'Note a payment' },
  api: false,
  input: shape({
    id: Type.String({ format: 'uuid' }),
    purpose: Type.String(),
    amount: Type.Integer(),
    ref: Type.String(),
  }),
  output: shape({}),
  may: 'system',
  subject: (input) => `dossier:${input.id}`,
  async run(ctx, input) {
    const dossier = await lockDossier(ctx, input.id);
    if (input.purpose === 'fee') {
      if (dossier.feeState === 'paid') return {};
      ctx.db.send(
        sql`update one_stop.dossier set fee_state = 'paid', changed_at = ${ctx.now}, version = version + 1 where id = ${dossier.id}`,
      );
    } else if (dossier.status === Status.duty) {
      ctx.db.send(sql`update one_stop.dossier set status = ${Status.settling} where id = ${dossier.id}`);
      await settling.sendMessage(ctx, { businessKey: dossier.id, name: 'paid' });
    }
    recordAct(ctx, {
      dossierId: dossier.id,
      act: 'paid',
      status: dossier.status === Status.duty ? Status.settling : dossier.status,
      data: { purpose: input.purpose, amount: input.amount, ref: input.ref },
    });
    await tellApplicant(ctx, dossier, 'payment-received', {
      amount: moneyText(input.amount),
      transaction: input.ref,
    });
    return {};
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'one-stop.payment-settled': typeof paymentSettled;
  }
}
