import { command, may, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { notGenuine, providerUnknown } from '../errors.ts';
import { record, settle } from '../payment.ts';
import { inTime, providerByKey } from '../provider.ts';

/** A provider tells what became of an order. It may say so many times; the first that settles counts (S3). */
export const receiveCallback = command({
  name: 'payments.receive-callback',
  title: { vi: 'Nhận kết quả thanh toán', en: 'Receive a payment result' },
  input: shape({
    provider: Type.String({ maxLength: 40 }),
    body: Type.Record(
      Type.String({ maxLength: 60 }),
      Type.Union([Type.String({ maxLength: 500 }), Type.Number()]),
    ),
  }),
  output: shape({}),
  may: 'anyone',
  async run(ctx, input) {
    const provider = providerByKey(input.provider);
    if (!provider) throw providerUnknown();
    const statement = provider.readCallback(ctx.app, input.body);
    if (!statement) throw notGenuine();
    ctx.subject(`payment:${statement.orderId}`);
    await settle(ctx, statement);
    record(ctx, statement.orderId, 'callback', true, input.body);
    return {};
  },
});

/**
 * Asks the provider what became of an order; the payer's browser came back, or the reconciliation wants to know. However often
 * it is asked, a word that says nothing new is not kept; that one of us asked is.
 */
export const checkPayment = command({
  name: 'payments.check-payment',
  title: { vi: 'Kiểm tra giao dịch', en: 'Check a payment' },
  input: shape({ id: Type.String({ format: 'uuid' }) }),
  output: shape({ state: Type.String(), returnPath: Type.String() }),
  may: 'anyone',
  subject: (input) => `payment:${input.id}`,
  prepare: async (ctx, input) => {
    const order = await ctx.db.maybe<{
      id: string;
      amount: number;
      description: string;
      expiresAt: Date;
      providerRef: string | null;
      provider: string;
      state: string;
    }>(
      sql`select id, amount, description, expires_at as "expiresAt", provider_ref as "providerRef", provider, state from payments.payment where id = ${input.id}`,
    );
    const provider = order && providerByKey(order.provider);
    if (!order || !provider || !['requested', 'pending', 'refunding', 'expired'].includes(order.state))
      return undefined;
    const statement = await inTime(provider, provider.query(ctx.app, order)).catch(() => undefined); // no answer: asked again by the reconciliation
    return statement && { statement, before: order.state };
  },
  async run(ctx, input, heard) {
    if (heard && heard.statement.state !== 'unknown') await settle(ctx, heard.statement);
    const { state, returnPath } = await ctx.db.one<{ state: string; returnPath: string }>(
      sql`select state, return_path as "returnPath" from payments.payment where id = ${input.id} union all select 'unknown', '/' limit 1`,
    );
    // The payer's browser is back, or the reconciliation asks: the program's, or that of one of us who wants to know.
    const system = ctx.principal.kind === 'system';
    const oneOfUs = !system && may(ctx.principal, 'payments.reconcile-payment');
    if (heard && (oneOfUs || state !== heard.before))
      record(ctx, input.id, system || oneOfUs ? 'reconcile' : 'query', true, heard.statement);
    return { state, returnPath };
  },
});
