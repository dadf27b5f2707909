import { type App, createApp, readConfig, readKeys, sql, startEmbeddedPostgres } from '@dinh/kernel';
import { join } from 'node:path';
import { modules } from '../modules.ts';
import { root } from '../program.ts';
import { UsageError } from './usage.ts';

/**
 * Opens the program's database for a tool: the running server's, or one that is started for the time being. Nothing is
 * migrated and nothing runs in the background.
 */
export async function withApp<T>(work: (app: App) => Promise<T>): Promise<T> {
  const config = { ...readConfig(process.env, root), logLevel: 'warn' };
  const keys = await readKeys(join(config.dataFolder, 'keys'));
  const embedded = config.databaseUrl
    ? undefined
    : await startEmbeddedPostgres({ dataDir: join(config.dataFolder, 'postgres'), share: true });
  const databaseUrl = config.databaseUrl ?? embedded!.connectionString('postgres');
  const app = createApp({ config, databaseUrl, keys, modules, poolSize: 4 });
  try {
    return await work(app);
  } finally {
    await app.db.close();
    await embedded?.stop();
  }
}

/** @throws UsageError the database has no province in it yet */
export async function mustBeLoaded({ db }: App): Promise<void> {
  const { made } = await db.one<{ made: boolean }>(sql`select to_regclass('procedures.v_procedure') is not null as made`);
  const loaded = made && (await db.one<{ any: boolean }>(sql`select exists (select from procedures.v_procedure) as any`)).any;
  if (!loaded) throw new UsageError('The database is empty. Run npm start once (or dinh migrate and dinh pack load), then this.');
}
