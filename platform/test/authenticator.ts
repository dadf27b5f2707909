/** An authenticator as on a telephone (RFC 6238), written again for tests from the standard alone. */
import { createHmac } from 'node:crypto';

export class Authenticator {
  readonly #seed: Buffer;

  /** @param seed Base32, as the screen shows it, blanks and all */
  constructor(seed: string) {
    const bits = [...seed.replace(/\s/g, '')]
      .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
      .join('');
    this.#seed = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  }

  code(at: Date): string {
    const step = Buffer.alloc(8);
    step.writeBigUInt64BE(BigInt(Math.floor(at.getTime() / 30_000)));
    const mac = createHmac('sha1', this.#seed).update(step).digest();
    const number = mac.readUInt32BE(mac[19]! & 15) & 0x7fffffff;
    return String(number % 1_000_000).padStart(6, '0');
  }
}
