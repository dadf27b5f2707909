/** What identity finds wrong with one field is told beside that field, with what was typed still there. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { localDate } from '@dinh/kernel';
import { openProvince, type Province, type Visitor } from './province.ts';

let province: Province;
let administrator: Visitor;
before(async () => {
  province = await openProvince();
  administrator = await province.signIn('quantri');
});
after(() => province.close());

/** Sends a form that is refused. @returns the fields that are marked */
async function marked(visitor: Visitor, page: string, values: Record<string, string>, form = page): Promise<string[]> {
  const sent = await visitor.submit(await visitor.get(page), values, { form });
  assert.equal(sent.status, 422, sent.text.slice(0, 300));
  return [...sent.text.matchAll(/<(?:input|select|textarea)[^>]*aria-invalid="true"[^>]*>/g)].map(
    ([field]) => /name="([^"]+)"/.exec(field)?.[1] ?? field,
  );
}

test('An identifier that is taken, at the form of a system', async () => {
  const client = { id: 'kho', kind: 'machine', nameVi: 'Kho dữ liệu', authMethod: 'private_key_jwt' };
  await administrator.api('identity.register-client', {
    id: 'kho',
    kind: 'machine',
    name: { vi: 'Kho dữ liệu', en: 'Warehouse' },
    authMethod: 'private_key_jwt',
  });
  assert.deepEqual(await marked(administrator, '/quan-tri/he-thong/dang-ky', client), ['id']);
});

test('A delegation that ends before it begins, and one that was given already', async () => {
  const head = await province.signIn('truongphong');
  const to = await province.person('chuyenvien2');
  const today = localDate(province.clock.now());
  const page = '/uy-quyen';
  const values = { to, reason: 'Đi họp' };
  const days = (from: string, until: string) => ({ from, until });
  assert.deepEqual(await marked(head, page, { ...values, ...days(today, '2020-01-01') }), ['until']);
  await head.api('identity.delegate-authority', { to, from: today, until: today, reason: 'Đi họp' });
  assert.deepEqual(await marked(head, page, { ...values, ...days(today, today) }), ['from']);
});
