import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KeptRule } from '@dinh/decision';
import { dutyRules } from './fee-reasons.ts';

const kept: KeptRule = {
  decision: 'duty',
  rule: 2,
  annotations: ['law Luật Thuế Điều 14'],
  inputs: { in_1: 'sale', in_2: true },
  outputs: { amount: 5000, reason: 'Chuyển nhượng', months: 3 },
  called: {
    inputs: {
      in_1: { vi: 'Loại biến động', en: 'Kind of change', expression: 'changeKind' },
      in_2: { vi: 'Loại biến động', en: 'Second of the name', expression: 'again' },
    },
    outputs: {
      amount: { vi: 'Số tiền', en: 'Amount' },
      reason: { vi: 'Căn cứ', en: 'Reason' },
      months: { vi: 'Số tháng', en: 'Months' },
    },
    english: { reason: 'A transfer' },
    annotation: 'Law on taxes, Article 14',
  },
};
const told = (lang: 'vi' | 'en', rule: KeptRule): string =>
  dutyRules(lang, { inputs: [], fired: [rule], names: {} }, undefined)
    .join('')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');

test('A rule that fired is told in the language of the reader: its columns, its texts and what stands beside it', () => {
  assert.match(
    told('en', kept),
    /A transfer · Months: 3 Kind of change: sale; Second of the name: yes \( ?rule 2 · Law on taxes, Article 14/,
  );
  assert.doesNotMatch(told('en', kept), /Loại|Chuyển|Luật/);
  assert.match(told('vi', kept), /Chuyển nhượng · Số tháng: 3 Loại biến động: sale; Loại biến động: có/);
});

test('What was kept before columns had their names with them is told by the labels it has', () => {
  const { called: _, ...before } = { ...kept, inputs: { 'Loại biến động': 'sale' } };
  assert.match(told('vi', before), /months: 3 Loại biến động: sale/);
  assert.match(told('en', before), /Chuyển nhượng · months: 3 Loại biến động: sale \( ?rule 2/);
});
