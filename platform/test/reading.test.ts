import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { follow, says, violations } from '@dinh/testing';
import { openProvince } from './province.ts';

const province = await openProvince();
after(() => province.close());

const permit = '/thu-tuc/HNM.6739-14';
const pages = [
  '/',
  '/tim-kiem?q=giay+phep',
  permit,
  '/co-quan/so-xay-dung',
  '/linh-vuc',
  '/su-kien-doi-song/identity',
  '/tro-giup',
  '/tiep-can',
  '/du-lieu-ca-nhan',
  '/trang-thai',
];

test('F3 pages have no axe violation, in light and dark, wide and narrow', async () => {
  for (const look of [{ width: 1280 }, { width: 360, dark: true }]) {
    const page = await province.browser(look);
    for (const path of pages) {
      await page.goto(path);
      assert.deepEqual(await violations(page), [], `${path} ${JSON.stringify(look)}`);
    }
    await page.goto(`${permit}?lang=en`);
    assert.deepEqual(await violations(page), []);
    await page.context().close();
  }
});

test('F3 nothing scrolls sideways at 320 pixels, without a script', async () => {
  const page = await province.browser({ width: 320, javaScript: false });
  const session = await page.context().newCDPSession(page);
  for (const path of pages) {
    await page.goto(path);
    // measured from outside: the page itself runs no script
    const { cssContentSize } = (await session.send('Page.getLayoutMetrics')) as {
      cssContentSize: { width: number };
    };
    assert.ok(cssContentSize.width <= 320, `${path}: ${cssContentSize.width}`);
  }
});

test('F3 without a script one searches, filters, opens and begins', async () => {
  const page = await province.browser({ width: 320, javaScript: false });
  await page.goto('/');
  await page.getByRole('searchbox').fill('giay phep xay dug');
  await follow(page.getByRole('button', { name: 'Tìm' }));
  await follow(page.getByRole('link', { name: /^Cấp giấy phép xây dựng/ }));
  assert.equal(await page.getByRole('heading', { level: 1 }).textContent(), 'Cấp giấy phép xây dựng');
  assert.equal(await page.getByRole('link', { name: 'Nộp trực tuyến' }).getAttribute('href'), '/nop-ho-so/HNM.6739-14');
  await page.goto('/tim-kiem');
  await page.getByLabel('Cơ quan').selectOption({ label: 'Sở Y tế' });
  await follow(page.getByRole('button', { name: 'Lọc' }));
  assert.match(page.url(), /agency=so-y-te/);
});

test('F3 the keyboard alone leads from the home page to the start button', async () => {
  const page = await province.browser({});
  await page.goto('/');
  const focused = () =>
    page.evaluate('document.activeElement.id || document.activeElement.textContent.trim()') as Promise<string>;
  const tabTo = async (wanted: RegExp) => {
    for (let i = 0; i < 60; i++) {
      await page.keyboard.press('Tab');
      if (wanted.test(await focused())) return;
    }
    assert.fail(`no way to ${wanted}`);
  };
  await page.keyboard.press('Tab');
  assert.equal(await focused(), 'Đến nội dung chính');
  await tabTo(/^home-search$/);
  await page.keyboard.type('giay phep xay dung');
  await Promise.all([page.waitForURL(/tim-kiem/), page.keyboard.press('Enter')]);
  await tabTo(/^Cấp giấy phép xây dựng/);
  await Promise.all([page.waitForURL(/thu-tuc/), page.keyboard.press('Enter')]);
  await tabTo(/^nop$/);
  const ring = (await page.evaluate('getComputedStyle(document.activeElement).outlineWidth')) as string;
  assert.equal(ring, '3px');
});

test('F3 suggestions are a list that the arrow keys walk', async () => {
  const page = await province.browser({});
  await page.goto('/');
  await page.locator('#home-search').pressSequentially('ly lich tu phap');
  await says(page.getByRole('option').first(), /lý lịch tư pháp/i); // not what a half of it has found
  await page.keyboard.press('ArrowDown');
  await Promise.all([page.waitForURL(/thu-tuc\/HNM\.1242/), page.keyboard.press('Enter')]);
});
