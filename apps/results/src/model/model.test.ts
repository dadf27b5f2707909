import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { tidyCode } from './confirmation.ts';
import { checkFilled, recordOf } from './fields.ts';
import { formatNumber } from './number.ts';
import type { ResultType, Validity } from './result-type.ts';
import { lastDay, validityOf, validityWords } from './validity.ts';

const now = new Date('2026-11-18T01:30:00Z');
const text = (words: string) => ({ vi: words, en: words });
const field = (key: string, type: string, from: string) => ({ key, type, from, label: text(key) });

function typeOf(validity: Validity): ResultType {
  return {
    key: 'licence',
    name: text('Giấy phép'),
    template: 'result-general',
    register: { key: 'r', name: text('Sổ') },
    number: { format: '{sequence:2}/GP' },
    validity,
    signedBy: 'agency-head',
    confirmation: { publicFields: [] },
    fields: [
      field('holder', 'text', 'owner.name'),
      field('number', 'text', 'register'),
      field('class', 'choice', 'if form.newClass != null then form.newClass else form.class'),
      field('floors', 'integer', 'form.floors'),
      field('day', 'date', 'officer'),
      field('benefit', 'money', 'computation.monthly'),
      field('unit', 'unit', 'dossier.unit'),
    ],
  };
}

describe('A number', () => {
  test('is written as its register has it', () => {
    const of = { sequence: 7, year: 2026, symbol: 'SXD' };
    assert.equal(formatNumber('{sequence:2}/GP-{unitSymbol}', of), '07/GP-SXD');
    assert.equal(formatNumber('35{sequence:10}', of), '350000000007');
    assert.equal(formatNumber('{sequence:2}/LLTP-{YYYY}', { ...of, sequence: 1234 }), '1234/LLTP-2026');
  });
});

describe('Validity', () => {
  test('ends on the corresponding day, or at the end of its month', () => {
    assert.equal(lastDay({ amount: 12, unit: 'month' }, '2026-11-18'), '2027-11-18');
    assert.equal(lastDay({ amount: 1, unit: 'month' }, '2027-01-31'), '2027-02-28');
    assert.equal(lastDay({ amount: 4, unit: 'year' }, '2024-02-29'), '2028-02-29');
    assert.equal(lastDay({ amount: 1, unit: 'year' }, '2024-02-29'), '2025-02-28');
    assert.equal(lastDay({ amount: 180, unit: 'day' }, '2026-11-18'), '2027-05-17');
    assert.equal(lastDay({ until: '2026-12-31' }, '2026-11-18'), '2026-12-31');
    assert.equal(lastDay({}, '2026-11-18'), null);
  });

  test('comes from the type, from an answer or from the first rule that holds', () => {
    assert.deepEqual(validityOf(typeOf({ kind: 'by-field', field: 'years', unit: 'year' }), { years: 3 }, now), {
      amount: 3,
      unit: 'year',
    });
    assert.deepEqual(validityOf(typeOf({ kind: 'by-field', field: 'years', unit: 'year' }), { years: 'ba' }, now), {});
    assert.deepEqual(validityOf(typeOf({ kind: 'until-field', field: 'to' }), { to: '2026-12-31' }, now), {
      until: '2026-12-31',
    });
    const byClass = typeOf({
      kind: 'by-condition',
      rules: [
        { when: 'class in ("A1","A2")', unlimited: true },
        { when: 'class = "B2"', amount: 10, unit: 'year' },
        { when: 'true', amount: 5, unit: 'year' },
      ],
    });
    assert.deepEqual(validityOf(byClass, { class: 'A1' }, now), {});
    assert.deepEqual(validityOf(byClass, { class: 'B2' }, now), { amount: 10, unit: 'year' });
    assert.deepEqual(validityOf(byClass, { class: 'C' }, now), { amount: 5, unit: 'year' });
    assert.equal(validityWords({ amount: 12, unit: 'month' }), '12 tháng kể từ ngày cấp');
  });
});

describe('The record of a result', () => {
  const type = typeOf({ kind: 'unlimited' });
  const sources = {
    owner: { name: 'Hoa' },
    unitName: 'Sở Xây dựng',
    more: { computation: { monthly: 5 } },
    filled: {},
    now,
  };

  test('takes each field from where its type says', () => {
    const answers = { class: 'A1', newClass: null, floors: 2 };
    assert.deepEqual(recordOf(type, { ...sources, answers }), {
      holder: 'Hoa',
      class: 'A1',
      floors: 2,
      benefit: 5,
      unit: 'Sở Xây dựng',
    });
    assert.equal(recordOf(type, { ...sources, answers: { ...answers, newClass: 'B2' } })['class'], 'B2');
  });

  test('holds what the agency decided before what was asked for', () => {
    assert.equal(recordOf(type, { ...sources, answers: { floors: 3 }, filled: { floors: 2 } })['floors'], 2);
  });

  test('refuses values that its fields cannot hold, and passes over empty ones', () => {
    assert.deepEqual(checkFilled(type, { floors: 2, day: '2026-11-21', class: '' }), {
      floors: 2,
      day: '2026-11-21',
    });
    for (const wrong of [{ floors: 1.5 }, { day: '2026-02-30' }, { number: '1' }, { constructor: 'x' }, { unit: 'x' }])
      assert.throws(() => checkFilled(type, wrong), /values-wrong/, JSON.stringify(wrong));
  });
});

test('A code is found however it is typed', () => {
  assert.equal(tidyCode(' k7qm2xwv 9rtb'), 'K7QM-2XWV-9RTB');
  assert.equal(tidyCode('K7QM-2XWV-9RTB'), 'K7QM-2XWV-9RTB');
});
