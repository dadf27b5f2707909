import type { KeyObject } from 'node:crypto';
import type { Queries } from '../database/database.ts';
import { sql } from '../database/sql.ts';
import { digestAll, firstPrevious, isSignedBy, sealHash, type Seal } from './seal.ts';
import { entryDigest, type AuditEntry } from './entry.ts';

/** The last seal of every stream, kept where the database's keeper cannot reach: proves that no tail was cut off. */
export interface Anchor {
  readonly at: string;
  readonly seals: readonly { stream: string; number: number; hash: string }[];
}

export interface Verdict {
  readonly whole: boolean;
  readonly streams: number;
  readonly seals: number;
  readonly entries: number;
  /** Entries of the last seconds that no seal holds yet. */
  readonly unsealed: number;
  /** The first broken link, in words. */
  readonly broken?: string;
}

/**
 * Proves the audit trail whole, or names the first broken link.
 * @param keys the public keys of all sealers, by id; they come from the key folder, never from the database.
 * @param fresh entries younger than this need no seal yet.
 */
export async function verifyTrail(
  db: Queries,
  keys: ReadonlyMap<string, KeyObject>,
  fresh: Date,
  anchor?: Anchor,
  progress: (done: number, all: number) => void = () => {},
): Promise<Verdict> {
  const streams = await db.all<{ id: string; keyId: string; host: string; startedAt: Date }>(
    sql`select id, key_id as "keyId", host, started_at as "startedAt" from audit.stream order by started_at, id`,
  );
  const orphans = await db.all<{ stream: string }>(
    sql`select distinct e.stream from audit.entry e where not exists (select from audit.stream s where s.id = e.stream)
        union select distinct l.stream from audit.seal l where not exists (select from audit.stream s where s.id = l.stream)`,
  );
  const sum = { streams: streams.length, seals: 0, entries: 0, unsealed: 0 };
  const bad = (broken: string): Verdict => ({ whole: false, ...sum, broken });
  if (orphans[0]) return bad(`stream ${orphans[0].stream}: its opening record is missing`);
  const heads = new Map<string, Map<number, string>>();
  for (const [done, stream] of streams.entries()) {
    progress(done, streams.length);
    const wanted = new Set(anchor?.seals.filter((s) => s.stream === stream.id).map((s) => s.number));
    const result = await verifyStream(db, stream.id, keys, fresh, wanted);
    sum.seals += result.seals;
    sum.entries += result.entries;
    sum.unsealed += result.unsealed;
    if (result.broken) return bad(result.broken);
    heads.set(stream.id, result.hashes);
  }
  for (const { stream, number, hash } of anchor?.seals ?? []) {
    if (heads.get(stream)?.get(number) !== hash)
      return bad(
        `stream ${stream}: seal ${number}, which the anchor of ${anchor!.at} names, is missing or was replaced`,
      );
  }
  return { whole: true, ...sum };
}

async function verifyStream(
  db: Queries,
  stream: string,
  keys: ReadonlyMap<string, KeyObject>,
  fresh: Date,
  wanted: ReadonlySet<number>,
): Promise<{
  seals: number;
  entries: number;
  unsealed: number;
  broken?: string;
  hashes: Map<number, string>;
}> {
  const sum = { seals: 0, entries: 0, unsealed: 0, hashes: new Map<number, string>() };
  let previous: Buffer = firstPrevious;
  for (let next = 1; ; next += 500) {
    const seals = await db.all<Seal>(
      sql`select stream, number, numbers::text, entries, digest, previous, at, signature from audit.seal
          where stream = ${stream} and number >= ${next} and number < ${next + 500} order by number`,
    );
    if (seals.length === 0) {
      const later = await db.maybe<{ number: number }>(
        sql`select number from audit.seal where stream = ${stream} and number >= ${next} limit 1`,
      );
      if (!later) break;
    }
    for (const [i, seal] of seals.entries()) {
      const name = `stream ${stream}, seal ${seal.number} of ${seal.at.toISOString()}`;
      if (seal.number !== next + i)
        return { ...sum, broken: `stream ${stream}: seal ${next + i} is missing` };
      if (!seal.previous.equals(previous))
        return { ...sum, broken: `${name}: does not follow the seal before it` };
      if (![...keys.values()].some((key) => isSignedBy(seal, key)))
        return { ...sum, broken: `${name}: its signature is not by a key of ours` };
      const wrong = await wrongEntries(db, seal);
      if (wrong) return { ...sum, broken: `${name}: ${wrong}` };
      previous = sealHash(seal);
      if (wanted.has(seal.number)) sum.hashes.set(seal.number, previous.toString('hex'));
      sum.seals++;
      sum.entries += seal.entries;
    }
    if (seals.length > 0 && seals.length < 500) break;
  }
  const loose = await db.all<{ number: number; at: Date }>(
    sql`select number, at from audit.entry e where stream = ${stream}
          and not exists (select from audit.seal l where l.stream = e.stream and l.numbers @> e.number) order by number limit 1000`,
  );
  const old = loose.find((e) => e.at < fresh);
  if (old)
    return {
      ...sum,
      broken: `stream ${stream}, entry ${old.number} of ${old.at.toISOString()}: no seal holds it`,
    };
  return { ...sum, unsealed: loose.length };
}

async function wrongEntries(db: Queries, seal: Seal): Promise<string | undefined> {
  const entries = await db.all<AuditEntry>(
    sql`select stream, number, at, principal, behalf_of as "behalfOf", operation, outcome, subject, origin, trace, detail
        from audit.entry where stream = ${seal.stream}
          and number >= lower(${seal.numbers}::int8multirange) and number < upper(${seal.numbers}::int8multirange)
          and ${seal.numbers}::int8multirange @> number order by number`,
  );
  if (entries.length !== seal.entries) return missing(entries, seal);
  return digestAll(entries.map(entryDigest)).equals(seal.digest)
    ? undefined
    : 'one of its entries was changed';
}

function missing(entries: readonly AuditEntry[], seal: Seal): string {
  const there = new Set(entries.map((e) => e.number));
  for (const [, from, to] of seal.numbers.matchAll(/\[(\d+),(\d+)\)/g))
    for (let n = Number(from); n < Number(to); n++) if (!there.has(n)) return `entry ${n} is missing`;
  return 'entries were added';
}
