/** Whoever goes back to a page that answered a form comes to it, and is not asked by the browser whether to send the form again. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { eventually, follow, says } from '@dinh/testing';
import { openProvince } from './province.ts';

const province = await openProvince();
after(() => province.close());

test('Back to a page that answered a request leads to its form, as often as one goes back', async () => {
  const page = await province.browser();
  await page.goto('/lay-lai-tai-khoan');
  await follow(page.locator('main form button'));
  await eventually(async () => assert.match(await page.title(), /^Lỗi/));
  await page.fill('[name=account]', 'congdan');
  await follow(page.locator('main form button'));
  await says(page.locator('h1'), /Đã nhận yêu cầu/);
  await page.goto('/tro-giup');
  await page.goBack();
  await says(page.locator('h1'), /Lấy lại tài khoản/);
  await page.goBack();
  await says(page.locator('h1'), /Lấy lại tài khoản/);
});

test('Back to a form that was refused leads to the form', async () => {
  const page = await province.browser();
  await page.goto('/dang-ky');
  await follow(page.locator('main form button >> nth=-1'));
  await eventually(async () => assert.match(await page.title(), /^Lỗi/));
  await page.goto('/');
  await page.goBack();
  await says(page.locator('h1'), /Đăng ký tài khoản/);
});
