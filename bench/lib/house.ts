import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type App,
  type Call,
  type CommandContext,
  type Definition,
  command,
  createApp,
  migrateApp,
  newSecret,
  publishDefinition,
  readConfig,
  readKeys,
  shape,
  startEmbeddedPostgres,
  systemPrincipal,
} from '@dinh/kernel';
import { type ProcessBody, processModule } from '@dinh/process';
import pg from 'pg';
import { Type } from 'typebox';
import { prepareCluster, root } from './ground.ts';

/** A durable PostgreSQL of its own with the kernel and the process engine alone, used from this one Node process. */
export interface House {
  readonly app: App;
  readonly url: string;
  readonly db: pg.Pool;
  readonly postgres: { readonly pid: number; readonly url: string };
  publish(key: string, bpmn: string): Promise<Definition<ProcessBody>>;
  /** Runs `work` as one command: its transaction, its audit entry. */
  command<T>(work: (ctx: CommandContext) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export async function openHouse(size: number): Promise<House> {
  const folder = await mkdtemp(join(tmpdir(), 'dinh-bench-'));
  const dataDir = join(folder, 'postgres');
  await prepareCluster(dataDir);
  const postgres = await startEmbeddedPostgres({ dataDir });
  const url = postgres.connectionString('postgres');
  await migrateApp(url, [processModule]);
  const app = createApp({
    config: { ...readConfig({}, root), logLevel: 'silent' },
    databaseUrl: url,
    keys: await readKeys(join(folder, 'keys')),
    modules: [processModule],
    poolSize: size,
  });
  await app.audit.start();
  const db = new pg.Pool({ connectionString: url, max: 2 });
  db.on('error', () => {});
  await db.query('create extension if not exists pg_stat_statements');
  const call: Call = {
    principal: systemPrincipal('bench'),
    lang: 'vi',
    origin: { channel: 'job', trace: newSecret(9) },
  };
  const doing = new Map<string, (ctx: CommandContext) => Promise<unknown>>();
  let number = 0;
  const step = command({
    name: 'bench.step',
    title: { vi: 'Một bước', en: 'One step' },
    input: shape({ work: Type.String() }),
    output: shape({}),
    may: 'system',
    api: false,
    async run(ctx, { work }) {
      await doing.get(work)!(ctx);
      return {};
    },
  });
  return {
    app,
    url,
    db,
    postgres: { pid: postgres.pid(), url },
    async publish(key, bpmn) {
      const now = app.clock.now();
      const id = await app.db.transaction((tx) =>
        publishDefinition(tx, now, {
          kind: 'process',
          key,
          body: { bpmn, source: 'ours' },
          source: 'ours',
          origin: 'pack',
          effectiveFrom: '2020-01-01',
        }),
      );
      return (await app.definitions.byId<ProcessBody>(id))!;
    },
    async command(work) {
      const id = String(++number);
      let result: unknown;
      doing.set(id, async (ctx) => void (result = await work(ctx)));
      try {
        await app.run(step, { work: id }, call);
      } finally {
        doing.delete(id);
      }
      return result as never;
    },
    async close() {
      await app.audit.stop();
      await app.db.close();
      await db.end();
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
