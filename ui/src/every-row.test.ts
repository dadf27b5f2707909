import assert from 'node:assert/strict';
import { test } from 'node:test';
import { everyRow } from './every-row.ts';

async function all<Row>(rows: AsyncIterable<Row>): Promise<Row[]> {
  const found: Row[] = [];
  for await (const row of rows) found.push(row);
  return found;
}

const pages: Record<string, { rows: number[]; next: string | null }> = {
  begin: { rows: [1, 2], next: 'b' },
  b: { rows: [3, 4], next: 'c' },
  c: { rows: [5], next: null },
};

test('Rows of all pages come in their order, and no page is asked for once there are enough', async () => {
  const asked: (string | undefined)[] = [];
  const read = async (after: string | undefined) => {
    asked.push(after);
    return pages[after ?? 'begin']!;
  };
  assert.deepEqual(await all(everyRow(read)), [1, 2, 3, 4, 5]);
  assert.deepEqual(asked, [undefined, 'b', 'c']);
  asked.length = 0;
  assert.deepEqual(await all(everyRow(read, 3)), [1, 2, 3, 4]);
  assert.deepEqual(asked, [undefined, 'b']);
});
