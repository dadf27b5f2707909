import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { fold } from '@dinh/kernel';

// OWASP's first choice for argon2id: 19 MiB, two passes, one lane.
const memory = 19_456;
const passes = 2;
const parallelism = 1;
const tagLength = 32;

const derive = promisify(argon2);

/** Hashes a password as a PHC string: `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`. About 30 ms of one core. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const hash = await derive('argon2id', {
    message: password.normalize('NFC'),
    nonce,
    memory,
    passes,
    parallelism,
    tagLength,
  });
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${plain(nonce)}$${plain(hash)}`;
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

// The passwords that guessers try first, folded, of eight characters and more; shorter ones are refused anyhow.
const common = new Set(
  `12345678 123456789 1234567890 12345678910 87654321 987654321 0987654321 11111111 00000000 88888888 66666666 99999999
   11223344 12341234 12344321 123123123 147258369 password password1 passw0rd qwertyui qwerty123 qwertyuiop asdfghjk
   1q2w3e4r 1qaz2wsx abcd1234 abc12345 iloveyou sunshine princess football baseball superman letmein1 welcome1 admin123
   administrator matkhau1 matkhau123 matkhau@123 anhyeuem emyeuanh yeuemnhieu maiyeuem vietnam123 vietnam1 hanoi123
   saigon123 khongbiet khongco1 conchimnon nguyenvana tinhyeu1 giadinh1 giadinh123 haiphong1 congchua hoangtu1 dinhdinh`.split(
    /\s+/,
  ),
);

/** True when a password is too short, well known, or made of what others know about the person. */
export function isWeak(password: string, known: readonly (string | undefined | null)[]): boolean {
  const text = password.normalize('NFC');
  if ([...text].length < 8) return true;
  const folded = fold(text).replace(/\s/g, '');
  if (common.has(folded) || /^(.)\1*$/u.test(folded)) return true;
  return known.some((word) => {
    const it = fold(word ?? '').replace(/\s/g, '');
    return it.length >= 4 && (folded === it || folded === [...it].toReversed().join(''));
  });
}
