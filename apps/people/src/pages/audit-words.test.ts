import assert from 'node:assert/strict';
import { test } from 'node:test';
import { detailWords } from './audit-words.ts';

test('The detail of an entry is read in words: facts, ways to sign in, days; of records how many', () => {
  const detail = JSON.stringify({
    method: 'passkey',
    level: 3,
    factors: ['pwd', 'otp'],
    from: '2026-11-30',
    shown: ['a'.repeat(8)],
  });
  assert.equal(
    detailWords('vi', detail),
    'cách: khóa truy cập · mức: 3 · yếu tố xác thực: mật khẩu, ứng dụng xác thực · từ: 30/11/2026 · đã hiện: aaaaaaaa',
  );
  assert.match(detailWords('en', detail), /^method: passkey · level: 3 · factors: password, authenticator · /);
  assert.equal(detailWords('vi', 'as it was written'), 'as it was written');
});
