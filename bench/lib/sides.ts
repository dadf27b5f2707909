// A page of the program and the same page under /san, whose questions are answered by SQL written by hand.
import { load, mustSucceed } from './clients.ts';
import type { Request } from './connection.ts';
import { drift, median, percentile, printTable } from './figures.ts';
import type { Ground } from './ground.ts';
import type { Person } from './people.ts';

/** What one person asks for, in turn. */
export interface Asking extends Person {
  readonly requests: readonly Request[];
}

/** How our side stands to the floor for one kind of request. */
export interface Ratios {
  readonly label: string;
  readonly median: number;
  readonly p95: number;
}

/** Both sides in turns, `users` people at a time; prints a table, milliseconds. */
export async function compareSides(
  on: Ground,
  asking: readonly Asking[],
  { name, users, seconds, rounds }: { name: string; users: number; seconds: number; rounds: number },
): Promise<Ratios[]> {
  const lists = asking.map((one) => one.requests);
  const longest = Math.max(...lists.map((list) => list.length));
  // One user is everybody in turn; many are different people at the same time.
  const clients =
    users === 1
      ? [
          Array.from(
            { length: longest * lists.length },
            (_, i) => lists[i % lists.length]![Math.floor(i / lists.length) % longest]!,
          ),
        ]
      : Array.from({ length: users }, (_, i) => turned(lists[i % lists.length]!, i));
  const phase = async (prefix: string) => {
    const { load: l } = await load(
      {
        address: on.address,
        seconds: seconds,
        clients: clients.map((list) => list.filter(Boolean).map((r) => ({ ...r, path: prefix + r.path }))),
      },
      () => 0,
    );
    mustSucceed(l);
    return l.times;
  };
  const floors = [await phase('/san')];
  const ours: (typeof floors)[number][] = [];
  for (let round = 0; round < rounds; round++) {
    ours.push(await phase(''));
    floors.push(await phase('/san'));
  }
  const all = (phases: typeof floors, label: string) => phases.flatMap((p) => p[label] ?? []);
  const labels = Object.keys(ours[0]!);
  const rows = labels.map((label) => {
    const [mine, floor] = [all(ours, label), all(floors, label)];
    const [m, p] = [median(mine) / median(floor), percentile(mine, 0.95) / percentile(floor, 0.95)];
    return {
      label,
      cells: [label, median(mine), median(floor), m, percentile(mine, 0.95), percentile(floor, 0.95), p, mine.length],
      m,
      p,
    };
  });
  console.log(`${name}, ${users} user${users > 1 ? 's' : ''}, milliseconds:`);
  printTable(
    ['', 'median', 'floor', 'ratio', 'p95', 'floor', 'ratio', 'answers'],
    rows.map((r) => r.cells),
  );
  const whole = (times: (typeof floors)[number]) => median(Object.values(times).flat());
  console.log(`  floor, first to last: ${drift(whole(floors[0]!), whole(floors.at(-1)!))}`);
  return rows.map(({ label, m, p }) => ({ label, median: m, p95: p }));
}

function turned<T>(list: readonly T[], by: number): T[] {
  return list.map((_, i) => list[(i + by) % list.length]!);
}

/** Both sides show the same rows, in the same order. @throws Error where they do not */
export async function mustShowTheSame(on: Ground, asking: readonly Asking[]): Promise<void> {
  for (const { name, headers, requests } of asking) {
    const kinds = new Map(requests.toReversed().map((request) => [request.label, request]));
    for (const { path, label } of kinds.values()) {
      const [mine, floor] = await Promise.all(
        ['', '/san'].map(async (prefix) => {
          const answer = await fetch(on.address + prefix + path, { headers });
          const page = await answer.text();
          if (!answer.ok) throw new Error(`${prefix}${path}: ${answer.status} ${page.slice(0, 300)}`);
          return (page.match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? []).join(' ');
        }),
      );
      if (mine !== floor) throw new Error(`${label} of ${name}: the floor shows other rows (${path})`);
    }
  }
}

/** How PostgreSQL carries out the floor's statements. */
export async function printPlans(on: Ground): Promise<void> {
  const questions = (await (await fetch(`${on.address}/san/cau-hoi`)).json()) as [string, unknown[]][];
  console.log('plans of the floor:');
  for (const [text, values] of questions) {
    const { rows } = await on.db.query<{ 'QUERY PLAN': string }>(
      `explain (analyze, buffers, costs off, timing off) ${text}`,
      values,
    );
    console.log(`  ${text.replace(/\s+/g, ' ').slice(0, 160)}`);
    for (const row of rows) console.log(`    ${row['QUERY PLAN']}`);
  }
}
