/** Two servers on one PostgreSQL behind one address, of which each may be killed while people are in the middle of something. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@dinh/testing';
import {
  anonymous,
  type App,
  createApp,
  type EmbeddedPostgres,
  readConfig,
  readKeys,
  sql,
  startApp,
  startEmbeddedPostgres,
} from '@dinh/kernel';
import { modules } from '../src/modules.ts';
import { root } from '../src/program.ts';
import { Visitor } from './visitor.ts';

interface Twin {
  readonly child: ChildProcess;
  readonly port: number;
}

const origin = { channel: 'web' as const, address: '127.0.0.1', trace: 'twins' };

export class Twins {
  /** What stands before both, as a proxy does. */
  readonly address: string;
  /** The same program once more, to look into the database. */
  readonly app: App;
  readonly #folder: string;
  readonly #postgres: EmbeddedPostgres;
  readonly #door: Server;
  readonly #through = new Set<Socket>();
  #stop: (() => Promise<void>) | undefined;
  #serving: Twin | undefined;
  #waiting: Promise<Twin> | undefined;

  private constructor(folder: string, postgres: EmbeddedPostgres, door: Server, app: App) {
    this.#folder = folder;
    this.#postgres = postgres;
    this.#door = door;
    this.app = app;
    this.address = `http://127.0.0.1:${(door.address() as AddressInfo).port}`;
  }

  /** Starts the first, and the second behind it. */
  static async start(): Promise<Twins> {
    const folder = await mkdtemp(join(tmpdir(), 'dinh-twins-'));
    const postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres') });
    const door = createServer();
    await new Promise<void>((ready) => door.listen(0, '127.0.0.1', ready));
    const url = postgres.connectionString('postgres');
    const app = createApp({
      config: { ...readConfig({ DINH_DATA: folder, LOG_LEVEL: 'fatal' }, root), demonstration: true },
      databaseUrl: url,
      keys: await readKeys(join(folder, 'keys')),
      modules,
      poolSize: 2,
    });
    const twins = new Twins(folder, postgres, door, app);
    door.on('connection', (socket) => twins.#pass(socket));
    twins.#serving = await twins.#launch();
    twins.#waiting = twins.#launch();
    await twins.#waiting;
    twins.#stop = await startApp(app, ['web']);
    return twins;
  }

  /** Kills the one that serves, as if its machine burned; the other goes on, and a new one is started for the next time. */
  async kill(): Promise<void> {
    const gone = this.#serving!;
    const next = await this.#waiting!;
    this.#serving = next;
    const ended = new Promise((done) => gone.child.once('exit', done));
    gone.child.kill('SIGKILL');
    await ended;
    for (const socket of this.#through) socket.destroy();
    this.#waiting = this.#launch();
    // As a browser does: a connection that broke is opened anew.
    await eventually(async () => assert.ok((await fetch(`${this.address}/song`)).ok));
  }

  /** Which process serves now. */
  get pid(): number {
    return this.#serving!.child.pid!;
  }

  #pass(socket: Socket): void {
    const inner = connect(this.#serving!.port, '127.0.0.1');
    for (const [one, other] of [
      [socket, inner],
      [inner, socket],
    ] as const) {
      this.#through.add(one);
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => (this.#through.delete(one), other.destroy()));
    }
  }

  async #launch(): Promise<Twin> {
    const env = {
      ...process.env,
      DATABASE_URL: this.#postgres.connectionString('postgres'),
      DINH_DATA: this.#folder,
      DINH_PUBLIC_URL: this.address,
      PORT: '0',
      HOST: '127.0.0.1',
      LOG_LEVEL: 'fatal',
      NODE_OPTIONS: '',
    };
    const child = spawn(process.execPath, [join(root, 'bootstrap.mjs'), 'start'], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#children.push(child);
    const port = await new Promise<number>((resolve, reject) => {
      let said = '';
      const hear = (chunk: Buffer): void => {
        said += String(chunk);
        const found = /Đình: http:\/\/127\.0\.0\.1:(\d+)/.exec(said);
        if (found) resolve(Number(found[1]));
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      child.on('exit', (code) => reject(new Error(`a server ended with ${code}: ${said.slice(-2000)}`)));
    });
    return { child, port };
  }
  readonly #children: ChildProcess[] = [];

  /** Somebody who is not signed in. */
  visitor(): Visitor {
    return new Visitor(this.app, this.address);
  }

  async signIn(account: string): Promise<Visitor> {
    const { id } = await this.app.db.one<{ id: string }>(sql`select id from identity.person where account = ${account}`);
    const call = { principal: anonymous, lang: 'vi' as const, origin };
    const { token } = await this.app.run('identity.sign-in-demonstration', { person: id }, call);
    return new Visitor(this.app, this.address, token);
  }

  async close(): Promise<void> {
    await this.#waiting?.catch(() => {});
    for (const child of this.#children) child.kill('SIGKILL');
    await new Promise<void>((done) => {
      this.#door.close(() => done());
      for (const socket of this.#through) socket.destroy();
    });
    await this.#stop?.();
    await this.#postgres.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
