import { query, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { paperNotFound } from '../errors.ts';
import { type Dossier, dossierColumns, visible } from '../model/dossier.ts';
import { commonFacts, Printable } from './paper-facts.ts';

interface Paid {
  readonly purpose: 'fee' | 'duty';
  readonly amount: number;
  readonly payer: string;
  readonly provider: string;
  readonly ref: string | null;
  readonly paidAt: Date;
  readonly refundedAt: Date | null;
  readonly voidedAt: Date | null;
  readonly receipt: string;
  readonly collector: string | null;
}

/** The receipt of what was paid for a dossier, at the desk or online: for officials in reach, and for the owner (NĐ 61/2018 Điều 22). */
export const feeReceipt = query({
  name: 'one-stop.fee-receipt',
  title: { vi: 'Biên lai thu phí, lệ phí', en: 'Receipt of a payment' },
  seenAs: { vi: 'In biên lai của hồ sơ', en: 'Printed a receipt of the dossier' },
  input: shape({ payment: Type.String({ format: 'uuid' }) }),
  output: Printable,
  may: 'one-stop.view-dossier',
  audit: true,
  async run(ctx, input) {
    const found = await ctx.db.maybe<Dossier & { paid: Paid }>(
      sql`select ${dossierColumns}, jsonb_build_object('purpose', p.purpose, 'amount', p.amount, 'payer', p.payer, 'provider', p.provider, 'ref', p.provider_ref,
              'paidAt', p.paid_at, 'refundedAt', p.refunded_at, 'voidedAt', p.voided_at, 'receipt', p.receipt,
              'collector', (select o.name from payments.v_exchange e join identity.v_person o on o.id = e.done_by where e.payment_id = p.id and e.kind = 'desk' limit 1)) as paid
          from payments.v_payment p join one_stop.dossier d on p.subject = 'dossier:' || d.id
          where p.id = ${input.payment} and p.receipt is not null and p.paid_at is not null and ${visible(ctx)}`,
    );
    if (!found) throw paperNotFound();
    const { paid, ...dossier } = found;
    ctx.subject(`dossier:${dossier.id}`);
    ctx.concern(dossier.applicantId, dossier.ownerId);
    ctx.note({ receipt: paid.receipt });
    const paidAt = new Date(paid.paidAt);
    const { agency, place, qr, dossier: its, procedure, applicant } = await commonFacts(ctx, dossier, paidAt);
    const what = paid.purpose === 'fee' ? 'Phí, lệ phí' : 'Nghĩa vụ tài chính';
    const why = paid.purpose === 'fee' ? dossier.feeReason : '';
    return {
      template: 'payment-receipt',
      ruleset: dossier.ruleset,
      at: paidAt,
      name: `bien-lai-${paid.receipt}.pdf`,
      data: {
        agency,
        place,
        date: paidAt,
        dossier: its,
        qr,
        number: paid.receipt,
        payer: { name: paid.payer, address: applicant.address },
        procedure,
        items: [{ name: why ? `${what}: ${why}` : what, amount: paid.amount }],
        total: paid.amount,
        method: paid.provider === 'desk' ? 'Tại Bộ phận Một cửa' : 'Trực tuyến',
        ...(paid.provider !== 'desk' && paid.ref && { transaction: paid.ref }),
        paidAt,
        collector: { name: paid.collector ?? undefined },
        ...(paid.voidedAt && { voided: { at: new Date(paid.voidedAt) } }),
        ...(paid.refundedAt && { refunded: { amount: paid.amount, at: new Date(paid.refundedAt) } }),
      },
    };
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'one-stop.fee-receipt': typeof feeReceipt;
  }
}
