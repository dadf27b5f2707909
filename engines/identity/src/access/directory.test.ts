import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reachedUnder, unitNodes } from './directory.ts';

// 1 province; 2 department with section 3; 4 department with section 5; 6 section 7 came after 4 and 5.
const units = [
  { id: 1, path: [1] },
  { id: 2, path: [1, 2] },
  { id: 3, path: [1, 2, 3] },
  { id: 4, path: [1, 4] },
  { id: 5, path: [1, 4, 5] },
  { id: 6, path: [1, 6] },
  { id: 7, path: [1, 6, 7] },
];

test('A unit reaches itself and what stands below it', () => {
  const nodes = unitNodes(units, []);
  assert.deepEqual(nodes.get(2)!.own, [2]);
  assert.deepEqual(nodes.get(2)!.tree, [2, 3]);
  assert.deepEqual(nodes.get(1)!.tree, [1, 2, 3, 4, 5, 6, 7]);
});

test('Whoever keeps the archive of a unit reaches what it left, and so do those above', () => {
  const nodes = unitNodes(units, [
    { from: 4, to: 6 },
    { from: 5, to: 7 },
  ]);
  assert.deepEqual(nodes.get(7)!.own, [5, 7]);
  assert.deepEqual(nodes.get(6)!.own, [4, 6]);
  assert.deepEqual(nodes.get(6)!.tree, [4, 5, 6, 7]);
  assert.deepEqual(nodes.get(2)!.tree, [2, 3], 'nobody else does');
});

test('Successions follow each other, and a circle in the data holds nobody up', () => {
  const nodes = unitNodes(units, [
    { from: 3, to: 5 },
    { from: 5, to: 7 },
    { from: 7, to: 3 },
  ]);
  assert.deepEqual(nodes.get(7)!.own, [3, 5, 7]);
  assert.deepEqual(nodes.get(6)!.tree, [3, 5, 6, 7]);
});

test('A role that names a unit which has given way reaches whoever goes on with it, and whoever goes on with that one', () => {
  const inherited = [
    { from: 2, to: 4 },
    { from: 4, to: 6 },
    { from: 5, to: 7 },
  ];
  const keyed = units.map(({ id }) => ({ id, key: `u${id}` }));
  const reached = reachedUnder(keyed, unitNodes(units, inherited), inherited);
  assert.deepEqual(reached.get('u2'), [2, 3, 4, 5, 6, 7]);
  assert.deepEqual(reached.get('u5'), [5, 7]);
  assert.deepEqual(reached.get('u7'), [5, 7], 'what it keeps of others, as before');
});
