import { execFileSync } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '@dinh/kernel';
import pg from 'pg';
import type { House } from './house.ts';
import { otherModel } from './process-model.ts';
import { decide } from './small-decision.ts';

const version = '25.0.1';

/**
 * bpmn-engine, fetched for this bench alone, as its guide says that one makes it durable: its whole state is taken and
 * saved after every step (here in one row of the same PostgreSQL, one committed statement each), and the next step begins
 * with recovering it, since another process could be the one to take it.
 */
export async function openOther(house: House, clients: number) {
  const folder = await mkdtemp(join(tmpdir(), 'dinh-bench-engine-'));
  await writeFile(join(folder, 'package.json'), '{"private":true}');
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--silent', `bpmn-engine@${version}`], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const { Engine } = createRequire(join(folder, 'x.js'))('bpmn-engine');
  await house.db.query('create table bench_engine (id uuid primary key, state jsonb not null, ended boolean not null)');
  const pool = new pg.Pool({ connectionString: house.url, max: clients });
  pool.on('error', () => {}); // the house may close first, when something failed
  const services = {
    decide(scope: any, next: (error: unknown, result: unknown) => void) {
      next(null, decide(Number(scope.environment.variables.amount)));
    },
  };
  const save = async (id: string, engine: any, ended: boolean, fresh: boolean): Promise<void> => {
    const state = JSON.stringify(await engine.getState());
    await pool.query(
      fresh
        ? { name: 'save', text: 'insert into bench_engine values ($1, $2, $3)', values: [id, state, ended] }
        : {
            name: 'again',
            text: 'update bench_engine set state = $2, ended = $3 where id = $1',
            values: [id, state, ended],
          },
    );
  };
  const recover = async (id: string): Promise<any> => {
    const { rows } = await pool.query({
      name: 'load',
      text: 'select state from bench_engine where id = $1',
      values: [id],
    });
    return new Engine({ name: id }).recover(rows[0].state, { services });
  };
  const waiting = (listener: EventEmitter) => new Promise<void>((found) => listener.once('wait', () => setImmediate(found)));

  async function one(): Promise<void> {
    const id = newId(Date.now());
    const begun = new Engine({ name: id, source: otherModel, variables: { amount: 120 }, services });
    const listener = new EventEmitter();
    const first = waiting(listener);
    await begun.execute({ listener });
    await first;
    await save(id, begun, false, true);
    await begun.stop();

    const next = await recover(id);
    const other = new EventEmitter();
    const execution = await next.resume({ listener: other });
    const second = new Promise<void>((found) =>
      other.on('wait', (api: any) => void (api.id === 'second' && setImmediate(found))),
    );
    execution
      .getPostponed()
      .find((api: any) => api.id === 'first')
      .signal('ok');
    await second;
    await save(id, next, false, false);
    await next.stop();

    const third = await recover(id);
    const timed = new EventEmitter();
    const timer = new Promise<void>((found) => timed.once('activity.timer', () => found()));
    const end = third.waitFor('end');
    const last = await third.resume({ listener: timed });
    last
      .getPostponed()
      .find((api: any) => api.id === 'second')
      .signal('ok');
    await timer;
    await save(id, third, false, false);
    await end;
    await save(id, third, true, false);
  }

  return {
    /** @returns instances that ended per second */
    async run(seconds: number): Promise<number> {
      const until = performance.now() + seconds * 1000;
      let count = 0;
      await Promise.all(
        Array.from({ length: clients }, async () => {
          while (performance.now() < until) {
            await one();
            if (performance.now() < until) count++;
          }
        }),
      );
      return count / seconds;
    },
    async close(): Promise<void> {
      await pool.end();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
