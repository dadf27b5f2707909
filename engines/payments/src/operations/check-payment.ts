import { command, type Context, mustReachAll, query, shape, sql, systemPrincipal } from '@dinh/kernel';
import { Type } from 'typebox';
import { paymentNotFound } from '../errors.ts';
import { record, settle } from '../payment.ts';
import { inTime, type Order, providerByKey, type Statement } from '../provider.ts';

const Id = shape({ id: Type.String({ format: 'uuid' }) });

interface Asked extends Order {
  readonly provider: string;
  readonly state: string;
  readonly returnPath: string;
}

const read = (db: Context['db'], id: string): Promise<Asked | undefined> =>
  db.maybe(
    sql`select id, amount, description, expires_at as "expiresAt", provider_ref as "providerRef", provider, state, return_path as "returnPath"
        from payments.payment where id = ${id}`,
  );

const open: readonly string[] = ['requested', 'pending', 'refunding', 'expired'];
const asking = new Map<string, Promise<Statement | undefined>>();

/**
 * What the provider says of an order that is still open. However many want to know at once, it is asked once.
 * @returns undefined when there is nothing to ask, or no answer: the reconciliation asks again
 */
async function word({ app }: Pick<Context, 'app'>, order: Asked): Promise<Statement | undefined> {
  const provider = open.includes(order.state) ? providerByKey(order.provider) : undefined;
  if (!provider) return undefined;
  let answer = asking.get(order.id);
  if (!answer) {
    answer = inTime(provider, provider.query(app, order))
      .catch(() => undefined)
      .finally(() => asking.delete(order.id));
    asking.set(order.id, answer);
  }
  return answer;
}

/**
 * Tells whoever knows the id of a payment, which the provider hands back with the payer's browser, how it stands, having asked the
 * provider. Anybody may ask and however often: only a word that changes something is taken down, and by `settle-payment`.
 */
export const checkPayment = query({
  name: 'payments.check-payment',
  title: { vi: 'Kiểm tra giao dịch', en: 'Check a payment' },
  input: Id,
  output: shape({ state: Type.String(), returnPath: Type.String() }),
  may: 'anyone',
  async run(ctx, { id }) {
    const before = await read(ctx.db, id);
    if (!before) return { state: 'unknown', returnPath: '/' };
    const statement = await word(ctx, before);
    if (statement && says(statement, before))
      await ctx.app.run(
        settlePayment,
        { id, statement, kind: ctx.principal.kind === 'system' ? 'reconcile' : 'query' },
        { principal: systemPrincipal('payments'), lang: ctx.lang, origin: ctx.origin },
      );
    const { state, returnPath } = (await read(ctx.db, id)) ?? before;
    return { state, returnPath };
  },
});

/** Whether a word may change how a payment stands in our books. */
const says = ({ state: said }: Statement, { state }: Asked): boolean =>
  state === 'refunding'
    ? said === 'refunded'
    : said === 'paid' || (said === 'failed' && (state === 'requested' || state === 'pending'));

/** Takes down what a provider answered when it was asked; the first word that settles a payment counts (S3). */
export const settlePayment = command({
  name: 'payments.settle-payment',
  title: { vi: 'Ghi nhận trả lời của cổng thanh toán', en: 'Note the answer of a provider' },
  api: false,
  input: shape({
    id: Type.String({ format: 'uuid' }),
    statement: Type.Any(),
    kind: Type.Enum(['query', 'reconcile'], {
      description: 'the payer came back, or the reconciliation asks',
    }),
  }),
  output: shape({}),
  may: 'system',
  subject: ({ id }) => `payment:${id}`,
  async run(ctx, { id, statement, kind }) {
    if (await settle(ctx, statement as Statement)) record(ctx, id, kind, true, statement);
    return {};
  },
});

/**
 * One of us asks the provider again. That they did, and what was answered, is kept also when it says nothing new. A payment lies in
 * no unit, so only a permission over the whole province opens it.
 * @throws notAllowed, paymentNotFound
 */
export const reconcilePayment = command({
  name: 'payments.reconcile-payment',
  title: { vi: 'Đối soát một khoản thanh toán', en: 'Reconcile a payment' },
  input: Id,
  output: shape({ state: Type.String() }),
  may: 'payments.reconcile-payment',
  subject: ({ id }) => `payment:${id}`,
  async prepare(ctx, { id }) {
    const order = await read(ctx.db, id);
    return order && word(ctx, order);
  },
  async run(ctx, { id }, statement) {
    mustReachAll(ctx.principal, 'payments.reconcile-payment');
    if (statement && statement.state !== 'unknown') await settle(ctx, statement);
    if (statement) record(ctx, id, 'reconcile', true, statement);
    const now = await read(ctx.db, id);
    if (!now) throw paymentNotFound();
    return { state: now.state };
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'payments.reconcile-payment': typeof reconcilePayment;
  }
}
