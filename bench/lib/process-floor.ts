import { newId } from '@dinh/kernel';
import pg from 'pg';
import { decide } from './small-decision.ts';
import type { House } from './house.ts';
import { pause } from './process-model.ts';

/** A statement by its name, prepared once on each connection. */
type Statement = readonly [name: string, text: string];
const statement = (name: string, text: string): Statement => [name, text];

const audit = statement(
  'audit',
  `insert into audit.entry (stream, number, at, principal, behalf_of, operation, outcome, subject, origin, trace, detail)
   values ('00000000-0000-7000-8000-0000000f1007', $1, $2, 'system:bench', null, $3, 'done', null, 'job', $4, '{}')`,
);
const start = [
  statement(
    'instance',
    `insert into process.instance (id, definition_id, owner, business_key, state, variables, started_at, started_by) values ($1, $2, 'floor', $3, 'running', $4, $5, 'bench')`,
  ),
  statement(
    'token',
    `insert into process.token (id, instance_id, element, repeats, entered_at) values ($1, $2, 'first', false, $3)`,
  ),
  statement(
    'task',
    `insert into process.task (id, instance_id, token_id, owner, business_key, element, name_vi, name_en, role, unit_id, created_at) values ($1, $2, $3, 'floor', $4, $5, $5, $5, 'desk', 1, $6)`,
  ),
] as const;
const lock = statement('lock', `select variables from process.instance where id = $1 for no key update`);
const done = statement(
  'done',
  `update process.task set state = 'done', outcome = 'ok', ended_at = $2, completed_name = 'bench', version = 2 where id = $1`,
);
const moved = statement('moved', `update process.token set element = $2, entered_at = $3 where id = $1`);
const changed = statement('changed', `update process.instance set variables = $2, version = version + 1 where id = $1`);
const armed = statement(
  'armed',
  `insert into process.timer (id, instance_id, token_id, owner, element, due_at, created_at) values ($1, $2, $3, 'floor', 'later', $4, $4)`,
);
const due = statement(
  'due',
  `select id, instance_id, token_id from process.timer where owner = 'floor' and state = 'waiting' and due_at <= $1 order by due_at, id limit 200 for update skip locked`,
);
const fired = statement('fired', `update process.timer set state = 'fired', ended_at = $2 where id = any($1::uuid[])`);
const gone = statement('gone', `delete from process.token where id = any($1::uuid[])`);
const ended = statement(
  'ended',
  `update process.instance set state = 'completed', end_element = 'end', ended_at = $2, ended_by = 'bench', version = version + 1 where id = any($1::uuid[])`,
);

/**
 * The floor: the rows of an instance written by hand, in the transactions of our side, each in one flight of prepared
 * statements (pipeline mode) over as many connections. It decides by the same table; it looks nothing up that it knows.
 */
export async function openFloor(house: House, definition: string, clients: number) {
  const pool = new pg.Pool({
    connectionString: house.url,
    max: clients + 1,
    pipeline: true,
  });
  pool.on('error', () => {}); // the house may close first, when something failed
  let number = 0;

  async function transaction(work: (ask: Ask) => Promise<void>): Promise<void> {
    const client = await pool.connect();
    const sent: Promise<unknown>[] = [];
    const ask: Ask = ([name, text], values) => {
      const answer = client.query({ name, text, values: values as unknown[] });
      sent.push(answer);
      return answer;
    };
    try {
      sent.push(client.query('begin'));
      await work(ask);
      sent.push(client.query('commit'));
      await Promise.all(sent);
    } finally {
      client.release();
    }
  }

  /** @returns whether a timer was due */
  async function fire(): Promise<number> {
    let count = 0;
    await transaction(async (ask) => {
      const now = new Date();
      const { rows } = await ask(due, [now]);
      count = rows.length;
      if (count === 0) return;
      void ask(fired, [rows.map((r) => r.id), now]);
      void ask(gone, [rows.map((r) => r.token_id)]);
      void ask(ended, [rows.map((r) => r.instance_id), now]);
      void ask(audit, [++number, now, 'floor.fire-timers', 'trace']);
    });
    return count;
  }

  async function one(): Promise<void> {
    const now = new Date();
    const [id, token, first, second, timer] = Array.from({ length: 5 }, () => newId(now.getTime()));
    const key = newId(now.getTime());
    await transaction(async (ask) => {
      void ask(start[0], [id, definition, key, '{"amount":120}', now]);
      void ask(start[1], [token, id, now]);
      void ask(start[2], [first, id, token, key, 'first', now]);
      void ask(audit, [++number, now, 'floor.start', 'trace']);
    });
    await transaction(async (ask) => {
      const at = new Date();
      const { rows } = await ask(lock, [id]);
      const variables = { ...rows[0].variables, outcome: 'ok', fee: decide(rows[0].variables.amount) };
      void ask(done, [first, at]);
      void ask(moved, [token, 'second', at]);
      void ask(changed, [id, JSON.stringify(variables)]);
      void ask(start[2], [second, id, token, key, 'second', at]);
      void ask(audit, [++number, at, 'floor.complete', 'trace']);
    });
    await transaction(async (ask) => {
      const at = new Date();
      const { rows } = await ask(lock, [id]);
      void ask(done, [second, at]);
      void ask(moved, [token, 'later', at]);
      void ask(changed, [id, JSON.stringify({ ...rows[0].variables, outcome: 'ok' })]);
      void ask(armed, [timer, id, token, at]);
      void ask(audit, [++number, at, 'floor.complete', 'trace']);
    });
  }

  return {
    /** @returns instances that ended per second */
    async run(seconds: number): Promise<number> {
      const until = performance.now() + seconds * 1000;
      let firing = true;
      let count = 0;
      const worker = (async () => {
        while (firing) {
          const fired = await fire();
          if (performance.now() < until) count += fired;
          await new Promise((wake) => setTimeout(wake, pause));
        }
      })();
      await Promise.all(
        Array.from({ length: clients }, async () => {
          while (performance.now() < until) await one();
        }),
      );
      firing = false;
      await worker;
      while ((await fire()) > 0);
      return count / seconds;
    },

    /** Both sides leave as many rows of each table for an instance that has ended. @throws Error when they do not */
    async mustMatch(): Promise<void> {
      const { rows } = await house.db.query<{ owner: string; left: string }>(
        `select i.owner, format('%s tokens, %s tasks, %s timers, variables %s, version %s', (select count(*) from process.token t where t.instance_id = i.id),
           (select count(*) from process.task t where t.instance_id = i.id and t.state = 'done' and t.version = 2),
           (select count(*) from process.timer t where t.instance_id = i.id and t.state = 'fired'), i.variables, i.version) as left
         from process.instance i where i.state = 'completed'`,
      );
      const kinds = new Set(rows.map((row) => row.left));
      const owners = new Set(rows.map((row) => row.owner));
      if (kinds.size !== 1 || owners.size !== 2)
        throw new Error(`the two sides leave different rows: ${[...kinds].join(' | ')} (${[...owners]})`);
      console.log(`  each instance leaves: ${[...kinds][0]}`);
    },
    close: () => pool.end(),
  };
}

type Ask = (statement: Statement, values: readonly unknown[]) => Promise<pg.QueryResult>;
