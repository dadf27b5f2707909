import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EmbeddedPostgresError } from './failure.ts';
import { giveFolder, type Identity } from './identity.ts';

/** The superuser of the cluster; there is no other way in than the socket, whose folder is private. */
export const superuser = 'postgres';
/** The database that is there from the beginning. */
export const firstDatabase = 'dinh';

/** A running server as its `postmaster.pid` tells. */
export interface Postmaster {
  readonly pid: number;
  /** The folder of its socket. */
  readonly sockets: string;
  readonly status: string;
}

/** Which major version made the cluster, or undefined when there is none yet. */
export function clusterVersion(cluster: string): string | undefined {
  const file = join(cluster, 'PG_VERSION');
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}

/**
 * Makes a new cluster: UTF-8; compared byte by byte (quick, the same on every system; Vietnamese order is
 * asked for with `collate "vi-x-icu"`); upper and lower case by Unicode. It is made beside its place and
 * moved there when it is whole, so a process killed in the middle leaves nothing that looks like one.
 */
export async function createCluster(
  cluster: string,
  identity: Identity,
  env: NodeJS.ProcessEnv,
  durable: boolean,
): Promise<void> {
  const half = `${cluster}.new`;
  let failure = '';
  for (const ctype of ['C.UTF-8', 'C.utf8', 'en_US.UTF-8', 'C']) {
    rmSync(half, { recursive: true, force: true });
    mkdirSync(half, { mode: 0o700 });
    giveFolder(half, identity);
    const args = ['-D', half, '-U', superuser, '-A', 'trust', '-E', 'UTF8', '--locale=C', `--lc-ctype=${ctype}`];
    args.push('--text-search-config=simple', '--no-instructions', durable ? '--data-checksums' : '--no-sync');
    const made = await run(identity, 'initdb', env, half, args);
    if (made.code === 0) {
      const conf = "# The settings of Đình; what you set below them wins.\ninclude 'dinh.conf'\n";
      writeFileSync(join(half, 'postgresql.conf'), conf);
      writeFileSync(join(half, 'dinh.conf'), '');
      const single = ['--single', '-D', half, superuser];
      const database = await run(identity, 'postgres', env, half, single, `create database ${firstDatabase}\n`);
      if (database.code === 0) {
        clearTheWay(cluster, durable);
        return renameSync(half, cluster);
      }
      failure = database.output;
      break;
    }
    failure = made.output;
    if (!/locale/.test(failure)) break;
  }
  rmSync(half, { recursive: true, force: true });
  throw new EmbeddedPostgresError('init-failed', `PostgreSQL could not make its data in ${cluster}:\n${failure}`);
}

/**
 * What stands where the cluster goes and is none (it has no `PG_VERSION`: something was killed while it made or removed it) goes away:
 * the throw-away cluster of a test for good, any other beside, where an operator can look into it.
 */
function clearTheWay(cluster: string, durable: boolean): void {
  if (!existsSync(cluster) || readdirSync(cluster).length === 0) return;
  if (!durable) return rmSync(cluster, { recursive: true });
  let aside = `${cluster}.incomplete`;
  for (let number = 2; existsSync(aside); number++) aside = `${cluster}.incomplete-${number}`;
  renameSync(cluster, aside);
}

function run(
  identity: Identity,
  program: 'initdb' | 'postgres',
  env: NodeJS.ProcessEnv,
  cwd: string,
  args: string[],
  input = '',
): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    const [command, ...rest] = [...identity.prefix, join(identity.home, 'bin', program), ...args];
    const child = spawn(command!, rest, { cwd, env, uid: identity.uid, gid: identity.gid });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += String(text)));
    child.on('error', (error) => resolve({ code: -1, output: error.message }));
    child.on('close', (code) => resolve({ code, output }));
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

/** Reads `postmaster.pid`; undefined when there is none or it is half written. */
export function readPostmaster(cluster: string): Postmaster | undefined {
  try {
    const lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
    const pid = Number(lines[0]);
    return pid > 0 ? { pid, sockets: lines[4] ?? '', status: lines[7]?.trim() ?? '' } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The server that runs on the cluster, if any. After a crash of the machine its process number may belong to
 * anyone: it is a server of ours only when it works in the cluster's folder. A file that names another living
 * process is removed, because PostgreSQL itself would take that process for a server and refuse to start.
 */
export function runningPostmaster(cluster: string): Postmaster | undefined {
  const found = readPostmaster(cluster);
  if (!found || !isAlive(found.pid)) return undefined;
  try {
    if (readlinkSync(`/proc/${found.pid}/cwd`) === cluster) return found;
  } catch {
    return undefined; // gone in this moment, or not ours to look at
  }
  rmSync(join(cluster, 'postmaster.pid'), { force: true });
  return undefined;
}

/** Whether a process lives (a zombie that nobody has waited for does not). */
export function isAlive(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.[0] !== 'Z';
  } catch {
    return false;
  }
}
