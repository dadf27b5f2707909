import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Act } from '../queries/list-acts.ts';
import { keysOf } from './words.ts';

const acts = (...keys: string[]) => keys.map((key) => ({ key }) as Act);

test('Each act has a key of its own, and none that printing, remarks or lists have', () => {
  const many =
    'propose-approval propose-refusal request-supplement arrange-visit report-visit extend stop delegate-task give-back-task escalate-task';
  const keys = keysOf(acts(...many.split(' ')));
  assert.equal(new Set(keys).size, keys.length);
  for (const key of keys) assert.doesNotMatch(key, /^[eijkx]?$/);
});

test('An act keeps its key when another one comes beside it', () => {
  const held = ['delegate-task', 'give-back-task', 'escalate-task'];
  assert.deepEqual(keysOf(acts('report-visit', ...held)).slice(1), keysOf(acts(...held)));
});
