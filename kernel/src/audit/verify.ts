import type { KeyObject } from 'node:crypto';
import type { Queries } from '../database/database.ts';
import { sql } from '../database/sql.ts';
import { entryColumns, entryDigest, type AuditEntry } from './entry.ts';
import { looseEntries } from './recover.ts';
import { digestAll, firstPrevious, isSignedBy, sealColumns, sealHash, type Seal } from './seal.ts';

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

/** The last seal of every stream as it stands now, to be kept elsewhere. */
export async function anchorTrail(db: Queries, now: Date): Promise<Anchor> {
  const seals = await db.all<Seal>(sql`select distinct on (stream) ${sealColumns} from audit.seal order by stream, number desc`);
  return {
    at: now.toISOString(),
    seals: seals.map((s) => ({ stream: s.stream, number: s.number, hash: sealHash(s).toString('hex') })),
  };
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
  const known = new Set(streams.map((stream) => stream.id));
  const cut = anchor?.seals.find((seal) => !known.has(seal.stream));
  if (cut) return bad(`stream ${cut.stream}, which the anchor of ${anchor!.at} names, is missing`);
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
      return bad(`stream ${stream}: seal ${number}, which the anchor of ${anchor!.at} names, is missing or was replaced`);
  }
  return { whole: true, ...sum };
}

interface StreamVerdict {
  seals: number;
  entries: number;
  unsealed: number;
  broken?: string;
  /** Of the seals that were asked for. */
  readonly hashes: Map<number, string>;
}

/** Seals read together, with their entries. */
const chunk = 200;

async function verifyStream(
  db: Queries,
  stream: string,
  keys: ReadonlyMap<string, KeyObject>,
  fresh: Date,
  wanted: ReadonlySet<number>,
): Promise<StreamVerdict> {
  const sum: StreamVerdict = { seals: 0, entries: 0, unsealed: 0, hashes: new Map() };
  let previous: Buffer = firstPrevious;
  for (;;) {
    const next = sum.seals + 1;
    const seals = await db.all<Seal>(
      sql`select ${sealColumns} from audit.seal where stream = ${stream} and number >= ${next} order by number limit ${chunk}`,
    );
    const entries = await entriesOf(db, stream, seals);
    for (const [i, seal] of seals.entries()) {
      if (seal.number !== next + i) return { ...sum, broken: `stream ${stream}: seal ${next + i} is missing` };
      const wrong = wrongSeal(seal, previous, keys, entries);
      if (wrong)
        return {
          ...sum,
          broken: `stream ${stream}, seal ${seal.number} of ${seal.at.toISOString()}: ${wrong}`,
        };
      previous = sealHash(seal);
      if (wanted.has(seal.number)) sum.hashes.set(seal.number, previous.toString('hex'));
      sum.seals++;
      sum.entries += seal.entries;
    }
    if (seals.length < chunk) break;
  }
  const loose = await looseEntries(db, stream, 1000);
  const old = loose.find((e) => e.at < fresh);
  if (old)
    return {
      ...sum,
      broken: `stream ${stream}, entry ${old.number} of ${old.at.toISOString()}: no seal holds it`,
    };
  return { ...sum, unsealed: loose.length };
}

function wrongSeal(
  seal: Seal,
  previous: Buffer,
  keys: ReadonlyMap<string, KeyObject>,
  entries: ReadonlyMap<number, AuditEntry>,
): string | undefined {
  if (!seal.previous.equals(previous)) return 'does not follow the seal before it';
  if (![...keys.values()].some((key) => isSignedBy(seal, key))) return 'its signature is not by a key of ours';
  const held: AuditEntry[] = [];
  for (const [from, to] of rangesOf(seal)) {
    for (let n = from; n < to; n++) {
      const entry = entries.get(n);
      if (!entry) return `entry ${n} is missing`;
      held.push(entry);
    }
  }
  if (held.length !== seal.entries) return 'it does not hold the number of entries that it names';
  return digestAll(held.map(entryDigest)).equals(seal.digest) ? undefined : `one of its entries (${seal.numbers}) was changed`;
}

function rangesOf(seal: Seal): [number, number][] {
  return [...seal.numbers.matchAll(/\[(\d+),(\d+)\)/g)].map(([, from, to]) => [Number(from), Number(to)]);
}

async function entriesOf(db: Queries, stream: string, seals: readonly Seal[]): Promise<ReadonlyMap<number, AuditEntry>> {
  const ranges = seals.flatMap(rangesOf);
  if (ranges.length === 0) return new Map();
  const from = ranges.reduce((low, [start]) => Math.min(low, start), Infinity);
  const to = ranges.reduce((high, [, end]) => Math.max(high, end), 0);
  const rows = await db.all<AuditEntry>(
    sql`select ${entryColumns} from audit.entry e where e.stream = ${stream} and e.number >= ${from} and e.number < ${to}`,
  );
  return new Map(rows.map((row) => [row.number, row]));
}
