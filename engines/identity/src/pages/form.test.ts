import assert from 'node:assert/strict';
import { test } from 'node:test';
import { safeReturn } from './form.ts';

test('After signing in one goes only to a path of this site', () => {
  for (const path of ['/', '/tai-khoan', '/nop-ho-so/x?buoc=2#a', '/tìm-kiếm?q=xây']) assert.equal(safeReturn(path), path);
  for (const path of [
    undefined,
    '',
    'tai-khoan',
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/a\\b',
    '/a\nb',
    '\t/a',
    'javascript:alert(1)',
    '/dang-nhap',
    '/dang-nhap?tiep=/a',
    '/dang-xuat',
    `/${'a'.repeat(3000)}`,
  ])
    assert.equal(safeReturn(path), undefined, String(path));
});
