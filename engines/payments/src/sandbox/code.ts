import { createHmac, timingSafeEqual } from 'node:crypto';
import type { App } from '@dinh/kernel';
import type { Statement } from '../provider.ts';

/** The secret that the sandbox and we share; a real provider hands one out. */
const secret = (app: App) => createHmac('sha256', app.keys.secret).update('payments.sandbox').digest();

/** The authentication code: HMAC over the fields joined by `|`, as on the national payment platform (MaXacThuc). */
export function authCode(app: App, fields: readonly (string | number)[]): string {
  return createHmac('sha256', secret(app)).update(fields.join('|')).digest('hex');
}

/** A callback as the sandbox sends it; field names follow the national payment platform. */
export function callbackBody(
  app: App,
  row: { ref: string; orderId: string; amount: number; state: string; at: Date },
): Record<string, string | number> {
  const TrangThaiGD = row.state === 'success' ? 1 : row.state === 'failed' ? 4 : 3;
  const ThoiGianGD = row.at.toISOString();
  return {
    MaGiaoDich: row.ref,
    MaThamChieu: row.orderId,
    SoTien: row.amount,
    TrangThaiGD,
    ThoiGianGD,
    MaXacThuc: authCode(app, [row.ref, row.orderId, row.amount, TrangThaiGD, ThoiGianGD]),
  };
}

/** Reads a callback. @returns undefined when it is not genuine. */
export function readCallback(app: App, body: Record<string, unknown>): Statement | undefined {
  const { MaGiaoDich: ref, MaThamChieu: orderId, SoTien: amount, TrangThaiGD: state, ThoiGianGD: at, MaXacThuc: code } = body;
  if (typeof ref !== 'string' || typeof orderId !== 'string' || typeof at !== 'string' || typeof code !== 'string')
    return undefined;
  const expected = Buffer.from(authCode(app, [ref, orderId, Number(amount), Number(state), at]));
  const given = Buffer.from(code);
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) return undefined;
  return {
    orderId,
    ref,
    amount: Number(amount),
    state: Number(state) === 1 ? 'paid' : Number(state) === 4 ? 'failed' : 'pending',
    at: new Date(at),
  };
}
