import { command, job, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { paymentNotFound } from '../errors.ts';
import { receiveCallback } from '../operations/receive-callback.ts';
import { callbackBody } from './code.ts';

/** How the sandbox behaves after the payer has pressed a button on its page. */
export const behaviours = ['prompt', 'delayed', 'twice', 'silent', 'fail'] as const;

/** The payer decides on the sandbox's page. What the sandbox then tells us, and how often, depends on the behaviour. */
export const sandboxPay = command({
  name: 'payments.sandbox-pay',
  title: { vi: 'Thanh toán thử nghiệm', en: 'Pay in the sandbox' },
  api: false,
  input: shape({ ref: Type.String({ maxLength: 40 }), behaviour: Type.Enum([...behaviours]) }),
  output: shape({ orderId: Type.String() }),
  may: 'anyone',
  async run(ctx, { ref, behaviour }) {
    const row = await ctx.db.maybe<{ order_id: string; state: string }>(
      sql`select order_id, state from payments.sandbox where ref = ${ref} for update`,
    );
    if (!row) throw paymentNotFound();
    if (row.state !== 'open') return { orderId: row.order_id }; // decided already: pressing again changes nothing
    const state = behaviour === 'fail' ? 'failed' : 'success';
    await ctx.db.run(
      sql`update payments.sandbox set state = ${state}, behaviour = ${behaviour}, settled_at = ${ctx.now} where ref = ${ref}`,
    );
    const delayed = behaviour === 'delayed' && { runAt: new Date(ctx.now.getTime() + 10_000) };
    if (behaviour !== 'silent') ctx.enqueue('payments.sandbox-call', { ref }, delayed || {});
    if (behaviour === 'twice') ctx.enqueue('payments.sandbox-call', { ref, again: true });
    return { orderId: row.order_id };
  },
});

/** The sandbox calls us back, as a provider's server would. */
export const sandboxCall = job<{ ref: string }>({
  name: 'payments.sandbox-call',
  async run(ctx, { ref }) {
    const row = await ctx.app.db.maybe<{
      ref: string;
      orderId: string;
      amount: number;
      state: string;
      at: Date;
    }>(sql`select ref, order_id as "orderId", amount, state, settled_at as at from payments.sandbox where ref = ${ref}`);
    if (row) await ctx.app.run(receiveCallback, { provider: 'sandbox', body: callbackBody(ctx.app, row) }, ctx.call);
  },
});
