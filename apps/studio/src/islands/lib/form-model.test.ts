import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FormModel, freshKey, keyOf } from './form-model.ts';

const text = `key: a-form
title: { vi: Đơn, en: Form } # as the law calls it
source: ours
pages:
  - key: one
    title: { vi: Một, en: One }
    fields:
      # the first
      - { key: a, type: text, label: { vi: A, en: A }, prefill: applicant.name }
      - key: b
        type: choice
        label: { vi: B, en: B }
        options:
          - { value: x, label: { vi: X, en: X } }
  - key: two
    title: { vi: Hai, en: Two }
    fields:
      - { key: c, type: date, label: { vi: C, en: C } }
`;
const keys = (form: FormModel): string[] => form.pages.map((page) => page.fields.map((field) => field.key).join(''));

test('A form is changed field by field, and what nobody touched stays as it was written', () => {
  const form = new FormModel(text);
  assert.equal(form.text(), text);
  form.set(['pages', 0, 'fields', 0, 'required'], true);
  form.setWords(['pages', 0, 'fields', 0, 'hint'], { vi: 'Gợi ý', en: 'Hint' });
  assert.match(form.text(), /# as the law calls it/);
  assert.match(form.text(), /# the first\n[^#]*prefill: applicant.name[^]*required: true[^]*hint: /);
  form.set(['pages', 0, 'fields', 0, 'required'], undefined);
  form.setWords(['pages', 0, 'fields', 0, 'hint'], { vi: '', en: '' });
  assert.equal(form.text(), text);
});

test('Fields and pages are added, moved and removed', () => {
  const form = new FormModel(text);
  const key = freshKey(form.pages, 'field');
  assert.equal(key, 'field1');
  form.addField(0, 0, { key, type: 'text', label: { vi: 'Mới', en: 'New' } });
  assert.deepEqual(keys(form), ['afield1b', 'c']);
  assert.equal(form.move(['pages', 0, 'fields'], 1, -1), true);
  assert.equal(form.move(['pages', 0, 'fields'], 0, -1), false);
  assert.deepEqual(keys(form), ['field1ab', 'c']);
  form.moveToPage(0, 2, 1);
  assert.deepEqual(keys(form), ['field1a', 'cb']);
  form.remove(['pages', 0, 'fields', 0]);
  form.addPage(0, { key: 'new', title: { vi: 'N', en: 'N' }, fields: [] });
  form.move(['pages'], 0, 1);
  assert.deepEqual(keys(form), ['', 'a', 'cb']);
});

test('What is no form is not shown as one', () => {
  for (const wrong of ['a: [', 'pages: 3', 'pages: [1]', '', '- 1']) assert.throws(() => new FormModel(wrong));
});

test('A key is made out of the words of a label', () => {
  const pages = [
    {
      key: 'one',
      title: { vi: '', en: '' },
      fields: [{ key: 'tenDuong', type: 'text', label: { vi: '', en: '' } }],
    },
  ];
  assert.equal(keyOf(pages, 'Số tầng hầm'), 'soTangHam');
  assert.equal(keyOf(pages, 'Tên đường'), 'tenDuong1');
  assert.equal(keyOf(pages, '3 mặt'), 'field1');
});
