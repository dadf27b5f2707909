// The floor: statements written by hand, sent through `pg` by one Node process. It uses all that
// `pg` offers: named prepared statements, a connection for each worker, and all statements of a transaction in one
// flight (its pipeline mode).
import { hostname } from 'node:os';
import { newId } from '@dinh/kernel';
import pg from 'pg';
import type { FloorOrder, FloorResult } from './floor.ts';
import { obey } from './phase.ts';
import { freshly, type Script, valueOf } from './script.ts';

interface Worker {
  readonly client: pg.Client;
  readonly script: Script;
  readonly given: readonly Readonly<Record<string, string>>[] | undefined;
  next: number;
}

let order: FloorOrder;
let workers: Worker[];
/** The floor's own stream of the audit trail. */
let stream: string;
let result: { done: number; times: number[]; made: Record<string, string>[] };

async function openStream(client: pg.Client): Promise<string> {
  const id = newId(Date.now());
  await client.query({
    text: `insert into audit.stream (id, host, process, key_id, started_at) values ($1, $2, $3, 'floor', now())`,
    values: [id, hostname(), process.pid],
  });
  return id;
}

async function once({ client, script }: Worker, values: ReadonlyMap<string, string>): Promise<void> {
  const sent: Promise<unknown>[] = [client.query('begin')];
  for (const { name, text, parameters } of script.statements)
    sent.push(client.query({ name, text, values: parameters.map((p) => valueOf(p, values)) }));
  sent.push(client.query('commit'));
  await Promise.all(sent);
}

async function run(worker: Worker, until: number, runs: number): Promise<void> {
  while (performance.now() < until && result.done < runs) {
    if (worker.given && worker.next >= worker.given.length) return;
    const values = freshly(worker.script, stream, worker.given?.[worker.next++] ?? {});
    const began = performance.now();
    result.done++;
    await once(worker, values);
    result.times.push(performance.now() - began);
    if (order.runs !== undefined) result.made.push(Object.fromEntries(values));
  }
}

async function runFor(seconds: number, runs = Number.POSITIVE_INFINITY): Promise<number> {
  const began = performance.now();
  result = { done: 0, times: [], made: [] };
  await Promise.all(workers.map((worker) => run(worker, began + seconds * 1000, runs)));
  return (performance.now() - began) / 1000;
}

obey(async (message: FloorOrder | 'go') => {
  if (message !== 'go') {
    order = message;
    workers = await Promise.all(
      Array.from({ length: order.connections }, async (_, i) => {
        const client = new pg.Client({ connectionString: order.url, pipeline: true });
        await client.connect();
        return { client, script: order.scripts[i % order.scripts.length]!, given: order.given?.[i], next: 0 };
      }),
    );
    stream = await openStream(workers[0]!.client);
    if (order.warmSeconds > 0) await runFor(order.warmSeconds);
    process.send!({ warm: true });
    return;
  }
  const seconds = await runFor(order.seconds, order.runs);
  await Promise.all(workers.map(({ client }) => client.end()));
  const done: FloorResult = { ...result, seconds, perSecond: result.done / seconds };
  process.send!({ done });
});
