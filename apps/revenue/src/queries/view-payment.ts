import { may, mustReachAll, query, reach, shape, sql, type Text } from '@dinh/kernel';
import { paymentNotFound } from '@dinh/payments';
import { type Static, Type } from 'typebox';
import { refunding, viewing } from '../words.ts';
import { ofDossier, PaymentLine } from './list-payments.ts';

const Words = shape({ vi: Type.String(), en: Type.String() });
const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) => Type.Union([type, Type.Null()]);

const Payment = shape({
  ...PaymentLine.properties,
  description: Type.String({ description: 'for what: the title of the dossier' }),
  history: Type.Array(
    shape({
      kind: Type.String({ description: 'request, callback, query, reconcile, desk, refund' }),
      at: Type.Unsafe<Date>({ type: 'string', format: 'date-time' }),
      by: nullable(Type.String({ description: 'who of us did it; null: the payer, the provider, the program' })),
      said: nullable(
        Type.String({
          description: 'what the provider says of it: paid, pending, failed, refunded, unknown',
        }),
      ),
      reason: nullable(Type.String()),
      body: Type.Any({ description: 'the words as they were exchanged' }),
    }),
  ),
  refund: shape({
    may: Type.Boolean({ description: 'the one who asks may send it back now' }),
    why: nullable(Words),
  }),
});
export type PaymentView = Static<typeof Payment>;

/**
 * One payment with all that happened to it, and whether the one who asks may send it back: separation of duties may leave that to
 * somebody else, and says why. The look is kept in the audit trail. @throws notAllowed, paymentNotFound
 */
export const viewPayment = query({
  name: 'revenue.view-payment',
  title: { vi: 'Xem một khoản thanh toán', en: 'View a payment' },
  may: viewing,
  audit: true,
  input: shape({ id: Type.String({ format: 'uuid' }) }),
  output: Payment,
  subject: ({ id }) => `payment:${id}`,
  async run(ctx, { id }) {
    const { app, db, principal, now } = ctx;
    mustReachAll(principal, viewing);
    const found = await db.maybe<Omit<PaymentView, 'history' | 'refund'> & { subject: string }>(
      sql`select y.id, y.subject, y.receipt, y.purpose, y.amount, y.came, y.payer, case when y.provider = 'desk' then 'desk' else 'online' end as way, y.provider,
                 y.provider_ref as ref, y.state, y.created_at as "createdAt", y.paid_at as "paidAt", y.refunded_at as "refundedAt", y.reason, y.description,
                 (select json_build_object('id', d.id, 'number', coalesce(d.code, d.reference), 'unit', json_build_object('vi', u.name_vi, 'en', u.name_en))
                  from one_stop.v_dossier d join identity.v_unit u on u.id = d.unit_id where ${ofDossier}) as dossier
          from payments.v_payment y where y.id = ${id}`,
    );
    if (!found) throw paymentNotFound();
    const history = await db.all<PaymentView['history'][number]>(
      sql`select e.kind, e.at, p.name as by, e.body ->> 'state' as said, e.body ->> 'reason' as reason, e.body
          from payments.v_exchange e left join identity.v_person p on p.id = e.done_by
          where e.payment_id = ${id} order by e.id limit 500`,
    );
    const { subject, ...payment } = found;
    return { ...payment, history, refund: await refundable(subject, payment.state) };

    async function refundable(matter: string, state: string): Promise<{ may: boolean; why: Text | null }> {
      if (state !== 'paid' || !may(principal, refunding) || !reach(principal, refunding).all) return { may: false, why: null };
      const [why] = await app.duties.withheld(db, [{ operation: refunding }], matter, { principal }, now);
      return { may: why === undefined, why: why ?? null };
    }
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'revenue.view-payment': typeof viewPayment;
  }
}
