import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';
import { foldPassword, isBreached, isVietnameseWord } from './common-passwords.ts';

// OWASP's first choice for argon2id: 19 MiB, two passes, one lane.
const memory = 19_456;
const passes = 2;
const parallelism = 1;
const tagLength = 32;

const work = promisify(argon2);

// More at once than cores would only take turns, and each holds one of the few threads by which files are read, too.
const most = availableParallelism();
const waiting: (() => void)[] = [];
let under = 0;

/** argon2, as many at a time as there are cores; whoever comes then waits for their turn. */
async function derive(...given: Parameters<typeof work>): Promise<Buffer> {
  if (under < most) under++;
  else await new Promise<void>((go) => void waiting.push(go));
  try {
    return await work(...given);
  } finally {
    const next = waiting.shift();
    if (next) next();
    else under--;
  }
}

/** Hashes a password as a PHC string: `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`. About 30 ms of one core. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const hash = await derivePassword(password, nonce);
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${plain(nonce)}$${plain(hash)}`;
}

/** argon2id of a password with a salt, by our parameters. */
export function derivePassword(password: string, nonce: Buffer): Promise<Buffer> {
  const message = password.normalize('NFC');
  return derive('argon2id', { message, nonce, memory, passes, parallelism, tagLength });
}

/**
 * Checks a password. Without a hash (no such account, or none set) it works just as long and says false,
 * so that nobody learns from the clock who has an account.
 */
export async function checkPassword(password: string, stored: string | null | undefined): Promise<boolean> {
  const found = stored ? read(stored) : undefined;
  const against = found ?? absent;
  const hash = await derive('argon2id', {
    message: password.normalize('NFC'),
    nonce: against.nonce,
    memory: against.memory,
    passes: against.passes,
    parallelism: against.parallelism,
    tagLength: against.hash.length,
  });
  return timingSafeEqual(hash, against.hash) && found !== undefined;
}

const absent = { memory, passes, parallelism, nonce: randomBytes(16), hash: randomBytes(tagLength) };

function read(stored: string): typeof absent | undefined {
  const parts = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/.exec(stored);
  if (!parts) return undefined;
  return {
    memory: Number(parts[1]),
    passes: Number(parts[2]),
    parallelism: Number(parts[3]),
    nonce: Buffer.from(parts[4]!, 'base64'),
    hash: Buffer.from(parts[5]!, 'base64'),
  };
}

function plain(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}

/** The least that ASVS 5 (6.2.1) and NIST SP 800-63B ask for; there are no rules of composition. */
export const shortestPassword = 8;

/**
 * True when a password is too short, known from breaches, a word that everybody thinks of with a few characters around
 * it, or made of what others know about the person.
 * @param known of the person and the place: name, account, telephone, e-mail, province
 */
export function isWeak(password: string, known: readonly (string | undefined | null)[]): boolean {
  const text = password.normalize('NFC');
  if ([...text].length < shortestPassword) return true;
  const folded = foldPassword(text);
  if (isRun(folded) || isBreached(folded)) return true;
  const words = known
    .flatMap((word) => [word, word?.split('@')[0]])
    .map((word) => foldPassword(word ?? ''))
    .filter((word) => word.length >= 4);
  return isVietnameseWord(folded, words) || words.some((word) => folded === [...word].toReversed().join(''));
}

/** One character, one short piece again and again, or a row of the keyboard up or down: `aaaaaaaa`, `abcabcabc`, `23456789`. */
function isRun(folded: string): boolean {
  if (/^(.{1,4})\1+.{0,3}$/u.test(folded)) return true;
  const rows = '01234567890 abcdefghijklmnopqrstuvwxyz qwertyuiop asdfghjkl zxcvbnm 1qaz2wsx3edc4rfv5tgb';
  return rows.includes(folded) || rows.includes([...folded].toReversed().join(''));
}
