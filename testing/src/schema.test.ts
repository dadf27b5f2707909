import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Database } from '@dinh/kernel';
import { root } from './paths.ts';
import { dumpSchemas, migratedDatabase, schemaFile, schemaOwners } from './schema.ts';

const owners = schemaOwners();
let db: Database;
before(async () => void (db = await migratedDatabase(owners)));
after(() => db.close());

for (const owner of owners)
  test(`schema.sql of ${owner.folder} is what its migrations make`, async () => {
    const committed = readFileSync(join(root, owner.folder, 'schema.sql'), 'utf8');
    assert.equal(
      committed,
      await schemaFile(db, owner),
      'the catalogue has changed: run `node testing/src/schema.ts --write` and commit schema.sql',
    );
  });

test('Every schema of the database belongs to a module, and the catalogue tells of all that there is', async () => {
  await db.pool.query(`create schema sample;
    create function sample.twice(int) returns int language sql immutable as 'select $1 * 2';
    create table sample.thing (id bigint generated always as identity primary key, name text not null default 'x' check (name <> ''),
      half int generated always as (1) stored, parent bigint references sample.thing) with (fillfactor = 80);
    create index thing_name on sample.thing (lower(name)) where name <> 'x';
    create view sample.v_thing as select id from sample.thing`);
  const text = await dumpSchemas(db, ['sample']);
  for (const part of [
    'create schema sample;',
    'FUNCTION sample.twice(integer)',
    'id bigint generated always as identity not null',
    "name text default 'x'::text not null",
    'half integer generated always as (1) stored',
    'CHECK (name <>',
    'PRIMARY KEY (id)',
    'REFERENCES sample.thing(id)',
    'with (fillfactor=80)',
    'CREATE INDEX thing_name',
    'create view sample.v_thing as',
  ])
    assert.ok(text.includes(part), `${part} is missing in\n${text}`);
  const known = new Set([...owners.flatMap((one) => one.schemas), 'sample', 'public', 'graphile_worker']);
  const { rows } = await db.pool.query<{ name: string }>(
    `select nspname as name from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'`,
  );
  assert.deepEqual(
    rows.map((row) => row.name).filter((name) => !known.has(name)),
    [],
  );
});
