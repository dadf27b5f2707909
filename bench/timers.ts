/**
 * `npm run bench -- timers`: timers that are all due at the same minute, each fired once by several workers, against bare
 * claims and updates of the same rows in batches of the same size; and again with a million more that wait.
 */
import { createProcessEngine } from '@dinh/process';
import pg from 'pg';
import { drift, median, plain, printTable, verdict } from './lib/figures.ts';
import { type House, openHouse } from './lib/house.ts';
import { readOptions } from './lib/options.ts';
import { waiting } from './lib/process-model.ts';

/** What `newId` of the kernel makes, in SQL: ids sorted by time (UUID version 7), as the rows of both sides have them in a province. */
const newId = `encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid()) placing
  substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6), 52, 1), 53, 1), 'hex')::uuid`;

const options = readOptions({ rounds: 2, dossiers: 100_000, clients: 4 });
const { dossiers: timers, clients: workers } = options;
const house = await openHouse(workers + 2);
const pool = new pg.Pool({ connectionString: house.url, max: workers, pipeline: true });
pool.on('error', () => {});
try {
  const definition = await house.publish('bench-timers', waiting);
  const engines = Array.from({ length: workers }, () => createProcessEngine({ owner: 'bench' }));

  /** Instances of one owner whose timers are due now. */
  async function prepare(owner: string): Promise<void> {
    await house.db.query(
      `with made as (select ${newId} as id, ${newId} as token from generate_series(1, $1::int)),
         i as (insert into process.instance (id, definition_id, owner, business_key, variables, started_at)
               select id, $2, $3, id::text, '{"amount": 120}', $4 from made),
         t as (insert into process.token (id, instance_id, element, repeats, entered_at) select token, id, 'later', false, $4 from made)
       insert into process.timer (id, instance_id, token_id, owner, element, due_at, created_at)
       select ${newId}, id, token, $3, 'later', $4, $4 from made`,
      [timers, definition.id, owner, new Date()],
    );
    await house.db.query('vacuum analyze');
    await house.db.query('checkpoint');
  }

  async function ours(): Promise<number> {
    await prepare('bench');
    const began = performance.now();
    const fired = await Promise.all(engines.map((engine) => engine.fireDueTimers(house.app)));
    const seconds = (performance.now() - began) / 1000;
    const sum = fired.reduce((a, b) => a + b, 0);
    if (sum !== timers) throw new Error(`${sum} of ${timers} timers fired`);
    return timers / seconds;
  }

  async function floor(): Promise<number> {
    await prepare('floor');
    const began = performance.now();
    const claimed = await Promise.all(Array.from({ length: workers }, () => claimAll(pool)));
    const seconds = (performance.now() - began) / 1000;
    if (claimed.reduce((a, b) => a + b, 0) !== timers) throw new Error('the floor has not claimed all');
    return timers / seconds;
  }

  await ours();
  const first = { floor: [] as number[], ours: [] as number[] };
  const second = { floor: [] as number[], ours: [] as number[] };
  await measure(first);
  await park(house, definition.id);
  await measure(second);
  printTable(
    ['timers a second', 'median', 'all'],
    [
      ['floor', median(first.floor), first.floor.map(plain).join(' ')],
      ['ours', median(first.ours), first.ours.map(plain).join(' ')],
      ['floor, a million more waiting', median(second.floor), second.floor.map(plain).join(' ')],
      ['ours, a million more waiting', median(second.ours), second.ours.map(plain).join(' ')],
    ],
  );
  const { rows } = await house.db.query(
    `select count(*)::int as ended, count(*) filter (where end_element = 'end')::int as "end" from process.instance where owner = 'bench' and state = 'completed'`,
  );
  console.log(
    `  ${plain(rows[0].ended)} instances have ended; the floor moved by ${drift(first.floor[0]!, first.floor.at(-1)!)}`,
  );
  const moved = median(second.ours) / median(second.floor) / (median(first.ours) / median(first.floor));
  const still = verdict('timers-waiting', moved, { atLeast: 0.9 });
  const ratio = Math.min(
    median(first.ours) / median(first.floor),
    median(second.ours) / median(second.floor),
  );
  process.exitCode = verdict('timers', ratio, { atLeast: 0.4 }) && still ? 0 : 1;

  async function measure(into: { floor: number[]; ours: number[] }): Promise<void> {
    for (let round = 0; round < options.rounds; round++) {
      into.floor.push(await floor());
      into.ours.push(await ours());
    }
    into.floor.push(await floor());
  }
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await pool.end();
  await house.close();
}

/** A million timers that are due in a year. */
async function park(at: House, definition: string): Promise<void> {
  await at.db.query(
    `with i as (insert into process.instance (id, definition_id, owner, business_key, variables, started_at)
       values (${newId}, $1, 'bench', 'parked', '{}', $2) returning id)
     insert into process.timer (id, instance_id, token_id, owner, element, due_at, created_at)
     select ${newId}, i.id, ${newId}, 'bench', 'later', $2::timestamptz + interval '1 year', $2 from i, generate_series(1, 1000000)`,
    [definition, new Date()],
  );
}

/** One worker of the floor: claims and ends two hundred at a time, all it writes in one flight. @returns how many it had */
async function claimAll(connections: pg.Pool): Promise<number> {
  const client = await connections.connect();
  let number = 0;
  let count = 0;
  try {
    for (;;) {
      const now = new Date();
      void client.query('begin');
      const { rows } = await client.query({
        name: 'due',
        text: `select id, instance_id, token_id from process.timer where owner = 'floor' and state = 'waiting' and due_at <= $1
               order by due_at, id limit 200 for update skip locked`,
        values: [now],
      });
      const ids = rows.map((row) => row.instance_id);
      const sent = [
        client.query({
          name: 'fired',
          text: `update process.timer set state = 'fired', ended_at = $2 where id = any($1::uuid[])`,
          values: [rows.map((row) => row.id), now],
        }),
        client.query({
          name: 'gone',
          text: `delete from process.token where id = any($1::uuid[])`,
          values: [rows.map((row) => row.token_id)],
        }),
        client.query({
          name: 'ended',
          text: `update process.instance set state = 'completed', end_element = 'end', ended_at = $2, ended_by = 'bench', version = version + 1 where id = any($1::uuid[])`,
          values: [ids, now],
        }),
        client.query({
          name: 'audit',
          text: `insert into audit.entry (stream, number, at, principal, operation, outcome, origin, trace, detail)
          values ($1, $2, $3, 'system:bench', 'floor.fire-timers', 'done', 'job', 'trace', '{}')`,
          values: [crypto.randomUUID(), ++number, now],
        }),
        client.query('commit'),
      ];
      await Promise.all(sent);
      count += rows.length;
      if (rows.length === 0) return count;
    }
  } finally {
    client.release();
  }
}
