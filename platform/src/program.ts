import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type App,
  type Config,
  createApp,
  migrateApp,
  readConfig,
  readKeys,
  sealHash,
  startEmbeddedPostgres,
} from '@dinh/kernel';
import { modules } from './modules.ts';
import { root } from './version.ts';

export { root, version } from './version.ts';

/** The program with its database, ready to be asked; nothing runs in the background yet. */
export interface Program {
  readonly app: App;
  /** What migrations were applied now. */
  readonly migrated: readonly string[];
  /** Stops the embedded database, if it is ours. */
  close(): Promise<void>;
}

/** Opens the database (the embedded one unless DATABASE_URL is set), brings it up to date and makes the app. */
export async function openProgram(
  env: Record<string, string | undefined> = process.env,
  change: Partial<Config> = {},
  say: (line: string) => void = () => {},
): Promise<Program> {
  const config: Config = { ...readConfig(env, root), ...change };
  await mkdir(join(config.dataFolder, 'files', 'tmp'), { recursive: true, mode: 0o700 });
  const keys = await readKeys(join(config.dataFolder, 'keys'));
  const embedded = config.databaseUrl
    ? undefined
    : await startEmbeddedPostgres({ dataDir: join(config.dataFolder, 'postgres'), log: say });
  const databaseUrl = config.databaseUrl ?? embedded!.connectionString('postgres');
  try {
    const migrated = await migrateApp(databaseUrl, modules);
    const anchor = join(config.dataFolder, 'keys', 'audit-anchor.json');
    const app = createApp({
      config,
      databaseUrl,
      keys,
      modules,
      // Beside the key, out of the database's reach: the last seal of this process, so that a cut tail shows.
      onSeal: (seal) => {
        const text = JSON.stringify({
          at: seal.at,
          seals: [{ stream: seal.stream, number: seal.number, hash: sealHash(seal).toString('hex') }],
        });
        void writeFile(anchor, text, { mode: 0o600 }).catch((error) =>
          app.log.warn({ err: error }, 'the audit anchor could not be written'),
        );
      },
    });
    return { app, migrated, close: async () => embedded?.stop() };
  } catch (error) {
    await embedded?.stop();
    throw error;
  }
}
