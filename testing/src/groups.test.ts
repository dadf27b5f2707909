import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inGroups } from './groups.ts';
import { longest, testFiles } from './paths.ts';

test('Every file stands in one group, in its order; what takes longest, and what changes its process, is alone', () => {
  const files = testFiles();
  const groups = inGroups(files);
  assert.deepEqual(groups.flat().toSorted(), files.toSorted());
  assert.deepEqual(
    groups.slice(0, longest.length),
    longest.map((file) => [file]),
  );
  assert.ok(groups.length < files.length / 2);
  for (const group of groups) assert.equal(new Set(group.map((file) => file.split('/')[0])).size, 1);
  const texts: Record<string, string> = { 'apps/a/7.test.ts': "process.env['TZ'] = 'UTC'" };
  const small = Array.from({ length: 21 }, (_, i) => `apps/a/${i}.test.ts`);
  const alone = inGroups(small, (file) => texts[file] ?? '').filter((group) => group.length === 1);
  assert.deepEqual(alone, [['apps/a/7.test.ts']]);
});

test('A few files have a process each', () => {
  assert.deepEqual(inGroups(['apps/a.test.ts', 'apps/b.test.ts']), [['apps/a.test.ts'], ['apps/b.test.ts']]);
});
