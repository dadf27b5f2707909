/** The gallery in a real browser: accessible, narrow, without scripts, and with each island at work. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { brotliCompressSync } from 'node:zlib';
import { eventually, follow, openBrowser, violations } from '@dinh/testing';
import type { Browser, Page, Response } from 'playwright-core';
import { serveGallery, type GalleryServer } from './serve.ts';

let server: GalleryServer;
let browser: Browser;

before(async () => {
  server = await serveGallery();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await server?.close();
});

const paths = ['/gallery', '/gallery?lang=en', '/home', '/desk', '/desk?open=1&lang=en', '/ledger', '/error'];

async function open(path: string, options: Parameters<Browser['newPage']>[0] = {}): Promise<Page> {
  const page = await browser.newPage(options);
  page.on('console', (message) => {
    if (message.type() === 'error') assert.fail(`${path}: ${message.text()}`);
  });
  await page.goto(server.url + path, { waitUntil: 'load' });
  return page;
}

for (const scheme of ['light', 'dark'] as const) {
  for (const path of paths) {
    test(`${path} has no axe violation in ${scheme} colours`, async () => {
      const page = await open(path, { colorScheme: scheme });
      assert.deepEqual(await violations(page), []);
      await page.close();
    });
  }
}

for (const path of paths) {
  test(`${path} fits a screen of 320 px and works without scripts`, async () => {
    const page = await open(path, { viewport: { width: 320, height: 600 }, javaScriptEnabled: false });
    const wide = await page.locator('html').evaluate((html) => html.scrollWidth);
    assert.ok(wide <= 320, `${wide} px`);
    assert.ok(await page.locator('main').first().isVisible());
    await page.close();
  });
}

test('the home page is under 100 kB with its styles, scripts and fonts, as sent', async () => {
  const page = await browser.newPage();
  const sizes: Promise<[string, number]>[] = [];
  page.on('response', (response) => {
    if (!response.url().includes('/su-kien')) sizes.push(sentSize(response));
  });
  await page.goto(`${server.url}/home`, { waitUntil: 'networkidle' });
  const sent = await Promise.all(sizes);
  const sum = sent.reduce((total, [, size]) => total + size, 0);
  assert.ok(sum < 100_000, `${sum} bytes: ${JSON.stringify(sent)}`);
  await page.close();
});

/** Name and size of a file as a server would send it: text compressed, fonts as they are. */
async function sentSize(response: Response): Promise<[string, number]> {
  const body = await response.body();
  return [new URL(response.url()).pathname, response.url().endsWith('.woff2') ? body.length : brotliCompressSync(body).length];
}

test('every element that takes the focus shows the ring', async () => {
  const page = await open('/gallery');
  await page.keyboard.press('Tab');
  for (let i = 0; i < 25; i++) {
    await page.keyboard.press('Tab');
    const ring = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement;
      return `${element.tagName} ${getComputedStyle(element).outlineWidth}`;
    });
    if (!ring.startsWith('BODY')) assert.match(ring, /3px$/);
  }
  await page.close();
});

test('a part that is live renews itself, keeps the focus and what is typed', async () => {
  const page = await open('/desk');
  await page.waitForFunction(() => document.documentElement.dataset['liveState'] === 'up');
  await page.locator('#queues a').first().focus();
  const count = page.locator('#queues .count').first();
  const before = Number(await count.textContent());
  server.change('queues');
  await page.waitForFunction((old) => Number(document.querySelector('#queues .count')?.textContent) > old, before);
  await page.waitForFunction(() => document.activeElement?.textContent.includes('Chờ thẩm định'));
  await page.close();
});

test('two tabs share one event stream', async () => {
  const context = await browser.newContext();
  const streams: string[] = [];
  context.on('request', (request) => request.url().includes('/su-kien') && streams.push(request.url()));
  const first = await context.newPage();
  await first.goto(`${server.url}/desk`);
  await first.waitForFunction(() => document.documentElement.dataset['liveState'] === 'up');
  const second = await context.newPage();
  await second.goto(`${server.url}/desk`);
  const before = Number(await second.locator('#queues .count').first().textContent());
  server.change('queues');
  await second.waitForFunction((old) => Number(document.querySelector('#queues .count')?.textContent) > old, before);
  assert.equal(streams.length, 1);
  await context.close();
});

test('the list is walked with j and k, opened with Enter, and a row is ticked with x', async () => {
  const page = await open('/desk');
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.locator('tbody tr:nth-child(2) .pick input:checked').waitFor();
  await page.keyboard.press('k');
  await page.keyboard.press('Enter');
  await page.waitForURL(/open=H27\.05-261121-0001/);
  await page.close();
});

test('letters typed into a field are letters', async () => {
  const page = await open('/desk');
  await page.keyboard.press('/');
  await page.keyboard.type('jk2?');
  assert.equal(await page.locator('#filter-text').inputValue(), 'jk2?');
  await page.close();
});

test('Ctrl+K finds acts of the page and answers of the server; ? shows the keys', async () => {
  const page = await open('/desk?open=1');
  await page.keyboard.press('Control+k');
  await page.locator('#palette input').pressSequentially('xin gia han');
  await page.locator('#palette [role=option]', { hasText: 'Xin gia hạn' }).waitFor();
  await page.locator('#palette [role=option]', { hasText: 'Cấp giấy phép xây dựng' }).waitFor();
  await page.keyboard.press('Escape');
  await page.locator('#palette').waitFor({ state: 'hidden' });
  await page.keyboard.press('?');
  await page.locator('#keys-help li', { hasText: 'Yêu cầu bổ sung' }).waitFor();
  assert.deepEqual(
    await page
      .locator('#keys-help kbd')
      .allInnerTexts()
      .then((all) => all.slice(0, 4)),
    ['Ctrl K', 'J', 'K', 'Enter'],
  );
  await page.close();
});

test('a key right after a dialog has closed is meant for the page, though the page is not drawn anew yet', async () => {
  const page = await open('/desk?open=1');
  await page.keyboard.press('Control+k');
  await page.locator('#palette input').waitFor();
  await page.evaluate(`{
    const field = document.querySelector('#palette input');
    field.closest('dialog').close();
    field.dispatchEvent(new KeyboardEvent('keydown', { key: '?', bubbles: true }));
  }`);
  await page.locator('#keys-help li', { hasText: 'Yêu cầu bổ sung' }).waitFor();
  await page.close();
});

test('what was typed comes back when the page was left before it was sent', async () => {
  const page = await open('/gallery');
  await page.route('**/luu-nhap', (route) => route.abort());
  page.removeAllListeners('console');
  await page.locator('#name').fill('Lê Thị Cúc');
  await page.goto(`${server.url}/home`);
  await page.goto(`${server.url}/gallery`);
  assert.equal(await page.locator('#name').inputValue(), 'Lê Thị Cúc');
  await follow(page.locator('form .banner button'));
  assert.equal(await page.locator('#name').inputValue(), 'Nguyễn Văn An');
  await page.close();
});

test('what was typed outlives a session that ended at sending, and is forgotten when it has arrived', async () => {
  const page = await open('/gallery');
  const typed = page.locator('#street');
  await page.route('**/luu-nhap', (route) => route.fulfill({ status: 401 }));
  page.removeAllListeners('console');
  // Sign-in and error pages keep what was typed; any other page means that it arrived.
  await page.route('**/mau', (route) => route.fulfill({ status: 303, headers: { location: '/error' } }));
  await typed.fill('Đường số 4');
  await page.getByRole('button', { name: 'Tiếp tục' }).click();
  await page.waitForURL(/error/);
  await page.goto(`${server.url}/gallery`);
  assert.equal(await typed.inputValue(), 'Đường số 4');
  await page.unroute('**/mau');
  await page.getByRole('button', { name: 'Tiếp tục' }).click();
  await page.waitForURL(/home/);
  await page.goto(`${server.url}/gallery`);
  assert.equal(await typed.inputValue(), '');
  // The server led on to a page that has the same form again, empty: nothing comes back into it.
  await page.route('**/mau', (route) => route.fulfill({ status: 303, headers: { location: '/gallery' } }));
  await typed.fill('Đường số 5');
  await follow(page.getByRole('button', { name: 'Tiếp tục' }));
  assert.match(page.url(), /gallery/);
  assert.equal(await typed.inputValue(), '');
  assert.equal(await page.locator('form .banner').count(), 0);
  await page.close();
});

test('what scripts open has no axe violation', async () => {
  const desk = await open('/desk?open=1');
  await desk.keyboard.press('Control+k');
  await desk.locator('#palette [role=option]').first().waitFor();
  assert.deepEqual(await violations(desk), []);
  await desk.keyboard.press('Escape');
  await desk.locator('#palette').waitFor({ state: 'hidden' });
  // The dialog is hidden before the keyboard is out of its field.
  await desk.waitForFunction(() => !document.activeElement?.closest('dialog, input'));
  await desk.keyboard.press('?');
  await desk.locator('#keys-help').waitFor();
  assert.deepEqual(await violations(desk), []);
  await desk.close();
  const form = await open('/gallery');
  await form.locator('#commune').click();
  await form.locator('dinh-autocomplete [role=option]').first().waitFor();
  assert.deepEqual(await violations(form), []);
  await form.getByText('Xoá nháp').click();
  await form.locator('#sure[open]').waitFor();
  assert.deepEqual(await violations(form), []);
  await form.close();
});

test('a draft is saved while typing, and a form is sent once however often it is pressed', async () => {
  const page = await open('/gallery');
  await page.locator('#note').fill('Nhà hai tầng');
  await page.locator('[data-autosave-status]', { hasText: 'Đã lưu nháp' }).waitFor();
  assert.match(server.posted.at(-1) ?? '', /note=Nh%C3%A0/);
  const before = server.posted.length;
  await page.evaluate(() => {
    const form = document.querySelector('#sample') as HTMLFormElement;
    form.requestSubmit();
    form.requestSubmit();
  });
  await page.waitForURL(/home/);
  assert.equal(server.posted.length, before + 1);
  await page.close();
});

test('a commune is found by a part of its name without accents, and its code is sent', async () => {
  const page = await open('/gallery');
  await page.locator('#commune').pressSequentially('hai dong');
  await page.locator('dinh-autocomplete [role=option]').first().waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await eventually(async () => assert.equal(await page.locator('#commune').inputValue(), 'Đông Hải'));
  assert.equal(await page.locator('select[name=commune]').evaluate((one) => (one as HTMLSelectElement).value), 'x2');
  await page.close();
});

test('a chosen file is sent at once and appears in the list; a file over the limit is refused in words', async () => {
  const page = await open('/gallery');
  await page.setInputFiles('#file', {
    name: 'a.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.from('%PDF'),
  });
  await page.locator('#files li', { hasText: 'Tệp đã gửi.pdf' }).waitFor();
  const folder = await mkdtemp(join(tmpdir(), 'dinh-gallery-'));
  const large = join(folder, 'b.pdf'); // from the disk: to hand its bytes to the browser takes long
  await writeFile(large, '');
  await truncate(large, 20_000_001);
  await page.setInputFiles('#file', large);
  await page.locator('.upload-line', { hasText: 'tệp quá lớn' }).waitFor();
  await rm(folder, { recursive: true });
  await page.setInputFiles('#file', {
    name: 'c.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.from('%PDF'),
  });
  await page.locator('.upload-line').waitFor({ state: 'detached' }); // the next choice clears what was said of the last
  await page.close();
});

test('a list that comes late does not cover the field that was gone on to', async () => {
  const page = await open('/home');
  const late = Promise.withResolvers<void>();
  await page.route('**/goi-y*', async (route) => {
    await late.promise;
    await route.continue();
  });
  const box = page.locator('input[data-suggest]').first();
  const asked = page.waitForRequest(/goi-y/);
  await box.pressSequentially('giay phep');
  await asked;
  await page.keyboard.press('Tab');
  late.resolve();
  // What is asked for after it comes after it.
  await page.evaluate(async () => void (await (await fetch('/goi-y?q=giay')).text()));
  assert.equal(await page.locator('.combo-list').first().isVisible(), false);
  await box.focus();
  await box.pressSequentially(' x');
  await page.locator('.combo-list [role=option]').first().waitFor();
  await page.close();
});

test('a dialog opens in place where scripts run', async () => {
  const page = await open('/gallery');
  await page.getByText('Xoá nháp').click();
  await page.locator('#sure[open]').waitFor();
  await page.getByText('Thôi, giữ lại').click();
  await page.locator('#sure[open]').waitFor({ state: 'detached' });
  await page.close();
});
