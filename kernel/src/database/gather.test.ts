import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { test } from 'node:test';
import { gather } from './gather.ts';

test('What comes in one turn is asked for together; four statements may be under way, what comes meanwhile waits and goes together', async () => {
  const asked: { items: readonly number[]; answer: (answers: readonly string[]) => void }[] = [];
  const ask = gather<number, string>((items) => new Promise((resolve) => void asked.push({ items, answer: resolve })));
  const answers: Promise<string>[] = [];
  const come = async (...items: number[]): Promise<void> => {
    answers.push(...items.map((item) => ask(item)));
    await turn();
    await turn();
  };
  await come(1, 2);
  for (const item of [3, 4, 5, 6]) await come(item);
  await come(7);
  const items = () => asked.map((one) => one.items);
  assert.deepEqual(items(), [[1, 2], [3], [4], [5]]);
  const reply = (n: number) => asked[n]!.answer(asked[n]!.items.map((item) => `answer ${item}`));
  reply(2);
  await turn();
  assert.deepEqual(items(), [[1, 2], [3], [4], [5], [6, 7]]);
  for (const n of [0, 1, 3, 4]) reply(n);
  assert.deepEqual(
    await Promise.all(answers),
    [1, 2, 3, 4, 5, 6, 7].map((item) => `answer ${item}`),
  );
});
