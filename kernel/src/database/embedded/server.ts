import { spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findBinaries } from './binaries.ts';
import {
  clusterVersion,
  createCluster,
  firstDatabase,
  isAlive,
  type Postmaster,
  readPostmaster,
  runningPostmaster,
  superuser,
} from './cluster.ts';
import { EmbeddedPostgresError } from './failure.ts';
import { chooseIdentity, clusterFolder, type Identity } from './identity.ts';
import { takeOwnership, type Ownership } from './owner.ts';
import { removeShortSocketFolder, serverSettings, socketFolder } from './settings.ts';

export interface EmbeddedPostgresOptions {
  /** A folder for the server alone; made when missing. Holds `cluster/`, `run/` and `server.log`. */
  readonly dataDir: string;
  /** False for tests: nothing survives a power cut, and everything is quicker. Default true. */
  readonly durable?: boolean;
  /** True for tools: use the server that another program of ours has started, if there is one. */
  readonly share?: boolean;
  /** Told once all is done that has to be done here, and only the server's being ready is waited for. */
  readonly onLaunch?: () => void;
  /** Told one line for each thing worth knowing: creation, adoption, recovery, restart. */
  readonly log?: (line: string) => void;
  /** Only for tests: run the server in this way. */
  readonly runAs?: Identity['name'];
}

export interface EmbeddedPostgres {
  /** For `pg` and psql, through the private socket. @param database "dinh" (there from the start) or another */
  connectionString(database?: string): string;
  /** Stops the server and waits for it; does nothing when the server belongs to another program. */
  stop(): Promise<void>;
  /** True when the server was running already: left behind by a killed process, or shared. */
  readonly adopted: boolean;
  /** The server's process number. It changes when a fallen server is raised again. */
  pid(): number;
}

/**
 * Starts the PostgreSQL that comes with Đình, or takes over the one that a killed process left running.
 * While this process lives, a server that falls is started again (with crash recovery, as always).
 * @throws EmbeddedPostgresError `in-use` when another living program has the folder, `unavailable` when no
 *   server programs run here, `init-failed` or `start-failed` with the server's own words
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  mkdirSync(options.dataDir, { recursive: true });
  const dataDir = realpathSync(options.dataDir);
  const log = options.log ?? (() => {});
  for (;;) {
    const owner = await takeOwnership(dataDir);
    if (typeof owner !== 'number') return own(dataDir, owner, { ...options, log });
    if (!options.share) {
      throw new EmbeddedPostgresError(
        'in-use',
        `Đình is already running on ${dataDir}${owner ? ` (process ${owner})` : ''}. ` +
          'Stop it first, or give this one another folder with DINH_DATA and another PORT.',
      );
    }
    const other = await waitForOther(dataDir);
    if (other) return handle(other.sockets, { adopted: true, pid: () => other.pid, stop: async () => {} });
  }
}

/** Waits until the server of another program is ready; undefined when that program has gone away. */
async function waitForOther(dataDir: string): Promise<Postmaster | undefined> {
  for (;;) {
    const running = runningPostmaster(clusterFolder(dataDir));
    if (running?.status === 'ready') return running;
    const owner = await takeOwnership(dataDir);
    if (typeof owner !== 'number') return owner.release().then(() => undefined);
    await sleep(50);
  }
}

type Settled = EmbeddedPostgresOptions & { log: (line: string) => void };

async function own(dataDir: string, owner: Ownership, options: Settled): Promise<EmbeddedPostgres> {
  try {
    const server = await start(dataDir, options);
    let { pid } = server.postmaster;
    let stopping: Promise<void> | undefined;
    const guard = setInterval(() => {
      if (stopping || isAlive(pid)) return;
      options.log('The embedded PostgreSQL has fallen; starting it again.');
      stopping = start(dataDir, options)
        .then((next) => void (pid = next.postmaster.pid))
        .catch((error: Error) => options.log(error.message))
        .finally(() => (stopping = undefined));
    }, 1_000);
    guard.unref();
    const stop = async (): Promise<void> => {
      clearInterval(guard);
      await stopping; // a restart under way
      await stopServer(pid);
      removeShortSocketFolder(server.postmaster.sockets);
      await owner.release();
    };
    let stopped: Promise<void> | undefined;
    return handle(server.postmaster.sockets, {
      adopted: server.adopted,
      pid: () => pid,
      stop: () => (stopped ??= stop()),
    });
  } catch (error) {
    await owner.release();
    throw error;
  }
}

function handle(folder: string, rest: Omit<EmbeddedPostgres, 'connectionString'>): EmbeddedPostgres {
  const sockets = encodeURIComponent(folder);
  return {
    connectionString: (database = firstDatabase) => `postgresql://${superuser}@/${encodeURIComponent(database)}?host=${sockets}`,
    ...rest,
  };
}

interface Started {
  readonly postmaster: Postmaster;
  readonly adopted: boolean;
}

async function start(dataDir: string, options: Settled): Promise<Started> {
  const durable = options.durable ?? true;
  const left = await settledPostmaster(clusterFolder(dataDir));
  if (left) {
    if (isAsWanted(left, clusterFolder(dataDir), durable)) {
      options.log(`Took over the PostgreSQL that was left running (process ${left.pid}).`);
      return { postmaster: left, adopted: true };
    }
    await stopServer(left.pid);
  }
  const binaries = findBinaries(dataDir, clusterVersion(clusterFolder(dataDir)));
  // The operator's environment (PGDATA, PGPORT, LC_ALL …) must not reach the server.
  const env = { PATH: process.env['PATH'] ?? '/usr/bin:/bin', ...binaries.env };
  const identity = chooseIdentity(binaries, env, options.runAs);
  const cluster = clusterFolder(dataDir, identity);
  if (clusterVersion(cluster) === undefined) {
    options.log(`Making a new database in ${cluster}.`);
    await createCluster(cluster, identity, env, durable);
  }
  writeFileSync(join(cluster, 'dinh.conf'), serverSettings(socketFolder(dataDir, identity), durable));
  const place = { cluster, logFile: join(dataDir, 'server.log') };
  const launched = launch(place, identity, env, options.log);
  options.onLaunch?.();
  return { postmaster: await launched, adopted: false };
}

/** Whether a server that was left running is reachable and has the settings that we would give it. */
function isAsWanted(left: Postmaster, cluster: string, durable: boolean): boolean {
  const settings = readFileSync(join(cluster, 'dinh.conf'), 'utf8');
  return existsSync(left.sockets) && settings === serverSettings(left.sockets, durable);
}

/** A running server once it has made up its mind: ready, or (undefined) gone. */
async function settledPostmaster(cluster: string): Promise<Postmaster | undefined> {
  for (;;) {
    const running = runningPostmaster(cluster);
    if (!running || running.status === 'ready') return running;
    await sleep(20);
  }
}

async function launch(
  { cluster, logFile }: { cluster: string; logFile: string },
  identity: Identity,
  env: NodeJS.ProcessEnv,
  log: (line: string) => void,
): Promise<Postmaster> {
  for (let attempt = 1; ; attempt++) {
    const from = prepareLog(logFile);
    const { pid, fate } = spawnServer(cluster, logFile, identity, env);
    const began = performance.now();
    for (let told = 0; fate.ended === undefined;) {
      const postmaster = readPostmaster(cluster);
      if (postmaster?.pid === pid && postmaster?.status === 'ready') return postmaster;
      const waited = Math.floor((performance.now() - began) / 1_000);
      if (waited >= told + 10) {
        told = waited;
        log(`PostgreSQL is still recovering (${waited} s); see ${logFile}.`);
      }
      await sleep(3);
    }
    const words = readFileSync(logFile, 'utf8').slice(from).trim();
    // The workers of a killed server may need a moment to notice that it is gone.
    if (attempt < 50 && /shared memory block .* is still in use|lock file .* already exists/.test(words)) {
      await sleep(200);
      continue;
    }
    throw new EmbeddedPostgresError('start-failed', `PostgreSQL did not start (${fate.ended}):\n${words.slice(-2_000)}`);
  }
}

function spawnServer(
  cluster: string,
  logFile: string,
  identity: Identity,
  env: NodeJS.ProcessEnv,
): { pid: number | undefined; fate: { ended?: string } } {
  const output = openSync(logFile, 'a', 0o600);
  const [command, ...args] = [...identity.prefix, join(identity.home, 'bin', 'postgres'), '-D', cluster];
  const child = spawn(command, args, {
    cwd: '/', // the other user may not be allowed into ours
    env,
    uid: identity.uid,
    gid: identity.gid,
    // In a session of its own: Ctrl+C in the terminal is for us, and we stop the server in good order.
    detached: true,
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  child.unref();
  const fate: { ended?: string } = {};
  child.on('error', (error) => (fate.ended = error.message));
  child.on('exit', (code, signal) => (fate.ended ??= `ended with ${signal ?? code}`));
  return { pid: child.pid, fate };
}

/** Empties the log when it has grown beyond 16 MB. @returns where new lines will begin */
function prepareLog(file: string): number {
  if (!existsSync(file)) return 0;
  const { size } = statSync(file);
  if (size <= 16 * 1024 ** 2) return size;
  truncateSync(file);
  return 0;
}

/**
 * Stops a server. For half a second it waits for connections that are just closing (cut off, they would raise
 * errors that nobody listens for any more); then open transactions are rolled back; after a minute, at once.
 * Everything that was committed is written in each case.
 */
async function stopServer(pid: number): Promise<void> {
  signal(pid, 'SIGTERM');
  for (let waited = 0; isAlive(pid); waited += 10) {
    if (waited === 500) signal(pid, 'SIGINT');
    if (waited === 60_000) signal(pid, 'SIGQUIT');
    await sleep(10);
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // it ended by itself
  }
}
