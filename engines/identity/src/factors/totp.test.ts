import assert from 'node:assert/strict';
import { test } from 'node:test';
import { base32, stepOf, totpAddress, totpCode, totpStep } from './totp.ts';

const seed = Buffer.from('12345678901234567890');

test('The codes are those of RFC 6238, appendix B', () => {
  for (const [at, code] of [
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ] as const)
    assert.equal(totpCode(seed, stepOf(new Date(at * 1000))), code);
});

test('A code is good for its half minute and those beside it, and for nothing else', () => {
  const now = new Date('2026-11-20T09:00:10+07:00');
  const code = (moved: number) => totpCode(seed, stepOf(now) + moved);
  for (const moved of [-1, 0, 1]) assert.equal(totpStep(seed, code(moved), now, 0), stepOf(now) + moved);
  for (const moved of [-2, 2]) assert.equal(totpStep(seed, code(moved), now, 0), undefined);
  assert.equal(totpStep(seed, '', now, 0), undefined);
});

test('A code that was taken is not taken again, nor one before it', () => {
  const now = new Date('2026-11-20T09:00:10+07:00');
  const last = stepOf(now);
  assert.equal(totpStep(seed, totpCode(seed, last), now, last), undefined);
  assert.equal(totpStep(seed, totpCode(seed, last - 1), now, last), undefined);
  assert.equal(totpStep(seed, totpCode(seed, last + 1), now, last), last + 1);
});

test('Seeds and addresses are written as apps read them', () => {
  assert.equal(base32(seed), 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
  assert.equal(base32(Buffer.from('foobar')), 'MZXW6YTBOI');
  assert.equal(
    totpAddress(seed, 'hoa sen', 'Tỉnh Hà Nam'),
    'otpauth://totp/T%E1%BB%89nh%20H%C3%A0%20Nam:hoa%20sen?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=T%E1%BB%89nh%20H%C3%A0%20Nam&algorithm=SHA1&digits=6&period=30',
  );
});
