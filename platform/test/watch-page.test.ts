/** Whoever watches sign-ins finds those of one person by what is known of them. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openProvince, type Province } from './province.ts';

let province: Province;
before(async () => void (province = await openProvince()));
after(() => province.close());

test('Sign-ins of one person are found by account, number or id; of somebody unknown none are shown, and not everybody’s', async () => {
  const administrator = await province.signIn('quantri');
  for (const account of ['chuyenvien', 'congdan']) await province.signIn(account);
  const { name, idNumber } = { name: 'Nguyễn Thị Hoa Sen', idNumber: '000000000001' };
  const shown = async (who: string) => {
    const { status, text } = await administrator.get(`/quan-tri/dang-nhap?nguoi=${encodeURIComponent(who)}`);
    assert.equal(status, 200);
    return text.slice(text.indexOf('<main'));
  };
  for (const who of ['congdan', 'CONGDAN', idNumber, await province.person('congdan')]) {
    const page = await shown(who);
    assert.ok(page.includes(name), who);
    assert.doesNotMatch(page, /Lê Minh Trúc/, who);
  }
  for (const who of ['khong-co-ai', "' or 1=1", '-'.repeat(36), 'x'.repeat(2000)])
    assert.doesNotMatch(await shown(who), /Lê Minh Trúc|Nguyễn Thị Hoa Sen/, who.slice(0, 20));
});
