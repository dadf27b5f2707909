import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { openDatabase } from './database.ts';
import { sql } from './sql.ts';

/** Where a module keeps its migrations: `0001_name.sql`, `0002_…`, applied once each, in order. */
export interface MigrationFolder {
  readonly module: string;
  readonly folder: URL;
}

/**
 * Brings the database up to date: each file in its own transaction, one program at a time.
 * A file that was applied and has changed since is an error: write a new one.
 * @returns the names of the files applied now, `module/0001_name.sql`.
 */
export async function migrate(url: string, folders: readonly MigrationFolder[]): Promise<string[]> {
  const db = openDatabase(url, 1);
  const client = await db.pool.connect();
  const applied: string[] = [];
  try {
    await client.query('select pg_advisory_lock(7364001)');
    await client.query(`create schema if not exists kernel;
      create table if not exists kernel.migration (
        module text not null, file text not null, checksum text not null,
        applied_at timestamptz not null default clock_timestamp(), primary key (module, file))`);
    const { rows } = await client.query<{ module: string; file: string; checksum: string }>(
      sql`select module, file, checksum from kernel.migration`.compile(),
    );
    const known = new Map(rows.map((row) => [`${row.module}/${row.file}`, row.checksum]));
    for (const { module, folder } of folders) {
      for (const file of (await readdir(folder)).filter((name) => /^\d{4}_.*\.sql$/.test(name)).sort()) {
        const name = `${module}/${file}`;
        const text = await readFile(new URL(file, withSlash(folder)), 'utf8');
        const checksum = createHash('sha256').update(text).digest('hex');
        if (known.get(name) === checksum) continue;
        if (known.has(name)) throw new Error(`migration ${name} was changed after it was applied`);
        await apply(client, module, file, text, checksum);
        applied.push(name);
      }
    }
  } finally {
    client.release(true);
    await db.close();
  }
  return applied;
}

async function apply(
  client: { query(text: string, values?: unknown[]): Promise<unknown> },
  module: string,
  file: string,
  text: string,
  checksum: string,
): Promise<void> {
  try {
    await client.query('begin');
    await client.query(text);
    await client.query('insert into kernel.migration (module, file, checksum) values ($1, $2, $3)', [module, file, checksum]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new Error(`migration ${module}/${file} failed: ${(error as Error).message}`, { cause: error });
  }
}

function withSlash(folder: URL): URL {
  return folder.href.endsWith('/') ? folder : new URL(`${folder.href}/`);
}
