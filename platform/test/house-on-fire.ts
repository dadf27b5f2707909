/** The server as a process of its own, on a PostgreSQL of its own, to be killed and starved; and people who keep filing. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { anonymous, type App, createApp, type EmbeddedPostgres, readConfig, readKeys, startEmbeddedPostgres } from '@dinh/kernel';
import { modules } from '../src/modules.ts';
import { root } from '../src/program.ts';
import { answersFor, bring } from './filing.ts';
import { freePort } from './free-port.ts';
import { Problem, Visitor } from './visitor.ts';

/** What somebody asked for and what they heard. */
export interface Asked {
  readonly draftKey: string;
  /** Undefined when no answer came. */
  reference?: string;
  id?: string;
  code?: string;
}

export class House {
  readonly folder: string;
  readonly asked: Asked[] = [];
  #postgres: EmbeddedPostgres | undefined;
  #child: ChildProcess | undefined;
  #address = '';
  /** 0: another one at each start. */
  #port = 0;
  #app: App | undefined;
  #sessions: { citizen: string; desk: string } | undefined;
  #filing: { data: Record<string, unknown>; components: object[] } | undefined;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /**
   * Makes a house with its database; nothing runs in it yet.
   * @param samePlace it stands at the same address after each start, and knows that of itself
   */
  static async build({ samePlace = false } = {}): Promise<House> {
    const house = new House(await mkdtemp(join(tmpdir(), 'dinh-fire-')));
    if (samePlace) house.#port = await freePort();
    await house.startDatabase();
    return house;
  }

  get app(): App {
    return this.#app!;
  }

  get address(): string {
    return this.#address;
  }

  async startDatabase(): Promise<void> {
    this.#postgres = await startEmbeddedPostgres({ dataDir: join(this.folder, 'postgres') });
  }

  async stopDatabase(): Promise<void> {
    await this.#postgres?.stop();
  }

  /** `npm start`; waits until it says its address. */
  async start(): Promise<void> {
    const env = {
      ...process.env,
      DATABASE_URL: this.#postgres!.connectionString('postgres'),
      DINH_DATA: this.folder,
      PORT: String(this.#port),
      HOST: '127.0.0.1',
      LOG_LEVEL: 'fatal',
      NODE_OPTIONS: '',
    };
    const child = spawn(process.execPath, [join(root, 'bootstrap.mjs'), 'start'], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    this.#address = await new Promise<string>((resolve, reject) => {
      let said = '';
      const hear = (chunk: Buffer): void => {
        said += String(chunk);
        const found = /Đình: (http\S+)/.exec(said)?.[1];
        if (found) resolve(found);
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      child.on('exit', (code) => {
        if (this.#child === child) console.error(`the server ended by itself with ${code}: ${said.slice(-4000)}`);
        reject(new Error(`the server ended with ${code}: ${said}`));
      });
    });
    await this.#prepare();
  }

  /** At once, in the middle of whatever it does. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** As an operator stops it. @returns the exit code */
  async stop(): Promise<number | null> {
    return this.#end('SIGTERM');
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#child!;
    this.#child = undefined;
    if (child.exitCode !== null) return child.exitCode;
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    child.kill(signal);
    return ended;
  }

  /** What those who file need, made once the first start has laid the database. */
  async #prepare(): Promise<void> {
    if (this.#app) return;
    const config = {
      ...readConfig({ DINH_DATA: this.folder, LOG_LEVEL: 'fatal' }, root),
      demonstration: true,
    };
    const app = createApp({
      config,
      databaseUrl: this.#postgres!.connectionString('postgres'),
      keys: await readKeys(join(this.folder, 'keys')),
      modules,
      poolSize: 2,
    });
    this.#app = app;
    await app.audit.start();
    const session = async (account: string) => {
      const { rows } = await app.db.pool.query('select id from identity.person where account = $1', [account]);
      const origin = { channel: 'web' as const, address: '127.0.0.1', trace: 'fire' };
      return (
        await app.run('identity.sign-in-demonstration', { person: rows[0].id }, { principal: anonymous, lang: 'vi', origin })
      ).token;
    };
    this.#sessions = { citizen: await session('congdan'), desk: await session('motcua') };
    const { procedure } = await this.#visitor('citizen').api('procedures.view-procedure', { code: permit });
    const { rows } = await app.db.pool.query(`select id from identity.person where account = 'congdan'`);
    const hash = await bring(app, rows[0].id);
    this.#filing = {
      data: await answersFor(app, procedure.form, { workKind: 'house', permitKind: 'new' }),
      components: procedure.components
        .filter((c: { satisfiedBy?: string; stage?: string }) => c.satisfiedBy !== 'form' && c.stage === undefined)
        .map((c: { key: string }) => ({
          key: c.key,
          origin: 'upload',
          file: hash,
          fileName: `${c.key}.pdf`,
        })),
    };
  }

  #visitor(who: 'citizen' | 'desk'): Visitor {
    return new Visitor(this.app, this.#address, this.#sessions![who]);
  }

  /** Files one dossier, new or again. @throws whatever the connection or the server says */
  async file(asked: Asked): Promise<void> {
    const { data, components } = this.#filing!;
    const input = {
      procedure: permit,
      data,
      components: components as never,
      draftKey: asked.draftKey,
      payAtDesk: true,
    };
    const { id, reference } = await this.#visitor('citizen').api('one-stop.submit-dossier', input, {
      idempotencyKey: asked.draftKey,
    });
    Object.assign(asked, { id, reference });
  }

  async accept(asked: Asked): Promise<void> {
    const { code } = await this.#visitor('desk').api('one-stop.accept-dossier', {
      id: asked.id!,
      feeTaken: true,
    });
    asked.code = code;
  }

  /** People file and the desk accepts until `over`; whatever goes wrong, they only miss their answer. */
  async load(people: number, over: { now: boolean }): Promise<void> {
    const one = async (): Promise<void> => {
      while (!over.now) {
        const asked: Asked = { draftKey: `draft-${randomUUID()}` };
        this.asked.push(asked);
        try {
          await this.file(asked);
          if (this.asked.length % 2 === 0) await this.accept(asked);
        } catch (error) {
          if (error instanceof Problem && error.problem.status === 500) throw error;
          await sleep(100);
        }
      }
    };
    await Promise.all(Array.from({ length: people }, one));
  }

  async close(): Promise<void> {
    if (this.#child) await this.kill();
    await this.#app?.audit.stop().catch(() => {});
    await this.#app?.db.close();
    await this.#postgres?.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** The building permit: form, components, fee, process and all. */
const permit = 'HNM.6739-14';
