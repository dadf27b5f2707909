import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { unavailable } from '../errors.ts';

/** Between two looks at what still runs, milliseconds; what is quicker is left alone. */
const moment = 200;
/** After so many looks a connection whose work goes on in spite of being cancelled is closed. */
const cancels = 10;

/** How a program that has to end ends what its connections are doing: what runs is cancelled, what would begin is refused. */
export class Interruption {
  #url: string;
  /** Connections at work, and since when. */
  #busy = new Map<pg.PoolClient, number>();
  #begun = false;
  #over = false;

  /** @param url of the database, for the connection by which statements of the others are cancelled */
  constructor(url: string) {
    this.#url = url;
  }

  get begun(): boolean {
    return this.#begun;
  }

  watch(pool: pg.Pool): void {
    pool.on('acquire', (client) => void this.#busy.set(client, performance.now()));
    pool.on('release', (_error, client) => void this.#busy.delete(client));
    pool.on('remove', (client) => void this.#busy.delete(client));
  }

  begin(): void {
    if (this.#begun) return;
    this.#begun = true;
    // A database that is away has nothing that could be cancelled.
    void this.#cancel().catch(() => {});
  }

  /** @throws unavailable once it has begun */
  refuse(): void {
    if (this.#begun) throw unavailable();
  }

  /** Whether an error comes from a statement that was cancelled here (`query_canceled`). */
  caused(error: unknown): boolean {
    return this.#begun && (error as { code?: unknown }).code === '57014';
  }

  /** All connections are closed. */
  end(): void {
    this.#over = true;
  }

  async #cancel(): Promise<void> {
    const client = new pg.Client({ connectionString: this.#url, connectionTimeoutMillis: 2000 });
    client.on('error', () => {});
    await client.connect();
    for (let looks = 0; !this.#over; looks++) {
      const begun = performance.now() - moment;
      const late = [...this.#busy].filter(([, since]) => since <= begun).map(([busy]) => processOf(busy));
      const end = looks < cancels ? 'pg_cancel_backend' : 'pg_terminate_backend';
      if (late.length > 0) await client.query(`select ${end}(pid) from unnest($1::int[]) pid`, [late]);
      await sleep(moment, undefined, { ref: false });
    }
    await client.end();
  }
}

const processOf = (client: pg.PoolClient): number => (client as unknown as { processID: number }).processID;
