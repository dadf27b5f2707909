import { type App, createApp, readConfig, readKeys, startEmbeddedPostgres } from '@dinh/kernel';
import { join } from 'node:path';
import { modules } from '../modules.ts';
import { root } from '../program.ts';

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
