import type { Socket } from 'node:net';
import pg from 'pg';
import { type Sql, sql } from './sql.ts';
import { unavailable } from '../errors.ts';
import { Interruption } from './interruption.ts';

/** What can be asked of the database: alike inside and outside a transaction. */
export interface Queries {
  /** All rows. */
  all<Row extends object>(query: Sql): Promise<Row[]>;
  /** The only row; an Error when there is not exactly one. */
  one<Row extends object>(query: Sql): Promise<Row>;
  /** The row, or undefined. */
  maybe<Row extends object>(query: Sql): Promise<Row | undefined>;
  /** Runs a statement; gives the number of rows it touched. */
  run(query: Sql): Promise<number>;
}

export interface Transaction extends Queries {
  /**
   * Sends a statement without waiting for its answer; should it fail, the commit fails.
   * Writes sent so travel together: a command of eight statements costs two round trips, not ten.
   */
  send(query: Sql): void;
  /** The same for a statement whose only row matters: it may be awaited, or left to come with the commit (see `later`). */
  sendOne<Row extends object>(query: Sql): Promise<Row>;
  /**
   * Runs `work` and waits for all that it has sent. Should it fail, what it wrote is undone and its error thrown; the
   * transaction itself goes on. Work that asks nothing of the database costs nothing.
   */
  attempt<T>(work: () => Promise<T>): Promise<T>;
  /** Runs `action` after the commit (never after a rollback). */
  afterCommit(action: () => void): void;
  /** Runs `action` when the connection broke before the commit was answered: it may stand or not. */
  whenUnknown(action: () => void): void;
}

export interface Database extends Queries {
  /** Runs `work` in one transaction (read committed). Repeats it up to three times when PostgreSQL asks for it. */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  readonly pool: pg.Pool;
  readonly url: string;
  /**
   * For a program that has to end: cancels what runs longer than a moment, and from now on refuses whatever would begin, so
   * that nobody who is cancelled writes what follows from it. All of them are told `unavailable`, as when the database is away.
   */
  interrupt(): void;
  readonly interrupted: boolean;
  /** Single statements that are carried out even then: what has to be written before the end. */
  readonly last: Queries;
  /** Waits for what still runs, a few seconds; then it is interrupted. */
  close(): Promise<void>;
}

/** What still runs is waited for so long when the database is closed, milliseconds. */
const patience = 2000;

const types = new pg.TypeOverrides();
types.setTypeParser(20, Number); // int8: our counters stay below 2^53
types.setTypeParser(1082, (day: string) => day); // date: a day has no time zone
types.setTypeParser(1115, (at: string) => at);

/**
 * Opens the database with two pools: one for single statements, one for transactions. A handler inside a transaction may
 * so look something up outside it (a cached definition that has gone stale) without ever waiting for a connection that
 * another transaction, itself waiting, holds.
 * @param url a PostgreSQL connection string. @param size transactions at the same time, and as many single statements.
 */
export function openDatabase(url: string, size = 16): Database {
  const statements = openPool(url, size);
  const transactions = openPool(url, size);
  const interruption = new Interruption(url);
  interruption.watch(statements);
  interruption.watch(transactions);
  const told = (error: unknown) => translate(interruption.caused(error) ? unavailable({}, { cause: error }) : error);
  const ask = (query: Sql) => statements.query(query.compile()).catch(told);
  return {
    ...queriesOver(async (query) => {
      interruption.refuse();
      return ask(query);
    }),
    pool: transactions,
    url,
    transaction: async (work) => {
      interruption.refuse();
      return inTransaction(transactions, work).catch(told);
    },
    interrupt: () => interruption.begin(),
    get interrupted() {
      return interruption.begun;
    },
    last: queriesOver(ask),
    close: async () => {
      const timer = setTimeout(() => interruption.begin(), patience);
      await Promise.all([statements.end(), transactions.end()]);
      clearTimeout(timer);
      interruption.end();
    },
  };
}

function openPool(url: string, size: number): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: size,
    types,
    pipeline: true,
    // Long enough for a crowd that waits for one counter, as when a whole tray is numbered at once on a slow machine.
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 60_000,
    application_name: 'dinh',
  });
  // A connection that breaks while idle is replaced by the pool; the next query tells of a lasting fault.
  pool.on('error', () => {});
  // One that breaks between two statements of a transaction says so twice: to nobody in particular, which would end
  // the process, and to the next statement, which is where it is handled.
  pool.on('connect', (client) => void client.on('error', () => {}));
  return pool;
}

function queriesOver(ask: (query: Sql) => Promise<pg.QueryResult>): Queries {
  return {
    all: async (query) => (await ask(query)).rows as never,
    one: async (query) => onlyRow(await ask(query), query),
    maybe: async (query) => (await ask(query)).rows[0],
    run: async (query) => (await ask(query)).rowCount ?? 0,
  };
}

function onlyRow({ rows }: pg.QueryResult, query: Sql): any {
  if (rows.length !== 1) throw new Error(`expected one row, got ${rows.length}: ${query.compile().text}`);
  return rows[0];
}

async function inTransaction<T>(pool: pg.Pool, work: (tx: Transaction) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await once(pool, work);
    } catch (error) {
      const code = (error as { code?: unknown }).code;
      // serialization_failure and deadlock_detected: PostgreSQL asks us to try again
      if (attempt < 3 && (code === '40001' || code === '40P01')) continue;
      throw error;
    }
  }
}

const savepoint = sql`savepoint attempt`.compile();
const release = sql`release savepoint attempt`;

async function once<T>(pool: pg.Pool, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const client = await pool.connect().catch(translate);
  const sent: Promise<unknown>[] = [];
  const after: (() => void)[] = [];
  const unknown: (() => void)[] = [];
  /** Attempts under way, the outer first; each has its savepoint from its first statement on. */
  const attempts: { saved: boolean }[] = [];
  const ask = (query: Sql) => {
    gather(client);
    for (const attempt of attempts) {
      if (attempt.saved) continue;
      attempt.saved = true;
      const saved = client.query(savepoint);
      saved.catch(() => {}); // told at the end of the attempt
      sent.push(saved);
    }
    return client.query(query.compile());
  };
  const tx: Transaction = {
    ...queriesOver(ask),
    send: (query) => {
      const answer = ask(query);
      answer.catch(() => {}); // told at the commit
      sent.push(answer);
    },
    sendOne: (query) => {
      const row = ask(query).then((answer) => onlyRow(answer, query));
      row.catch(() => {}); // told at the commit
      sent.push(row);
      return row;
    },
    attempt: async (work) => {
      const [begun, afterwards, doubts] = [sent.length, after.length, unknown.length];
      const mine = { saved: false };
      attempts.push(mine);
      try {
        const result = await work();
        await Promise.all(sent.slice(begun));
        attempts.splice(attempts.indexOf(mine), 1);
        if (mine.saved) tx.send(release);
        return result;
      } catch (error) {
        const answers = await Promise.allSettled(sent.slice(begun));
        attempts.splice(attempts.indexOf(mine), 1);
        sent.length = begun;
        after.length = afterwards;
        unknown.length = doubts;
        if (!mine.saved) throw error;
        gather(client);
        // Back to it and out of it: one inside another has the same name.
        await client.query('rollback to savepoint attempt').catch(translate);
        tx.send(release);
        throw rootOf(error, answers);
      }
    },
    afterCommit: (action) => void after.push(action),
    whenUnknown: (action) => void unknown.push(action),
  };
  let broken = false;
  let committing = false;
  try {
    gather(client);
    sent.push(client.query('begin'));
    sent[0]!.catch(() => {});
    const result = await work(tx);
    committing = true;
    gather(client);
    const committed = client.query('commit');
    committed.catch(() => {});
    await Promise.all(sent);
    if ((await committed).command !== 'COMMIT') throw new Error('the transaction was rolled back');
    for (const action of after) action();
    return result;
  } catch (error) {
    const answers = await Promise.allSettled(sent);
    await client.query('rollback').catch(() => (broken = true));
    const root = rootOf(error, answers);
    if (committing && isLost(root)) for (const action of unknown) action();
    return translate(root);
  } finally {
    client.release(broken);
  }
}

/** Statements sent in the same turn go out in one write: a system call for each took a third of a command's time. */
function gather(client: pg.PoolClient): void {
  const { stream } = (client as unknown as { connection: { stream: Socket } }).connection;
  stream.cork();
  process.nextTick(() => stream.uncork());
}

/** After a failed statement all others fail too ("the transaction is aborted"): the first one tells why. */
function rootOf(error: unknown, answers: readonly PromiseSettledResult<unknown>[]): unknown {
  if ((error as { code?: string }).code !== '25P02') return error;
  const first = answers.find((answer) => answer.status === 'rejected' && answer.reason.code !== '25P02');
  return first?.status === 'rejected' ? first.reason : error;
}

const lost = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', '57P01', '57P02', '57P03', '08006', '08001', '53300']);

/** A database that is away is told as such; all other errors pass as they are. */
function translate(error: unknown): never {
  if (isLost(error)) throw unavailable({}, { cause: error });
  throw error;
}

function isLost(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string };
  return (
    (code !== undefined && lost.has(code)) ||
    /Connection terminated|timeout exceeded when trying to connect|not queryable|connection error|after calling end on the pool/.test(
      message ?? '',
    )
  );
}

/** True for a violated unique constraint, if given by this name. */
export function isDuplicate(error: unknown, constraint?: string): boolean {
  const e = error as { code?: string; constraint?: string };
  return e?.code === '23505' && (constraint === undefined || e.constraint === constraint);
}

/** True when a text was given where PostgreSQL wanted a UUID. */
export function isNoUuid(error: unknown, text: string): boolean {
  const e = error as { code?: string; message?: string };
  return e?.code === '22P02' && (e.message?.includes(`"${text}"`) ?? false);
}
