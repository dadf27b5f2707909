import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, rmdirSync } from 'node:fs';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgresError } from './failure.ts';
import { giveFolder, type Identity } from './identity.ts';

/** A Unix socket's path may have 107 bytes; the server adds this to the folder. */
const longestFolder = 107 - '/.s.PGSQL.5432.lock'.length;

/**
 * The folder of the server's socket, private to whom the server runs as: beside the data, or a short one of
 * our own when that path is too long or out of the other user's reach.
 */
export function socketFolder(dataDir: string, identity: Identity): string {
  const beside = join(dataDir, 'run');
  if (Buffer.byteLength(beside) <= longestFolder && identity.uid === undefined) {
    mkdirSync(beside, { recursive: true, mode: 0o700 });
    return beside;
  }
  const uid = identity.uid ?? process.getuid?.() ?? 0;
  const hash = createHash('sha256').update(dataDir).digest('hex').slice(0, 12);
  const short = `/tmp/dinh-${uid}-${hash}`;
  if (!existsSync(short)) {
    mkdirSync(short, { mode: 0o700 });
    giveFolder(short, identity);
  }
  const { uid: owner, mode } = lstatSync(short);
  // Anybody may write to /tmp: a folder that is not ours could hand us somebody else's server.
  if (owner !== uid || (mode & 0o170077) !== 0o040000)
    throw new EmbeddedPostgresError('start-failed', `${short} is not a private folder of ours; remove it.`);
  return short;
}

/** Leaves nothing behind in /tmp once the server has stopped. */
export function removeShortSocketFolder(folder: string): void {
  if (!folder.startsWith('/tmp/dinh-')) return;
  try {
    rmdirSync(folder);
  } catch {
    // not empty: something else is at work there
  }
}

/**
 * The server's settings, sized for a small machine that also runs the program itself.
 * @param durable false for tests: nothing survives a power cut, and everything is quicker
 */
export function serverSettings(sockets: string, durable: boolean): string {
  const megabytes = totalmem() / 1024 ** 2;
  const quarter = Math.floor(megabytes / 4);
  const settings: Record<string, string | number> = {
    // reached through a socket in a folder that only its owner may enter, and through nothing else
    listen_addresses: "''",
    unix_socket_directories: quoted(sockets),
    unix_socket_permissions: '0700',
    max_connections: 100,
    shared_buffers: `${Math.max(32, Math.min(256, quarter))}MB`,
    effective_cache_size: `${Math.max(128, Math.floor(megabytes / 2))}MB`,
    work_mem: '8MB',
    maintenance_work_mem: '128MB',
    // what is served is small and hot: compiling a query costs more than it gives
    jit: 'off',
    random_page_cost: 1.1,
    effective_io_concurrency: 100,
    wal_compression: 'on',
    checkpoint_timeout: '15min',
    max_wal_size: '2GB',
    timezone: "'UTC'",
    log_timezone: "'UTC'",
    log_checkpoints: 'off',
    // details of errors hold people's data
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
    log_line_prefix: "'%m [%p] '",
  };
  if (!durable) {
    Object.assign(settings, {
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
      wal_level: 'minimal',
      max_wal_senders: 0,
      shared_buffers: `${Math.max(32, Math.min(128, quarter))}MB`,
      max_connections: 200,
    });
  }
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`);
  return `# Written by Đình at every start; your own settings belong into postgresql.conf, below its include.\n${lines.join('\n')}\n`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
