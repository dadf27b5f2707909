/** The form by which a system is registered asks only what belongs to the chosen kind, with JavaScript and without. */
import { after, before, test } from 'node:test';
import { openProvince, type Province } from './province.ts';

let province: Province;
before(async () => void (province = await openProvince()));
after(() => province.close());

test('Fields of an application are shown when that is chosen, and what was typed into them is not sent for a machine', async () => {
  for (const javaScript of [true, false]) {
    const page = await province.browser({ as: 'quantri', width: 360, javaScript });
    await page.goto('/quan-tri/he-thong/dang-ky');
    const addresses = page.locator('[name=redirectUris]');
    await addresses.waitFor({ state: 'hidden' }); // a machine is chosen at first
    await page.locator('[name=boundTokens]').first().waitFor();
    await page.locator('[name=kind][value=application]').check();
    await addresses.waitFor({ state: 'visible' });
    await addresses.fill('not an address');
    await page.locator('[name=kind][value=machine]').check();
    await addresses.waitFor({ state: 'hidden' });
    const id = javaScript ? 'kho-mot' : 'kho-hai';
    await page.locator('[name=id]').fill(id);
    await page.locator('[name=nameVi]').fill('Kho dữ liệu');
    await page.getByRole('button', { name: 'Đăng ký', exact: true }).click();
    await page.waitForURL(new RegExp(`/quan-tri/he-thong/${id}$`));
    await page.context().close();
  }
});
