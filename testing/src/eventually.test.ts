import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually } from './eventually.ts';

test('It is asked again until it is so, and what came of it is returned', async () => {
  let asked = 0;
  const come = await eventually(async () => {
    asked++;
    assert.ok(asked >= 3, 'not yet');
    return 'there';
  });
  assert.deepEqual([come, asked], ['there', 3]);
});

test('What never comes is told by the last refusal', { timeout: 30_000 }, async (t) => {
  let minutes = 0;
  t.mock.method(performance, 'now', () => minutes++ * 40_000);
  await assert.rejects(
    eventually(() => assert.equal(minutes, 0, `still ${minutes}`)),
    /still \d/,
  );
});
