import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { test } from 'node:test';
import { isWeak } from './password.ts';

const known = ['Nguyễn Thị Hoa Sen', '035188001234', '0912345678', 'hoasen88@vidu.vn', 'Tỉnh Hà Nam'];
const weak = (password: string) => isWeak(password, known);

test('Passwords that breaches have brought to light are refused, without asking anybody outside', () => {
  for (const one of ['password', 'Password1', 'iloveyou', 'qwerty123', 'trustno1', 'sunshine', 'football', 'baseball1'])
    assert.ok(weak(one), one);
  // Four bytes stand for each.
  const list = statSync(new URL('../../data/common-passwords.bin', import.meta.url));
  assert.ok(list.size / 4 > 20_000);
});

test('So are those that everybody in Vietnam thinks of, with accents or without and with something around them', () => {
  for (const one of [
    'matkhau123',
    'Mật khẩu 123',
    'm4tkh4u!!',
    '@hanoi2024',
    'anhyeuem',
    'emyeuanh99',
    'vietnamvodich',
    'Việt Nam 1975',
    'yeuvietnam',
    'giadinhtoi1',
    'congan113',
    'dichvucong',
    'ubnd2026!',
    'hanamphuly',
  ])
    assert.ok(weak(one), one);
});

test('Rows of the keyboard and pieces that come again are refused', () => {
  for (const one of ['aaaaaaaa', 'abcabcabc', '12341234', '23456789', '98765432', 'qwertyui', '20202020', 'hoahoahoahoa'])
    assert.ok(weak(one), one);
});

test('What others know of the person is no password', () => {
  for (const one of ['nguyễn thị hoa sen', '035188001234', '0912345678', 'hoasen88', 'hoasen88!', '8765432190', 'tinhhanam1'])
    assert.ok(weak(one), one);
});

test('A phrase of one’s own is taken, whatever it is made of, and so are 200 characters', () => {
  for (const one of [
    'ba con vịt qua cầu tre',
    'minhanhnguyenkhoi',
    'trời mưa lại nhớ phở',
    'khoai lang nướng',
    'zebra-quartz',
    '日本語のパスワード',
    'x9$kQ2!v',
    'vạn sự khởi đầu nan '.repeat(10),
  ])
    assert.ok(!weak(one), one);
  assert.ok(weak('x9$kQ2!'), 'seven characters');
});
