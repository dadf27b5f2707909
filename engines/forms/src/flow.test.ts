import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { nextPage, previousPage, takePost, visiblePages } from './flow.ts';
import { mergePosted, parsePosted } from './posted.ts';
import { env, field, formOf } from './testing.ts';

const yes = [
  { value: 'a', label: { vi: 'A', en: 'A' } },
  { value: 'b', label: { vi: 'B', en: 'B' } },
];
const form = formOf(
  [field('has', 'boolean', { required: true }), field('detail', 'text', { required: true, when: 'has' })],
  [
    field('rows', 'group', {
      repeat: { max: 3, item: { vi: 'Dòng', en: 'Row' } },
      fields: [field('name', 'text', { required: true }), field('home', 'address')],
    }),
    field('tags', 'choices', { options: yes }),
  ],
  [field('last', 'text')],
);
form.pages[1]!.when = 'has = true';

test('names of a posted form become nested answers; others are left out', () => {
  const posted = parsePosted(form, {
    has: 'true',
    'rows[1].name': 'B',
    'rows[0].home.commune': 'chau-son',
    'rows[0].name': ['x', 'A'],
    tags: ['a', ''],
    'rows[9].name': 'too far',
    'rows.__proto__.x': '1',
    unknown: 'x',
    _csrf: 'secret',
    _shown: 'detail',
  });
  assert.deepEqual(posted.data, {
    has: 'true',
    rows: [{ home: { commune: 'chau-son' }, name: 'A' }, { name: 'B' }],
    tags: ['a'],
  });
  assert.deepEqual([...posted.shown], ['detail']);
});

test('a page without a ticked box empties the answer, other pages keep theirs', () => {
  const before = { has: true, tags: ['a'], last: 'x' };
  assert.deepEqual(mergePosted(form, 'p2', before, parsePosted(form, {})), { has: true, last: 'x' });
});

test('a question that an answer brings up is asked before its absence is an error', () => {
  const first = takePost(form, 'p1', {}, { has: 'true' }, env);
  assert.deepEqual([first.outcome, first.errors, first.focus], ['again', [], 'detail']);
  const second = takePost(form, 'p1', first.data, { has: 'true', detail: '', _shown: 'detail' }, env);
  assert.deepEqual([second.outcome, second.errors.map((error) => error.path)], ['again', ['detail']]);
  const third = takePost(form, 'p1', second.data, { has: 'true', detail: 'x', _shown: 'detail' }, env);
  assert.deepEqual([third.outcome, third.next, third.data], ['next', 'p2', { has: true, detail: 'x' }]);
  assert.equal(takePost(form, 'p1', {}, { has: 'false' }, env).next, 'p3');
});

test('entries are added and removed by their buttons, without judging the page', () => {
  const draft = { has: true, detail: 'x' };
  const added = takePost(form, 'p2', draft, { _add: 'rows' }, env);
  assert.deepEqual([added.outcome, added.errors, added.data['rows']], ['again', [], [{}]]);
  const two = takePost(form, 'p2', added.data, { 'rows[0].name': 'A', _add: 'rows' }, env);
  assert.deepEqual(two.data['rows'], [{ name: 'A' }, {}]);
  const one = takePost(form, 'p2', two.data, { 'rows[0].name': 'A', 'rows[1].name': 'B', _remove: 'rows[0]' }, env);
  assert.deepEqual(one.data['rows'], [{ name: 'B' }]);
  assert.equal(takePost(form, 'p2', draft, { _add: 'tags' }, env).outcome, 'next', 'not a group: no such button');
});

test('pages follow the answers forwards and back', () => {
  assert.deepEqual(visiblePages(form, { has: true }, env), ['p1', 'p2', 'p3']);
  assert.equal(nextPage(form, { has: false }, 'p1', env), 'p3');
  assert.equal(previousPage(form, { has: false }, 'p3', env), 'p1');
  assert.equal(previousPage(form, {}, 'p1', env), null);
  assert.equal(nextPage(form, {}, 'p3', env), null);
});

test('takePost throws for no body whatever', () => {
  const names = ['has', 'rows[0].name', 'rows[2].home.commune', 'rows', 'tags', '_add', '_remove', '_shown', 'rows[0]'];
  const value = fc.oneof(fc.constantFrom(...names), fc.string(), fc.array(fc.string()), fc.jsonValue());
  fc.assert(
    fc.property(fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string()), value), fc.jsonValue(), (body, draft) => {
      for (const page of ['p1', 'p2', 'p3', 'none']) takePost(form, page, draft, body, env);
    }),
    { numRuns: 500 },
  );
});
