import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type App, type Config, createApp, migrateApp, readConfig, readKeys, sealHash } from '@dinh/kernel';
import { openProgramDatabase, type ProgramDatabase } from './database.ts';
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

/**
 * Brings the database up to date and makes the app.
 * @param database the embedded one unless DATABASE_URL is set; it is closed when this fails
 */
export async function openProgram(
  config: Config = readConfig(process.env, root),
  database: Promise<ProgramDatabase> = openProgramDatabase(config),
): Promise<Program> {
  await mkdir(join(config.dataFolder, 'files', 'tmp'), { recursive: true, mode: 0o700 });
  const keys = await readKeys(join(config.dataFolder, 'keys'));
  const { url, close } = await database;
  try {
    const migrated = await migrateApp(url, modules);
    const anchor = join(config.dataFolder, 'keys', 'audit-anchor.json');
    const app = createApp({
      config,
      databaseUrl: url,
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
    return { app, migrated, close };
  } catch (error) {
    await close();
    throw error;
  }
}
