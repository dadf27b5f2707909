import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AskedComponent, askedComponents, missingComponents } from './components.ts';

const now = new Date('2026-11-18T01:30:00Z');
const component = (key: string, change: Partial<AskedComponent> = {}): AskedComponent => ({
  key,
  name: { vi: `Giấy ${key}`, en: `Paper ${key}` },
  form: 'copy',
  copies: 1,
  required: true,
  ...change,
});
const keys = (asked: readonly AskedComponent[], data: object) =>
  askedComponents(asked, data as never, now).map((c) => [c.key, c.needed]);

test('A component is asked for where its condition holds, and needed where that is said', () => {
  const asked = [
    component('always'),
    component('never', { required: false }),
    component('abroad', { when: 'foreign = true' }),
    component('tall', { required: 'floors > 3' }),
  ];
  assert.deepEqual(keys(asked, { foreign: false, floors: 2 }), [
    ['always', true],
    ['never', false],
    ['tall', false],
  ]);
  assert.deepEqual(keys(asked, { foreign: true, floors: 4 }), [
    ['always', true],
    ['never', false],
    ['abroad', true],
    ['tall', true],
  ]);
});

test('What was not answered holds no condition', () => {
  assert.deepEqual(keys([component('abroad', { when: 'foreign = true' }), component('tall', { required: 'floors > 3' })], {}), [
    ['tall', false],
  ]);
});

test('A component of a later stage is not asked for at filing', () => {
  assert.deepEqual(keys([component('later', { stage: 'return' })], {}), []);
});

test('Each missing component is told beside its place; the form itself counts as handed in', () => {
  const asked = [component('form', { satisfiedBy: 'form' }), component('a'), component('b'), component('c', { required: false })];
  const missing = missingComponents(asked, {}, [{ key: 'a', origin: 'upload' }], now);
  assert.deepEqual(missing, [{ path: 'components.b', message: { vi: 'Bạn cần thêm: Giấy b.', en: 'Please add: Paper b.' } }]);
});

test('A copy of a power of attorney is asked for where it is not registered, and not where it is', () => {
  const asked = [component('proxy', { when: 'onBehalf = true', satisfiedBy: 'authority' }), component('map')];
  const data = { onBehalf: true };
  const missing = (power: boolean) => missingComponents(asked, data, [], now, power).map(({ path }) => path);
  assert.deepEqual(missing(false), ['components.proxy', 'components.map']);
  assert.deepEqual(missing(true), ['components.map']);
});
