import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brokenRules, limitOf } from './procedure-facts.ts';

const now = new Date('2026-11-18T01:30:00Z');

test('D5 the time limit is that of the first variant whose condition holds, else the common one', () => {
  const limit = {
    amount: 20,
    unit: 'working-day' as const,
    variants: [
      { when: 'floors > 7', amount: 30, unit: 'working-day' as const },
      { when: 'floors > 3', amount: 25, unit: 'working-day' as const },
      { when: 'urgent = true', amount: 4, unit: 'working-hour' as const },
    ],
  };
  assert.deepEqual(limitOf(limit, { floors: 9 }, now), { days: 30 });
  assert.deepEqual(limitOf(limit, { floors: 4 }, now), { days: 25 });
  assert.deepEqual(limitOf(limit, { floors: 1, urgent: true }, now), { hours: 4 });
  assert.deepEqual(limitOf(limit, {}, now), { days: 20 });
  assert.deepEqual(limitOf({ amount: 0.5, unit: 'working-day' }, {}, now), { days: 0.5 });
});

test('A rule of the procedure is broken only by an answer that breaks it', () => {
  const rules = [{ key: 'members', when: 'members >= 5', message: { vi: 'Ít nhất 5 người.', en: 'At least 5.' } }];
  assert.deepEqual(brokenRules(rules, { members: 5 }, now), []);
  assert.deepEqual(brokenRules(rules, {}, now), []);
  assert.deepEqual(brokenRules(rules, { members: 4 }, now), [{ path: 'data.members', message: rules[0]!.message }]);
});
