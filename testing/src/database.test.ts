import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openDatabase } from '@dinh/kernel';
import { testDatabase, withDatabase } from './database.ts';

let made = 0;
const options = {
  key: 'testing: one table',
  migrate: async (url: string) => {
    made++;
    const db = openDatabase(url, 1);
    await db.pool.query('create table thing (name text)');
    await db.close();
  },
};
const first = await testDatabase(options);
const second = await testDatabase(options);
const databases = [openDatabase(first.url, 2), openDatabase(second.url, 2)] as const;
after(() => Promise.all(databases.map((db) => db.close())));

test('Each call gives a database of its own, copied from one template', async () => {
  await databases[0].pool.query(`insert into thing values ('đình')`);
  const { rows } = await databases[1].pool.query('select * from thing');
  assert.equal(rows.length, 0);
  assert.ok(made <= 1, 'the template is made once');
});

test('The database of a connection string is replaced, and nothing else', () => {
  assert.equal(withDatabase('postgresql://u@/a?host=%2Fx', 'b'), 'postgresql://u@/b?host=%2Fx');
  assert.equal(withDatabase('postgres://u:p@host:5432/a', 'b'), 'postgres://u:p@host:5432/b');
});
