import { createHash } from 'node:crypto';
import { chownSync, cpSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { canRun, type Binaries } from './binaries.ts';
import { EmbeddedPostgresError } from './failure.ts';

/** As whom the server programs run. PostgreSQL refuses to run as root, for good reasons. */
export interface Identity {
  /** For the log. */
  readonly name: 'self' | 'user-namespace' | 'other-user';
  /** The folder with `bin/`, readable by that identity. */
  readonly home: string;
  /** What stands before the program on the command line. */
  readonly prefix: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
}

/** Debian's "nobody": it owns nothing else. */
const nobody = 65_534;
const copies = '/var/lib/dinh/postgres';
const outsides = '/var/lib/dinh/clusters';

/**
 * Chooses as whom to run. An ordinary user runs the server as it is. Root runs it in a user namespace where
 * root is called user 1000: it keeps root's reach into folders such as /root, and the server sees no root.
 * Where namespaces are switched off, the programs are copied to where user 65534 can read them.
 */
export function chooseIdentity(binaries: Binaries, env: NodeJS.ProcessEnv, only?: Identity['name']): Identity {
  const postgres = join(binaries.home, 'bin', 'postgres');
  const self: Identity = { name: 'self', home: binaries.home, prefix: [] };
  if (process.getuid?.() !== 0) {
    if (canRun([postgres], env)) return self;
    throw new EmbeddedPostgresError(
      'unavailable',
      `${postgres} does not run on this system. Set DATABASE_URL to a PostgreSQL of version 15 or later.`,
    );
  }
  const prefix = ['unshare', '--user', '--map-user=1000', '--map-group=1000', '--'];
  if (only !== 'other-user' && canRun([...prefix, postgres], env)) return { ...self, name: 'user-namespace', prefix };
  const home = copyForOthers(binaries);
  if (canRun([join(home, 'bin', 'postgres')], env)) return { name: 'other-user', home, prefix: [], uid: nobody, gid: nobody };
  throw new EmbeddedPostgresError(
    'unavailable',
    'PostgreSQL does not run as root, and neither a user namespace nor another user works here. ' +
      'Start Đình as an ordinary user, or set DATABASE_URL to a PostgreSQL of version 15 or later.',
  );
}

/** Copies npm's programs to where other users may read them; Debian's already are. */
function copyForOthers(binaries: Binaries): string {
  if (binaries.home.startsWith('/usr/')) return binaries.home;
  const home = join(copies, binaries.release);
  if (existsSync(home)) return home;
  const half = `${home}.${process.pid}`;
  mkdirSync(copies, { recursive: true, mode: 0o755 });
  cpSync(binaries.home, half, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(half, home);
  } catch {
    rmSync(half, { recursive: true, force: true }); // somebody else was first
  }
  return home;
}

/** Gives a folder to the identity that the server runs as. */
export function giveFolder(folder: string, identity: Identity): void {
  if (identity.uid !== undefined && identity.gid !== undefined) chownSync(folder, identity.uid, identity.gid);
}

/**
 * Where the cluster of a data folder is: in it, except that another user cannot reach a folder below /root.
 * @param identity who will run a cluster that does not exist yet
 */
export function clusterFolder(dataDir: string, identity?: Identity): string {
  const inside = join(dataDir, 'cluster');
  const outside = join(outsides, createHash('sha256').update(dataDir).digest('hex').slice(0, 16));
  if (existsSync(outside)) return outside;
  if (identity?.uid === undefined || existsSync(inside) || othersReach(dataDir)) return inside;
  mkdirSync(outsides, { recursive: true, mode: 0o755 });
  return outside;
}

function othersReach(folder: string): boolean {
  if ((statSync(folder).mode & 0o001) === 0) return false;
  return dirname(folder) === folder || othersReach(dirname(folder));
}
