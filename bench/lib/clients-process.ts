// The clients: they live in a process of their own, so that they share no event loop with what they measure.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Load, LoadOrder } from './clients.ts';
import { Connection, wire } from './connection.ts';
import { obey } from './phase.ts';

interface Client {
  readonly connection: Connection;
  readonly requests: readonly { label: string; bytes: Buffer }[];
  next: number;
}

let order: LoadOrder;
let clients: Client[];
let phase: {
  until: number;
  times: Record<string, number[]>;
  done: number;
  refusals: number;
  refused: string[];
};

async function run(client: Client): Promise<void> {
  const { requests, connection } = client;
  while (performance.now() < phase.until) {
    if (client.next >= requests.length) {
      if (order.once) return;
      client.next = 0;
    }
    const { label, bytes } = requests[client.next++]!;
    const began = performance.now();
    const { status, body } = await connection.send(bytes);
    (phase.times[label] ??= []).push(performance.now() - began);
    phase.done++;
    if (status < 400) continue;
    phase.refusals++;
    if (phase.refused.length < 3) phase.refused.push(`${status} ${body.toString().slice(0, 600)}`);
  }
}

async function runFor(seconds: number): Promise<number> {
  const began = performance.now();
  phase = { until: began + seconds * 1000, times: {}, done: 0, refusals: 0, refused: [] };
  await Promise.all(clients.map(run));
  return (performance.now() - began) / 1000;
}

obey(async (message: LoadOrder | 'go') => {
  if (message !== 'go') {
    order = message;
    const { host } = new URL(order.address);
    clients = await Promise.all(
      order.clients.map(async (requests) => ({
        connection: await Connection.open(order.address),
        requests: requests.map((r) => ({ label: r.label, bytes: wire(r, host) })),
        next: 0,
      })),
    );
    if (order.warmSeconds > 0) await runFor(order.warmSeconds);
    await sleep(50);
    process.send!({ warm: true });
    return;
  }
  const cpu = process.cpuUsage();
  const seconds = await runFor(order.seconds);
  const used = process.cpuUsage(cpu);
  for (const client of clients) client.connection.close();
  const result: Load = {
    done: phase.done,
    seconds,
    perSecond: phase.done / seconds,
    times: phase.times,
    clientCpu: (used.user + used.system) / 1000 / phase.done,
    refused: phase.refused,
    refusals: phase.refusals,
  };
  process.send!({ done: result });
});
