import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pino, type Logger } from 'pino';
import type { Principal } from './access/principal.ts';
import { type Demands, noDemands } from './access/demand.ts';
import { type Duties, noDuties } from './access/duties.ts';
import { anonymous } from './access/principal.ts';
import { recoverStreams } from './audit/recover.ts';
import type { Seal } from './audit/seal.ts';
import { AuditTrail } from './audit/trail.ts';
import { type Clock, systemClock } from './clock.ts';
import type { Config } from './config.ts';
import { type Database, openDatabase } from './database/database.ts';
import { migrate } from './database/migrate.ts';
import { Definitions } from './definitions/definitions.ts';
import { Revisions } from './definitions/revisions.ts';
import { Dispatcher } from './events/dispatcher.ts';
import { FileStore } from './files/store.ts';
import { type Job, migrateJobs, startJobs } from './jobs/jobs.ts';
import type { Keys } from './keys.ts';
import { type Messenger, silentMessenger } from './messenger.ts';
import { Metrics } from './metrics.ts';
import type { Module } from './module.ts';
import { type Call, execute } from './operations/execute.ts';
import type { InputOf, Operation, OperationTypes, OutputOf } from './operations/operation.ts';

/** How a token was shown: what it may be bound to. */
export interface Presented {
  readonly method: string;
  /** The address that was asked, by which the public reaches us, without its query. */
  readonly url: string;
  /** The proof that a key is held (RFC 9449): the scheme was `DPoP`. */
  readonly dpop?: string | undefined;
  /** The certificate of the connection, as the proxy hands it on. */
  readonly certificate?: string | undefined;
}

/** Who stands behind a session or token; `identity` is the one that knows. */
export interface PrincipalSource {
  /**
   * @param secret from the session cookie, or the access token of the request
   * @param presented how it was shown; without it a token is worth nothing, and a cookie is meant
   * @returns anonymous when it is not (or no longer) good
   */
  principal(secret: string, presented?: Presented): Promise<Principal>;
}

/** Events that live views of this process listen to, and the wake-up of their dispatcher. */
export interface Events {
  readonly wake: () => void;
  /** How far listeners were told: what is read from now on holds all of it; `topicsSince` says what came behind it. */
  readonly position: string;
  listen(listener: (topics: readonly string[]) => void): () => void;
  /** Handles all events that are there; for tests and the command line. @param patience milliseconds to wait for those held back */
  drain(patience?: number): Promise<void>;
  /** Whether a consumer has read all that is written. */
  upToDate(consumer: string): Promise<boolean>;
}

/** The running program: its parts, and the way to ask it for something. No part of it is global. */
export interface App {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Logger;
  readonly db: Database;
  readonly keys: Keys;
  readonly audit: AuditTrail;
  readonly metrics: Metrics;
  readonly events: Events;
  readonly definitions: Definitions;
  readonly revisions: Revisions;
  readonly files: FileStore;
  readonly modules: readonly Module[];
  readonly jobs: readonly Job<any>[];
  /** Set by `identity` when it starts. */
  principals: PrincipalSource;
  /** Set by `identity` when it starts: which acts ask for which level of assurance. */
  demands: Demands;
  /** Set by `identity` when it starts: what one person must not do on the same record. */
  duties: Duties;
  /** Set by `notify` when it starts. */
  messenger: Messenger;
  /** @throws Error when no module declares it. */
  operation(name: string): Operation;
  run<N extends keyof OperationTypes>(
    name: N,
    input: InputOf<OperationTypes[N]>,
    call: Call,
  ): Promise<OutputOf<OperationTypes[N]>>;
  run(operation: Operation, input: unknown, call: Call): Promise<any>;
}

export interface AppParts {
  readonly config: Config;
  readonly databaseUrl: string;
  readonly keys: Keys;
  readonly modules: readonly Module[];
  readonly clock?: Clock;
  readonly log?: Logger;
  readonly onSeal?: (seal: Seal) => void;
  readonly poolSize?: number;
}

/** Puts the program together. Nothing runs yet. */
export function createApp(parts: AppParts): App {
  const { config, keys, modules } = parts;
  const clock = parts.clock ?? systemClock;
  const log = parts.log ?? pino({ level: config.logLevel, base: undefined });
  const db = openDatabase(parts.databaseUrl, parts.poolSize);
  const operations = indexOperations(modules);
  const revisions = new Revisions(db);
  const app: App = {
    config,
    clock,
    log,
    db,
    keys,
    modules,
    audit: new AuditTrail(db.last, clock, keys.seal, parts.onSeal),
    metrics: new Metrics(),
    definitions: new Definitions(db, revisions),
    revisions,
    files: new FileStore(config, db, clock),
    jobs: modules.flatMap((m) => m.jobs ?? []),
    events: undefined as unknown as Events,
    principals: { principal: async () => anonymous },
    demands: noDemands,
    duties: noDuties,
    messenger: silentMessenger,
    operation(name) {
      const found = operations.get(name);
      if (!found) throw new Error(`no operation ${name}`);
      return found;
    },
    run: (what: string | Operation, input: unknown, call: Call) =>
      execute(app, typeof what === 'string' ? app.operation(what) : what, input, call),
  };
  (app as { events: Events }).events = new Dispatcher(
    app,
    modules.flatMap((m) => m.consumers ?? []),
  );
  return app;
}

function indexOperations(modules: readonly Module[]): Map<string, Operation> {
  const index = new Map<string, Operation>();
  for (const module of modules) {
    for (const operation of module.operations ?? []) {
      if (!operation.name.startsWith(`${module.name}.`))
        throw new Error(`operation ${operation.name} is not named for module ${module.name}`);
      if (index.has(operation.name)) throw new Error(`operation declared twice: ${operation.name}`);
      index.set(operation.name, operation);
    }
  }
  return index;
}

/** Brings the database up to date with all modules. @returns the migrations applied now. */
export async function migrateApp(url: string, modules: readonly Module[]): Promise<string[]> {
  const folders = modules.filter((m) => m.migrations).map((m) => ({ module: m.name, folder: m.migrations! }));
  const applied = await migrate(url, [{ module: 'kernel', folder: new URL('../migrations/', import.meta.url) }, ...folders]);
  await migrateJobs(url);
  return applied;
}

/** Work in the background that is under way when the program stops is waited for so long, milliseconds. */
const patience = 2000;

/** Which parts of the program run in this process. */
export type Role = 'web' | 'worker';

/**
 * Starts the background work: seals, events, jobs, modules. Returns how to stop, in the right order and within seconds: what takes longer
 * is cancelled, leaves nothing behind and is taken up at the next start.
 */
export async function startApp(app: App, roles: readonly Role[] = ['web', 'worker']): Promise<() => Promise<void>> {
  await mkdir(join(app.config.dataFolder, 'files', 'tmp'), { recursive: true, mode: 0o700 });
  const recover = (): Promise<unknown> => recoverStreams(app.db, app.keys.seal.privateKey, app.clock.now(), app.audit.stream);
  await recover();
  await app.audit.start();
  // What a killed process had sent may commit after we have looked: look again now and then.
  const again = setInterval(() => void recover().catch(() => {}), 60_000).unref();
  const stops: (() => Promise<void>)[] = [async () => clearInterval(again)];
  for (const module of app.modules) {
    const stop = await module.start?.(app);
    if (stop) stops.push(stop);
  }
  const dispatcher = app.events as Dispatcher;
  await dispatcher.start();
  stops.push(() => dispatcher.stop());
  if (roles.includes('worker')) stops.push(await startJobs(app, app.jobs));
  return async () => {
    const timer = setTimeout(() => app.db.interrupt(), patience);
    for (const stop of stops.reverse())
      await stop().catch((error: unknown) => app.log.warn({ err: error }, 'a part did not stop in good order'));
    clearTimeout(timer);
    await app.audit.stop();
    await app.db.close();
  };
}
