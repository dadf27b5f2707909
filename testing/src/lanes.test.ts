/** Files that share a process keep to themselves, and none is lost when one of them brings the process down. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import { root } from './paths.ts';

const folder = mkdtempSync(join(tmpdir(), 'dinh-lanes-'));
after(() => rmSync(folder, { recursive: true }));

/** Runs made-up test files as `npm test` does, in a program of its own: the test runner does not run inside itself. */
async function runAll(files: Record<string, string>): Promise<string> {
  const begin = `import assert from 'node:assert/strict'; import { after, before, describe, test } from 'node:test';`;
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, `${name}.mjs`), begin + text);
  const paths = Object.keys(files).map((name) => relative(root, join(folder, `${name}.mjs`)));
  const program = `
    const { runInLanes } = await import(${JSON.stringify(join(root, 'testing/src/lanes.ts'))});
    const { Report } = await import(${JSON.stringify(join(root, 'testing/src/report.ts'))});
    const report = new Report();
    await runInLanes(${JSON.stringify(paths)}, report, new AbortController().signal, () => true);
    console.log(JSON.stringify(report.tally));
    process.exit();`;
  const main = join(folder, 'run.mjs'); // a file: what is given with --eval would be given to every process of the run
  writeFileSync(main, program);
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const { stdout } = await promisify(execFile)(process.execPath, [main], { env });
  return stdout.replaceAll(`${relative(root, folder)}/`, '').replaceAll(/, [\d.]+ s$/gm, '');
}

test('Each file has its own hooks and its own line, and what it printed stands with what failed in it', async () => {
  const told = await runAll({
    one: `let set; before(() => (set = 1)); after(() => (set = 0));
      console.log('from one');
      test('a', () => assert.equal(set, 1)); test('b', (t) => t.test('within', () => {}));`,
    two: `let set = 0; before(() => set++); test('sees its hook once', () => assert.equal(set, 1));
      test('is left out', { skip: 'no tool' }, () => {});`,
    three: `console.log('from three'); describe('part', () => test('fails', () => assert.equal(1, 2)));`,
    four: `throw new Error('cannot be loaded');`,
  });
  assert.match(told, /^✔ one\.mjs {2}3 tests$/m);
  assert.match(told, /^✔ two\.mjs {2}2 tests, 1 skipped$/m);
  assert.match(told, /^✘ three\.mjs {2}1 tests$/m);
  assert.match(told, /^✘ fails\n {2}three\.mjs:1$/m);
  assert.match(told, /^✘ four\.mjs {2}0 tests$/m);
  assert.match(told, /cannot be loaded/);
  assert.match(told, /^Printed by three\.mjs:\n {4}from three$/m);
  assert.doesNotMatch(told, /from one/);
  assert.match(told, /"passed":4,"failed":2,"skipped":1/);
});

test('A file that ends its process counts as failed, and those behind it are run all the same', async () => {
  const ends = `test('ends', () => process.exit(CODE));`;
  const told = await runAll({
    ...Object.fromEntries([1, 2, 3].map((n) => [`dies${n}`, ends.replace('CODE', '1')])),
    quits: ends.replace('CODE', '0'),
    whole: `test('is run', () => {});`,
  });
  assert.match(told, /^✔ whole\.mjs {2}1 tests$/m);
  for (const name of ['dies1', 'dies3', 'quits'])
    assert.match(told, new RegExp(`^✘ ${name}\\.mjs did not come to its end$`, 'm'));
  assert.match(told, /"passed":1,/);
});
