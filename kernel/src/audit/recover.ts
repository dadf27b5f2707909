import type { KeyObject } from 'node:crypto';
import type { Database } from '../database/database.ts';
import { sql } from '../database/sql.ts';
import { entryDigest, type AuditEntry } from './entry.ts';
import { firstPrevious, makeSeal, sealHash, type Seal } from './seal.ts';
import { writeSeal } from './trail.ts';

/**
 * Seals what processes that were killed had written in their last second, so that the trail is whole again.
 * @param before entries younger than this may belong to a living process and are left to it.
 * @returns how many entries were sealed.
 */
export async function recoverStreams(db: Database, key: KeyObject, before: Date): Promise<number> {
  const streams = await db.all<{ id: string }>(
    sql`select s.id from audit.stream s where exists (
          select from audit.entry e where e.stream = s.id and e.at < ${before}
            and not exists (select from audit.seal l where l.stream = e.stream and l.numbers @> e.number))`,
  );
  let sealed = 0;
  for (const { id } of streams) {
    const entries = await db.all<AuditEntry>(
      sql`select stream, number, at, principal, behalf_of as "behalfOf", operation, outcome, subject, origin, trace, detail
          from audit.entry e where stream = ${id} and at < ${before}
            and not exists (select from audit.seal l where l.stream = e.stream and l.numbers @> e.number) order by number`,
    );
    const last = await lastSeal(db, id);
    await writeSeal(
      db,
      makeSeal(
        id,
        (last?.number ?? 0) + 1,
        entries.map((e) => e.number),
        entries.map(entryDigest),
        last ? sealHash(last) : firstPrevious,
        before,
        key,
      ),
    );
    sealed += entries.length;
  }
  return sealed;
}

export async function lastSeal(db: Database, stream: string): Promise<Seal | undefined> {
  return db.maybe<Seal>(
    sql`select stream, number, numbers::text, entries, digest, previous, at, signature from audit.seal
        where stream = ${stream} order by number desc limit 1`,
  );
}
