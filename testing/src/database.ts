import { createHash, randomBytes } from 'node:crypto';
import { openDatabase, type Database } from '@dinh/kernel';
import { startTestCluster } from './cluster.ts';

export interface TestDatabaseOptions {
  /** Names the template: test files with the same key get copies of the same database. */
  readonly key: string;
  /** Fills the template, once per run: migrations, a pack. It must close its connections. */
  readonly migrate: (url: string) => Promise<void>;
  /**
   * The key changes with everything that the template is made of: files that are run alone may keep it from one
   * run to the next. The template of another key is removed when a new one is made.
   */
  readonly keep?: boolean;
}

export interface TestDatabase {
  /** A connection string; the database is this process's own and is removed after it. */
  readonly url: string;
}

/**
 * A fresh database for a test file: a copy (about 0.1 s) of a template that is made once per run, whichever
 * process needs it first. Under `npm test` it is on the run's cluster; a test file that is run alone starts
 * one and stops it at its end.
 */
export async function testDatabase({ key, migrate, keep }: TestDatabaseOptions): Promise<TestDatabase> {
  const cluster = await clusterUrl();
  const template = `${keep ? 'kept' : 'template'}_${createHash('sha256').update(key).digest('hex').slice(0, 16)}`;
  const name = `test_${process.pid}_${randomBytes(4).toString('hex')}`;
  const admin = openDatabase(cluster, 1);
  try {
    await removeLeftovers(admin);
    await ensureTemplate(admin, cluster, template, migrate);
    // Where nothing is made durable, files are copied two to four times quicker than they are written through the log.
    await admin.pool.query(`create database ${name} template ${template} strategy file_copy`);
  } finally {
    await admin.close();
  }
  return { url: withDatabase(cluster, name) };
}

/** The same server, another database. */
export function withDatabase(url: string, database: string): string {
  return url.replace(/^(\w+:\/\/[^/]*\/)[^?]*/, (_, server: string) => server + database);
}

let own: Promise<string> | undefined;

function clusterUrl(): Promise<string> {
  const given = process.env['DINH_TEST_CLUSTER'];
  return given ? Promise.resolve(given) : (own ??= startOwn());
}

async function startOwn(): Promise<string> {
  const cluster = await startTestCluster();
  const admin = openDatabase(cluster.url, 1);
  // Left by an earlier run, perhaps of older migrations under the same key.
  await removeDatabases(admin.pool, (name) => /^(test|template)_/.test(name));
  await admin.close();
  process.once('beforeExit', () => void cluster.stop());
  return cluster.url;
}

async function ensureTemplate(
  admin: Database,
  cluster: string,
  template: string,
  migrate: (url: string) => Promise<void>,
): Promise<void> {
  const half = `half_${template}`;
  const client = await admin.pool.connect();
  try {
    // one worker makes it, the others wait here
    await client.query('select pg_advisory_lock(hashtext($1))', [template]);
    const { rowCount } = await client.query('select from pg_database where datname = $1', [template]);
    if (rowCount === 1) return;
    await client.query(`drop database if exists ${half} with (force)`);
    if (template.startsWith('kept_')) await removeDatabases(client, (name) => name.startsWith('kept_'));
    await client.query(`create database ${half} template template0`);
    await migrate(withDatabase(cluster, half));
    await client.query(`alter database ${half} rename to ${template}`);
  } finally {
    await client.query('select pg_advisory_unlock_all()').catch(() => {});
    client.release();
  }
}

/** Removes the databases of test processes that have ended, however they ended. */
async function removeLeftovers(admin: Database): Promise<void> {
  await removeDatabases(admin.pool, (name) => {
    const pid = /^test_(\d+)_/.exec(name)?.[1];
    return pid !== undefined && !isAlive(Number(pid));
  });
}

async function removeDatabases(admin: Pick<Database['pool'], 'query'>, isOld: (name: string) => boolean): Promise<void> {
  const { rows } = await admin.query<{ datname: string }>('select datname from pg_database');
  for (const { datname } of rows) {
    // two workers may both see it; the second finds it gone
    if (isOld(datname)) await admin.query(`drop database if exists ${datname} with (force)`).catch(() => {});
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
