import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import type { App } from '@dinh/kernel';

/** A key for one purpose out of the secret of this installation, which is a file and not in the database. */
function keyFor(app: App, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', app.keys.secret, '', `identity ${purpose}`, 32));
}

/** Seals a seed for the database (AES-256-GCM), bound to whose it is. */
export function seal(app: App, plain: Buffer, person: string): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keyFor(app, 'seeds'), nonce).setAAD(Buffer.from(person));
  const text = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), text]);
}

/** Opens what `seal` sealed. @throws Error when it was changed, moved to another person, or sealed elsewhere. */
export function unseal(app: App, sealed: Buffer, person: string): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', keyFor(app, 'seeds'), sealed.subarray(0, 12));
  decipher.setAAD(Buffer.from(person)).setAuthTag(sealed.subarray(12, 28));
  return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]);
}

/** Six digits (20 bits, ASVS 5, 6.5.4), good for some minutes and five tries. */
export function newCode(): string {
  return randomInt(1_000_000).toString().padStart(6, '0');
}

/** What stands for a code in the database; without the key of this installation nobody tries a million of them. */
export function codeMark(app: App, proof: string, code: string): Buffer {
  return createHmac('sha256', keyFor(app, 'codes')).update(`${proof} ${code}`).digest();
}

export function same(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Digits as people type them: with blanks or a hyphen between. */
export function plainCode(text: string): string {
  return text.replace(/[\s.-]/g, '');
}

/** "h••••n@vidu.vn", "••••••321": enough to know one's own. */
export function masked(address: string): string {
  const at = address.indexOf('@');
  if (at < 0) return `${'•'.repeat(Math.max(address.length - 3, 3))}${address.slice(-3)}`;
  const name = address.slice(0, at);
  return `${name[0]}••••${name.length > 2 ? name.at(-1) : ''}${address.slice(at)}`;
}
