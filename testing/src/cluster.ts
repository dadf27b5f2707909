import { createHash } from 'node:crypto';
import { renameSync, rmdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgresError, startEmbeddedPostgres, type EmbeddedPostgres } from '@dinh/kernel';
import { root } from './paths.ts';

export interface TestCluster {
  /** Of the database "postgres"; tests make their own. */
  readonly url: string;
  stop(options?: { remove: boolean }): Promise<void>;
}

/**
 * Starts a PostgreSQL for tests under the system's temporary folder. Each program that runs tests at the same
 * time gets one of its own; what a killed one left running is taken over by the next.
 */
export async function startTestCluster(): Promise<TestCluster> {
  const repository = createHash('sha256').update(root).digest('hex').slice(0, 8);
  const base = join(tmpdir(), `dinh-test-${process.getuid?.() ?? 0}-${repository}`);
  for (let slot = 1; ; slot++) {
    const dataDir = join(base, String(slot));
    const server = await startIfFree(dataDir);
    if (!server) continue;
    return {
      url: server.connectionString('postgres'),
      stop: async ({ remove } = { remove: false }) => {
        if (!remove) return server.stop();
        // Out of the way first: whoever looks for a free place as soon as the server has stopped would begin where this is removed.
        const away = `${dataDir}-${process.pid}`;
        renameSync(dataDir, away);
        await server.stop();
        rmSync(away, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
        try {
          rmdirSync(base);
        } catch {
          // others of the same repository have theirs beside it
        }
      },
    };
  }
}

async function startIfFree(dataDir: string): Promise<EmbeddedPostgres | undefined> {
  try {
    return await startEmbeddedPostgres({ dataDir, durable: false });
  } catch (error) {
    if (error instanceof EmbeddedPostgresError && error.code === 'in-use') return undefined;
    throw error;
  }
}
