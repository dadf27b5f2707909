/**
 * `npm run bench -- start`: from `npm start` on an installed, loaded tree to the first answered page, against
 * PostgreSQL's own start and a bare Fastify's; and memory at rest. See README.md.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@dinh/kernel';
import { answersFor } from '../platform/test/filing.ts';
import { load, mustSucceed } from './lib/clients.ts';
import { generalProcedure, submission } from './lib/dossiers.ts';
import { drift, median, plain, printTable, verdict } from './lib/figures.ts';
import { answers, freePort, openGround, root, stop } from './lib/ground.ts';
import { readOptions } from './lib/options.ts';
import { citizens } from './lib/people.ts';
import { family, proportionalBytes, residentBytes } from './lib/processes.ts';

const options = readOptions({ seconds: 10, rounds: 5 });
const data = options.data ?? (await mkdtemp(join(tmpdir(), 'dinh-bench-start-')));
try {
  // Once before: the folder is made, the pack loaded, styles built, and code compiled into Node's cache.
  const first = await openGround({ data, profile: undefined });
  await first.close();
  await (await ours()).end();

  const times: { ours: number; postgres: number; fastify: number }[] = [];
  const floors: number[] = [];
  const floor = async () => {
    const postgres = await postgresStart();
    const fastify = await bareStart();
    floors.push(postgres + fastify.ms);
    await stop(fastify.server);
    return { postgres, fastify: fastify.ms };
  };
  await floor();
  for (let round = 0; round < options.rounds; round++) {
    const begun = await ours();
    await begun.end();
    times.push({ ours: begun.ms, ...(await floor()) });
  }
  const of = (what: keyof (typeof times)[number]) => median(times.map((t) => t[what]));
  const ratio = of('ours') / (of('postgres') + of('fastify'));
  printTable(
    ['start, ms', 'ours', "PostgreSQL's own", 'bare Fastify', 'ratio'],
    [['median', of('ours'), of('postgres'), of('fastify'), ratio]],
  );
  console.log(`  floor, first to last: ${drift(floors[0]!, floors.at(-1)!)}`);

  const memory = await memoryOfBoth();
  const megabytes = (bytes: number) => bytes / 1024 ** 2;
  printTable(
    ['memory, MB', 'ours', 'bare Fastify', 'ratio'],
    memory.map(({ when, ours: mine, bare }) => [when, megabytes(mine), megabytes(bare), mine / bare]),
  );
  const worst = Math.max(...memory.slice(0, 2).map((m) => m.ours / m.bare));
  verdict('memory', worst, { atMost: 3 });
  process.exitCode = verdict('start', ratio, { atMost: 4 }) && worst <= 3 ? 0 : 1;
} finally {
  if (!options.data) await rm(data, { recursive: true, force: true });
}

/** `npm start` until a page has been answered whole. */
async function ours(): Promise<{ ms: number; end(): Promise<void> }> {
  const port = await freePort();
  const env = {
    ...process.env,
    DINH_DATA: data,
    PORT: String(port),
    HOST: '127.0.0.1',
    LOG_LEVEL: 'error',
    DATABASE_URL: '',
  };
  const began = performance.now();
  const npm = spawn('npm', ['start'], { cwd: root, env, stdio: ['ignore', 'ignore', 'inherit'] });
  await answers(`http://127.0.0.1:${port}`);
  return { ms: performance.now() - began, end: () => stop(npm) };
}

/** PostgreSQL alone, on the same data, until it answers a statement. */
async function postgresStart(): Promise<number> {
  const began = performance.now();
  const postgres = await startEmbeddedPostgres({ dataDir: join(data, 'postgres') });
  const ms = performance.now() - began;
  await postgres.stop();
  return ms;
}

/** A Fastify with one page, run by the same Node, until that page has been answered. */
async function bareStart(): Promise<{ ms: number; server: ChildProcess }> {
  const port = await freePort();
  const began = performance.now();
  const server = spawn(process.execPath, [join(root, 'bench/lib/bare.ts'), String(port)], {
    stdio: 'ignore',
  });
  await answers(`http://127.0.0.1:${port}`);
  return { ms: performance.now() - began, server };
}

/** Resident memory after the start and after a while of submissions; the bare process after as many requests. */
async function memoryOfBoth(): Promise<{ when: string; ours: number; bare: number }[]> {
  const ground = await openGround({ data, profile: undefined });
  const { server: bare } = await bareStart();
  try {
    await ground.restart(); // at rest after a start in which nothing had to be made
    const pid = ground.server.pid!;
    const both = (when: string) => ({ when, ours: residentBytes(pid), bare: residentBytes(bare.pid!) });
    const found = [both('after start')];
    const people = await citizens(ground.db, options.clients);
    const procedure = await generalProcedure(ground);
    const body = submission(procedure, await answersFor(ground.app, procedure.form));
    const clients = people.map((person) => [
      {
        label: 'submit',
        method: 'POST' as const,
        path: '/api/one-stop/submit-dossier',
        headers: person.headers,
        body,
      },
    ]);
    const { load: l } = await load({ address: ground.address, clients, seconds: options.seconds }, () => 0);
    mustSucceed(l);
    const address = `http://127.0.0.1:${bare.spawnargs.at(-1)}`;
    await load(
      {
        address,
        clients: people.map(() => [{ label: 'page', method: 'GET' as const, path: '/' }]),
        seconds: options.seconds,
      },
      () => 0,
    );
    found.push(both(`after ${plain(l.done)} submissions`));
    const postgres = proportionalBytes(family(ground.postgres.pid));
    found.push({ when: '(PostgreSQL beside it, shared memory once)', ours: postgres, bare: Number.NaN });
    return found;
  } finally {
    await stop(bare);
    await ground.close();
  }
}
