import { randomBytes, randomFillSync } from 'node:crypto';

const pool = Buffer.alloc(4096);
let used = pool.length;

/** Where in the pool bytes stand that nobody else gets. Many are asked for at once, which costs what asking for a few does. */
function claim(bytes: number): number {
  if (used + bytes > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += bytes;
  return used - bytes;
}

/** Random bytes of one's own. */
function random(bytes: number): Buffer {
  const from = claim(bytes);
  const mine = Buffer.from(pool.subarray(from, used));
  pool.fill(0, from, used); // nobody finds it there later
  return mine;
}

/** A new UUID, version 7 (RFC 9562): sorted by time, so that indexes grow at one end. */
export function newId(at: number): string {
  const b = random(16);
  b.writeUIntBE(at, 0, 6);
  b[6] = (b[6]! & 0x0f) | 0x70;
  b[8] = (b[8]! & 0x3f) | 0x80;
  const hex = b.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/**
 * The smallest id that `newId` can make at a moment: what was made from then on has one that is not smaller, so that a
 * period of a large table is found by its primary key.
 */
export function firstIdAt(at: Date): string {
  const hex = Math.max(0, at.getTime()).toString(16).padStart(12, '0'); // nothing was made before 1970
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}

// No 0/O, 1/I/L, U: people read references aloud and type them from paper.
const letters = '23456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * A reference that cannot be guessed, in groups of four: `K7QM-2XWV-9RTB` (58 bits for length 12).
 */
export function newReference(length = 12): string {
  let out = '';
  while (out.length < length) {
    for (const byte of randomBytes(length * 2)) {
      if (byte >= 240) continue; // 240 = 8 × 30: every letter equally likely
      out += letters[byte % 30];
      if (out.length === length) break;
    }
  }
  return out.replace(/(.{4})(?=.)/g, '$1-');
}

/** A secret of `bytes` random bytes as base64url, for sessions and tokens. */
export function newSecret(bytes = 32): string {
  if (bytes > pool.length) return randomBytes(bytes).toString('base64url');
  const from = claim(bytes);
  const secret = pool.toString('base64url', from, used);
  pool.fill(0, from, used);
  return secret;
}
