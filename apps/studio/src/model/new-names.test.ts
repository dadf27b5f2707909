import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renamed } from './new-names.ts';

const names = {
  kept: ['Sở Xây dựng và Giao thông', 'Trung tâm Sở Xây dựng miền Bắc'],
  names: [
    { from: 'Sở Giao thông Vận tải', to: 'Sở Xây dựng và Giao thông' },
    { from: 'Sở Xây dựng', to: 'Sở Xây dựng và Giao thông' },
    { from: 'Department of Transport', to: 'Department of Construction' },
    { from: 'Huyện Kim Bảng', to: null },
  ],
};

test('Names are replaced as they are written and in capitals, in every text of a body, and what was put in is not read again', () => {
  const body = {
    title: { vi: 'Giấy phép của Sở Giao thông Vận tải', en: 'Permit of the Department of Transport' },
    lines: ['SỞ XÂY DỰNG', 'TRUNG TÂM SỞ XÂY DỰNG MIỀN BẮC', { body: 'Sở Xây dựng và Giao thông, trước là Sở Xây dựng' }],
  };
  assert.deepEqual(renamed(body, names), {
    body: {
      title: { vi: 'Giấy phép của Sở Xây dựng và Giao thông', en: 'Permit of the Department of Construction' },
      lines: [
        'SỞ XÂY DỰNG VÀ GIAO THÔNG',
        'TRUNG TÂM SỞ XÂY DỰNG MIỀN BẮC',
        { body: 'Sở Xây dựng và Giao thông, trước là Sở Xây dựng và Giao thông' },
      ],
    },
    replaced: 4,
    left: [],
  });
});

test('What is history stays under the old name: sources, examples, keys, and who issued a document that is cited', () => {
  const body = {
    source: 'ours: Sở Xây dựng',
    example: { agency: 'Sở Xây dựng' },
    text: 'Theo Quyết định số 12/2024/QĐ-SGTVT của Sở Giao thông Vận tải. Nộp tại Sở Giao thông Vận tải.',
  };
  const { body: after, replaced, left } = renamed(body, names);
  assert.deepEqual(after, {
    ...body,
    text: 'Theo Quyết định số 12/2024/QĐ-SGTVT của Sở Giao thông Vận tải. Nộp tại Sở Xây dựng và Giao thông.',
  });
  assert.equal(replaced, 1);
  assert.equal(left.length, 1);
  assert.match(left[0]!, /12\/2024\/QĐ-SGTVT của Sở Giao thông Vận tải/);
});

test('A unit with which several go on is left for somebody to say which is meant', () => {
  assert.deepEqual(renamed({ vi: 'Ủy ban nhân dân Huyện Kim Bảng' }, names), {
    body: { vi: 'Ủy ban nhân dân Huyện Kim Bảng' },
    replaced: 0,
    left: ['Ủy ban nhân dân Huyện Kim Bảng'],
  });
  assert.deepEqual(renamed({ vi: 'x' }, { names: [], kept: [] }), { body: { vi: 'x' }, replaced: 0, left: [] });
});
