import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { testDatabase } from '@dinh/testing';
import { openDatabase } from './database.ts';
import { migrate } from './migrate.ts';
import { sql } from './sql.ts';

let folder: string;
let url: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dinh-migrate-'));
  ({ url } = await testDatabase({ key: 'nothing', migrate: async () => {} }));
});
after(() => rm(folder, { recursive: true, force: true }));

const run = () => migrate(url, [{ module: 'm', folder: pathToFileURL(`${folder}/`) }]);

test('Files are applied once each, in order, also by two programs that start at once', async () => {
  await writeFile(join(folder, '0001_first.sql'), 'create schema m; create table m.a (n int);');
  await writeFile(join(folder, '0002_second.sql'), 'alter table m.a add column o int;');
  await writeFile(join(folder, 'notes.txt'), 'not a migration');
  const applied = (await Promise.all([run(), run()])).flat();
  assert.deepEqual(applied, ['m/0001_first.sql', 'm/0002_second.sql']);
  assert.deepEqual(await run(), []);
});

test('A file that was changed after it was applied is refused', async () => {
  await writeFile(join(folder, '0002_second.sql'), 'alter table m.a add column p int;');
  await assert.rejects(run(), /migration m\/0002_second\.sql was changed after it was applied/);
  await writeFile(join(folder, '0002_second.sql'), 'alter table m.a add column o int;');
});

test('A file with a mistake leaves nothing behind and is named', async () => {
  await writeFile(join(folder, '0003_wrong.sql'), 'create table m.b (n int); create table m.a (n int);');
  await assert.rejects(run(), /migration m\/0003_wrong\.sql failed: .*already exists/);
  const db = openDatabase(url, 1);
  assert.deepEqual(await db.one(sql`select to_regclass('m.b') as there`), { there: null });
  await db.close();
});
