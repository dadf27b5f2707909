import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { checkForm } from './check-form.ts';
import { compareForms } from './compare.ts';
import { toJsonSchema } from './json-schema.ts';
import { onlyBlocks, resolveForm, withoutBlocks } from './resolve.ts';
import { field, formOf } from './testing.ts';

const problems = (...pages: Parameters<typeof formOf>) =>
  checkForm(formOf(...pages)).map(({ path, reason }) => `${path}: ${reason.en}`);

test('a good form has no problems', () => {
  const rows = field('rows', 'group', {
    repeat: { max: 3, item: { vi: 'x', en: 'x' } },
    fields: [field('kind', 'text')],
  });
  const total = field('total', 'computed', {
    value: 'count(rows[kind = "a"]) + count(for r in rows return r.kind)',
  });
  assert.deepEqual(problems([rows, total, field('b', 'text', { when: 'total > 1' })]), []);
});

test('each mistake is told with its place', () => {
  assert.deepEqual(problems([field('a', 'text'), field('a', 'text')]), ['pages[0].fields[1].key: the key "a" is used twice']);
  assert.deepEqual(problems([field('a', 'choice')]), ['pages[0].fields[0]: a field of this type needs "options"']);
  assert.deepEqual(problems([field('a', 'text', { when: 'b' })]), ['pages[0].fields[0].when: there is no field "b"']);
  assert.deepEqual(problems([field('a', 'text', { when: 'b' }), field('b', 'boolean')]), [
    'pages[0].fields[0].when: "b" is asked only later',
  ]);
  assert.match(
    problems([field('a', 'text', { required: '1 +' })])[0] ?? '',
    /^pages\[0\]\.fields\[0\]\.required: cannot be read: /,
  );
  assert.deepEqual(problems([field('for', 'text')]), ['pages[0].fields[0].key: "for" is a word of FEEL and cannot be a key']);
  assert.deepEqual(problems([field('a', 'date', { min: 3 })]), ['pages[0].fields[0].min: must be a date or today']);
  assert.deepEqual(problems([field('a', 'text', { pattern: { regex: '(', message: { vi: 'x', en: 'x' } } })]), [
    'pages[0].fields[0].pattern.regex: is not a regular expression',
  ]);
  const known = checkForm(formOf([field('a', 'code', { list: 'nations' })]), {
    lists: new Set(['countries']),
  });
  assert.deepEqual(known, [
    {
      path: 'pages[0].fields[0].list',
      reason: { vi: 'không có danh mục “nations”', en: 'there is no code list "nations"' },
    },
  ]);
});

test('a form that is not one at all is refused with places and throws nothing', () => {
  assert.ok(checkForm({ key: 'X y' }).some(({ path }) => path === 'key'));
  fc.assert(fc.property(fc.jsonValue(), (anything) => void checkForm(anything)));
});

test('blocks are put in where they are included, and a missing one is told', () => {
  const block = {
    key: 'who',
    pages: [{ key: 'who', title: { vi: 'x', en: 'x' }, fields: [field('name', 'text')] }],
  };
  const written = { ...formOf([field('a', 'text')]), pages: [{ include: 'who' }, { include: 'none' }] };
  const { form, problems: told } = resolveForm(written, { who: block });
  assert.deepEqual(
    form.pages.map((page) => [page.key, page.block]),
    [['who', 'who']],
  );
  assert.deepEqual(told, [
    {
      path: 'pages[1].include',
      reason: { vi: 'không có khối “none” với pages', en: 'there is no block "none" with pages' },
    },
  ]);
  assert.deepEqual(withoutBlocks(form).pages, []);
  assert.equal(onlyBlocks(form, ['who']).pages.length, 1);
});

test('two versions are compared field by field', () => {
  const before = formOf([field('a', 'text'), field('b', 'text')], [field('c', 'text')]);
  const after = formOf([field('a', 'text', { maxLength: 9 }), field('c', 'text')], [field('d', 'text')]);
  assert.deepEqual(
    compareForms(before, after).map(({ change, path, properties }) => [change, path, properties]),
    [
      ['changed', 'a', ['maxLength']],
      ['moved', 'c', undefined],
      ['added', 'd', undefined],
      ['removed', 'b', undefined],
    ],
  );
});

test('the JSON Schema requires what is asked of everyone', () => {
  const schema = toJsonSchema(
    formOf([
      field('a', 'integer', { required: true, min: 1 }),
      field('b', 'text', { required: true, when: 'a > 1' }),
      field('g', 'group', { fields: [field('x', 'email', { required: true })] }),
    ]),
  );
  assert.deepEqual(schema['required'], ['a', 'g']);
  assert.deepEqual((schema['properties'] as Record<string, unknown>)['a'], {
    title: 'a',
    type: 'integer',
    minimum: 1,
  });
});
