import assert from 'node:assert/strict';
import { test } from 'node:test';
import { earliest, isEarlier } from './position.ts';

test('Places are compared as numbers, by transaction and then by number', () => {
  assert.equal(isEarlier('999.5', '1000.1'), true);
  assert.equal(isEarlier('1000.9', '1000.10'), true);
  assert.equal(isEarlier('1000.10', '1000.10'), false);
  assert.equal(isEarlier('18446744073709551615.1', '18446744073709551614.2'), false);
});

test('What is no place comes before all of them; of one that is missing the other is the first', () => {
  assert.equal(isEarlier('x', '1.0'), true);
  assert.equal(isEarlier('1.0', ''), false);
  assert.equal(earliest('x', '3.0'), 'x');
  assert.equal(earliest(undefined, '3.0'), '3.0');
  assert.equal(earliest('4.0', '3.7'), '3.7');
});
