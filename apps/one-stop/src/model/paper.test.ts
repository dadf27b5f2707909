import assert from 'node:assert/strict';
import { test } from 'node:test';
import { registerFormat } from './paper.ts';

test('The format of a register says what stands around the number and how many digits it has at least', () => {
  assert.deepEqual(registerFormat('{sequence:2}/TNHS', 2026), { before: '', width: 2, after: '/TNHS' });
  assert.deepEqual(registerFormat('TB-{sequence}/{YYYY}', 2026), { before: 'TB-', width: 1, after: '/2026' });
});
