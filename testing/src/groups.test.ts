import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { run, test } from 'node:test';
import { filesOfGroups, inGroups } from './groups.ts';
import { longest, root, testFiles, wholeOutput } from './paths.ts';
import { follow, total } from './report.ts';

test('Every file stands in one group, in its order; what takes longest, and what changes its process or waits while it loads, is alone', () => {
  const files = testFiles();
  const groups = inGroups(files);
  assert.deepEqual(groups.flat().toSorted(), files.toSorted());
  assert.deepEqual(
    groups.slice(0, longest.length),
    longest.map((file) => [file]),
  );
  assert.ok(groups.length < files.length / 2);
  for (const group of groups) assert.equal(new Set(group.map((file) => file.split('/')[0])).size, 1);
  const texts: Record<string, string> = {
    'apps/a/7.test.ts': "process.env['TZ'] = 'UTC'",
    'apps/a/8.test.ts': "addProvider({ ...sandbox, key: 'bank' });",
    'apps/a/9.test.ts': 'const database = await openTestDatabase();',
  };
  const small = Array.from({ length: 26 }, (_, i) => `apps/a/${i}.test.ts`);
  const alone = inGroups(small, (file) => texts[file] ?? '').filter((group) => group.length === 1);
  assert.deepEqual(alone, [['apps/a/7.test.ts'], ['apps/a/8.test.ts'], ['apps/a/9.test.ts']]);
});

test('A few files have a process each', () => {
  assert.deepEqual(inGroups(['apps/a.test.ts', 'apps/b.test.ts']), [['apps/a.test.ts'], ['apps/b.test.ts']]);
});

test('Of files that go together everything is heard, though the reader is busy and each leaves something open', async (t) => {
  const folder = mkdtempSync(join(root, 'node_modules', '.cache', 'groups-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const lines: string[] = [];
  t.mock.method(console, 'log', (line: string) => lines.push(line));
  mkdirSync(join(folder, 'made'));
  const files = ['first', 'second', 'third'].map((name) => {
    const file = join(folder, `${name}.test.mjs`);
    writeFileSync(
      file,
      `import { before, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
const known = [];
before(async () => { await setTimeout(50); known.push('${name}'); });
setInterval(() => {}, 60_000);
for (let i = 0; i < 200; i++) test(String(i), () => { if (known.join() !== '${name}') throw new Error('wrong hooks'); });
`,
    );
    return file;
  });
  const [path = ''] = filesOfGroups([files.map((file) => relative(root, file))], join(folder, 'made'));
  // Node runs no files inside a file of tests, unless it does not know that it is inside one.
  const { NODE_TEST_CONTEXT: inside } = process.env;
  delete process.env['NODE_TEST_CONTEXT'];
  t.after(() => Object.assign(process.env, { NODE_TEST_CONTEXT: inside }));
  const stream = run({
    cwd: root,
    files: [path],
    execArgv: ['--test-force-exit', '--import', wholeOutput],
  });
  stream.on('test:pass', () => {
    for (const end = performance.now() + 2; performance.now() < end;); // a reader that is busy: much waits in the pipe
  });
  const { tallies, unheard } = await follow(stream, files, new Map(files.map((file) => [file, path])));
  assert.deepEqual([...tallies.keys()].toSorted(), files.toSorted());
  assert.deepEqual({ ...total(tallies.values()), unheard }, { passed: 600, failed: 0, skipped: 0, unheard: [] });
  assert.equal(lines.filter((line) => / {2}200 tests, /.test(line)).length, 3);
});
