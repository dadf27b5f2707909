import { createHmac, randomBytes } from 'node:crypto';
import { same } from './secrets.ts';

/** Codes of an authenticator (RFC 6238): SHA-1, six digits, thirty seconds, as every app on every telephone has it. */
const seconds = 30;
const digits = 6;
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** A new seed: 160 bits, as RFC 4226 recommends. */
export function newSeed(): Buffer {
  return randomBytes(20);
}

/** The time step of a moment. */
export function stepOf(at: Date): number {
  return Math.floor(at.getTime() / 1000 / seconds);
}

/** The code of a step (RFC 4226, 5.3). */
export function totpCode(seed: Buffer, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', seed).update(counter).digest();
  const at = mac.at(-1)! & 0xf;
  return ((mac.readUInt32BE(at) & 0x7fffffff) % 10 ** digits).toString().padStart(digits, '0');
}

/**
 * Which step a code is of: this one, or the one before or after it for clocks that go wrong and people who type slowly.
 * @param last the step of the last code that was taken: neither it nor an earlier one is taken again (RFC 6238, 5.2)
 * @returns undefined when the code is none of them
 */
export function totpStep(seed: Buffer, code: string, at: Date, last: number): number | undefined {
  const now = stepOf(at);
  return [now, now - 1, now + 1].find((step) => step > last && same(Buffer.from(totpCode(seed, step)), Buffer.from(code)));
}

/** The seed as an app takes it when no picture can be scanned: Base32 (RFC 4648). */
export function base32(bytes: Buffer): string {
  let out = '';
  let bits = 0;
  let value = 0;
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xffff;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      out += letters[(value >> bits) & 31];
    }
  }
  return bits > 0 ? out + letters[(value << (5 - bits)) & 31] : out;
}

/** What the picture says: the address by which apps know a seed. @param issuer shown beside the code */
export function totpAddress(seed: Buffer, account: string, issuer: string): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`;
  return `otpauth://totp/${label}?secret=${base32(seed)}&issuer=${encodeURIComponent(issuer)}&algorithm=SHA1&digits=${digits}&period=${seconds}`;
}
