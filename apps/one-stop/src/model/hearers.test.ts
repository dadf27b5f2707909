import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type App, anonymous, type Queries, type Sql } from '@dinh/kernel';
import { whoMayOpen } from './hearers.ts';

test('Who of many may open a dossier is asked in one statement for two hundred, and few rights are read at a time', async () => {
  const persons = Array.from({ length: 250 }, (_, n) => `person-${n}`);
  let [now, most] = [0, 0];
  const principals = {
    async ofPerson(id: string) {
      most = Math.max(most, ++now);
      await Promise.resolve();
      now -= 1;
      return { ...anonymous, id };
    },
  };
  const asked: Sql[] = [];
  const answers = [Array.from({ length: 200 }, (_, n) => n % 2 === 0), Array.from({ length: 50 }, () => false)];
  const db = { maybe: async (query: Sql) => ({ may: answers[asked.push(query) - 1] }) };
  const open = await whoMayOpen(
    { app: { principals } as unknown as App, db: db as unknown as Queries },
    '01a1ec46-69c0-7cd6-ab54-44765ec219db',
    [...persons, persons[0]!],
  );
  assert.deepEqual(
    [...open],
    persons.slice(0, 200).filter((_, n) => n % 2 === 0),
  );
  assert.equal(asked.length, 2);
  assert.ok(most > 1 && most <= 4, `${most}`);
});
