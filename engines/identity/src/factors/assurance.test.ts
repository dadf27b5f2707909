import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Factor, levelOf } from './assurance.ts';

const level = (factors: readonly Factor[], identified: boolean) => levelOf({ factors, identified });

test('One factor and only their own word is AS-1; checked papers or a second factor make it AS-2', () => {
  assert.equal(level(['pwd'], false), 1);
  assert.equal(level(['sms'], false), 1);
  assert.equal(level(['pwd'], true), 2);
  assert.equal(level(['pwd', 'sms'], false), 2);
});

test('AS-3 takes checked papers and two factors of different kinds', () => {
  assert.equal(level(['pwd', 'otp'], true), 3);
  assert.equal(level(['swk', 'user'], true), 3);
  assert.equal(level(['otp', 'sms'], true), 2, 'two things held are one kind');
  assert.equal(level(['hwk', 'user'], false), 2);
});

test('AS-4 takes a key that cannot leave its device and a check of who holds it', () => {
  assert.equal(level(['hwk', 'user'], true), 4);
  assert.equal(level(['sc', 'pin'], true), 4);
  assert.equal(level(['pwd', 'hwk'], true), 3);
});

test('A browser that the person trusts, or a code by e-mail, stands for the second factor of AS-2 and of nothing above', () => {
  assert.equal(level(['pwd', 'trusted'], false), 2);
  assert.equal(level(['pwd', 'trusted'], true), 2);
  assert.equal(level(['pwd', 'email'], false), 2);
  assert.equal(level(['pwd', 'email'], true), 2);
});

test('A provider above us may vouch for more, and never makes it less', () => {
  assert.equal(levelOf({ factors: ['vneid'], identified: true, upstream: 3 }), 3);
  assert.equal(levelOf({ factors: ['hwk', 'user'], identified: true, upstream: 2 }), 4);
  assert.equal(levelOf({ factors: ['vneid'], identified: false }), 1);
});
