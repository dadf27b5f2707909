import assert from 'node:assert/strict';
import { test } from 'node:test';
import { leftInWords } from './time-left.ts';

test('the days that are left are told in whole working days, and lateness as lateness', () => {
  assert.equal(leftInWords(15).vi, 'còn 15 ngày làm việc');
  assert.equal(leftInWords(1).vi, 'còn trong 1 ngày làm việc');
  assert.equal(leftInWords(0).vi, 'còn trong 1 ngày làm việc');
  assert.equal(leftInWords(-1).en, '1 working day late');
  assert.equal(leftInWords(-3).vi, 'quá hẹn 3 ngày làm việc');
});
