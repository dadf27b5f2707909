import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unitWords, valueWords } from './value-words.ts';

const choice = (key: string, vi: string) => ({ key, vi, en: vi });
const choices = {
  roles: [choice('section-head', 'Trưởng phòng')],
  apps: [choice('work', 'Công việc')],
  units: [choice('so-xay-dung', 'Sở Xây dựng')],
  papers: [],
  hearers: [choice('applicant', 'Người nộp hồ sơ')],
  definitions: { message: [choice('result-ready', 'Đã có kết quả')] },
  used: {
    unit: [choice('units.section', 'Phòng chuyên môn'), choice('agency.x', 'agency.x')],
    handler: [choice('a.b', 'Báo lịch')],
  },
} as never;

test('Values of a process are called as the lists of the editor call them', () => {
  const called = (property: string, value: string) => valueWords(choices, property, value)?.vi;
  assert.deepEqual(
    [
      ['dinh:role', 'section-head'],
      ['dinh:unit', 'units.section'],
      ['dinh:unit', '"so-xay-dung"'],
      ['dinh:unit', 'units.assets'],
      ['dinh:handler', 'a.b'],
      ['dinh:notice', 'result-ready'],
      ['dinh:to', 'applicant'],
      ['dinh:app', 'work'],
      ['isExecutable', 'true'],
      ['dinh:unit', 'agency.x'],
      ['name', 'section-head'],
    ].map(([property, value]) => called(property!, value!)),
    [
      'Trưởng phòng',
      'Phòng chuyên môn',
      'Sở Xây dựng',
      'Đơn vị được chọn khi bắt đầu (assets)',
      'Báo lịch',
      'Đã có kết quả',
      'Người nộp hồ sơ',
      'Công việc',
      'có',
      undefined,
      undefined,
    ],
  );
  assert.equal(unitWords('units.assets', [])?.en, 'The unit chosen when it begins (assets)');
});
