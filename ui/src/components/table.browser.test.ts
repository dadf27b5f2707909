/** Tables as a browser lays them out. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openBrowser } from '@dinh/testing';
import { serveGallery } from '../gallery/serve.ts';
import { details } from './notice.ts';
import { html } from '../html.ts';
import { table } from './table.ts';

test('What is opened within a row of a dense table is read over several lines, and stretches the table by no more than that', async () => {
  const server = await serveGallery();
  const browser = await openBrowser();
  const page = await browser.newPage({ viewport: { width: 1280, height: 600 } });
  await page.goto(`${server.url}/home`);
  const long = 'Người nhận thôi làm thay bạn ngay lúc này. Muốn giao lại phải lập ủy quyền mới. '.repeat(3);
  const drawn = table<string>('vi', {
    caption: 'Ủy quyền',
    dense: true,
    rows: ['Vũ Thị Quế', 'Đinh Thị Mận'],
    columns: [
      { key: 'name', label: 'Họ tên', cell: (name) => name },
      {
        key: 'state',
        label: 'Tình trạng',
        cell: () => details('vi', { summary: 'Thu hồi', body: html`<p>${long}</p>` }),
      },
    ],
  });
  await page
    .locator('main')
    .first()
    .evaluate((main, text) => (main.innerHTML = text), String(drawn));
  await page.locator('summary').first().click();
  const { width, height } = (await page.locator('.details-body').first().boundingBox())!;
  assert.ok(width <= 400 && height > 60, `${width} × ${height}`);
  await browser.close();
  await server.close();
});
