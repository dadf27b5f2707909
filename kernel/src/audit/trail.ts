import type { KeyObject } from 'node:crypto';
import { hostname } from 'node:os';
import type { Principal } from '../access/principal.ts';
import type { Clock } from '../clock.ts';
import type { Queries } from '../database/database.ts';
import { type Sql, sql } from '../database/sql.ts';
import { newId } from '../ids.ts';
import type { Origin } from '../operations/context.ts';
import { gather } from '../database/gather.ts';
import { Refusal } from '../errors.ts';
import { auditInsert, auditInsertAll, entryDigest, type AuditEntry } from './entry.ts';
import { firstPrevious, makeSeal, sealHash, type Seal } from './seal.ts';

/** What an operation tells of itself for the trail. */
export interface NewEntry {
  readonly at: Date;
  readonly principal: Principal;
  readonly operation: string;
  /** The permission by which it was allowed. */
  readonly permission?: string;
  /** The person in whose place it was done, where the operation knows. */
  readonly behalfOf?: string;
  readonly outcome: 'done' | 'viewed' | 'refused';
  readonly subject?: string;
  readonly origin: Origin;
  readonly detail?: Record<string, unknown>;
  /** Ids of the persons whose data it is about. */
  readonly concerns?: ReadonlySet<string>;
}

/**
 * The audit trail of this process: its own stream of entries, numbered in memory (so writing takes no lock),
 * sealed every second by a key that the database does not have.
 */
export class AuditTrail {
  readonly stream: string;
  #db: Queries;
  #clock: Clock;
  #key: KeyObject;
  #keyId: string;
  #next = 1;
  #committed: { number: number; digest: Buffer }[] = [];
  /** Entries whose commit was not answered: they may stand or not, the database will tell. */
  #doubtful: { entry: AuditEntry; since: number }[] = [];
  #open = false;
  #seals = 0;
  #previous: Buffer = firstPrevious;
  #timer: NodeJS.Timeout | undefined;
  #sealing: Promise<void> = Promise.resolve();
  #onSeal: (seal: Seal) => void;

  constructor(db: Queries, clock: Clock, key: { privateKey: KeyObject; id: string }, onSeal: (seal: Seal) => void = () => {}) {
    this.#db = db;
    this.#clock = clock;
    this.#key = key.privateKey;
    this.#keyId = key.id;
    this.#onSeal = onSeal;
    this.stream = newId(clock.now().getTime());
  }

  /** Opens the stream and begins to seal. @param every milliseconds between seals. */
  async start(every = 1000): Promise<void> {
    await this.#db.run(
      sql`insert into audit.stream (id, host, process, key_id, started_at)
          values (${this.stream}, ${hostname()}, ${process.pid}, ${this.#keyId}, ${this.#clock.now()})`,
    );
    this.#open = true;
    // A seal that fails (the database is away) is tried again at the next turn; nothing is forgotten meanwhile.
    this.#timer = setInterval(() => void this.seal().catch(() => {}), every);
    this.#timer.unref();
  }

  /** Seals the rest and closes the stream. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.seal();
    if (this.#doubtful.length === 0)
      await this.#db.run(sql`update audit.stream set ended_at = ${this.#clock.now()} where id = ${this.stream}`);
  }

  /** Makes the entry; it counts only once `written` is called after its transaction. Only in a stream that was opened. */
  entry(e: NewEntry): AuditEntry {
    if (!this.#open) throw new Error('The audit trail is written before its stream is opened: start it first.');
    const subject = e.subject ?? null;
    return {
      stream: this.stream,
      number: this.#next++,
      at: e.at,
      principal: e.principal.kind === 'anonymous' ? 'anonymous' : `${e.principal.kind}:${e.principal.id}`,
      behalfOf: inPlaceOf(e) ?? null,
      operation: e.operation,
      outcome: e.outcome,
      subject,
      origin: e.origin.address ?? e.origin.channel,
      trace: e.origin.trace,
      detail: detailOf(e),
      concerns: e.concerns && e.concerns.size > 0 ? [...e.concerns].sort() : null,
    };
  }

  /** Writes an entry that stands alone, outside any transaction. */
  async record(e: NewEntry): Promise<void> {
    await this.#record(e, undefined);
  }

  readonly #record = this.recorder<undefined, never>();

  /**
   * Records as `record` does, and reads something in the very statement that writes the entry: what is answered then
   * rests on what stood at that moment, and costs no statement of its own.
   * @param read a select that answers for all items that came together
   * @returns records an entry; gives the rows for all items, its own among them
   */
  recorder<Item, Row extends object>(
    read?: (items: readonly Item[]) => Sql,
  ): (e: NewEntry, item: Item) => Promise<readonly Row[]> {
    type Written = { readonly entry: AuditEntry; readonly item: Item };
    const ask = (written: readonly Written[]): Promise<readonly Row[]> => {
      const insert = written.length === 1 ? auditInsert(written[0]!.entry) : auditInsertAll(written.map(({ entry }) => entry));
      return this.#db.all<Row>(read ? sql`with written as (${insert}) ${read(written.map(({ item }) => item))}` : insert);
    };
    // Entries that come together are one statement; should it be refused, each goes by itself, so that one cannot harm
    // another. Each gets its rows, or the error.
    const write = gather(async (written: readonly Written[]): Promise<readonly PromiseSettledResult<readonly Row[]>[]> => {
      const [together] = await Promise.allSettled([ask(written)]);
      // A database that is away is away for all; whether they stand, it will tell.
      const settled = together.status === 'fulfilled' || written.length === 1 || together.reason instanceof Refusal;
      return settled ? written.map(() => together) : Promise.allSettled(written.map((one) => ask([one])));
    });
    return async (e, item) => {
      const entry = this.entry(e);
      const answer = await write({ entry, item });
      if (answer.status === 'rejected') {
        this.doubt([entry]);
        throw answer.reason;
      }
      this.written(entry);
      return answer.value;
    };
  }

  /** Takes note of entries whose transaction broke off: did it commit? */
  doubt(entries: readonly AuditEntry[]): void {
    this.#doubtful.push(...entries.map((entry) => ({ entry, since: performance.now() })));
  }

  written(entry: AuditEntry): void {
    this.#committed.push({ number: entry.number, digest: entryDigest(entry) });
  }

  /** Seals what was written since the last seal; one seal at a time. */
  seal(): Promise<void> {
    this.#sealing = this.#sealing.catch(() => {}).then(() => this.#sealNow());
    return this.#sealing;
  }

  async #clearDoubts(): Promise<void> {
    const asked = this.#doubtful;
    if (asked.length === 0) return;
    const there = await this.#db.all<{ number: number }>(
      sql`select number from audit.entry where stream = ${this.stream} and number = any(${asked.map((d) => d.entry.number)}::bigint[])`,
    );
    const stand = new Set(there.map((row) => row.number));
    // A transaction that was sent whole may still wait for a lock in the database: it is asked for again for a while.
    this.#doubtful = this.#doubtful.filter((d) => !stand.has(d.entry.number) && performance.now() - d.since < 120_000);
    for (const { entry } of asked) if (stand.has(entry.number)) this.written(entry);
  }

  async #sealNow(): Promise<void> {
    await this.#clearDoubts();
    if (this.#committed.length === 0) return;
    const batch = this.#committed.sort((a, b) => a.number - b.number);
    this.#committed = [];
    const seal = makeSeal(
      this.stream,
      this.#seals + 1,
      batch.map((b) => b.number),
      batch.map((b) => b.digest),
      this.#previous,
      this.#clock.now(),
      this.#key,
    );
    try {
      await writeSeal(this.#db, seal);
    } catch (error) {
      // A seal whose answer was lost may be there all the same: look before trying again.
      const there = await this.#db
        .maybe<{ signature: Buffer }>(
          sql`select signature from audit.seal where stream = ${seal.stream} and number = ${seal.number}`,
        )
        .catch(() => undefined);
      if (!there?.signature.equals(seal.signature)) {
        this.#committed.push(...batch);
        throw error;
      }
    }
    this.#seals++;
    this.#previous = sealHash(seal);
    this.#onSeal(seal);
  }
}

/** Which application a person used belongs to what they did. */
/** In whose place something is done. Who also holds the permission in their own right acts for themselves, unless the operation says otherwise. */
export function inPlaceOf(e: Pick<NewEntry, 'principal' | 'permission' | 'behalfOf'>): string | undefined {
  if (e.behalfOf !== undefined) return e.behalfOf;
  const grants = e.principal.grants.filter((g) => g.permission === e.permission);
  return grants.every((g) => g.behalfOf) ? grants[0]?.behalfOf : undefined;
}

function detailOf({ detail, principal }: NewEntry): string {
  const { kind, client } = principal;
  if (kind === 'person' && client !== undefined) return JSON.stringify({ ...detail, client });
  return detail ? JSON.stringify(detail) : '';
}

export async function writeSeal(db: Queries, s: Seal): Promise<void> {
  await db.run(
    sql`insert into audit.seal (stream, number, numbers, entries, digest, previous, at, signature)
        values (${s.stream}, ${s.number}, ${s.numbers}::int8multirange, ${s.entries}, ${s.digest}, ${s.previous}, ${s.at}, ${s.signature})`,
  );
}
