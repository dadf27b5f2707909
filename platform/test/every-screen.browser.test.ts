/** One screen of each kind in Chromium: accessible in both colours, on a phone, by keyboard, on paper. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { violations } from '@dinh/testing';
import type { Page } from 'playwright-core';
import { openProvince, type Province } from './province.ts';
import { everyState } from './states.ts';

let province: Province;
let address: (path: string) => string;

before(async () => {
  province = await openProvince();
  const { dossiers, draft } = await everyState(province);
  address = (path) =>
    path
      .replace('{draft}', draft)
      .replace(/\{(\w+)\.(\w+)\}/g, (_, state: string, key: string) =>
        String((dossiers as unknown as Record<string, Record<string, unknown>>)[state]![key]),
      );
});
after(() => province.close());

/** Who, where, and the words on what is mainly done there. */
const screens: readonly [account: string | undefined, path: string, act?: string][] = [
  [undefined, '/', 'Tìm'],
  [undefined, '/tim-kiem?q=giay%20phep', 'Tìm'],
  [undefined, '/thu-tuc/HNM.6739-14', 'Nộp trực tuyến'],
  [undefined, '/dang-nhap', 'Đăng nhập'],
  [undefined, '/xac-nhan', 'Xác nhận'],
  ['congdan', '/nop-ho-so/HNM.6739-14', 'Bắt đầu'],
  ['congdan', '{draft}', 'Tiếp tục'],
  ['congdan', '/ho-so'],
  ['congdan', '/ho-so/{supplement.reference}', 'Bổ sung ngay'],
  ['congdan', '/ho-so/{supplement.reference}/bo-sung', 'Gửi bổ sung'],
  ['congdan', '/ho-so/{returned.reference}/danh-gia', 'Gửi đánh giá'],
  ['congdan', '/kho-giay-to'],
  ['congdan', '/tai-khoan/dai-dien', 'Ủy quyền cho người khác'],
  ['congdan', '/tai-khoan/dai-dien/uy-quyen', 'Ủy quyền'],
  ['congdan', '/tai-khoan/dai-dien/khai-bao/tre-em', 'Gửi khai báo'],
  ['motcua', '/quan-tri/tai-quay?q=sen', 'Lọc'],
  ['motcua', '/ban-lam-viec?ho-so={filed.id}', 'Tiếp nhận'],
  ['motcua', '/ban-lam-viec/tiep-nhan'],
  ['chuyenvien', '/ban-lam-viec/ho-so/{appraised.id}', 'Đề xuất phê duyệt'],
  ['giamdoc', '/ban-lam-viec/thong-ke', 'Lọc'],
  ['vanthu', '/ban-lam-viec/ket-qua', 'Lọc'],
  ['quantri', '/quan-tri/nguoi', 'Lọc'],
  ['quantri', '/quan-tri/phien', 'Lọc'],
  ['nghiepvu', '/studio'],
];

/** What is of no use on paper; the name of the province and its phone stay. */
const onScreenOnly = [
  '.skip',
  '.band-nav',
  '.band .search',
  '.bar-nav',
  '.bar-search',
  '.bar-person',
  '.pane-queues',
  '.toolbar',
  '.filters',
  '.foot-links',
  '.status',
];

for (const [account, path, act] of screens)
  test(`${path} is whole for everybody`, async () => {
    const wrong: string[] = [];
    const page = await province.browser(account ? { as: account } : {});
    await page.goto(address(path), { waitUntil: 'load' });
    const look = async (how: string) => {
      for (const found of await violations(page)) wrong.push(`${how}: ${found}`);
    };
    await look('light, 1280 px');
    await page.emulateMedia({ colorScheme: 'dark' });
    await look('dark, 1280 px');
    if (act && !(await reach(page, act))) wrong.push(`"${act}" is not reached with Tab`);
    const bar = page.locator('header.bar');
    if ((await bar.count()) > 0) {
      const { height } = (await bar.boundingBox())!;
      if (height > 60) wrong.push(`the bar is ${height} px high`);
    }
    await page.setViewportSize({ width: 320, height: 640 });
    await look('dark, 320 px');
    await page.emulateMedia({ colorScheme: 'light' });
    await look('light, 320 px');
    const wide = await page.evaluate('document.documentElement.scrollWidth');
    if (Number(wide) > 320) wrong.push(`${String(wide)} px wide on a screen of 320`);
    await page.emulateMedia({ media: 'print' });
    for (const part of onScreenOnly) if (await page.locator(part).first().isVisible()) wrong.push(`${part} is printed`);
    if (!(await page.locator('main').isVisible())) wrong.push('main is not printed');
    await page.context().close();
    assert.deepEqual(wrong, []);
  });

/** Presses Tab until what has these words has the focus. */
async function reach(page: Page, words: string): Promise<boolean> {
  for (let i = 0; i < 90; i++) {
    await page.keyboard.press('Tab');
    const text = await page.evaluate('document.activeElement.closest("main") ? document.activeElement.textContent : ""');
    if (String(text).replace(/\s+/g, ' ').trim().startsWith(words)) return true;
  }
  return false;
}
