import { join } from 'node:path';
import { type Config, startEmbeddedPostgres } from '@dinh/kernel';

/** The database that the program works on. */
export interface ProgramDatabase {
  readonly url: string;
  /** Stops it, if it is ours. */
  close(): Promise<void>;
}

/**
 * Starts the embedded PostgreSQL, unless DATABASE_URL names another.
 * @param onLaunch told when the server has been launched and only its being ready is waited for
 * @throws EmbeddedPostgresError
 */
export async function openProgramDatabase(
  config: Config,
  say: (line: string) => void = () => {},
  onLaunch?: () => void,
): Promise<ProgramDatabase> {
  if (config.databaseUrl) return { url: config.databaseUrl, close: async () => {} };
  const dataDir = join(config.dataFolder, 'postgres');
  const embedded = await startEmbeddedPostgres({ dataDir, log: say, onLaunch });
  return { url: embedded.connectionString('postgres'), close: () => embedded.stop() };
}
