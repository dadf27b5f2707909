/**
 * `npm run bench -- timers`: timers that are all due at the same minute, each fired once by several workers, against bare
 * claims and updates of the same rows in batches of the same size; without and with a million more that wait. Each state has a
 * database of its own, and both are measured in turns, so that what else happens on the machine falls on both alike.
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

const options = readOptions({ rounds: 5, dossiers: 100_000, clients: 4 });
const { dossiers: timers, clients: workers } = options;
const engines = Array.from({ length: workers }, () => createProcessEngine({ owner: 'bench' }));

/** A database, and what was measured in it: timers a second, by rounds. */
interface State {
  readonly house: House;
  readonly pool: pg.Pool;
  readonly definition: string;
  readonly floor: number[];
  readonly ours: number[];
}

async function open(): Promise<State> {
  const house = await openHouse(workers + 2);
  const pool = new pg.Pool({ connectionString: house.url, max: workers, pipeline: true });
  pool.on('error', () => {});
  const { id } = await house.publish('bench-timers', waiting);
  return { house, pool, definition: id, floor: [], ours: [] };
}

/** Instances of one owner whose timers are due now. */
async function prepare({ house, definition }: State, owner: string): Promise<void> {
  await house.db.query(
    `with made as (select ${newId} as id, ${newId} as token from generate_series(1, $1::int)),
       i as (insert into process.instance (id, definition_id, owner, business_key, variables, started_at)
             select id, $2, $3, id::text, '{"amount": 120}', $4 from made),
       t as (insert into process.token (id, instance_id, element, repeats, entered_at) select token, id, 'later', false, $4 from made)
     insert into process.timer (id, instance_id, token_id, owner, element, due_at, created_at)
     select ${newId}, id, token, $3, 'later', $4, $4 from made`,
    [timers, definition, owner, new Date()],
  );
  await house.db.query('vacuum analyze');
  await house.db.query('checkpoint');
}

async function ours(state: State): Promise<number> {
  await prepare(state, 'bench');
  const began = performance.now();
  const fired = await Promise.all(engines.map((engine) => engine.fireDueTimers(state.house.app)));
  const seconds = (performance.now() - began) / 1000;
  const sum = fired.reduce((a, b) => a + b, 0);
  if (sum !== timers) throw new Error(`${sum} of ${timers} timers fired`);
  return timers / seconds;
}

async function floor(state: State): Promise<number> {
  await prepare(state, 'floor');
  const began = performance.now();
  const claimed = await Promise.all(Array.from({ length: workers }, () => claimAll(state.pool)));
  const seconds = (performance.now() - began) / 1000;
  if (claimed.reduce((a, b) => a + b, 0) !== timers) throw new Error('the floor has not claimed all');
  return timers / seconds;
}

const states: State[] = [];
try {
  for (let i = 0; i < 2; i++) states.push(await open());
  const [alone, beside] = states as [State, State];
  await park(beside.house, beside.definition);
  // Both sides of both once unmeasured: the first round of either would be that of cold connections and plans.
  for (const state of states) {
    await floor(state);
    await ours(state);
  }
  for (let round = 0; round < options.rounds; round++) {
    // In turns, and every other round the other way round: whoever comes first has it neither easier nor harder.
    const back = round % 2 === 1;
    for (const state of back ? [beside, alone] : [alone, beside])
      for (const side of back ? (['ours', 'floor'] as const) : (['floor', 'ours'] as const))
        state[side].push(await (side === 'ours' ? ours : floor)(state));
  }
  const shares = ({ floor, ours }: State) => ours.map((one, i) => one / floor[i]!);
  const [without, withMore] = [shares(alone), shares(beside)];
  const shown = (values: readonly number[]) => values.map(plain).join(' ');
  printTable(
    ['timers a second', 'median', 'all'],
    [
      ['floor', median(alone.floor), shown(alone.floor)],
      ['ours', median(alone.ours), shown(alone.ours)],
      ['floor, a million more waiting', median(beside.floor), shown(beside.floor)],
      ['ours, a million more waiting', median(beside.ours), shown(beside.ours)],
      ['share of the floor', median(without), shown(without)],
      ['the same, a million more waiting', median(withMore), shown(withMore)],
    ],
  );
  for (const { house, floor } of states) {
    const { rows } = await house.db.query(
      `select count(*)::int as ended from process.instance where owner = 'bench' and state = 'completed' and end_element = 'end'`,
    );
    console.log(`  ${plain(rows[0].ended)} instances have ended; the floor moved by ${drift(floor[0]!, floor.at(-1)!)}`);
  }
  console.log(`  ours with a million more waiting is ${plain(median(beside.ours) / median(alone.ours))} of ours without`);
  // Round by round: what lies minutes apart is not compared.
  const still = verdict('timers-waiting', median(withMore.map((share, i) => share / without[i]!)), {
    atLeast: 0.9,
  });
  const ratio = Math.min(median(without), median(withMore));
  process.exitCode = verdict('timers', ratio, { atLeast: 0.4 }) && still ? 0 : 1;
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  for (const { pool, house } of states) {
    await pool.end();
    await house.close();
  }
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
