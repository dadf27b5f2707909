import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openProvince } from './province.ts';

const province = await openProvince();
after(() => province.close());

test('A province opens with its procedures, and people sign in to it', async () => {
  const { procedure } = await province.api('procedures.view-procedure', { code: 'HNM.1242' });
  assert.equal(procedure.code, 'HNM.1242');
  const citizen = await province.signIn('congdan');
  const account = await citizen.get('/tai-khoan');
  assert.equal(account.status, 200);
  assert.match(account.text, /Nguyễn Thị Hoa Sen/);
  assert.equal((await province.get('/tai-khoan')).status, 303);
});

test('A form is sent as a browser would send it', async () => {
  const page = await province.get('/dang-nhap');
  const sent = await province.nobody.submit(page, { account: 'congdan', password: 'wrong' }, { form: '/dang-nhap' });
  assert.equal(sent.status, 422);
});

test('What is late is done when the clock says so', async () => {
  await province.settle();
  assert.equal(province.clock.now().toISOString(), '2026-11-18T01:30:00.000Z');
});
