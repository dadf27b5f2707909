import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Findable, ProcedureIndex } from './procedure-index.ts';

const procedure = (code: string, kind: string): Findable => ({
  versionId: code,
  shown: { code, name: code, kind, workedOut: false } as Findable['shown'],
  besides: [],
});

test('What begins something is told from what goes on with it by the kinds that the pack marks, not by their names', () => {
  const found = [procedure('A', 'issue'), procedure('B', 'renewal'), procedure('C', 'a-kind-of-the-pack')];
  assert.deepEqual([...new ProcedureIndex(found, new Set(['a-kind-of-the-pack'])).begins], [1, 1, 0]);
  assert.deepEqual([...new ProcedureIndex(found, new Set(['renewal'])).begins], [1, 0, 1]);
});
