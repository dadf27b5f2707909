import type { KeyObject } from 'node:crypto';
import { hostname } from 'node:os';
import { type Database, isDuplicate } from '../database/database.ts';
import { sql } from '../database/sql.ts';
import { entryDigest, type AuditEntry, entryColumns } from './entry.ts';
import { firstPrevious, makeSeal, sealColumns, sealHash, type Seal } from './seal.ts';
import { writeSeal } from './trail.ts';

/** How long a stream of another machine must have been silent before its process is taken for dead. */
const silence = 10 * 60_000;

/**
 * Seals what processes that were killed had written in their last second, so that the trail is whole again. May run
 * at any time and in any number of processes: a transaction of a killed process may still commit a little later.
 * @param own the stream of this process, which is left alone.
 * @returns how many entries were sealed.
 */
export async function recoverStreams(db: Database, key: KeyObject, now: Date, own: string = ''): Promise<number> {
  const streams = await db.all<{ id: string; host: string; process: number; startedAt: Date }>(
    sql`select id, host, process, started_at as "startedAt" from audit.stream
        where ended_at is null and id::text <> ${own} order by started_at`,
  );
  let sealed = 0;
  for (const stream of streams) {
    const here = stream.host === hostname();
    if (here && lives(stream.process)) continue;
    const before = here ? now : new Date(now.getTime() - silence);
    sealed += await sealRest(db, key, stream.id, before, now);
    // What a stream of long ago could still bring is nothing: it need not be looked at again.
    if (stream.startedAt.getTime() < now.getTime() - 24 * 3_600_000)
      await db.run(
        sql`update audit.stream s set ended_at = ${now} where id = ${stream.id}
              and not exists (select from audit.entry e where e.stream = s.id and e.at > ${new Date(now.getTime() - 3_600_000)})`,
      );
  }
  return sealed;
}

async function sealRest(db: Database, key: KeyObject, stream: string, before: Date, now: Date): Promise<number> {
  const loose = await looseEntries(db, stream, 1_000_000);
  const entries = loose.filter((entry) => entry.at < before);
  if (entries.length === 0 || entries.length < loose.length) return 0; // its process is at work
  const last = await lastSeal(db, stream);
  try {
    await writeSeal(
      db,
      makeSeal(
        stream,
        (last?.number ?? 0) + 1,
        entries.map((e) => e.number),
        entries.map(entryDigest),
        last ? sealHash(last) : firstPrevious,
        now,
        key,
      ),
    );
  } catch (error) {
    if (isDuplicate(error)) return 0; // another process did the same at the same moment
    throw error;
  }
  return entries.length;
}

/** Entries of a stream that no seal holds, in order. */
export async function looseEntries(db: Pick<Database, 'all'>, stream: string, limit: number): Promise<AuditEntry[]> {
  return db.all<AuditEntry>(
    sql`select ${entryColumns} from audit.entry e,
          (select coalesce(range_agg(numbers), '{}') as numbers from audit.seal where stream = ${stream}) held
        where e.stream = ${stream} and not held.numbers @> e.number order by e.number limit ${limit}`,
  );
}

export async function lastSeal(db: Pick<Database, 'maybe'>, stream: string): Promise<Seal | undefined> {
  return db.maybe<Seal>(sql`select ${sealColumns} from audit.seal where stream = ${stream} order by number desc limit 1`);
}

/** A process of this machine with that number, other than ourselves: an earlier one may have had our number. */
function lives(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
