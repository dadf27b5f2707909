import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from './sql.ts';

test('values become parameters, pieces become text', () => {
  const { text, values } = sql`select ${sql.id('a', 'b')} from t where x = ${1} and ${sql`y = ${'z'}`}`.compile();
  assert.equal(text, 'select "a"."b" from t where x = $1 and y = $2');
  assert.deepEqual(values, [1, 'z']);
});

test('combined conditions keep together beside others', () => {
  const either = sql.any([sql`a = ${1}`, undefined, sql`b = ${2}`]);
  assert.equal(sql`c and ${either}`.compile().text, 'c and ((a = $1) or (b = $2))');
  assert.equal(sql`not ${sql.all([sql`a`, false, sql`b`])}`.compile().text, 'not ((a) and (b))');
  assert.equal(sql.all([]).compile().text, 'true');
  assert.equal(sql.any([]).compile().text, 'false');
});

test('the same text has the same name, so that it is prepared once', () => {
  const ask = (id: number) => sql`select ${id}`.compile().name;
  assert.equal(ask(1), ask(2));
  assert.notEqual(ask(1), sql`select 1`.compile().name);
});
