import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  counted,
  formatDate,
  formatDateTime,
  formatLongDate,
  formatMoney,
  formatNumber,
  formatSize,
  formatTime,
} from './format.ts';

test('times are told by the clock of Vietnam, whatever the machine says', () => {
  assert.equal(formatDateTime(new Date('2026-11-20T17:30:00Z')), '00:30, 21/11/2026');
  assert.equal(formatTime('2026-11-21T07:30:00.000Z'), '14:30');
  assert.equal(formatTime('2026-11-21T14:30:00+07:00[Asia/Ho_Chi_Minh]'), '14:30');
});

test('a calendar date stays that date', () => {
  assert.equal(formatDate('2026-11-21'), '21/11/2026');
  assert.equal(formatDate({ toString: () => '1945-09-02' }), '02/09/1945');
  assert.equal(formatLongDate('vi', '2026-11-21'), 'Thứ Bảy, 21/11/2026');
  assert.equal(formatLongDate('en', '2026-11-22'), 'Sunday, 22/11/2026');
});

test('money and numbers are grouped as each language does, exactly', () => {
  assert.equal(formatMoney('vi', 150_000), '150.000\u00a0đ');
  assert.equal(formatMoney('en', 150_000n), '150,000\u00a0VND');
  assert.equal(formatNumber('vi', '12345678901234567890.5'), '12.345.678.901.234.567.890,5');
  assert.equal(formatNumber('en', -999), '−999');
  assert.equal(formatSize('vi', 1_240_000), '1,2\u00a0MB');
  assert.equal(formatSize('en', 20 * 1024 * 1024), '20\u00a0MB');
});

test('What is counted in English is one or several', () => {
  assert.deepEqual(
    [counted(1, 'day'), counted(0, 'day'), counted(1200, 'dossier'), counted(2, 'entry', 'entries')],
    ['1 day', '0 days', '1,200 dossiers', '2 entries'],
  );
});
