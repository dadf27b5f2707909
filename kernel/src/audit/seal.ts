import { createHash, type KeyObject, sign, verify } from 'node:crypto';
import { type Sql, sql } from '../database/sql.ts';

/** A seal over the entries of one second of one stream, chained to the seal before. */
export interface Seal {
  readonly stream: string;
  readonly number: number;
  /** Ranges of entry numbers, `[from, to)`, in PostgreSQL's text form of int8multirange. */
  readonly numbers: string;
  readonly entries: number;
  readonly digest: Buffer;
  readonly previous: Buffer;
  readonly at: Date;
  readonly signature: Buffer;
}

export const sealColumns: Sql = sql.raw('stream, number, numbers::text, entries, digest, previous, at, signature');

export const firstPrevious: Buffer = Buffer.alloc(32);

/** What is signed, and by its hash what the next seal names as `previous`. */
function content(seal: Omit<Seal, 'signature'>): Buffer {
  return Buffer.from(
    [
      seal.stream,
      seal.number,
      seal.numbers,
      seal.entries,
      seal.digest.toString('hex'),
      seal.previous.toString('hex'),
      seal.at.toISOString(),
    ].join('\u001f'),
  );
}

export function sealHash(seal: Seal): Buffer {
  return createHash('sha256').update(content(seal)).update(seal.signature).digest();
}

/** Makes the next seal. `digests` are those of the entries, in the order of their numbers. */
export function makeSeal(
  stream: string,
  number: number,
  numbers: readonly number[],
  digests: readonly Buffer[],
  previous: Buffer,
  at: Date,
  key: KeyObject,
): Seal {
  const unsigned = {
    stream,
    number,
    numbers: toRanges(numbers),
    entries: numbers.length,
    digest: digestAll(digests),
    previous,
    at,
  };
  return { ...unsigned, signature: sign(null, content(unsigned), key) };
}

export function isSignedBy(seal: Seal, key: KeyObject): boolean {
  return verify(null, content(seal), key, seal.signature);
}

export function digestAll(digests: readonly Buffer[]): Buffer {
  const hash = createHash('sha256');
  for (const digest of digests) hash.update(digest);
  return hash.digest();
}

/** `{[1,4),[6,7)}` for 1, 2, 3, 6: the text that PostgreSQL itself writes for the multirange. */
export function toRanges(numbers: readonly number[]): string {
  const parts: string[] = [];
  for (let i = 0; i < numbers.length;) {
    let j = i + 1;
    while (j < numbers.length && numbers[j] === numbers[j - 1]! + 1) j++;
    parts.push(`[${numbers[i]},${numbers[j - 1]! + 1})`);
    i = j;
  }
  return `{${parts.join(',')}}`;
}
