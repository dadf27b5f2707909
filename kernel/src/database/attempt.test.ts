import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { testDatabase } from '@dinh/testing';
import { openDatabase } from './database.ts';
import { sql } from './sql.ts';

const { url } = await testDatabase({
  key: 'attempt',
  migrate: async (to) => {
    const db = openDatabase(to, 1);
    await db.run(sql`create table note (text text primary key)`);
    await db.close();
  },
});
const db = openDatabase(url, 2);
after(() => db.close());
const note = (text: string) => sql`insert into note values (${text})`;

test('An attempt that fails is undone and tells why; what was written before and behind it stands', async () => {
  const told: string[] = [];
  await db.transaction(async (tx) => {
    tx.send(note('before'));
    tx.afterCommit(() => told.push('before'));
    await assert.rejects(
      tx.attempt(async () => {
        tx.send(note('inside'));
        tx.afterCommit(() => told.push('inside'));
        tx.send(note('before')); // fails, and nobody waits for it
      }),
      { code: '23505' },
    );
    await assert.rejects(
      tx.attempt(async () => {
        await tx.attempt(async () => tx.send(note('deep')));
        throw new Error('no');
      }),
      /no/,
    );
    await tx.attempt(async () => tx.send(note('good')));
    tx.send(note('behind'));
  });
  const rows = await db.all<{ text: string }>(sql`select text from note order by text`);
  assert.deepEqual(
    rows.map((r) => r.text),
    ['before', 'behind', 'good'],
  );
  assert.deepEqual(told, ['before']);
});

test('An attempt costs a statement only once it asks for one; what asks inside another is undone with it', async () => {
  await db.transaction(async (tx) => {
    const began = await tx.one<{ nested: string }>(sql`select pg_current_xact_id()::text as nested`);
    await assert.rejects(
      tx.attempt(async () => {
        throw new Error('nothing was asked');
      }),
      /nothing was asked/,
    );
    await assert.rejects(
      tx.attempt(async () => {
        await tx.attempt(async () => tx.send(note('inner')));
        tx.send(note('inner')); // a duplicate: undoes the inner one too
      }),
      { code: '23505' },
    );
    await tx.attempt(async () => {
      await assert.rejects(
        tx.attempt(async () => {
          tx.send(note('lost'));
          throw new Error('inside');
        }),
        /inside/,
      );
      tx.send(note('kept'));
    });
    assert.deepEqual(await tx.one(sql`select pg_current_xact_id()::text as nested`), began);
  });
  const rows = await db.all<{ text: string }>(sql`select text from note where text in ('inner', 'lost', 'kept')`);
  assert.deepEqual(
    rows.map((r) => r.text),
    ['kept'],
  );
});
