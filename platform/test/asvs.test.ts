/** The table of OWASP ASVS 5.0 in docs/security/asvs.md: it is whole, and every test that it names exists. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../src/version.ts';

/** How many requirements of level 1 and 2 each section of V6 to V10 has, in their order; gaps are of level 3. */
const wanted = [
  '6.1: 1 2 3',
  '6.2: 1 2 3 4 5 6 7 8 9 10 11 12',
  '6.3: 1 2 3 4',
  '6.4: 1 2 3 4',
  '6.5: 1 2 3 4 5',
  '6.6: 1 2 3',
  '6.8: 1 2 3 4',
  '7.1: 1 2 3',
  '7.2: 1 2 3 4',
  '7.3: 1 2',
  '7.4: 1 2 3 4 5',
  '7.5: 1 2',
  '7.6: 1 2',
  '8.1: 1 2',
  '8.2: 1 2 3',
  '8.3: 1',
  '8.4: 1',
  '9.1: 1 2 3',
  '9.2: 1 2 3 4',
  '10.1: 1 2',
  '10.2: 1 2',
  '10.3: 1 2 3 4',
  '10.4: 1 2 3 4 5 6 7 8 9 10 11',
  '10.5: 1 2 3 4 5',
  '10.6: 1 2',
  '10.7: 1 2 3',
].flatMap((line) => {
  const [section, numbers = ''] = line.split(': ');
  return numbers.split(' ').map((number) => `${section}.${number}`);
});
const folder = join(root, 'docs/security');
const rows = readFileSync(join(folder, 'asvs.md'), 'utf8')
  .split('\n')
  .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()))
  .filter((cells) => /^\d+\.\d+\.\d+$/.test(cells[1] ?? ''))
  .map(([, number = '', , , how = '', proof = '']) => ({ number, how, proof }));

test('Every requirement of level 1 and 2 of V6 to V10 stands in the table, once and in its order', () => {
  const ours = rows.map(({ number }) => number).filter((number) => !beyond.has(number));
  assert.deepEqual(ours, wanted);
});

/** Of level 3, told all the same. */
const beyond = new Set(['6.3.5', '6.3.7', '6.3.8', '6.5.6', '7.5.3', '8.3.2', '10.3.5']);

test('What is said to be met is proved by tests that exist, or says where it is written', () => {
  const wrong: string[] = [];
  const texts = new Map<string, string>();
  for (const { number, how, proof } of rows) {
    const named = [...proof.matchAll(/`([\w./-]+\.test\.ts)` “([^”]+)”/g)];
    const written = [...proof.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)];
    const open = /^\*\*(Not met|Partly|Not applicable)\*\*,? because /.test(how);
    if (named.length + written.length === 0 && !open) wrong.push(`${number} names no proof`);
    if (/\*\*/.test(how) && !open) wrong.push(`${number} does not say why`);
    for (const [, path = ''] of written) if (!existsSync(join(folder, path))) wrong.push(`${number}: no file ${path}`);
    for (const [, path = '', title = ''] of named) {
      if (!texts.has(path)) texts.set(path, existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : '');
      const declared = ["'", '"', '`'].some((quote) => texts.get(path)!.includes(`test(${quote}${title}`));
      if (!declared) wrong.push(`${number}: no test “${title}” in ${path}`);
    }
  }
  assert.deepEqual(wrong, []);
});
