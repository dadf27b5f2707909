import assert from 'node:assert/strict';
import { test } from 'node:test';
import { YamlModel } from './yaml-model.ts';

const text = `# Working time
key: province
hours: # as agreed
  monday: ["07:30-11:30", "13:30-17:00"]
swaps:
  # the first
  - off: "2024-04-29"
    work: "2024-05-04"
  - { off: "2025-05-02", work: "2025-04-26" }
`;

test('What an editor changes is changed; comments, order and ways of writing stay', () => {
  const model = new YamlModel(text);
  model.put(['hours', 'monday', 0], '08:00-12:00');
  assert.match(model.text(), /# Working time[^]*# as agreed[^]*"08:00-12:00", "13:30-17:00"[^]*# the first/);
  model.move(['swaps'], 1, -1);
  assert.match(model.text(), /# the first[^]*2025-05-02[^]*2024-04-29/);
  model.remove(['swaps', 0]);
  model.insert(['swaps'], { off: '2026-01-02', work: '2026-01-10' });
  assert.match(model.text(), /# as agreed[^]*- off: "?2026-01-02"?\n/);
});

test('A list or table that is not there yet is begun; an entry is given another name', () => {
  const model = new YamlModel('key: a\n');
  model.insert(['days'], 3);
  model.put(['units', 'so-xay-dung'], { source: 'ours' });
  model.rename(['units'], 'so-xay-dung', 'so-y-te');
  assert.deepEqual(model.value(), { key: 'a', days: [3], units: { 'so-y-te': { source: 'ours' } } });
});

test('A part that is used again is its own once it is changed', () => {
  const model = new YamlModel('a: &r { x: 1 }\nb: *r\n');
  model.put(['b', 'x'], 2);
  assert.deepEqual(model.value(), { a: { x: 1 }, b: { x: 2 } });
});
