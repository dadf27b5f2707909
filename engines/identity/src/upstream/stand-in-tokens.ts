import {
  createCipheriv,
  createDecipheriv,
  createECDH,
  createHash,
  createHmac,
  createPrivateKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto';
import type { App } from '@dinh/kernel';

/** How the stand-in may misbehave; chosen on its page. */
export const misdeeds = {
  none: { vi: 'Không lỗi', en: 'Nothing' },
  slow: { vi: 'Trả lời rất chậm', en: 'Answers very slowly' },
  fault: { vi: 'Lỗi máy chủ 500', en: 'A fault, 500' },
  lost: { vi: 'Đứt kết nối khi đang trả lời', en: 'The connection breaks' },
  rubbish: { vi: 'Trả lời không đúng dạng', en: 'Answers rubbish' },
  'info-fault': { vi: 'Không cho biết thông tin (502)', en: 'Userinfo is away (502)' },
  'wrong-nonce': { vi: 'Sai nonce', en: 'Another nonce' },
  'wrong-signature': { vi: 'Sai chữ ký', en: 'A signature by another key' },
  'wrong-issuer': { vi: 'Sai nơi phát hành', en: 'Another issuer' },
  'wrong-audience': { vi: 'Cấp cho ứng dụng khác', en: 'For another application' },
  'no-signature': { vi: 'Không ký (alg none)', en: 'No signature (alg none)' },
  hs256: { vi: 'Ký bằng khóa công khai (HS256)', en: 'Signed by the public key (HS256)' },
  'unknown-key': { vi: 'Khóa không công bố (kid lạ)', en: 'A key that is not published' },
  'new-key': { vi: 'Vừa đổi khóa ký', en: 'Has just changed its key' },
  expired: { vi: 'Mã đã hết hạn', en: 'An expired token' },
  skew: { vi: 'Đồng hồ nhanh 30 giây', en: 'A clock 30 seconds fast' },
  'far-skew': { vi: 'Đồng hồ nhanh một giờ', en: 'A clock an hour fast' },
  'other-person': { vi: 'Thông tin của người khác', en: 'Somebody else’s details' },
  'new-subject': { vi: 'Đổi mã người dùng (sub)', en: 'Another subject for the same person' },
  'same-subject': { vi: 'Trùng mã người dùng với người khác', en: 'One subject for two persons' },
  'no-number': { vi: 'Thiếu số định danh', en: 'No identity number' },
  'no-name': { vi: 'Thiếu họ tên', en: 'No name' },
  organisation: { vi: 'Tài khoản của tổ chức', en: 'An account of an organisation' },
  'no-level': { vi: 'Thiếu mức (acr)', en: 'No level (acr)' },
  'no-time': { vi: 'Thiếu thời điểm xác thực (auth_time)', en: 'No time of the proof (auth_time)' },
  'old-proof': { vi: 'Đã xác thực từ một giờ trước', en: 'The proof is an hour old' },
} as const;
export type Misdeed = keyof typeof misdeeds;
export const isMisdeed = (text: string): text is Misdeed => Object.hasOwn(misdeeds, text);

/** What the stand-in was told of somebody; it travels sealed in code and access token. */
export interface Given {
  readonly kind: 'code' | 'token';
  /** Milliseconds. */
  readonly until: number;
  readonly nonce: string;
  readonly challenge: string;
  readonly redirectUri: string;
  readonly number: string;
  readonly name: string;
  readonly acr: string;
  readonly misdeed: Misdeed;
}

const keyFor = (app: App, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', app.keys.secret, '', `identity stand-in ${purpose}`, 32));

export function sealed(app: App, given: Given): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keyFor(app, 'codes'), nonce);
  const text = Buffer.concat([cipher.update(JSON.stringify(given)), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64url');
}

/** What `sealed` made; undefined for anything else, for another kind, and when it is too old. */
export function open(app: App, text: string, kind: Given['kind']): Given | undefined {
  const bytes = Buffer.from(text, 'base64url');
  try {
    const decipher = createDecipheriv('aes-256-gcm', keyFor(app, 'codes'), bytes.subarray(0, 12));
    decipher.setAuthTag(bytes.subarray(12, 28));
    const plain = Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]);
    const given = JSON.parse(plain.toString('utf8')) as Given;
    return given.kind === kind && given.until > app.clock.now().getTime() ? given : undefined;
  } catch {
    return undefined;
  }
}

export const challengeOf = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url');

const generations = new WeakMap<App, number>();
const generation = (app: App): number => generations.get(app) ?? 1;

/** From now on another key signs, which nobody has read yet. */
export const turnKey = (app: App): void => void generations.set(app, generation(app) + 1);

/** A P-256 key made out of the secret of this installation, the same in each of its processes. */
function keyOf(app: App, name: string): { readonly publicJwk: object; readonly privateKey: KeyObject } {
  const d = keyFor(app, `key ${name}`);
  const curve = createECDH('prime256v1');
  curve.setPrivateKey(d);
  const point = curve.getPublicKey();
  const part = (from: number) => point.subarray(from, from + 32).toString('base64url');
  const publicJwk = { kty: 'EC', crv: 'P-256', x: part(1), y: part(33) };
  return {
    publicJwk,
    privateKey: createPrivateKey({ key: { ...publicJwk, d: d.toString('base64url') }, format: 'jwk' }),
  };
}

/** The keys that are published: the one that signs and the one before it. */
export function publishedKeys(app: App): object[] {
  const now = generation(app);
  return [now, now - 1]
    .filter((one) => one > 0)
    .map((one) => ({ ...keyOf(app, String(one)).publicJwk, kid: `k${one}`, alg: 'ES256', use: 'sig' }));
}

export function subjectOf({ number, misdeed }: Given): string {
  if (misdeed === 'same-subject') return 'vneid-one-for-all';
  return misdeed === 'new-subject' ? `vneid-new-${number}` : `vneid-${number}`;
}

/** The ID token, right or wrong as asked. Its clock is ours. */
export function idTokenOf(app: App, issuer: string, client: string, given: Given): string {
  const { misdeed } = given;
  const fast = misdeed === 'skew' ? 30 : misdeed === 'far-skew' ? 3600 : 0;
  const now = Math.floor(app.clock.now().getTime() / 1000) + fast - (misdeed === 'expired' ? 7200 : 0);
  const claims = {
    iss: misdeed === 'wrong-issuer' ? 'https://another.example' : issuer,
    aud: misdeed === 'wrong-audience' ? 'another' : client,
    sub: subjectOf(given),
    iat: now,
    exp: now + 600,
    nonce: misdeed === 'wrong-nonce' ? 'another' : given.nonce,
    ...(misdeed !== 'no-level' && { acr: given.acr }),
    ...(misdeed !== 'no-time' && { auth_time: now - (misdeed === 'old-proof' ? 3600 : 0) }),
  };
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const kid = misdeed === 'unknown-key' ? 'k999' : `k${generation(app)}`;
  if (misdeed === 'no-signature') return `${part({ alg: 'none' })}.${part(claims)}.`;
  if (misdeed === 'hs256') {
    const text = `${part({ alg: 'HS256', kid })}.${part(claims)}`;
    const mark = createHmac('sha256', JSON.stringify(publishedKeys(app)[0])).update(text);
    return `${text}.${mark.digest('base64url')}`;
  }
  const text = `${part({ alg: 'ES256', kid })}.${part(claims)}`;
  const stranger = misdeed === 'wrong-signature' || misdeed === 'unknown-key';
  const { privateKey } = keyOf(app, stranger ? 'another' : String(generation(app)));
  const mark = sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  return `${text}.${mark.toString('base64url')}`;
}
