import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openBrowser, violations } from './browser.ts';

test('A page is told every element that breaks a rule, as it stands at that moment', async () => {
  const browser = await openBrowser();
  try {
    const page = await browser.newPage();
    const whole = (body: string) =>
      page.setContent(`<!doctype html><html lang="vi"><title>Thử</title><main><h1>Thử</h1>${body}</main></html>`);
    await whole('<img src="data:," id="a"><img src="data:," id="b"><p style="color: #eee">Nhạt</p>');
    const found = await violations(page);
    assert.deepEqual(
      found.map((one) => one.split(':')[0]),
      ['color-contrast', 'image-alt'],
    );
    assert.equal(found[1], 'image-alt: <img src="data:," id="a"> | <img src="data:," id="b">');
    assert.equal((await violations(page, { exclude: [['img']] })).length, 1);
    assert.equal((await violations(page, 'img')).length, 1);
    await page.evaluate(`document.querySelectorAll('img, p').forEach((one) => one.remove())`);
    assert.deepEqual(await violations(page), []);
  } finally {
    await browser.close();
  }
});
