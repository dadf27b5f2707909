import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TableView } from '@dinh/decision';
import { compareTables } from './decision-diff.ts';

const table = (rules: readonly (readonly [string, string, string?])[], more: Partial<TableView> = {}): TableView => ({
  decision: 'fee',
  description: undefined,
  hitPolicy: 'FIRST',
  aggregation: undefined,
  inputs: [{ label: { vi: 'Loại', en: 'Kind' }, expression: 'kind' }],
  outputs: [{ name: 'fee', label: { vi: 'Phí', en: 'Fee' } }],
  rules: rules.map(([input, output, id]) => ({ inputs: [input], outputs: [output], annotations: [], ...(id && { id }) })),
  ...more,
});

test('A cell that changed is marked on both sides, the other cells are not', () => {
  const [found] = compareTables(
    [
      table([
        ['"a"', '1', 'r1'],
        ['-', '2', 'r2'],
      ]),
    ],
    [
      table([
        ['"a"', '1', 'r1'],
        ['-', '3', 'r2'],
      ]),
    ],
  );
  for (const side of [found!.before!, found!.after!]) {
    assert.deepEqual(
      side.rules.map((one) => one.change),
      ['same', 'changed'],
    );
    assert.deepEqual(side.rules[1]!.cells, [false, true]);
  }
});

test('Rules without ids are found by what they say; new ones, dropped ones and those that moved are told apart', () => {
  const [found] = compareTables(
    [
      table([
        ['"a"', '1'],
        ['"b"', '2'],
        ['-', '9'],
      ]),
    ],
    [
      table([
        ['"b"', '2'],
        ['"a"', '1'],
        ['"c"', '5'],
      ]),
    ],
  );
  assert.deepEqual(
    found!.before!.rules.map((one) => one.change),
    ['moved', 'moved', 'removed'],
  );
  assert.deepEqual(
    found!.after!.rules.map((one) => one.change),
    ['moved', 'moved', 'added'],
  );
});

test('A column that came, another hit policy and tables that are in one version only are marked as such', () => {
  const wide = table([], {
    hitPolicy: 'UNIQUE',
    inputs: [
      { label: { vi: 'Diện tích', en: 'Area' }, expression: 'area' },
      { label: { vi: 'Loại', en: 'Kind of dossier' }, expression: 'kind' },
    ],
  });
  const found = compareTables([table([]), { ...table([]), decision: 'old' }], [wide, { ...table([]), decision: 'new' }]);
  assert.deepEqual(
    found.map((one) => [one.decision, !!one.before, !!one.after]),
    [
      ['fee', true, true],
      ['new', false, true],
      ['old', true, false],
    ],
  );
  assert.deepEqual(found[0]!.after!.columns, ['added', 'changed', 'same']);
  assert.equal(found[0]!.after!.policy, true);
  assert.deepEqual(compareTables([table([['-', '1']])], [table([['-', '1']])]), []);
});
