import { command, shape } from '@dinh/kernel';
import { Type } from 'typebox';
import { notGenuine, providerUnknown } from '../errors.ts';
import { record, settle } from '../payment.ts';
import { providerByKey } from '../provider.ts';

/** A provider tells what became of an order. It may say so many times; the first that settles counts (S3). */
export const receiveCallback = command({
  name: 'payments.receive-callback',
  title: { vi: 'Nhận kết quả thanh toán', en: 'Receive a payment result' },
  input: shape({
    provider: Type.String({ maxLength: 40 }),
    body: Type.Record(Type.String({ maxLength: 60 }), Type.Union([Type.String({ maxLength: 500 }), Type.Number()])),
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
