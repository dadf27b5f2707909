import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { appendFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type App, createApp, readConfig, readKeys, startEmbeddedPostgres } from '@dinh/kernel';
import pg from 'pg';
import { modules } from '../../platform/src/modules.ts';
import type { Options } from './options.ts';

export const root: string = resolve(import.meta.dirname, '../..');

/** A running program on data of its own: what a newcomer's `npm start` is, with the durable embedded PostgreSQL. */
export interface Ground {
  readonly address: string;
  readonly server: ChildProcess;
  readonly postgres: { readonly pid: number; readonly url: string };
  /** Statements of the bench itself. */
  readonly db: pg.Pool;
  /** Definitions and clock, to prepare input with; it serves nothing. */
  readonly app: App;
  /** Stops the server and starts it again on the same data. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** Statistics of statements are loaded, and counted only while `countStatements` asks for them. */
const settings = `
shared_preload_libraries = 'pg_stat_statements'
pg_stat_statements.track = 'none'
`;

/**
 * Starts the program on a folder of its own, loads the pack, and waits until it answers.
 * @param program what Node is told to run, in the root of the repository
 */
export async function openGround(
  options: Pick<Options, 'data' | 'profile'>,
  program: readonly string[] = npmStart(),
): Promise<Ground> {
  const folder = options.data ? resolve(options.data) : await mkdtemp(join(tmpdir(), 'dinh-bench-'));
  await mkdir(folder, { recursive: true });
  const dataDir = join(folder, 'postgres');
  if (!existsSync(join(dataDir, 'cluster'))) await prepareCluster(dataDir);
  const env = {
    ...process.env,
    DINH_DATA: folder,
    HOST: '127.0.0.1',
    PORT: String(await freePort()),
    LOG_LEVEL: 'error',
  };
  delete (env as Record<string, string | undefined>)['DATABASE_URL'];
  const address = `http://127.0.0.1:${env.PORT}`;
  let server = await startServer(program, env, address, options.profile);
  let postgres = await startEmbeddedPostgres({ dataDir, share: true });
  const url = postgres.connectionString('postgres');
  const db = new pg.Pool({ connectionString: url, max: 4 });
  db.on('error', () => {});
  await db.query('create extension if not exists pg_stat_statements');
  await db.query('vacuum analyze');
  const config = readConfig(env, root);
  const app = createApp({
    config,
    databaseUrl: url,
    keys: await readKeys(join(folder, 'keys')),
    modules,
    poolSize: 2,
  });
  await app.audit.start();
  return {
    address,
    get server() {
      return server;
    },
    get postgres() {
      return { pid: postgres.pid(), url };
    },
    db,
    app,
    async restart() {
      await app.audit.seal();
      await stop(server);
      server = await startServer(program, env, address, options.profile);
      postgres = await startEmbeddedPostgres({ dataDir, share: true });
    },
    async close() {
      await app.audit.stop();
      await app.db.close();
      await db.end();
      await stop(server);
      if (!options.data) await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A cluster as the program itself makes it, with the library that counts statements. */
export async function prepareCluster(dataDir: string): Promise<void> {
  const postgres = await startEmbeddedPostgres({ dataDir });
  await postgres.stop();
  await appendFile(join(dataDir, 'cluster', 'postgresql.conf'), settings);
}

/** What follows `exec node` in the script of `npm start`. */
function npmStart(): string[] {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return scripts.start.split(' ').slice(2);
}

async function startServer(
  program: readonly string[],
  env: NodeJS.ProcessEnv,
  address: string,
  profile: string | undefined,
): Promise<ChildProcess> {
  const flags = profile ? ['--cpu-prof', `--cpu-prof-dir=${resolve(profile)}`] : [];
  const server = spawn(process.execPath, [...flags, ...program], {
    cwd: root,
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = new Promise<never>((_, reject) =>
    server.once('exit', (code) => reject(new Error(`the server ended while starting (${code})`))),
  );
  ended.catch(() => {});
  await Promise.race([answers(address), ended]);
  return server;
}

/** Waits for the first page. */
export async function answers(address: string): Promise<void> {
  for (;;) {
    try {
      const answer = await fetch(address);
      await answer.arrayBuffer();
      if (answer.ok) return;
      throw new Error(`the first page came with ${answer.status}`);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // not listening yet
      await new Promise((wake) => setTimeout(wake, 5));
    }
  }
}

/** Ends a program of ours as an operator would. */
export async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const gone = new Promise((wake) => server.once('exit', wake));
  server.kill('SIGTERM');
  await gone;
}

export function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const probe = createServer();
    probe.once('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => found(port));
    });
  });
}
