/** The form by which a system is registered asks only what belongs to the chosen kind, with JavaScript and without. */
import assert from 'node:assert/strict';
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
    assert.equal(await addresses.isVisible(), false, 'a machine is chosen at first');
    assert.equal(await page.locator('[name=boundTokens]').first().isVisible(), true);
    await page.locator('[name=kind][value=application]').check();
    assert.equal(await addresses.isVisible(), true);
    await addresses.fill('not an address');
    await page.locator('[name=kind][value=machine]').check();
    assert.equal(await addresses.isVisible(), false);
    const id = javaScript ? 'kho-mot' : 'kho-hai';
    await page.locator('[name=id]').fill(id);
    await page.locator('[name=nameVi]').fill('Kho dữ liệu');
    await page.getByRole('button', { name: 'Đăng ký', exact: true }).click();
    assert.match(page.url(), new RegExp(`/quan-tri/he-thong/${id}$`));
    await page.context().close();
  }
});
