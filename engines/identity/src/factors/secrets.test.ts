import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { newSecret } from '@dinh/kernel';
import { codesOnSheet, newSheet } from './recovery-codes.ts';
import { newCode, same } from './secrets.ts';
import { newSeed } from './totp.ts';

test('Codes have as many bits as they should, and their digits come all over', async () => {
  const codes = new Set(Array.from({ length: 2000 }, newCode));
  for (const code of codes) assert.match(code, /^\d{6}$/);
  assert.ok(codes.size > 1980, 'of a million some few meet');
  for (let place = 0; place < 6; place++) assert.equal(new Set([...codes].map((code) => code[place])).size, 10, `place ${place}`);

  const { codes: sheet, hashes, salt } = await newSheet();
  assert.equal(new Set(sheet).size, codesOnSheet);
  for (const code of sheet) assert.match(code.replace(/\W/g, ''), /^[0-9A-Z]{8,}$/);
  assert.ok(salt.length * 8 >= 32 && hashes.every((hash) => hash.length === 32));
  assert.equal(newSeed().length, 20);
  assert.equal(Buffer.from(newSecret(32), 'base64url').length, 32);
});

test('What is compared with a secret is compared as a whole, whatever its length', () => {
  assert.equal(same(Buffer.from('123456'), Buffer.from('123456')), true);
  for (const wrong of ['123457', '12345', '', '1234567']) assert.equal(same(Buffer.from('123456'), Buffer.from(wrong)), false);
});

test('Nothing that is secret comes from a generator that can be foreseen', () => {
  const src = join(import.meta.dirname, '..');
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.test.ts'),
  );
  assert.ok(files.length > 50);
  const foreseen = files.filter((name) => readFileSync(join(src, name), 'utf8').includes('Math.random'));
  assert.deepEqual(foreseen, []);
});
