import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wayKinds } from '../factors/ways.ts';
import { detailWords, factorWords } from './words.ts';

test('What monitoring is told by a word of the program, people read in their language; a reason that somebody wrote stays', () => {
  assert.equal(factorWords('vi', { factors: ['pwd', 'otp'], by: null }), 'mật khẩu, ứng dụng xác thực');
  const by = { kind: 'totp', factor: 'x', name: 'Máy ở nhà' };
  assert.equal(factorWords('vi', { factors: ['otp'], by }), 'ứng dụng xác thực, “Máy ở nhà”');
  assert.equal(factorWords('en', { factors: null, by: null }), '');
  for (const kind of [...wayKinds, 'own', 'everywhere', 'one', 'key'])
    for (const lang of ['vi', 'en'] as const) assert.ok(detailWords(lang, { detail: kind }).length > 0);
  assert.equal(detailWords('vi', { detail: 'everywhere' }), 'mọi thiết bị khác');
  assert.equal(detailWords('vi', { detail: 'Xác minh đơn' }), 'Xác minh đơn');
  for (const kind of wayKinds) assert.notEqual(detailWords('vi', { detail: kind }), kind);
});
