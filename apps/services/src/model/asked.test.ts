import assert from 'node:assert/strict';
import { test } from 'node:test';
import { limitsOf } from './asked.ts';

const megabyte = 1024 * 1024;

test('a paper takes what the procedure says, within what the house takes', () => {
  assert.deepEqual(limitsOf({ accept: ['pdf'], maxMb: 10 }, 20 * megabyte), {
    accept: ['pdf'],
    maxBytes: 10 * megabyte,
  });
  assert.equal(limitsOf({ accept: ['pdf'], maxMb: 50 }, 20 * megabyte).maxBytes, 20 * megabyte);
});

test('a paper of which nothing is said takes documents and photographs', () => {
  assert.deepEqual(limitsOf(undefined, 20 * megabyte), {
    accept: ['pdf', 'jpg', 'png', 'docx'],
    maxBytes: 20 * megabyte,
  });
  assert.deepEqual(limitsOf({ accept: [] }, megabyte).accept, ['pdf', 'jpg', 'png', 'docx']);
});
