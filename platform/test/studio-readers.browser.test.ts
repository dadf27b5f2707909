import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { violations } from '@dinh/testing';
import type { Page } from 'playwright-core';
import { openProvince, type Province } from './province.ts';
import { checked, editor, found, offered, openEditor } from './studio-page.ts';

let province: Province;
let page: Page;
before(async () => {
  province = await openProvince();
  page = await province.browser({ as: 'nghiepvu', width: 1280, height: 1000 });
});
after(() => province.close());

test('Who reads a field that has been dropped is said on its page of the form, and chosen from the list below it is gone to', async () => {
  await openEditor(page, 'form/driving-licence-exchange');
  const label = (await offered(page, 'Trang')).find((one) => one.includes('Giấy phép lái xe đang có'))!;
  await editor(page).locator('#form-page').selectOption({ label });
  await editor(page).getByRole('button', { name: 'Bỏ: Số giấy phép lái xe' }).click();
  const note = page.locator('.form-outline > .form-note');
  await note.waitFor();
  assert.match(
    await note.innerText(),
    /^trường “Số giấy phép lái xe” \(licenceNumber\) không còn trong biểu mẫu, nhưng vẫn được đọc ở: loại kết quả “Giấy phép lái xe” \(mục “Số giấy phép cũ”\)$/i,
  );
  await editor(page).locator('#form-page').selectOption({ index: 0 });
  await note.waitFor({ state: 'detached' });
  await found(page).getByText('Nên xem lại: 1').waitFor();
  await found(page).getByRole('button', { name: 'licenceNumber' }).click();
  await note.waitFor();
  await checked(page);
  assert.deepEqual(await violations(page, { exclude: [['iframe']] }), []);
  await editor(page).getByRole('button', { name: 'Hoàn tác' }).click();
  await note.waitFor({ state: 'detached' });
});
