import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { App } from '../app.ts';
import { type Call, emit, executeInside } from '../operations/execute.ts';
import type { Command } from '../operations/operation.ts';
import type { Transaction } from '../database/database.ts';
import { sql } from '../database/sql.ts';
import type { NewEvent } from '../operations/context.ts';

/** An event as its consumers get it. */
export interface Event {
  readonly id: number;
  readonly at: Date;
  readonly name: string;
  readonly key: string;
  readonly topics: readonly string[];
  readonly data: Record<string, any>;
  readonly trace: string | null;
}

/** What a consumer has at hand: everything it does happens in the transaction that also notes how far it has read. */
export interface ConsumerContext {
  readonly app: App;
  readonly now: Date;
  readonly db: Transaction;
  emit(event: NewEvent): void;
  /** Carries out a command in this same transaction. */
  run(operation: Command<any, any>, input: unknown, call: Call): Promise<any>;
}

/** Reacts to events, each exactly once (its effects and its position commit together): one by one, or many at a time. */
export type Consumer = EachConsumer | BatchConsumer;

interface AnyConsumer {
  /** `module.what-it-does`, the name under which its position is kept. */
  readonly name: string;
  /** Names of the events it wants; asked again at every look when data decide. */
  readonly events: readonly string[] | ((app: App) => Promise<readonly string[]>);
}

export interface EachConsumer extends AnyConsumer {
  handle(ctx: ConsumerContext, event: Event): Promise<void>;
}

/** For what happens hundreds of times a second: one question and one statement for all that has come. */
export interface BatchConsumer extends AnyConsumer {
  /** At least one event, in their order. Should it fail, they come again one by one. */
  handleAll(ctx: Omit<ConsumerContext, 'emit'>, events: readonly Event[]): Promise<void>;
}

const batch = 100;
/**
 * The order of events `e`. With its table before it: `xid` alone would be the column of the answer, which is text, and
 * transaction 1000 would come before transaction 999.
 */
const inOrder = sql.raw('e.xid, e.id');
const triesBeforeSetAside = 8;

/**
 * Gives the events to consumers and to live views. Every process runs one; a consumer's row is claimed with
 * SKIP LOCKED, so each event is handled by one process at a time and in order.
 */
export class Dispatcher {
  #app: App;
  #consumers: readonly Consumer[];
  #listeners = new Set<(topics: readonly string[]) => void>();
  #seen = { xid: '0', id: 0 };
  /** All events of transactions before this one have been offered to the consumers of this process. */
  #horizon = '0';
  /** Consumers for which there is, or may be, something to do. */
  #waiting: Set<Consumer>;
  #woken = false;
  #running: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #stopped = true;
  /** What it does is no part of the act that woke it. */
  readonly #apart = AsyncLocalStorage.snapshot();

  constructor(app: App, consumers: readonly Consumer[]) {
    this.#app = app;
    this.#consumers = consumers;
    this.#waiting = new Set(consumers);
  }

  /** Begins. @param every milliseconds between looks when nobody wakes it (other processes write events too). */
  async start(every = 500): Promise<void> {
    const { db } = this.#app;
    for (const { name } of this.#consumers)
      await db.run(sql`insert into kernel.consumer (name) values (${name}) on conflict do nothing`);
    this.#seen = await db.one(sql`select pg_snapshot_xmin(pg_current_snapshot())::text as xid, 0 as id`);
    this.#horizon = this.#seen.xid;
    this.#stopped = false;
    this.#timer = setInterval(this.wake, every);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#running;
    await this.#remember().catch(() => {}); // the database is away: the next start reads a little more
  }

  /** Says that there is something new. Many wakes become one look. */
  readonly wake = (): void => {
    this.#woken = true;
    if (this.#running || this.#stopped) return;
    this.#running = this.#apart(() => this.#run())
      .catch((error) => this.#app.log.warn({ err: error }, 'events wait'))
      .finally(() => {
        this.#running = undefined;
        // Under load many commits share one look.
        if (this.#woken && !this.#stopped) setTimeout(this.wake, 40).unref();
      });
  };

  /**
   * Handles all that is there now; for tests and the command line.
   * @param patience milliseconds to wait for events that are written but held back by a transaction that began
   * before them (transactions are numbered across all databases of a server, so it may be anybody's)
   */
  async drain(patience = 120_000): Promise<void> {
    const until = performance.now() + patience;
    let held: boolean;
    do {
      held = await this.#heldBack(); // asked first: what is let go meanwhile is looked for again
      // Last, with nothing awaited behind it: whoever begins to look at the same time has taken the consumers, and is waited for.
      while (this.#running) await this.#running;
      this.#running = this.#drainNow().finally(() => (this.#running = undefined));
      await this.#running;
    } while (held && performance.now() < until && (await sleep(5, true)));
  }

  async #drainNow(): Promise<void> {
    while (await this.#consumeAll());
    await this.#announce();
  }

  async #heldBack(): Promise<boolean> {
    const { held } = await this.#app.db.one<{ held: boolean }>(
      sql`select exists (select from kernel.event where xid >= pg_snapshot_xmin(pg_current_snapshot())) as held`,
    );
    return held;
  }

  /**
   * How far the events were announced: whoever begins to read the database now sees all of them, and hears by
   * `topicsSince` of any that comes later. No statement is needed to know it.
   */
  get position(): string {
    return `${this.#seen.xid}.${this.#seen.id}`;
  }

  /** Hears the topics of every event behind the position of this moment, batched; returns how to stop. */
  listen(listener: (topics: readonly string[]) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async #run(): Promise<void> {
    this.#woken = false;
    await this.#announce();
    while (!this.#stopped && (await this.#consumeAll())) await this.#announce();
  }

  async #announce(): Promise<void> {
    if (this.#listeners.size === 0) {
      const seen = await this.#app.db.one<{ xid: string; id: number }>(
        sql`select pg_snapshot_xmin(pg_current_snapshot())::text as xid, 0 as id`,
      );
      // Whoever began to listen meanwhile may have looked before this moment: they hear of it at the next look.
      if (this.#listeners.size === 0) this.#seen = seen;
      return;
    }
    const rows = await this.#app.db.all<{ xid: string; id: number; topics: string[] }>(
      sql`select e.xid::text, e.id, e.topics from kernel.event e
          where (e.xid, e.id) > (${this.#seen.xid}::xid8, ${this.#seen.id}::bigint) and e.xid < pg_snapshot_xmin(pg_current_snapshot())
          order by ${inOrder} limit 1000`,
    );
    const last = rows.at(-1);
    if (!last) return;
    this.#seen = { xid: last.xid, id: last.id };
    const topics = [...new Set(rows.flatMap((row) => row.topics))];
    if (topics.length > 0) for (const listener of this.#listeners) listener(topics);
  }

  /** Looks once for all consumers what is new, then lets those work that want it. @returns whether any did. */
  async #consumeAll(): Promise<boolean> {
    const { db } = this.#app;
    const { names, xmin } = await db.one<{ names: string[]; xmin: string }>(
      sql`select coalesce(array_agg(distinct name) filter (where xid < pg_snapshot_xmin(pg_current_snapshot())), '{}') as names,
                 pg_snapshot_xmin(pg_current_snapshot())::text as xmin
          from kernel.event where xid >= ${this.#horizon}::xid8`,
    );
    this.#horizon = xmin;
    for (const consumer of this.#consumers)
      if ((await this.#wanted(consumer)).some((name) => names.includes(name))) this.#waiting.add(consumer);
    let any = false;
    for (const consumer of this.#waiting) {
      const found = await this.#consume(consumer, batch).catch((error: unknown) => this.#oneByOne(consumer, error));
      if (found === 'nothing') this.#waiting.delete(consumer);
      if (found === 'some') any = true;
    }
    return any;
  }

  async #wanted({ events }: Consumer): Promise<readonly string[]> {
    return typeof events === 'function' ? events(this.#app) : events;
  }

  /** Whether a consumer has read everything that has been written and that it wants. */
  async upToDate(name: string): Promise<boolean> {
    const consumer = this.#consumers.find((one) => one.name === name);
    if (!consumer) return true;
    const wanted = await this.#wanted(consumer);
    const { behind } = await this.#app.db.one<{ behind: boolean }>(
      sql`select exists (select from kernel.event e, kernel.consumer c
            where c.name = ${name} and (e.xid, e.id) > (c.xid, c.id) and e.name = any(${[...wanted]})) as behind`,
    );
    return !behind;
  }

  /** @returns `later` when another process is at it, or a failed event waits for its next try. */
  async #consume(consumer: Consumer, limit: number): Promise<'some' | 'nothing' | 'later'> {
    const app = this.#app;
    const wanted = await this.#wanted(consumer);
    return app.db.transaction(async (tx) => {
      const now = app.clock.now();
      const position = await tx.maybe<{ xid: string; id: number }>(
        sql`select xid::text, id from kernel.consumer where name = ${consumer.name} and (retry_at is null or retry_at <= ${now}) for update skip locked`,
      );
      if (!position) return 'later';
      const rows = await tx.all<Event & { xid: string }>(
        sql`select e.xid::text, e.id, e.at, e.name, e.key, e.topics, e.data, e.trace from kernel.event e
            where (e.xid, e.id) > (${position.xid}::xid8, ${position.id}::bigint) and e.xid < pg_snapshot_xmin(pg_current_snapshot())
              and e.name = any(${[...wanted]}) order by ${inOrder} limit ${limit}`,
      );
      const last = rows.at(-1);
      if (!last) return 'nothing';
      const ctx: Omit<ConsumerContext, 'emit'> = {
        app,
        now,
        db: tx,
        run: (operation, input, call) => executeInside(app, tx, operation, input, call),
      };
      if ('handleAll' in consumer) await consumer.handleAll(ctx, rows);
      else
        for (const event of rows)
          await consumer.handle({ ...ctx, emit: (e) => emit(app, tx, now, event.trace ?? 'event', e) }, event);
      tx.send(
        sql`update kernel.consumer set xid = ${last.xid}::xid8, id = ${last.id}, failures = 0, error = null, retry_at = null where name = ${consumer.name}`,
      );
      return 'some';
    });
  }

  /** One event of a batch failed: go one by one, so that only the guilty one waits. */
  async #oneByOne(consumer: Consumer, first: unknown): Promise<'some' | 'nothing' | 'later'> {
    for (let done = 0; done < batch; done++) {
      try {
        const found = await this.#consume(consumer, 1);
        if (found !== 'some') return done > 0 ? 'some' : found;
      } catch (error) {
        // Nobody failed: the program ends, and the next start takes it up.
        if (!this.#app.db.interrupted) await this.#failed(consumer, error ?? first);
        return 'later';
      }
    }
    return 'some';
  }

  /**
   * Moves the positions of consumers that have seen everything up to the horizon, so that the next start need not read
   * again what did not concern them.
   */
  async #remember(): Promise<void> {
    const idle = this.#consumers.filter((consumer) => !this.#waiting.has(consumer)).map(({ name }) => name);
    if (idle.length === 0 || this.#horizon === '0') return;
    await this.#app.db.run(
      sql`update kernel.consumer set xid = ${this.#horizon}::xid8, id = 0 where name = any(${idle}) and xid < ${this.#horizon}::xid8 and failures = 0`,
    );
  }

  /** Waits longer after each failure; after the last try the event is set aside where an operator sees it. */
  async #failed(consumer: Consumer, error: unknown): Promise<void> {
    const { db, clock, log } = this.#app;
    const now = clock.now();
    log.error({ err: error, consumer: consumer.name }, 'an event could not be handled');
    const text = String((error as Error)?.stack ?? error).slice(0, 4000);
    const wanted = await this.#wanted(consumer);
    await db.transaction(async (tx) => {
      const { failures } = await tx.one<{ failures: number }>(
        sql`update kernel.consumer set failures = failures + 1, error = ${text} where name = ${consumer.name} returning failures`,
      );
      if (failures < triesBeforeSetAside) {
        tx.send(
          sql`update kernel.consumer set retry_at = ${new Date(now.getTime() + 500 * 2 ** failures)} where name = ${consumer.name}`,
        );
        return;
      }
      const event = await tx.maybe<{ xid: string; id: number }>(
        sql`select e.xid::text, e.id from kernel.event e, kernel.consumer c where c.name = ${consumer.name} and (e.xid, e.id) > (c.xid, c.id)
              and e.name = any(${[...wanted]}) order by ${inOrder} limit 1`,
      );
      if (!event) return;
      tx.send(
        sql`insert into kernel.dead_event (consumer, event_id, error, at) values (${consumer.name}, ${event.id}, ${text}, ${now}) on conflict do nothing`,
      );
      tx.send(
        sql`update kernel.consumer set xid = ${event.xid}::xid8, id = ${event.id}, failures = 0, retry_at = null where name = ${consumer.name}`,
      );
    });
  }
}
