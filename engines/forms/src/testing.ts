/** What the tests of this package share: a small form, a small province, a fixed day. */
import type { Field, FormDefinition } from './definition.ts';
import { type FormEnvironment, makeAreas } from './environment.ts';

const both = (text: string) => ({ vi: text, en: text });

/** A field for tests; its label is its key. */
export const field = (key: string, type: Field['type'], more: Partial<Field> = {}): Field => ({
  key,
  type,
  label: both(key),
  ...more,
});

/** A form of one page for each list of fields: `p1`, `p2`, … */
export const formOf = (...pages: Field[][]): FormDefinition => ({
  key: 'test',
  title: both('Test'),
  source: 'ours',
  pages: pages.map((fields, i) => ({ key: `p${i + 1}`, title: both(`Page ${i + 1}`), fields })),
});

export const areas = makeAreas([
  { code: 'ha-nam', name: { vi: 'Tỉnh Hà Nam', en: 'Hà Nam' }, parent: null },
  { code: 'phu-ly', name: { vi: 'Thành phố Phủ Lý', en: 'Phủ Lý city' }, parent: 'ha-nam' },
  { code: 'ly-nhan', name: { vi: 'Huyện Lý Nhân', en: 'Lý Nhân district' }, parent: 'ha-nam' },
  { code: 'chau-son', name: { vi: 'Phường Châu Sơn', en: 'Châu Sơn ward' }, parent: 'phu-ly' },
  { code: 'vinh-tru', name: { vi: 'Thị trấn Vĩnh Trụ', en: 'Vĩnh Trụ township' }, parent: 'ly-nhan' },
]);

/** Saturday 21 November 2026, nine in the morning in Vietnam. */
export const env: FormEnvironment = {
  now: new Date('2026-11-21T02:00:00Z'),
  lang: 'vi',
  areas,
  list: (name) => (name === 'countries' ? [{ code: 'VN', name: both('Việt Nam') }] : undefined),
  units: () => [{ code: 'so-xay-dung', name: both('Sở Xây dựng') }],
};
