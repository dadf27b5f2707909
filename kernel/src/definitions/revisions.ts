import type { Queries } from '../database/database.ts';
import { sql } from '../database/sql.ts';

/** Lets a number grow, in the transaction that changes what it stands for; `forget` belongs after its commit. */
export async function raiseRevision(tx: Queries, topic: string): Promise<void> {
  await tx.run(sql`update kernel.revision set number = number + 1 where topic = ${topic}`);
}

/** Milliseconds for which the numbers are believed. */
const believed = 1000;

/**
 * The numbers of `kernel.revision`: each grows in the transaction that changes what it stands for (`definitions`,
 * `identity` for the directory of units, …). Whoever keeps something in memory keeps it for these numbers. They are asked
 * for at most once a second, so another process is seen within a second, and this one at once (`forget`).
 */
export class Revisions {
  #db: Queries;
  #numbers: ReadonlyMap<string, number> = new Map();
  #readAt = -Infinity;
  #reading: Promise<ReadonlyMap<string, number>> | undefined;

  constructor(db: Queries) {
    this.#db = db;
  }

  /** The numbers by topic. */
  now(): Promise<ReadonlyMap<string, number>> | ReadonlyMap<string, number> {
    if (performance.now() - this.#readAt < believed) return this.#numbers;
    if (this.#reading) return this.#reading;
    const asked = performance.now();
    const reading = this.#db
      .all<{ topic: string; number: number }>(sql`select topic, number from kernel.revision`)
      .then((rows) => {
        const numbers = new Map(rows.map(({ topic, number }) => [topic, number]));
        if (this.#reading === reading) [this.#numbers, this.#readAt] = [numbers, asked];
        return numbers;
      })
      .finally(() => {
        if (this.#reading === reading) this.#reading = undefined;
      });
    return (this.#reading = reading);
  }

  /** Asks again next time; called after a commit of this process that changed a number. */
  forget(): void {
    this.#readAt = -Infinity;
    this.#reading = undefined; // what is under way may have looked too early
  }
}
