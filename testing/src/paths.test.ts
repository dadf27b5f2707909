import assert from 'node:assert/strict';
import { test } from 'node:test';
import { longest, testFiles } from './paths.ts';

test('What takes longest is there and is begun first; every other file follows once', () => {
  const files = testFiles();
  assert.deepEqual(files.slice(0, longest.length), longest);
  assert.equal(new Set(files).size, files.length);
  assert.ok(files.includes('testing/src/paths.test.ts'));
});

test('Parts of paths choose files', () => {
  assert.deepEqual(testFiles(['testing/src/paths']), ['testing/src/paths.test.ts']);
  assert.deepEqual(testFiles(['no such thing']), []);
});
