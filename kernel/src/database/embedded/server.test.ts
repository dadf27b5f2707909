import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import pg from 'pg';
import { EmbeddedPostgresError, startEmbeddedPostgres, type EmbeddedPostgres } from './index.ts';

const onLinux = process.platform === 'linux' && ['x64', 'arm64'].includes(process.arch);
const folder = mkdtempSync(join(tmpdir(), 'dinh-embedded-'));
const running = new Set<EmbeddedPostgres>();
after(async () => {
  await Promise.all([...running].map((server) => server.stop()));
  rmSync(folder, { recursive: true, force: true });
});

/** Starts on a folder below the temporary one; stopped at the end whatever happens. */
async function start(name: string, options: { share?: boolean; durable?: boolean } = {}): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir: join(folder, name), durable: false, ...options });
  running.add(server);
  return server;
}

async function ask(server: EmbeddedPostgres, text: string): Promise<unknown> {
  const client = new pg.Client(server.connectionString());
  await client.connect();
  try {
    return Object.values((await client.query(text)).rows[0] ?? {})[0];
  } finally {
    await client.end();
  }
}

/** Starts a server in another process, which is then killed without a chance to stop it. */
function startAndDie(name: string): void {
  const program = `
    const { startEmbeddedPostgres } = await import(${JSON.stringify(join(import.meta.dirname, 'index.ts'))});
    await startEmbeddedPostgres({ dataDir: ${JSON.stringify(join(folder, name))}, durable: false });
    process.kill(process.pid, 'SIGKILL');`;
  assert.equal(spawnSync(process.execPath, ['--input-type=module', '-e', program]).signal, 'SIGKILL');
}

describe('The embedded PostgreSQL', { skip: !onLinux && 'npm brings a server for Linux only' }, () => {
  test('starts on an empty folder, keeps its data, and knows Vietnamese letters and their order', async () => {
    const first = await start('plain');
    await ask(first, `create table word as select unnest(array['Đào', 'Dung', 'An', 'Ánh']) as text`);
    await first.stop();
    const again = await start('plain');
    assert.equal(again.adopted, false);
    const sorted = await ask(again, `select string_agg(text, ' ' order by text collate "vi-x-icu") from word`);
    assert.equal(sorted, 'An Ánh Dung Đào');
    assert.equal(await ask(again, `select lower('ĐÌNH')`), 'đình');
    await again.stop();
  });

  test('makes its cluster also where one was left half made or half removed, and throws away only what was for a test', async () => {
    for (const durable of [false, true]) {
      const name = `half-${durable}`;
      const cluster = join(folder, name, 'cluster');
      mkdirSync(join(cluster, 'base'), { recursive: true });
      writeFileSync(join(cluster, 'base', 'left'), 'x');
      const server = await start(name, { durable });
      assert.equal(await ask(server, 'select 1'), 1);
      await server.stop();
      assert.equal(existsSync(join(`${cluster}.incomplete`, 'base', 'left')), durable);
    }
  });

  test('is reached in a folder with a long, accented path too', async () => {
    const server = await start(join('đình làng '.repeat(15), "người xây'"));
    assert.equal(await ask(server, 'select 1'), 1);
    await server.stop();
  });

  test('is taken over when the process that started it was killed', async () => {
    startAndDie('orphan');
    const server = await start('orphan');
    assert.equal(server.adopted, true);
    assert.equal(await ask(server, 'select 1'), 1);
    await server.stop();
  });

  test('is refused to a second program, and shared with a tool that asks for it', async () => {
    const server = await start('shared');
    await assert.rejects(start('shared'), (error: unknown) => {
      assert.ok(error instanceof EmbeddedPostgresError && error.code === 'in-use');
      assert.match(error.message, new RegExp(`process ${process.pid}\\b`));
      return true;
    });
    const tool = await start('shared', { share: true });
    assert.equal(await ask(tool, 'select 1'), 1);
    await tool.stop();
    assert.equal(await ask(server, 'select 1'), 1, 'the tool leaves the server alone');
    await server.stop();
  });

  test('starts although its process number, left by a crash, now belongs to somebody else', async () => {
    await (await start('crashed')).stop();
    const cluster = join(folder, 'crashed', 'cluster');
    writeFileSync(join(cluster, 'postmaster.pid'), `${process.pid}\n${cluster}\n1\n5432\n\n\n\nready\n`);
    const server = await start('crashed');
    assert.equal(server.adopted, false);
    assert.equal(await ask(server, 'select 1'), 1);
    await server.stop();
  });

  test('is started again when it falls', async () => {
    const server = await start('fallen', { durable: true });
    await ask(server, 'create table kept as select 1 as one');
    const fallen = server.pid();
    process.kill(fallen, 'SIGKILL');
    while (server.pid() === fallen) await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(await ask(server, 'select one from kept'), 1);
    await server.stop();
  });

  test("says in the server's own words why it does not start", async () => {
    await (await start('broken')).stop();
    const conf = join(folder, 'broken', 'cluster', 'postgresql.conf');
    writeFileSync(conf, `${readFileSync(conf, 'utf8')}\nno_such_setting = 1\n`);
    await assert.rejects(start('broken'), /start-failed|no_such_setting/);
  });
});
